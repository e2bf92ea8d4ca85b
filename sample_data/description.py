"""The words in which a company is described: what a department does, and how well."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours: 'HH:MM-HH:MM' by weekday, and the country whose holidays close."""

    id: str
    zone: str
    hours: Mapping[str, tuple[str, ...]]
    holidays: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to customers; conditions left out match everything."""

    id: str
    promise: str
    target_hours: float
    unit: str | None = None
    priority: str | None = None
    set_by: str = "company"
    clock: str = "business"
    silence_upholds: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """How many tickets come when: a weight a month (January first) and a weekday (Monday first)."""

    months: tuple[float, ...]
    weekdays: tuple[float, ...]
    growth_a_year: float = 0.10


@dataclass(frozen=True, slots=True)
class Work:
    """A category of tickets: what it takes, against a category of effort 1."""

    kind: str
    effort: float
    high_priority: float  # share of tickets that come with high priority
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """Tickets that go on to another department; `late`: only when the promise is nearly due."""

    to: str
    share: float
    late: bool = False
    and_back: float = 0.0  # share of them that comes back


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed on a day: first replies take `first_reply` times as long since."""

    day: date
    first_reply: float


@dataclass(frozen=True, slots=True)
class Survey:
    """The share of the asked that answers, and of the well served the share that is happy."""

    response: float = 0.24
    good: float = 0.90


@dataclass(frozen=True, slots=True)
class Department:
    """A unit that serves customers: what reaches it, how it works, and what is planted in it.

    Times are medians, in minutes of its opening hours. `skill` scales the work a ticket takes it:
    below 1 it needs less for the same ticket.
    """

    id: str
    name: str
    parent: str
    desk: str
    service_function: str
    share: float
    mix: Mapping[str, float]
    first_reply: float
    resolution: float
    skill: float = 1.0
    calendar: str | None = None
    region: str | None = None
    product_line: str | None = None
    outsourced: str = "no"
    queues: tuple[str, ...] = ()
    channels: Mapping[str, float] = field(
        default_factory=lambda: {"email": 0.45, "web": 0.35, "phone": 0.20}
    )
    more_rounds: float = 0.35  # chance that one more reply is needed, again and again
    waits: float = 0.45  # share of those rounds in which the customer is asked something
    wait_hours: float = 14.0
    parks: float = 0.0  # hours a ticket stays "waiting for the customer" after the answer has come
    holds: float = 0.06
    stuck: float = 0.01  # share of tickets that take twelve times the work
    passes: tuple[Pass, ...] = ()
    reopens: float = 0.05
    repeats: float = 0.05
    silent: float = 0.02
    survey: Survey = Survey()
    change: Change | None = None
    agents: int = 6


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that gets another parent on a day, and its head another superior."""

    unit: str
    day: date
    parent: str
    reports_to: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that does not serve customers, or holds together those that do."""

    id: str
    name: str
    parent: str | None
    function: str
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The post that heads a unit."""

    post: str
    title: str
    unit: str
    grade: int
    role: str
    goal: str | None
    reports_to: str | None
    dotted_to: str | None = None
    fte: float = 1.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A help desk: when its customers write, and when a solved ticket closes."""

    id: str
    season: Season
    closes_after_hours: int
    customers_per_ticket: float
    hours: tuple[tuple[float, float, float], ...]  # share, mean and spread of the hour of writing


@dataclass(frozen=True, slots=True)
class ProfitScope:
    """The post that owns the profit of a division."""

    post: str
    division: str


@dataclass(frozen=True, slots=True)
class Control:
    """The post that controls the service budget of a unit and of those below it, while it did."""

    post: str
    unit: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of another currency is worth in the company's, from a day until another."""

    currency: str
    rate: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be marked on time axes."""

    day: date
    last_day: date | None
    kind: str
    title: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A goal for a metric, as it is written; no unit: the company's."""

    metric: str
    unit: str | None
    value: str
    since: date


@dataclass(frozen=True, slots=True)
class Company:
    """All of it."""

    name: str
    currency: str
    zone: str
    start: date
    extract: date
    calendar: str
    calendars: tuple[Calendar, ...]
    units: tuple[Unit, ...]
    heads: tuple[Head, ...]
    moves: tuple[Move, ...]
    desks: tuple[Desk, ...]
    departments: tuple[Department, ...]
    work: Mapping[str, Work]
    promises: tuple[Promise, ...]
    profit_scopes: tuple[ProfitScope, ...]
    controls: tuple[Control, ...]
    rates: tuple[Rate, ...]
    events: tuple[Event, ...]
    targets: tuple[Target, ...]

    def department(self, id: str) -> Department:
        """Return the department called `id`."""
        return next(found for found in self.departments if found.id == id)

    def calendar_of(self, department: Department) -> Calendar:
        """Return the opening hours of a department: its own, or the nearest above it."""
        parents = {unit.id: unit for unit in self.units}
        calendar, parent = department.calendar, parents.get(department.parent)
        while calendar is None and parent is not None:
            calendar, parent = parent.calendar, parents.get(parent.parent or "")
        return next(found for found in self.calendars if found.id == (calendar or self.calendar))

    def division_of(self, department: str, day: date) -> str | None:
        """Return the division a department belongs to on a day; None: it answers to none."""
        parents = {unit.id: unit.parent for unit in self.units}
        parents |= {found.id: found.parent for found in self.departments}
        parents |= {move.unit: move.parent for move in self.moves if day >= move.day}
        unit: str | None = department
        divisions = {scope.division for scope in self.profit_scopes}
        while unit is not None and unit not in divisions:
            unit = parents[unit]
        return unit

    def target_hours(self, promise: str, department: str, priority: str) -> float:
        """Return the target in force; the promise with most conditions met wins."""
        matching = [
            found
            for found in self.promises
            if found.promise == promise
            and found.unit in (None, department)
            and found.priority in (None, priority)
        ]
        return max(
            matching, key=lambda found: (found.unit is not None, found.priority is not None)
        ).target_hours
