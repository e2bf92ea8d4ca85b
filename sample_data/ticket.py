"""A ticket and what happened to it, in the ledger's own words; the formats translate."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sample_data.calendars import Hours

UNSOLVED = frozenset({"new", "open", "waiting_customer", "waiting_inside"})


class Happening(NamedTuple):
    """Something that happened. `agent` did it, unless `who` is the customer or a robot."""

    at: int
    kind: (
        str  # status queue agent priority public_reply customer_message internal_note rating merge
    )
    before: str | None
    after: str | None
    who: str
    agent: str | None


@dataclass(slots=True)
class Ticket:
    """A ticket with its whole life, the part after the extract included: cut it with `until`."""

    desk: str
    department: str  # the first that had it
    customer: int
    channel: str
    category: str
    kind: str
    product: str
    region: str
    created: int
    number: int = 0
    happenings: list[Happening] = field(default_factory=list)

    def happened(
        self, at: int, kind: str, before: str | None, after: str | None, who: str, agent: str | None
    ) -> None:
        self.happenings.append(Happening(at, kind, before, after, who, agent))

    def until(self, at: int) -> list[Happening]:
        """Return what had happened by `at`."""
        return [happening for happening in self.happenings if happening.at <= at]


@dataclass(slots=True)
class State:
    """What a help desk knows of a ticket after some of its life, its own measurements included."""

    status: str = "new"
    priority: str = "normal"
    queue: str = ""
    agent: str | None = None
    rating: str | None = None
    rated: int | None = None
    updated: int = 0
    assigned: int | None = None
    first_assigned: int | None = None
    first_reply: int | None = None
    first_solved: int | None = None
    solved: int | None = None  # the last solving, while it is solved
    closed: int | None = None
    merged: bool = False
    queues: int = 0
    agents: int = 0
    reopens: int = 0
    replies: int = 0
    spent: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # by status: from, to

    def seconds(self, hours: Hours | None, *statuses: str) -> int:
        """Return the seconds in `statuses`, of opening hours or (None) of the calendar."""
        stays = [stay for status in statuses for stay in self.spent.get(status, ())]
        if hours is None:
            return sum(end - start for start, end in stays)
        return sum(hours.between(start, end) for start, end in stays)


def state(ticket: Ticket, happenings: list[Happening]) -> State:
    """Return what is known of `ticket` after `happenings`."""
    now = State(updated=ticket.created)
    since = ticket.created
    for at, kind, before, after, who, _ in happenings:
        now.updated = at
        if kind == "status":
            if before is not None:
                now.spent.setdefault(before, []).append((since, at))
            _enter(now, before, after or "", at)
            since = at
        elif kind == "queue":
            now.queue, now.queues = after or "", now.queues + 1
        elif kind == "agent":
            now.agent, now.agents, now.assigned = after, now.agents + 1, at
            now.first_assigned = now.first_assigned or at
        elif kind == "priority":
            now.priority = after or ""
        elif kind == "public_reply" and who == "agent":
            now.replies += 1
            now.first_reply = now.first_reply or at
        elif kind == "rating":
            now.rating = after
            now.rated = None if after == "offered" else at
        elif kind == "merge":
            now.merged = True
    return now


def _enter(now: State, before: str | None, status: str, at: int) -> None:
    now.status = status
    if status == "solved":
        now.first_solved = now.first_solved or at
        now.solved = at
    elif status == "closed":
        now.closed = at
        now.first_solved = now.first_solved or at
        now.solved = now.solved or at
    elif status in UNSOLVED and before in ("solved", "closed"):
        now.reopens += 1
        now.solved = None
