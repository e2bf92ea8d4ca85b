"""ServiceNow, the audit log of incidents: one row an update, the whole incident on every row.

Stamps are the exporting user's clock, day first, to the minute; `?` stands for "nothing". What was
written to the customer is not in it.
"""

from collections.abc import Iterator
from itertools import groupby

from sample_data.formats.export import Export, local, write_csv
from sample_data.ticket import State, Ticket, state

HEADER = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count",
    "made_sla", "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at",
    "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to",
    "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor", "caused_by",
    "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip

_STATE = {
    "new": "New", "open": "Active", "waiting_customer": "Awaiting User Info",
    "waiting_inside": "Awaiting Vendor", "solved": "Resolved", "closed": "Closed",
}  # fmt: skip
_PRIORITY = {"high": "2 - High", "normal": "3 - Moderate"}
_IMPACT = {"high": "1 - High", "normal": "2 - Medium"}
_CONTACT = {"email": "Email", "web": "Self service", "phone": "Phone"}
_STAMP = "%d-%m-%Y %H:%M"
_LOGGED = frozenset({"status", "queue", "agent", "priority"})


def write(export: Export) -> None:
    """Write incident_event_log.csv, incident after incident."""
    rows = (row for ticket in export.tickets for row in _rows(export, ticket))
    write_csv(export.folder / "incident_event_log.csv", HEADER, rows)


def _rows(export: Export, ticket: Ticket) -> Iterator[list[object]]:
    happened = [one for one in ticket.until(export.extract_at) if one.kind in _LOGGED]
    last = state(happened)
    made_sla = _made_sla(export, last)
    now = State()
    for position, (_, together) in enumerate(groupby(happened, lambda one: one.at)):
        for happening in together:
            now.take(happening)
        yield _row(export, ticket, now, last, position, made_sla)


def _row(
    export: Export, ticket: Ticket, now: State, last: State, position: int, made_sla: bool
) -> list[object]:
    def stamp(at: int | None) -> str:
        return local(at, export.zone, _STAMP) or "?"

    desk_clerk = "Opened by 1"
    return [
        ticket.id, _STATE[now.status], _logical(now.status != "closed"),
        max(0, now.queues - 1), now.reopens, position, _logical(made_sla),
        export.address(ticket.requester), desk_clerk, stamp(ticket.created), "Created by 1",
        stamp(ticket.created), now.agent or desk_clerk, stamp(now.updated),
        _CONTACT[ticket.channel], ticket.region, ticket.category, ticket.product, "?",
        ticket.product, _IMPACT[now.priority], _IMPACT[now.priority], _PRIORITY[now.priority],
        now.queue, now.agent or "?", "FALSE", "FALSE", "Do Not Notify", "?", "?", "?", "?",
        "code 1" if last.solved else "?", last.agent or "?", stamp(last.solved),
        stamp(last.closed),
    ]  # fmt: skip


def _made_sla(export: Export, last: State) -> bool:
    """Return the source's own verdict: is the running clock within the target it has now?"""
    department = export.department_of[last.queue]
    target = export.company.target_hours("resolution", department.id, last.priority) * 3600
    ran = last.seconds(export.hours[department.id], "new", "open", "waiting_inside")
    return ran <= target


def _logical(value: bool) -> str:
    return "TRUE" if value else "FALSE"
