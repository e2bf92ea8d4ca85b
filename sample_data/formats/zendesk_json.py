"""Zendesk's JSON, as its interface gives it: tickets with metric sets, audits, metric events.

A page a quarter of creation. An audit is everything one author did at one moment.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from sample_data.calendars import Hours
from sample_data.formats.export import Export, local, queues, utc
from sample_data.ticket import Happening, State, Ticket, state

_STATUS = {
    "new": "new", "open": "open", "waiting_customer": "pending", "waiting_inside": "hold",
    "solved": "solved", "closed": "closed",
}  # fmt: skip
_TYPE = {"question": "question", "request": "task", "incident": "incident", "claim": "problem"}
_FIELD = {"status": "status", "queue": "group_id", "agent": "assignee_id", "priority": "priority"}
_CATEGORY, _PRODUCT, _REGION = 900001, 900002, 900003
_FIRST_GROUP, _FIRST_AGENT, _FIRST_CUSTOMER = 501, 3001, 700_000
_ROBOT = -1

Object = dict[str, Any]


def write(export: Export) -> None:
    """Write tickets, ticket_audits and ticket_metric_events, each a page a quarter."""
    pages = _Pages(export)
    for quarter, together in groupby(export.tickets, pages.quarter):
        lives = [(ticket, ticket.until(export.extract_at)) for ticket in together]
        known = [(ticket, happened, state(happened)) for ticket, happened in lives]
        _write(
            export.folder / f"tickets-{quarter}.json",
            {
                "tickets": [pages.ticket(ticket, now) for ticket, _, now in known],
                "metric_sets": [pages.metric_set(ticket, now) for ticket, _, now in known],
                "groups": [{"id": id, "name": name} for name, id in pages.groups.items()],
                "users": list(pages.users(known)),
                "ticket_fields": [
                    {"id": _CATEGORY, "title": "Category"},
                    {"id": _PRODUCT, "title": "Product"},
                    {"id": _REGION, "title": "Region"},
                ],
            },
        )
        _write(
            export.folder / f"ticket_audits-{quarter}.json",
            {"audits": [audit for ticket, life in lives for audit in pages.audits(ticket, life)]},
        )
        _write(
            export.folder / f"ticket_metric_events-{quarter}.json",
            {
                "ticket_metric_events": [
                    event
                    for ticket, life, now in known
                    for event in pages.metric_events(ticket, life, now)
                ]
            },
        )


class _Pages:
    """Turns tickets into Zendesk's objects, with Zendesk's ids."""

    def __init__(self, export: Export) -> None:
        self.export = export

    @cached_property
    def groups(self) -> dict[str, int]:
        return {name: id for id, name in enumerate(self.export.department_of, _FIRST_GROUP)}

    @cached_property
    def agents(self) -> dict[str, int]:
        names = (
            f"{department.id}-{number}"
            for department in self.export.company.departments
            if department.desk == self.export.desk.id and queues(department)
            for number in range(1, department.agents + 1)
        )
        return {name: id for id, name in enumerate(names, _FIRST_AGENT)}

    def quarter(self, ticket: Ticket) -> str:
        year, month = local(ticket.created, self.export.zone, "%Y %m").split()
        return f"{year}-Q{(int(month) + 2) // 3}"

    def users(self, known: Iterable[tuple[Ticket, list[Happening], State]]) -> Iterator[Object]:
        for id in self.agents.values():
            yield {"id": id, "role": "agent"}
        for customer in sorted({ticket.customer for ticket, _, _ in known}):
            yield {"id": _FIRST_CUSTOMER + customer, "role": "end-user"}

    def ticket(self, ticket: Ticket, now: State) -> Object:
        customer = _FIRST_CUSTOMER + ticket.customer
        return {
            "id": ticket.number,
            "type": _TYPE[ticket.kind],
            "status": _STATUS[now.status],
            "priority": now.priority,
            "via": {"channel": ticket.channel},
            "requester_id": customer,
            "submitter_id": customer,
            "assignee_id": self.agents[now.agent] if now.agent else None,
            "group_id": self.groups[now.queue],
            "organization_id": ticket.customer // 6 + 1,
            "tags": ["closed_by_merge"] if now.merged else [],
            "custom_fields": [
                {"id": _CATEGORY, "value": ticket.category},
                {"id": _PRODUCT, "value": ticket.product},
                {"id": _REGION, "value": ticket.region},
            ],
            "satisfaction_rating": {"score": now.rating or "unoffered"},
            "created_at": utc(ticket.created),
            "updated_at": utc(now.updated),
        }

    def metric_set(self, ticket: Ticket, now: State) -> Object:
        hours = self._hours(now.queue)

        def minutes(end: int | None) -> Object:
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
            "reply_time_in_minutes": minutes(now.first_reply),
            "first_resolution_time_in_minutes": minutes(now.first_solved),
            "full_resolution_time_in_minutes": minutes(now.solved),
            "agent_wait_time_in_minutes": spent("waiting_customer"),
            "requester_wait_time_in_minutes": spent("new", "open", "waiting_inside"),
            "on_hold_time_in_minutes": spent("waiting_inside"),
        }

    def audits(self, ticket: Ticket, happened: list[Happening]) -> Iterator[Object]:
        """Yield the ticket's audits: what one author did at one moment is one."""
        together = groupby(
            happened, lambda one: (one.at, one.at > ticket.created and (one.who, one.agent))
        )
        for number, (_, group) in enumerate(together):
            events = list(group)
            at, _, _, _, who, agent = events[0]
            if number == 0:
                at, who, agent = ticket.created, "customer", None
                said = [
                    {
                        "type": "Comment",
                        "author_id": self._author(ticket, who, agent),
                        "public": True,
                    }
                ]
            else:
                said = []
            audit_id = ticket.number * 100 + number
            changes = [self._event(ticket, event, first=number == 0) for event in events]
            merged = any(event.kind == "merge" for event in events)
            yield {
                "id": audit_id,
                "ticket_id": ticket.number,
                "created_at": utc(at),
                "author_id": self._author(ticket, who, agent),
                "via": {"channel": "web", "source": {"rel": "merge"}}
                if merged
                else {"channel": "web"},
                "events": [
                    {"id": audit_id * 10 + place, **event}
                    for place, event in enumerate([*changes, *said])
                ],
            }

    def metric_events(
        self, ticket: Ticket, happened: list[Happening], now: State
    ) -> Iterator[Object]:
        """Yield the life of the first reply's promise, and its measure when it was kept."""
        department = self.export.department_of[now.queue]
        hours = self._hours(now.queue)
        target = self.export.company.target_hours("first_reply", department.id, now.priority)
        steps: list[tuple[int, str, Object]] = [(ticket.created, "activate", {})]
        steps += [
            (event.at, "apply_sla", {"sla": self._sla(department.id, event.after or "")})
            for event in happened
            if event.kind == "priority" and event.at <= (now.first_reply or event.at)
        ]
        due = hours.after(ticket.created, int(target * 3600))
        if due < (now.first_reply or self.export.extract_at):
            steps.append((due, "breach", {"deleted": False}))
        if now.first_reply is not None:
            measured = {
                "calendar": (now.first_reply - ticket.created) // 60,
                "business": hours.between(ticket.created, now.first_reply) // 60,
            }
            steps.append((now.first_reply, "fulfill", {}))
            steps.append((now.first_reply, "update_status", {"status": measured}))
        for place, (at, step, more) in enumerate(sorted(steps, key=lambda step: step[0])):
            yield {
                "id": ticket.number * 100 + place,
                "ticket_id": ticket.number,
                "metric": "reply_time",
                "instance_id": 1,
                "type": step,
                "time": utc(at),
                **more,
            }

    def _sla(self, department: str, priority: str) -> Object:
        target = self.export.company.target_hours("first_reply", department, priority)
        return {
            "target": int(target * 60),
            "business_hours": True,
            "policy": {"id": 61, "title": "Promises"},
        }

    def _event(self, ticket: Ticket, happening: Happening, *, first: bool) -> Object:
        _, kind, before, after, who, agent = happening
        if kind in ("public_reply", "customer_message", "internal_note", "merge"):
            return {
                "type": "Comment",
                "author_id": self._author(ticket, who, agent),
                "public": kind in ("public_reply", "customer_message"),
            }
        if kind == "rating":
            change = {"previous_value": before or "unoffered", "value": after}
            return {"type": "Change", "field_name": "satisfaction_score", **change}
        if first:
            return {"type": "Create", "field_name": _FIELD[kind], "value": self._value(kind, after)}
        return {
            "type": "Change",
            "field_name": _FIELD[kind],
            "previous_value": self._value(kind, before),
            "value": self._value(kind, after),
        }

    def _value(self, kind: str, value: str | None) -> str | None:
        if value is None:
            return None
        if kind == "status":
            return _STATUS[value]
        ids = {"queue": self.groups, "agent": self.agents}.get(kind)
        return value if ids is None else str(ids[value])

    def _author(self, ticket: Ticket, who: str, agent: str | None) -> int:
        if who == "customer":
            return _FIRST_CUSTOMER + ticket.customer
        return self.agents[agent] if agent else _ROBOT

    def _hours(self, queue: str) -> Hours:
        return self.export.hours[self.export.department_of[queue].id]


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
