"""Zendesk: JSON of the API. Tickets with their metric sets, metric events, and audits: the history.

Lists in a document, in a document a line (pages one after the other), or one object a line, as the
full export of an account has them. Figures of metric sets and metric events are put into the
tickets they belong to; audits become events. Groups, users and ticket fields, in whichever file,
give names to ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.adapters.contract import COLUMNS, DURATIONS, Adapter, Document, Form, Part, Row, Thing
from etl.adapters.documents import listed
from etl.adapters.formats.zendesk_csv import WORDS
from etl.adapters.zendesk_metrics import Metrics, text

_THINGS: dict[str, Thing] = {
    "tickets": "ticket",
    "metric_sets": "metric_set",
    "ticket_metrics": "metric_set",
    "ticket_metric_events": "metric_event",
    "audits": "event",
}
_KINDS = {
    "status": "status",
    "priority": "priority",
    "group_id": "queue",
    "assignee_id": "agent",
    "satisfaction_score": "rating",
}
_FIELDS = ("category", "product", "region")
_UNRATED = ("unoffered",)
_MERGED = "closed_by_merge"
_ROBOT = "-1"
_TICKET = (
    "ticket_id", "requester_id", "requester_email", "requester_phone", "agent", "channel", "kind",
    "category", "product", "region", "priority", "status", "tags", "queue", "created_at",
    "updated_at", "due_at", "rating",
)  # fmt: skip
# How an object on a line of its own is told from others: keys that all of them have.
_LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("audits", ("ticket_id", "events", "created_at")),
    ("ticket_metric_events", ("ticket_id", "metric", "type", "time")),
    ("metric_sets", ("ticket_id", "reopens", "replies")),
    ("tickets", ("id", "status", "created_at", "requester_id")),
    ("tickets", ("id", "status", "created_at", "via")),
    ("users", ("id", "role", "email")),
)


@dataclass
class _Names:
    """What ids stand for, from all files of a source."""

    groups: dict[str, str] = field(default_factory=dict)
    agents: set[str] = field(default_factory=set)
    addresses: dict[str, dict[str, str | None]] = field(default_factory=dict)  # of users
    requesters: dict[str, str] = field(default_factory=dict)  # ticket -> who asked
    merged: set[str] = field(default_factory=set)  # tickets
    fields: dict[str, str] = field(default_factory=dict)  # field id -> our column
    audited: set[str] = field(default_factory=set)  # tickets
    metrics: Metrics = field(default_factory=Metrics)

    def take(self, content: object) -> None:
        """Learn the names that a document holds."""
        for group in listed(content, "groups"):
            self.groups[str(group.get("id"))] = str(group.get("name"))
        for user in listed(content, "users"):
            if user.get("role") in ("agent", "admin"):
                self.agents.add(str(user.get("id")))
            elif user.get("email") or user.get("phone"):
                self.addresses[str(user.get("id"))] = {
                    "requester_email": text(user.get("email")),
                    "requester_phone": text(user.get("phone")),
                }
        for described in listed(content, "ticket_fields"):
            title = str(described.get("title", "")).strip().casefold()
            if title in _FIELDS:
                self.fields[str(described.get("id"))] = title
        for ticket in listed(content, "tickets"):
            self.requesters[str(ticket.get("id"))] = str(ticket.get("requester_id"))
            if _MERGED in (_tags(ticket) or "").split():
                self.merged.add(str(ticket.get("id")))
            if isinstance(nested := ticket.get("metric_set"), dict):
                self.metrics.take_set(str(ticket.get("id")), nested)
        for name in ("metric_sets", "ticket_metrics"):
            for metrics in listed(content, name):
                self.metrics.take_set(str(metrics.get("ticket_id")), metrics)
        for happened in listed(content, "ticket_metric_events"):
            self.metrics.take_event(happened)
        for audit in listed(content, "audits"):
            self.audited.add(str(audit.get("ticket_id")))


def _knows(content: object) -> bool:
    if not isinstance(content, dict):
        return False
    known = {*_THINGS, "groups", "users", "ticket_fields"}
    return any(isinstance(content.get(name), list) for name in known)


def _list_of(content: object) -> str | None:
    if not isinstance(content, dict):
        return None
    return next((name for name, keys in _LINES if content.keys() >= set(keys)), None)


def _parts(documents: Sequence[Document]) -> Iterator[Part]:
    names = _Names()
    for document in documents:
        names.take(document.content)
    rows = {"ticket": _ticket, "event": _events, "metric_set": _figure, "metric_event": _figure}
    for document in documents:
        for list_name, thing in _THINGS.items():
            if not isinstance(document.content.get(list_name), list):
                continue
            form = Form(
                thing=thing,
                aliases=dict.fromkeys(_columns(thing, names), ()),
                known_by=(),
                durations=dict.fromkeys(DURATIONS, "minutes") if thing == "ticket" else {},
            )
            make = rows[thing]
            yield Part(
                document,
                list_name,
                form,
                (
                    (record, row)
                    for record, entry in enumerate(document.content[list_name], start=1)
                    for row in make(entry if isinstance(entry, dict) else {}, names)
                ),
            )


def _columns(thing: Thing, names: _Names) -> tuple[str, ...]:
    """Return the columns that the source has: what was never measured is not there."""
    return (*_TICKET, *names.metrics.columns) if thing == "ticket" else COLUMNS[thing]


def _ticket(ticket: dict[str, Any], names: _Names) -> Iterator[Row]:
    ticket_id = text(ticket.get("id"))
    group = text(ticket.get("group_id"))
    rating = ticket.get("satisfaction_rating")
    via = ticket.get("via")
    row: dict[str, str | None] = {
        "ticket_id": ticket_id,
        "requester_id": text(ticket.get("requester_id")),
        "agent": text(ticket.get("assignee_id")),
        "channel": text(via.get("channel")) if isinstance(via, dict) else None,
        "kind": text(ticket.get("type")),
        "priority": text(ticket.get("priority")),
        "status": text(ticket.get("status")),
        "tags": _tags(ticket),
        "queue": names.groups.get(group, group) if group else None,
        "created_at": text(ticket.get("created_at")),
        "updated_at": text(ticket.get("updated_at")),
        "due_at": text(ticket.get("due_at")),
        "rating": text(rating.get("score")) if isinstance(rating, dict) else None,
    }
    custom = ticket.get("custom_fields")
    for entry in custom if isinstance(custom, list) else ():
        column = names.fields.get(str(entry.get("id"))) if isinstance(entry, dict) else None
        if column:
            row[column] = text(entry.get("value"))
    row |= names.addresses.get(str(row["requester_id"]), {})
    measured = names.metrics.of(str(ticket_id), has_history=ticket_id in names.audited)
    yield row | measured


def _figure(entry: dict[str, Any], _names: _Names) -> Iterator[Row]:
    yield {"ticket_id": text(entry.get("ticket_id"))}


def _events(audit: dict[str, Any], names: _Names) -> Iterator[Row]:
    ticket_id = text(audit.get("ticket_id"))
    entries = audit.get("events")
    told: list[Row] = [
        row
        for event in (entries if isinstance(entries, list) else ())
        if isinstance(event, dict) and (row := _event(event, audit, names)) is not None
    ]
    if ticket_id in names.merged and _is_merge(audit):
        told.append({"kind": "merge", "author": text(audit.get("author_id"))})
    common = {"ticket_id": ticket_id, "at": text(audit.get("created_at"))}
    for row in told or [{"kind": "other"}]:
        yield {**common, **row}


def _event(event: dict[str, Any], audit: dict[str, Any], names: _Names) -> Row | None:
    author = text(event.get("author_id")) or text(audit.get("author_id"))
    who = _who(author, str(audit.get("ticket_id")), names)
    if event.get("type") == "Comment":
        public = "customer_message" if who == "customer" else "public_reply"
        kind = public if event.get("public", True) else "internal_note"
        return {"kind": kind, "who": who, "author": author}
    if event.get("type") not in ("Create", "Change"):
        return None
    name = str(event.get("field_name"))
    if name in names.fields and names.fields[name] == "category":
        kind = "category"
    elif name in _KINDS:
        kind = _KINDS[name]
    else:
        return None
    before, after = text(event.get("previous_value")), text(event.get("value"))
    if kind == "queue":
        before = names.groups.get(before, before) if before else None
        after = names.groups.get(after, after) if after else None
    if kind == "rating" and after in _UNRATED:
        return None
    return {"kind": kind, "from": before, "to": after, "who": who, "author": author}


def _is_merge(audit: dict[str, Any]) -> bool:
    via = audit.get("via")
    source = via.get("source") if isinstance(via, dict) else None
    return isinstance(source, dict) and source.get("rel") == "merge"


def _tags(ticket: dict[str, Any]) -> str | None:
    tags = ticket.get("tags")
    return " ".join(map(str, tags)) if isinstance(tags, list) and tags else None


def _who(author: str | None, ticket_id: str, names: _Names) -> str | None:
    if author is None:
        return None
    if author == _ROBOT:
        return "robot"
    if author == names.requesters.get(ticket_id) and author not in names.agents:
        return "customer"
    return "agent" if author in names.agents else None


ADAPTER = Adapter(name="zendesk_json", words=WORDS, knows=_knows, list_of=_list_of, parts=_parts)
