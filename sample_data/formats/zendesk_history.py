"""Zendesk's memory of a ticket: its audits, and the metric events of its first reply."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sample_data.formats.export import utc
from sample_data.formats.zendesk_ids import Ids
from sample_data.ticket import Happening, State, Ticket

Object = dict[str, Any]

_FIELD = {"status": "status", "queue": "group_id", "agent": "assignee_id", "priority": "priority"}
_COMMENTS = frozenset({"public_reply", "customer_message", "internal_note", "merge"})


def audits(ids: Ids, ticket: Ticket, happened: list[Happening]) -> Iterator[Object]:
    """Yield the ticket's audits: what one author did at one moment is one, creation the first."""
    together = groupby(
        happened, lambda one: (one.at, one.at > ticket.created and (one.who, one.agent))
    )
    for number, (_, group) in enumerate(together):
        done = list(group)
        at, _, _, _, who, agent = done[0]
        author = ids.author(ticket, who, agent) if number else ids.requester(ticket)
        events = [_audit_event(ids, ticket, event, first=number == 0) for event in done]
        if number == 0:
            events.append({"type": "Comment", "author_id": author, "public": True})
        is_merge = any(event.kind == "merge" for event in done)
        audit_id = ticket.number * 100 + number
        yield {
            "id": audit_id,
            "ticket_id": ticket.number,
            "created_at": utc(at),
            "author_id": author,
            "via": {"channel": "web"} | ({"source": {"rel": "merge"}} if is_merge else {}),
            "events": [
                {"id": audit_id * 10 + place, **event} for place, event in enumerate(events)
            ],
        }


def _audit_event(ids: Ids, ticket: Ticket, happening: Happening, *, first: bool) -> Object:
    _, kind, before, after, who, agent = happening
    if kind in _COMMENTS:
        is_public = kind in ("public_reply", "customer_message")
        author = ids.author(ticket, who, agent)
        return {"type": "Comment", "author_id": author, "public": is_public}
    if kind == "rating":
        change = {"previous_value": before or "unoffered", "value": after}
        return {"type": "Change", "field_name": "satisfaction_score", **change}
    if first:
        return {"type": "Create", "field_name": _FIELD[kind], "value": ids.value(kind, after)}
    return {
        "type": "Change",
        "field_name": _FIELD[kind],
        "previous_value": ids.value(kind, before),
        "value": ids.value(kind, after),
    }


def metric_events(
    ids: Ids, ticket: Ticket, happened: list[Happening], now: State
) -> Iterator[Object]:
    """Yield the life of the first reply's promise, and its measure once there was a reply."""
    steps = sorted(_steps(ids, ticket, happened, now), key=lambda step: step[0])
    for place, (at, step, more) in enumerate(steps):
        yield {
            "id": ticket.number * 100 + place,
            "ticket_id": ticket.number,
            "metric": "reply_time",
            "instance_id": 1,
            "type": step,
            "time": utc(at),
            **more,
        }


def _steps(
    ids: Ids, ticket: Ticket, happened: list[Happening], now: State
) -> Iterator[tuple[int, str, Object]]:
    company = ids.export.company
    department, hours = ids.export.department_of[now.queue].id, ids.hours(now.queue)
    yield ticket.created, "activate", {}
    for event in happened:
        if event.kind == "priority" and event.at <= (now.first_reply or event.at):
            target = company.target_hours("first_reply", department, event.after or "")
            yield event.at, "apply_sla", {"sla": _sla(target)}
    target = company.target_hours("first_reply", department, now.priority)
    due = hours.after(ticket.created, int(target * 3600))
    if due < (now.first_reply or ids.export.extract_at):
        yield due, "breach", {"deleted": False}
    if now.first_reply is not None:
        measured = {
            "calendar": (now.first_reply - ticket.created) // 60,
            "business": hours.between(ticket.created, now.first_reply) // 60,
        }
        yield now.first_reply, "fulfill", {}
        yield now.first_reply, "update_status", {"status": measured}


def _sla(target_hours: float) -> Object:
    return {
        "target": int(target_hours * 60),
        "business_hours": True,
        "policy": {"id": 61, "title": "Promises"},
    }
