"""What Zendesk itself measured of a ticket: its metric sets, and the events of their clocks.

A metric set holds totals in minutes. Metric events tell when a clock was started, stopped or
missed, to the second: where a ticket has no audits they are the only ones to say when it was
first replied to and solved, and they alone know whether a promise was kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from etl.adapters.contract import DURATIONS

_MEASURES = {
    "reply_time_in_minutes": "first_reply",
    "first_resolution_time_in_minutes": "first_resolution",
    "full_resolution_time_in_minutes": "full_resolution",
    "requester_wait_time_in_minutes": "requester_wait",
    "agent_wait_time_in_minutes": "agent_wait",
    "on_hold_time_in_minutes": "hold",
}
_COUNTS = {
    "group_stations": "queue_count",
    "assignee_stations": "agent_count",
    "reopens": "reopen_count",
    "replies": "reply_count",
    "initially_assigned_at": "first_assigned_at",
    "solved_at": "last_solved_at",
}
_CLOCKS = ("calendar", "business")
_REPLY, _WAIT = "reply_time", "requester_wait_time"
_INSIDE = "group_ownership_time"  # a promise of one group to another, not to the customer
_OF_SETS = (*_COUNTS.values(), *sorted(DURATIONS))
_OF_EVENTS = ("is_sla_met_source", "first_reply_at", "first_solved_at", "last_solved_at")

Columns = dict[str, str | None]
Instance = tuple[str, str]  # a metric, and which of its runs


@dataclass
class _Clocks:
    """What the metric events of one ticket told."""

    promised: set[Instance] = field(default_factory=set)
    kept: set[Instance] = field(default_factory=set)
    is_broken: bool = False
    replied_at: str | None = None
    solved_at: list[str] = field(default_factory=list)
    measured: Columns = field(default_factory=dict)

    @property
    def verdict(self) -> str | None:
        """Return whether every promise was kept; None while one runs, or where there is none."""
        if self.is_broken:
            return "false"
        return "true" if self.promised and self.promised <= self.kept else None


@dataclass
class Metrics:
    """The metric sets and metric events of a source, by ticket."""

    _sets: dict[str, Columns] = field(default_factory=dict)
    _clocks: dict[str, _Clocks] = field(default_factory=dict)

    def take_set(self, ticket_id: str, metrics: Mapping[str, Any]) -> None:
        """Learn from a metric set."""
        found = {ours: text(metrics.get(theirs)) for theirs, ours in _COUNTS.items()}
        for theirs, measure in _MEASURES.items():
            found |= _minutes(measure, metrics.get(theirs))
        known = {column: value for column, value in found.items() if value is not None}
        self._sets.setdefault(ticket_id, {}).update(known)

    def take_event(self, happened: Mapping[str, Any]) -> None:
        """Learn from a metric event."""
        metric = str(happened.get("metric"))
        if metric == _INSIDE:
            return
        clocks = self._clocks.setdefault(str(happened.get("ticket_id")), _Clocks())
        run = str(happened.get("instance_id", 1))
        kind, at = happened.get("type"), text(happened.get("time"))
        if kind == "apply_sla":
            clocks.promised.add((metric, run))
        elif kind == "breach":
            clocks.is_broken = clocks.is_broken or not happened.get("deleted")
        elif kind == "fulfill" and at is not None:
            clocks.kept.add((metric, run))
            if metric == _WAIT:
                clocks.solved_at.append(at)
            elif metric == _REPLY and run == "1":
                clocks.replied_at = at
        elif kind == "update_status" and metric == _REPLY and run == "1":
            clocks.measured |= _minutes("first_reply", happened.get("status"))

    def of(self, ticket_id: str, *, has_history: bool) -> Columns:
        """Return what is known of a ticket; its history knows better when things happened."""
        clocks = self._clocks.get(ticket_id, _Clocks())
        found: Columns = {**clocks.measured, "is_sla_met_source": clocks.verdict}
        if not has_history:
            found["first_reply_at"] = clocks.replied_at
            found["first_solved_at"] = min(clocks.solved_at, default=None)
            found["last_solved_at"] = max(clocks.solved_at, default=None)
        return found | self._sets.get(ticket_id, {})

    @property
    def columns(self) -> Iterable[str]:
        """Return the columns of tickets that were measured at all."""
        measured = {column for clocks in self._clocks.values() for column in clocks.measured}
        return dict.fromkeys(
            (
                *(_OF_SETS if self._sets else ()),
                *(_OF_EVENTS if self._clocks else ()),
                *sorted(measured),
            )
        )


def _minutes(measure: str, minutes: object) -> Columns:
    if not isinstance(minutes, dict):
        return {}
    return {f"source_{measure}_{clock}_seconds": text(minutes.get(clock)) for clock in _CLOCKS}


def text(value: object) -> str | None:
    """Return a value of JSON as text; None where nothing is there."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
