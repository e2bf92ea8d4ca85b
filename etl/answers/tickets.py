"""The tickets behind a figure: a row a case, with why it counts and all that was measured of it.

Of a figure that counts no tickets it is the complaints, answers, problems, customers or months of
units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from etl.metrics.cases import cases, cte, select
from etl.metrics.catalogue import Metric, metric
from etl.metrics.compiler import PLAIN
from etl.metrics.customers import heard_rows
from etl.metrics.grain import GrainId
from etl.metrics.question import Question
from etl.metrics.scan import Scan, scans, uncut
from etl.metrics.slice import Slices
from etl.problems import WrongCall


@dataclass(frozen=True, slots=True)
class _List:
    """How the cases of a grain are listed: by which key, what joins it, the columns of a row.

    `ids` come before what counts, `stamps` (UTC, shown on the company's clock) and `columns` after
    it; `before` are further queries that `joins` reads.
    """

    key: str
    joins: str
    ids: Sequence[str]
    stamps: Sequence[str]
    columns: Sequence[str]
    order: str
    before: Sequence[str] = ()


_SECONDS = tuple(
    f"{measure}_{clock}_seconds"
    for measure in (
        "first_reply", "first_resolution", "full_resolution",
        "requester_wait", "agent_wait", "hold",
    )
    for clock in ("business", "calendar")
)  # fmt: skip
_TICKETS = _List(
    key="ticket_key",
    joins="left join core_ticket as loaded using (ticket_key)"
    "\nleft join fact_ticket as ticket using (ticket_key)",
    ids=("loaded.source", "loaded.ticket_id"),
    stamps=(
        "loaded.created_at", "ticket.first_reply_at",
        "ticket.first_solved_at", "ticket.solved_at", "ticket.rated_at",
    ),
    columns=tuple(
        f"ticket.{name}"
        for name in (
            "channel", "priority", "category", "product", "region", "status_category", *_SECONDS,
        )
    ),
    order="created_at, source, ticket_id",
)  # fmt: skip
_LISTS: dict[GrainId, _List] = {
    "fact_complaint": _List(
        key="complaint_key",
        joins="join fact_complaint as complaint using (complaint_key)"
        "\nleft join core_ticket as ticket on ticket.ticket_key = complaint.ticket_key",
        ids=("complaint.source", "complaint.complaint_id", "ticket.ticket_id"),
        stamps=("complaint.received_at", "complaint.closed_at"),
        columns=(
            *(
                f"complaint.{name}"
                for name in (
                    "acknowledged_date", "channel", "category", "product", "region", "cause",
                    "bucket", "outcome", "is_goodwill", "redressed_date", "satisfaction",
                    "is_referred", "is_repeat", "acknowledgement_promise", "answer_promise",
                    "acknowledgement_business_seconds", "acknowledgement_calendar_seconds",
                    "resolution_business_seconds", "resolution_calendar_seconds",
                )
            ),
            "cast(complaint.redress as double) as redress",
        ),
        order="received_at, source, complaint_id",
    ),
    "fact_survey_response": _List(
        key="response_key",
        joins="join fact_survey_response as answer using (response_key)"
        "\nleft join core_survey_response as loaded using (response_key)"
        "\nleft join core_ticket as ticket on ticket.ticket_key = answer.ticket_key",
        ids=("answer.source", "loaded.response_id", "ticket.ticket_id", "answer.customer_id"),
        stamps=(),
        columns=(
            "answer.answered_date", "answer.score", "answer.scale_least", "answer.scale_most",
        ),
        order="answered_date, source, response_key",
    ),
    "fact_problem": _List(
        key="problem_key",
        joins="join fact_problem as problem using (problem_key)"
        "\nleft join core_ticket as ticket on ticket.ticket_key = problem.ticket_key"
        "\nleft join first_complaint using (problem_key)",
        ids=(
            "problem.source", "problem.customer_id", "ticket.ticket_id",
            "first_complaint.complaint_id",
        ),
        stamps=("problem.started_at", "problem.last_contact_at"),
        columns=tuple(
            f"problem.{name}"
            for name in (
                "ended_date", "state", "ticket_count", "complaint_count", "channel", "priority",
                "category", "product", "region", "has_broken_promise", "has_reopening",
                "has_repeat", "has_bad_rating", "has_complaint",
            )
        ),
        order="started_at, source, problem_key",
        before=(
            cte(
                "first_complaint",
                ["contact.problem_key", "min(complaint.complaint_id) as complaint_id"],
                "fact_problem_contact as contact"
                "\njoin fact_complaint as complaint using (complaint_key)",
                group="contact.problem_key",
            ),
        ),
    ),
    "fact_unit_month": _List(
        key="month",
        joins="join fact_unit_month as unit_month"
        "\n    on unit_month.unit_id = grouped.owner and unit_month.month = grouped.month",
        ids=("unit_month.month",),
        stamps=(),
        columns=(
            "unit_month.tickets_solved", "unit_month.fte", "unit_month.paid_hours",
            "cast(unit_month.cost as double) as cost",
        ),
        order="month, unit",
    ),
}  # fmt: skip


def behind(question: Question, slices: Slices) -> tuple[str, dict[str, Any]]:
    """Return SQL and parameters of the rows behind the question's one metric; `by` and `every` are
    of no account. Without a metric: the tickets created in the period.

    `counts` is numerator (yes), denominator (no, or measured) or excluded; `value` is 1 or 0 for a
    share, else as the metric's unit says; `weight` is how many cases a row stands for; stamps are
    on the company's clock ($zone). Raises WrongCall where the metric cannot be cut so.
    """
    if len(question.metrics) > 1:
        raise WrongCall(
            f"Tickets stand behind one metric at a time; name one of {', '.join(question.metrics)}."
        )
    entry = metric(question.metrics[0] if question.metrics else "tickets_created")
    in_vain = [name for name, _ in question.where if name in uncut(entry.table, slices)]
    if in_vain:
        raise WrongCall(
            f"Nothing is known of {' and '.join(in_vain)} where {entry.id} is measured; ask for "
            "it without."
        )
    asked = replace(question, metrics=(entry.id,), by=None, every=None)
    (scan,) = scans(asked, slices)
    if entry.kind == "reach":
        return heard_rows(scan).sql, scan.parameters()
    listed = _LISTS.get(entry.grain, _TICKETS)
    names = (
        "names as (\n"
        "    select unit_id, name, row_number() over (\n"
        "        partition by unit_id order by valid_from desc\n"
        "    ) as place_from_last\n"
        "    from core_unit\n)"
    )
    text = select(
        _columns(scan, entry, listed),
        f"grouped\n{listed.joins}"
        "\nleft join names on names.unit_id = grouped.owner and names.place_from_last = 1",
        [] if entry.cases == "true" else [f"is_case_of_{entry.id}"],
    )
    also = {listed.key: listed.key, "reason": entry.reason}
    before = ",\n".join([cases(scan, also), *listed.before, names])
    return f"{before}\n{text}\norder by {listed.order}", scan.parameters()


def _columns(scan: Scan, entry: Metric, listed: _List) -> list[str]:
    value = "1" if entry.kind in PLAIN else entry.id
    counts = f"case when {value} is null then 'excluded' else 'denominator' end"
    if entry.kind == "proportion":
        counts = (
            f"case {value} when 1 then 'numerator' when 0 then 'denominator' else 'excluded' end"
        )
    reason = "reason"
    if entry.kind not in PLAIN:
        why = "'not_measured'"
        if entry.has_clock and scan.question.clock == "business":
            why = "'no_calendar'"
        reason = f"case when {value} is null and reason = '' then {why} else reason end as reason"
    weight = "weight" if scan.share else "1 as weight"
    if entry.kind == "ratio":
        value = f"{entry.id} / nullif({entry.id}_per, 0)"
        weight = f"coalesce({entry.id}_size, 0) as weight"
    return [
        *listed.ids,
        "coalesce(names.name, grouped.owner) as unit",
        f"{counts} as counts",
        reason,
        f"{value} as value",
        weight,
        *(_on_the_clock(stamp) for stamp in listed.stamps),
        *listed.columns,
    ]


def _on_the_clock(stamp: str) -> str:
    """Return a UTC stamp on the company's clock, under its own name."""
    name = stamp.rstrip(")").split(".")[-1]
    return f"({stamp} at time zone 'UTC')\n        at time zone $zone as {name}"
