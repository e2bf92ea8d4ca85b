"""Zendesk's JSON, as its interface gives it: tickets with metric sets, audits, metric events.

A page a quarter of creation.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from sample_data.formats.export import Export, local, utc
from sample_data.formats.zendesk_history import Object, audits, metric_events
from sample_data.formats.zendesk_ids import CATEGORY, PRODUCT, REGION, STATUS, TYPE, Ids
from sample_data.ticket import State, Ticket, state


def write(export: Export) -> None:
    """Write tickets, ticket_audits and ticket_metric_events, each a page a quarter."""
    ids = Ids(export)
    for quarter, together in groupby(export.tickets, lambda one: _quarter(export, one)):
        lives = [(ticket, ticket.until(export.extract_at)) for ticket in together]
        known = [(ticket, state(life)) for ticket, life in lives]
        history = [audit for ticket, life in lives for audit in audits(ids, ticket, life)]
        measured = [
            event
            for (ticket, life), (_, now) in zip(lives, known, strict=True)
            for event in metric_events(ids, ticket, life, now)
        ]
        for name, lists in (
            ("tickets", _tickets_page(ids, known)),
            ("ticket_audits", {"audits": history}),
            ("ticket_metric_events", {"ticket_metric_events": measured}),
        ):
            _write(export.folder / f"{name}-{quarter}.json", lists)


def _quarter(export: Export, ticket: Ticket) -> str:
    year, month = local(ticket.created, export.zone, "%Y %m").split()
    return f"{year}-Q{(int(month) + 2) // 3}"


def _tickets_page(ids: Ids, known: Sequence[tuple[Ticket, State]]) -> dict[str, list[Object]]:
    return {
        "tickets": [_ticket(ids, ticket, now) for ticket, now in known],
        "metric_sets": [_metric_set(ids, ticket, now) for ticket, now in known],
        "groups": [{"id": id, "name": name} for name, id in ids.groups.items()],
        "users": list(_users(ids, [ticket for ticket, _ in known])),
        "ticket_fields": [
            {"id": CATEGORY, "title": "Category"},
            {"id": PRODUCT, "title": "Product"},
            {"id": REGION, "title": "Region"},
        ],
    }


def _users(ids: Ids, tickets: Sequence[Ticket]) -> Iterator[Object]:
    for id in ids.agents.values():
        yield {"id": id, "role": "agent"}
    writers = {ids.requester(ticket): ticket.requester for ticket in tickets}
    for id, requester in sorted(writers.items()):
        address = ids.export.address(requester)
        yield {"id": id, "role": "end-user", "email": address}


def _ticket(ids: Ids, ticket: Ticket, now: State) -> Object:
    requester = ids.requester(ticket)
    return {
        "id": ticket.number,
        "type": TYPE[ticket.kind],
        "status": STATUS[now.status],
        "priority": now.priority,
        "via": {"channel": ticket.channel},
        "requester_id": requester,
        "submitter_id": requester,
        "assignee_id": ids.agents[now.agent] if now.agent else None,
        "group_id": ids.groups[now.queue],
        "organization_id": ids.export.pool.requesters["business"][ticket.requester].customer,
        "tags": ["closed_by_merge"] if now.merged else [],
        "custom_fields": [
            {"id": CATEGORY, "value": ticket.category},
            {"id": PRODUCT, "value": ticket.product},
            {"id": REGION, "value": ticket.region},
        ],
        "satisfaction_rating": {"score": now.rating or "unoffered"},
        "created_at": utc(ticket.created),
        "updated_at": utc(now.updated),
    }


def _metric_set(ids: Ids, ticket: Ticket, now: State) -> Object:
    hours = ids.hours(now.queue)

    def until(end: int | None) -> Object:
        if end is None:
            return {"calendar": None, "business": None}
        start = ticket.created
        return {"calendar": (end - start) // 60, "business": hours.between(start, end) // 60}

    def spent(*statuses: str) -> Object:
        return {
            "calendar": now.seconds(None, *statuses) // 60,
            "business": now.seconds(hours, *statuses) // 60,
        }

    return {
        "id": 100_000_000 + ticket.number,
        "ticket_id": ticket.number,
        "created_at": utc(ticket.created),
        "initially_assigned_at": utc(now.first_assigned) or None,
        "assigned_at": utc(now.assigned) or None,
        "solved_at": utc(now.solved) or None,
        "group_stations": now.queues,
        "assignee_stations": now.agents,
        "reopens": now.reopens,
        "replies": now.replies,
        "reply_time_in_minutes": until(now.first_reply),
        "first_resolution_time_in_minutes": until(now.first_solved),
        "full_resolution_time_in_minutes": until(now.solved),
        "agent_wait_time_in_minutes": spent("waiting_customer"),
        "requester_wait_time_in_minutes": spent("new", "open", "waiting_inside"),
        "on_hold_time_in_minutes": spent("waiting_inside"),
    }


def _write(path: Path, lists: Mapping[str, list[Object]]) -> None:
    """Write one JSON object, its lists an object a line so that a person can look into it."""
    with path.open("w", encoding="utf-8") as file:
        file.write("{")
        for number, (name, objects) in enumerate(lists.items()):
            file.write(f'{"," if number else ""}\n"{name}": [\n')
            file.write(",\n".join(map(_ENCODE, objects)))
            file.write("\n]")
        file.write(',\n"next_page": null\n}\n')


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
