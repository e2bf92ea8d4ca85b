"""The tickets behind a figure: a row a case, with why it counts and all that was measured of it."""

from dataclasses import replace
from typing import Any

from etl.metrics.cases import cases, select
from etl.metrics.catalogue import Metric, metric
from etl.metrics.question import Question
from etl.metrics.scan import Scan, scans
from etl.metrics.slice import Slices
from etl.problems import WrongCall

_STAMPS = ("created_at", "first_reply_at", "first_solved_at", "solved_at", "rated_at")
_COLUMNS = ("channel", "priority", "category", "product", "region", "status_category")
_SECONDS = tuple(
    f"{measure}_{clock}_seconds"
    for measure in (
        "first_reply", "first_resolution", "full_resolution",
        "requester_wait", "agent_wait", "hold",
    )
    for clock in ("business", "calendar")
)  # fmt: skip


def behind(question: Question, slices: Slices) -> tuple[str, dict[str, Any]]:
    """Return SQL and parameters of the rows behind the question's one metric; `by` and `every` are
    of no account. Without a metric: the tickets created in the period.

    `counts` is numerator (yes), denominator (no, or measured) or excluded; `value` is 1 or 0 for a
    share, else as the metric's unit says; stamps are on the company's clock ($zone).
    """
    if len(question.metrics) > 1:
        raise WrongCall(
            f"Tickets stand behind one metric at a time; name one of {', '.join(question.metrics)}."
        )
    entry = metric(question.metrics[0] if question.metrics else "tickets_created")
    asked = replace(question, metrics=(entry.id,), by=None, every=None)
    (scan,) = scans(asked, slices)
    names = (
        "names as (\n"
        "    select unit_id, name, row_number() over (\n"
        "        partition by unit_id order by valid_from desc\n"
        "    ) as place_from_last\n"
        "    from core_unit\n)"
    )
    text = select(
        _columns(scan, entry),
        "grouped\nleft join core_ticket as loaded using (ticket_key)"
        "\nleft join fact_ticket as ticket using (ticket_key)"
        "\nleft join names on names.unit_id = grouped.owner and names.place_from_last = 1",
        [] if entry.cases == "true" else [f"is_case_of_{entry.id}"],
    )
    also = {"ticket_key": "ticket_key", "reason": entry.reason}
    return (
        f"{cases(scan, also)},\n{names}\n{text}\norder by created_at, source, ticket_id",
        scan.parameters(),
    )


def _columns(scan: Scan, entry: Metric) -> list[str]:
    value = "1" if entry.kind in ("count", "stock") else entry.id
    counts = f"case when {value} is null then 'excluded' else 'denominator' end"
    if entry.kind == "proportion":
        counts = (
            f"case {value} when 1 then 'numerator' when 0 then 'denominator' else 'excluded' end"
        )
    reason = "reason"
    if entry.kind not in ("count", "stock"):
        why = "'not_measured'"
        if entry.has_clock and scan.question.clock == "business":
            why = "'no_calendar'"
        reason = f"case when {value} is null and reason = '' then {why} else reason end as reason"
    return [
        "coalesce(ticket.source, loaded.source) as source",
        "coalesce(ticket.ticket_id, loaded.ticket_id) as ticket_id",
        "coalesce(names.name, grouped.owner) as unit",
        f"{counts} as counts",
        reason,
        f"{value} as value",
        "weight" if scan.share else "1 as weight",
        *(
            f"(coalesce(ticket.{name}, loaded.{name}) at time zone 'UTC')"
            f" at time zone $zone as {name}"
            if name == "created_at"
            else f"(ticket.{name} at time zone 'UTC') at time zone $zone as {name}"
            for name in _STAMPS
        ),
        *(f"ticket.{name}" for name in (*_COLUMNS, *_SECONDS)),
    ]
