"""A ticket and what happened to it, in the ledger's own words; the formats translate."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sample_data.calendars import Hours


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


class Ending(NamedTuple):
    """What a whole life comes to, for those who think back to it: customers."""

    department: str  # that solved it
    solved: int  # the last solving
    is_late: bool  # a promise that its help desk can show was broken
    is_reopened: bool
    rating: str | None
    over: int  # nothing of it comes after

    @property
    def is_bad(self) -> bool:
        return self.is_late or self.is_reopened or self.rating == "bad"


@dataclass(slots=True)
class Ticket:
    """A ticket with its whole life, the part after the extract included: cut it with `until`."""

    desk: str
    department: str  # the first that had it
    requester: int  # as its help desk numbers those who ask
    channel: str
    category: str
    kind: str
    product: str
    region: str
    created: int
    number: int = 0
    happenings: list[Happening] = field(default_factory=list)
    ending: Ending | None = None  # None: merged into another

    @property
    def id(self) -> str:
        """Return its number as its help desk writes it."""
        return _NUMBERS.get(self.desk, "{}").format(self.number)

    def happened(
        self, at: int, kind: str, before: str | None, after: str | None, who: str, agent: str | None
    ) -> None:
        self.happenings.append(Happening(at, kind, before, after, who, agent))

    def until(self, at: int) -> list[Happening]:
        """Return what had happened by `at`."""
        return [happening for happening in self.happenings if happening.at <= at]


_NUMBERS = {"field": "INC{:07}", "group": "G-{}"}


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
    since: int = 0  # when it came into its status
    spent: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # by status: from, to

    def seconds(self, hours: Hours | None, *statuses: str) -> int:
        """Return the seconds in `statuses`, of opening hours or (None) of the calendar."""
        stays = [stay for status in statuses for stay in self.spent.get(status, ())]
        if hours is None:
            return sum(end - start for start, end in stays)
        return sum(hours.between(start, end) for start, end in stays)

    def take(self, happening: Happening) -> None:
        """Let one more thing have happened."""
        at, kind, before, after, who, _ = happening
        self.updated = at
        if kind == "status":
            self._enter(before, after or "", at)
        elif kind == "queue":
            self.queue, self.queues = after or "", self.queues + 1
        elif kind == "agent":
            self.agent, self.agents, self.assigned = after, self.agents + 1, at
            self.first_assigned = self.first_assigned or at
        elif kind == "priority":
            self.priority = after or ""
        elif kind == "public_reply" and who == "agent":
            self.replies += 1
            self.first_reply = self.first_reply or at
        elif kind == "rating":
            self.rating = after
            self.rated = None if after == "offered" else at
        elif kind == "merge":
            self.merged = True

    def _enter(self, before: str | None, status: str, at: int) -> None:
        if before is not None:
            self.spent.setdefault(before, []).append((self.since, at))
        self.status, self.since = status, at
        if status in ("solved", "closed"):
            self.first_solved = self.first_solved or at
            self.solved = self.solved or at
            self.closed = at if status == "closed" else None
        elif before in ("solved", "closed"):
            self.reopens += 1
            self.solved = None


def state(happenings: Iterable[Happening]) -> State:
    """Return what is known of a ticket after `happenings`, the first of which is its creation."""
    now = State()
    for happening in happenings:
        now.take(happening)
    return now
