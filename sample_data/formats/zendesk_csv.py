"""Zendesk, a view exported as CSV: counts and durations, no history.

One file a quarter, with every ticket that changed in it as it stood at the quarter's end, so that a
ticket which lived over that end stands in two files.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sample_data.formats.export import Export, local, write_csv
from sample_data.formats.zendesk_ids import requester_number
from sample_data.ticket import State, Ticket, state

_MEASURES = (
    "First reply time", "First resolution time", "Full resolution time", "Agent wait time",
    "Requester wait time", "On hold time",
)  # fmt: skip
HEADER = (
    "Summation column", "Id", "Requester", "Requester id", "Requester external id",
    "Requester email", "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags",
    "Status", "Priority", "Via", "Ticket type", "Created at", "Updated at", "Assigned at",
    "Organization", "Due date", "Initially assigned at", "Solved at", "Resolution time",
    "Satisfaction Score", "Group stations", "Assignee stations", "Reopens", "Replies",
    *(
        f"{measure} in minutes{clock}"
        for measure in _MEASURES
        for clock in ("", " within business hours")
    ),
    "Category [list]", "Product [list]", "Region [list]",
)  # fmt: skip

_STATUS = {
    "new": "New", "open": "Open", "waiting_customer": "Pending", "waiting_inside": "On-hold",
    "solved": "Solved", "closed": "Closed",
}  # fmt: skip
_VIA = {"email": "Mail", "web": "Web form", "phone": "Phone call (inbound)", "chat": "Chat"}
_TYPE = {"question": "Question", "request": "Task", "incident": "Incident", "claim": "Problem"}
_SCORE = {None: "Not Offered", "offered": "Offered", "good": "Good", "bad": "Bad"}
_STAMP = "%Y-%m-%d %H:%M:%S"
_IMPOSSIBLE = "2025-02-30 10:15:00"


def write(export: Export) -> None:
    """Write tickets-2024-Q4.csv and so on. Two rows of the last file are spoilt on purpose."""
    quarters = list(_quarters(export))
    for number, (name, start, end) in enumerate(quarters, start=1):
        rows = [
            _row(export, ticket, state(happened))
            for ticket in export.tickets
            if ticket.created < end and ticket.happenings[-1].at >= start
            for happened in [ticket.until(end - 1)]
            if happened[-1].at >= start
        ]
        if number == len(quarters) and rows:
            rows.append(rows[0])
            rows.append(_spoilt(rows[0]))
        write_csv(export.folder / f"tickets-{name}.csv", HEADER, rows)


def _quarters(export: Export) -> Iterator[tuple[str, int, int]]:
    """Yield each quarter's name, its first second and the first after it."""
    first = export.company.start
    while first < export.company.extract:
        after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        start, end = (
            int(datetime(day.year, day.month, day.day, tzinfo=export.zone).timestamp())
            for day in (first, after)
        )
        yield f"{first.year}-Q{(first.month + 2) // 3}", start, end
        first = after


def _row(export: Export, ticket: Ticket, now: State) -> list[object]:
    def stamp(at: int | None) -> str:
        return local(at, export.zone, _STAMP)

    return [
        1, ticket.number, "", requester_number("retail", ticket.requester), "",
        export.address(ticket.requester), "", "", now.agent or "", now.queue, "",
        "closed_by_merge" if now.merged else "", _STATUS[now.status], now.priority.capitalize(),
        _VIA[ticket.channel], _TYPE[ticket.kind], stamp(ticket.created), stamp(now.updated),
        stamp(now.assigned), "", "", stamp(now.first_assigned), stamp(now.solved), "",
        _SCORE[now.rating], now.queues, now.agents, now.reopens, now.replies,
        *_minutes(export, ticket, now), ticket.category, ticket.product, ticket.region,
    ]  # fmt: skip


def _minutes(export: Export, ticket: Ticket, now: State) -> Iterator[object]:
    """Yield every measure twice: minutes of the calendar, and of its group's opening hours."""
    hours = export.hours[export.department_of[now.queue].id]
    for end in (now.first_reply, now.first_solved, now.solved):
        if end is None:
            yield from ("", "")
        else:
            yield (end - ticket.created) // 60
            yield hours.between(ticket.created, end) // 60
    for statuses in (
        ("waiting_customer",),
        ("new", "open", "waiting_inside"),
        ("waiting_inside",),
    ):
        yield now.seconds(None, *statuses) // 60
        yield now.seconds(hours, *statuses) // 60


def _spoilt(row: Sequence[object]) -> list[object]:
    """Return a row as nobody can read it: another ticket, created on 30 February."""
    created = HEADER.index("Created at")
    return [1, 1_999_999, *row[2:created], _IMPOSSIBLE, *row[created + 1 :]]
