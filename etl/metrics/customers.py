"""How many customers the company has, and how many of them it heard from, as SQL.

Customers are the whole company's, however the cases are cut: members of a slice add up to the
total. A customer is one from his `since_date` until the day before his `left_date`.
"""

from typing import Any

from etl.metrics.cases import cases, cte, keys, select
from etl.metrics.question import Question
from etl.metrics.scan import Scan, Statement

_CUSTOMER = cte(
    "customer",
    [
        "customer_id",
        "coalesce(since_date, date '0001-01-01') as since_date",
        "coalesce(left_date, date '9999-12-31') as left_date",
    ],
    "core_customer",
)
# In words: the customer who is on no list, the requester of a source, or the one contact.
_WHO = """coalesce(
        heard.customer_id,
        ticket.source || ':' || ticket.requester_id,
        complaint.source || ':' || complaint.requester_id,
        answer.source || ':' || answer.requester_id,
        ticket.source || ' ticket ' || ticket.ticket_id,
        complaint.source || ' complaint ' || complaint.complaint_id,
        answer.source || ' answer ' || coalesce(answer.response_id, cast(response_key as varchar))
    )"""
_TOLD_IN = {
    "told_in_ticket": "ticket_key",
    "told_in_complaint": "complaint_key",
    "told_in_answer": "response_key",
}
_IS_ONE = "since_date <= last_day and left_date > first_day and since_date < left_date"


def mean_number(question: Question) -> Statement:
    """Return the statement of the mean number of customers over the days of each part."""
    moves = "\nunion all\n".join(
        select(
            [f"{day} as day", f"{sign}count(*) as change"],
            "customer",
            ["since_date < left_date"],
            group=day,
        )
        for day, sign in (("since_date", ""), ("left_date", "-"))
    ).replace("\n", "\n    ")
    part = _part(question)
    daily = cte(
        "daily",
        ["days.day", *part, "coalesce(sum(change), 0) as customers"],
        "days\nleft join moves on moves.day <= days.day",
        group=", ".join(["days.day", *part]),
    )
    text = select([*part, "avg(customers) as customers"], "daily", group=", ".join(part))
    return Statement(
        f"with {_days(question)},\n{_CUSTOMER},\nmoves as (\n    {moves}\n),\n{daily}\n{text}",
        _period(question),
        (),
    )


def whole_number(question: Question) -> Statement:
    """Return the statement of how many were customers on any day of each part."""
    part = _part(question)
    text = select(
        [*part, "count(customer_id) as customers"],
        f"bounds\nleft join customer\n    on {_IS_ONE}",
        group=", ".join(part),
    )
    return Statement(
        f"with {_days(question)},\n{_bounds(question)},\n{_CUSTOMER}\n{text}", _period(question), ()
    )


def heard(scan: Scan) -> Statement:
    """Return the statement of a pass's one reach, a row a part of the period and member: `_n`
    customers of the part with a case, `_cases` with those of whom nobody knows which they are."""
    (entry,) = scan.metrics
    by = keys(scan)
    known = f"count(distinct grouped.customer_id) filter (\n        where {_IS_ONE}\n    )"
    unknown = "count(distinct party) filter (where customer.customer_id is null)"
    also = {"customer_id": "customer_id", "party": "party"}
    bounds = "join bounds using (part)" if scan.question.every else "cross join bounds"
    text = select(
        [*by, f"{known} as {entry.id}_n", f"{known}\n        + {unknown} as {entry.id}_cases"],
        f"grouped\n{bounds}\nleft join customer on customer.customer_id = grouped.customer_id",
        group=", ".join(by),
    )
    before = f"{_days(scan.question)},\n{_bounds(scan.question)},\n{_CUSTOMER}"
    return Statement(f"{cases(scan, also)},\n{before}\n{text}", scan.parameters(), scan.metrics)


def heard_rows(scan: Scan) -> Statement:
    """Return the statement of whom a reach counts, with the first contact and how many there were.

    A row is a customer of the period, or somebody of whom nobody knows which customer he is.
    """
    (entry,) = scan.metrics
    names = ("customer_id", "party", *_TOLD_IN, entry.cohort)
    also = {name: name for name in names} | {"reason": entry.reason}
    heard_of = cte(
        "heard",
        [
            "grouped.customer_id",
            "customer.customer_id is not null as is_listed",
            *(f"min({told}) as {key}" for told, key in _TOLD_IN.items()),
            "min(reason) as reason",
            f"min({entry.cohort}) as first_contact_date",
            "count(*) as contact_count",
        ],
        "grouped\ncross join bounds"
        "\nleft join customer on customer.customer_id = grouped.customer_id",
        [f"(customer.customer_id is null or ({_IS_ONE}))"],
        group="grouped.customer_id, customer.customer_id, party",
    )
    text = select(
        [
            "heard.customer_id",
            f"case when not is_listed then {_WHO} end as party",
            "case when is_listed then 'numerator' else 'excluded' end as counts",
            "case when is_listed then '' else reason end as reason",
            "case when is_listed then 1 end as value",
            "1 as weight",
            "first_contact_date",
            "contact_count",
        ],
        "heard\nleft join core_ticket as ticket using (ticket_key)"
        "\nleft join core_complaint as complaint using (complaint_key)"
        "\nleft join core_survey_response as answer using (response_key)",
    )
    before = f"{_days(scan.question)},\n{_bounds(scan.question)},\n{_CUSTOMER},\n{heard_of}"
    order = "first_contact_date, customer_id, party"
    return Statement(
        f"{cases(scan, also)},\n{before}\n{text}\norder by {order}",
        scan.parameters(),
        scan.metrics,
    )


def _part(question: Question) -> list[str]:
    return ["part"] if question.every else []


def _days(question: Question) -> str:
    """Return the CTE of the company's days in the period, with the part that each belongs to."""
    part = [f"cast(date_trunc('{question.every}', day) as date) as part"] if question.every else []
    return cte("days", ["day", *part], "core_company_day", ["day >= $start", "day < $until"])


def _bounds(question: Question) -> str:
    part = _part(question)
    columns = [*part, "min(day) as first_day", "max(day) as last_day"]
    return cte("bounds", columns, "days", group=", ".join(part))


def _period(question: Question) -> dict[str, Any]:
    return {"start": question.period.start, "until": question.period.end}
