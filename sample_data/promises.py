"""Which promises broke, when and in whose hands: the generator's own reading of its tickets.

It shares no code with `etl` but follows the same rules, those of docs/decisions.md: a rule that is
wrong there is wrong here too. It reads what the exports can show: of Retail's tickets only how they
stand, of Field's no replies.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sample_data.calendars import Hours
from sample_data.complaints import Complaint
from sample_data.description import Company
from sample_data.formats.export import queues
from sample_data.ledger import extract_at
from sample_data.ticket import Happening, State, Ticket, state

_FLAT = ("retail",)  # desks that export no history
_SILENT = ("field",)  # desks that export no replies
ANSWER = 14 * 86_400  # what the law gives for the answer to a complaint
_STANDING = frozenset({"solved", "closed"})


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that broke. `shares` are the opening seconds its clock ran in each unit."""

    ticket: Ticket
    promise: str  # first_reply resolution
    at: int
    day: date
    unit: str  # that had the ticket then
    unit_now: str
    shares: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Stretch:
    starts: int
    ends: int
    unit: str
    status: str
    applied: tuple[str, str]  # unit and priority when the target was set


class Promises:
    """Reads the promises of one company's tickets."""

    def __init__(self, company: Company, hours: Mapping[str, Hours]) -> None:
        self._company, self._hours = company, hours
        self.extract = extract_at(company)
        self._zone = ZoneInfo(company.zone)
        self._unit_of = {
            (found.desk, queue): found.id
            for found in company.departments
            for queue in queues(found)
        }

    def unit_of(self, ticket: Ticket, queue: str) -> str:
        return self._unit_of[ticket.desk, queue]

    def standing(self, ticket: Ticket, life: list[Happening]) -> State:
        """Return how a ticket stands, as far as its desk shows it."""
        now = state(life)
        if ticket.desk in _SILENT:
            now.first_reply = None
        return now

    def has_history(self, ticket: Ticket) -> bool:
        """Return whether the exports hold what was written when."""
        return ticket.desk not in (*_FLAT, *_SILENT)

    def held(self, ticket: Ticket, life: list[Happening]) -> dict[str, int]:
        """Return the opening seconds for which each unit had a ticket unsolved."""
        unit = self.unit_of(ticket, state(life).queue)
        if ticket.desk in _FLAT:
            return {unit: 1}
        ran: Counter[str] = Counter()
        passed: Counter[str] = Counter()
        for stretch in self._stretches(ticket, life):
            if stretch.status not in _STANDING:
                hours = self._hours[stretch.unit]
                ran[stretch.unit] += hours.between(stretch.starts, stretch.ends)
                passed[stretch.unit] += stretch.ends - stretch.starts
        found = ran if ran.total() else passed
        return {owner: seconds for owner, seconds in found.items() if seconds} or {unit: 1}

    def undone(self, ticket: Ticket, life: list[Happening]) -> Iterator[str]:
        """Yield whose each solving was that did not last."""
        if ticket.desk in _FLAT:
            yield self.unit_of(ticket, state(life).queue)
            return
        queue, solvers = "", []
        is_solved = False
        for one in life:
            if one.kind == "queue":
                queue = one.after or ""
            elif one.kind == "status":
                if one.after in _STANDING and not is_solved:
                    solvers.append(self.unit_of(ticket, queue))
                is_solved = one.after in _STANDING
        yield from solvers[:-1] if is_solved else solvers

    def outcome(self, complaint: Complaint) -> str:
        """Return what became of a complaint; overdue: the law's days are over without an answer."""
        due = complaint.received + ANSWER
        is_late = due < (complaint.answered or self.extract)
        if complaint.answered is None:
            return "overdue" if is_late else "open"
        if complaint.outcome == "Rejected":
            return "upheld_by_silence" if is_late else "rejected"
        return {"Upheld": "upheld", "Partly upheld": "partly"}[complaint.outcome]

    def broken(self, ticket: Ticket) -> Iterator[Broken]:
        """Yield the promises of a ticket that had broken by the extract."""
        life = ticket.until(self.extract)
        now = state(life)
        if now.merged:
            return
        unit = self._unit_of[ticket.desk, now.queue]
        if ticket.desk in _FLAT:
            yield from self._flat(ticket, now, unit)
            return
        stretches = list(self._stretches(ticket, life))
        if ticket.desk not in _SILENT:
            until = now.first_reply or self.extract
            yield from self._tracked(ticket, "first_reply", _until(stretches, until), unit)
        yield from self._tracked(ticket, "resolution", stretches, unit)

    def _flat(self, ticket: Ticket, now: State, unit: str) -> Iterator[Broken]:
        """Of a ticket without a history: one unit all along, all waiting before the end."""
        hours, end = self._hours[unit], now.solved or self.extract
        lived = hours.between(ticket.created, end)
        waited = min(now.seconds(hours, "waiting_customer"), lived)
        replied = hours.between(ticket.created, now.first_reply or end)
        for promise, ran, more in (
            ("first_reply", replied, 0),
            ("resolution", lived - waited, waited),
        ):
            target = self._target(promise, unit, now.priority)
            if ran > target:
                at = hours.after(ticket.created, target + more + 1) - 1
                yield self._found(ticket, promise, at, unit, unit, {unit: target})

    def _tracked(
        self, ticket: Ticket, promise: str, stretches: list[_Stretch], unit_now: str
    ) -> Iterator[Broken]:
        ran: Counter[str] = Counter()
        pauses = _STANDING if promise == "first_reply" else _STANDING | {"waiting_customer"}
        for stretch in stretches:
            if stretch.status in pauses:
                continue
            hours = self._hours[stretch.unit]
            seconds = hours.between(stretch.starts, stretch.ends)
            left = self._target(promise, *stretch.applied) - ran.total()
            if seconds > left:
                # at the last second at which it was still kept
                at = hours.after(stretch.starts, left + 1) - 1 if left >= 0 else stretch.starts
                ran[stretch.unit] += max(left, 0)
                yield self._found(ticket, promise, at, stretch.unit, unit_now, ran)
                return
            ran[stretch.unit] += seconds

    def _found(
        self, ticket: Ticket, promise: str, at: int, unit: str, now: str, ran: Mapping[str, int]
    ) -> Broken:
        day = datetime.fromtimestamp(at, self._zone).date()
        shares = {owner: seconds for owner, seconds in ran.items() if seconds} or {unit: 1}
        return Broken(ticket, promise, at, day, unit, now, shares)

    def _stretches(self, ticket: Ticket, life: list[Happening]) -> Iterator[_Stretch]:
        """Yield the life cut wherever owner, status or priority changed."""
        unit = status = priority = ""
        applied = ("", "")
        starts = ticket.created
        changes = (one for one in life if one.kind in ("queue", "status", "priority"))
        for at, together in groupby(changes, key=lambda one: one.at):
            if at > starts:
                yield _Stretch(starts, at, unit, status, applied)
                starts = at
            before = priority
            for change in together:
                assert change.after is not None
                if change.kind == "queue":
                    unit = self._unit_of[ticket.desk, change.after]
                elif change.kind == "status":
                    status = change.after
                else:
                    priority = change.after
            if priority != before:
                applied = (unit, priority)
        if self.extract > starts:
            yield _Stretch(starts, self.extract, unit, status, applied)

    def _target(self, promise: str, unit: str, priority: str) -> int:
        return int(self._company.target_hours(promise, unit, priority) * 3600)


def _until(stretches: list[_Stretch], at: int) -> list[_Stretch]:
    return [
        _Stretch(one.starts, min(one.ends, at), one.unit, one.status, one.applied)
        for one in stretches
        if one.starts < at
    ]
