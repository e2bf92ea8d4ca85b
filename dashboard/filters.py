"""What a reader asked for: one frozen value, and the address of the page that says the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from dashboard.data import Attribution, Clock, MeasureId, Period, WrongCall
from dashboard.periods import Comparison

SLICES = ("channel", "priority", "category", "product", "region")
LONGEST_ID = 200
MOST_MEMBERS = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of one reader: ids only, never a label.

    Empty means all, or the page's own choice. `focus` is the member marked on a chart, `part` the
    part of the period marked on a trend, `controller` and `owner` the posts of a marked cell of the
    matrix; those are "" where the cell is nobody's.
    """

    lang: str
    period: str
    versus: Comparison
    unit: str = ""
    channel: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    clock: Clock = "business"
    count: Attribution = "event"
    metric: str = ""
    by: str = ""
    focus: str | None = None
    part: str = ""
    measure: str = ""
    controller: str | None = None
    owner: str | None = None

    def address(self) -> dict[str, str | list[str]]:
        """Return the query parameters that `read` turns back into this value."""
        shown: dict[str, str | list[str]] = {}
        for name in _NAMES:
            value = getattr(self, name)
            if name in _ALWAYS or value != _DEFAULTS[name]:
                shown[name] = list(value) if isinstance(value, tuple) else value
        return shown

    def where(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the conditions of a question: slice and members."""
        chosen = [("unit", (self.unit,))] if self.unit else []
        chosen += [(name, getattr(self, name)) for name in SLICES if getattr(self, name)]
        return tuple(chosen)

    def but(self, **changes: object) -> "Filters":
        """Return this with some choices changed."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _NAMES} | changes
        return Filters(**values)


_NAMES = tuple(field.name for field in fields(Filters))
_DEFAULTS = {field.name: field.default for field in fields(Filters)}
_ALWAYS = frozenset({"lang", "period", "versus", "clock"})  # the usual one is the build's


@dataclass(frozen=True, slots=True)
class Known:
    """What an address may name in this build, and what is shown when it names nothing."""

    usual: Filters
    languages: frozenset[str]
    units: frozenset[str]
    members: Mapping[str, frozenset[str]]
    metrics: frozenset[str]
    slices: frozenset[str]
    posts: frozenset[str]


def read(address: Mapping[str, Iterable[str]], known: Known) -> tuple[Filters, tuple[str, ...]]:
    """Return the filters an address asks for, and the names of what it asks for in vain.

    Nothing in an address can fail: a choice this build does not know is left out.
    """
    found: dict[str, object] = {}
    dropped: list[str] = []
    for name in _NAMES:
        if name not in address:
            continue
        given = tuple(dict.fromkeys(value for value in address[name]))
        allowed = _allowed(name, known)
        kept = tuple(v for v in given[:MOST_MEMBERS] if len(v) <= LONGEST_ID and allowed(v))
        if len(kept) < len(given) or (len(kept) > 1 and name not in SLICES):
            dropped.append(name)
        if kept:
            found[name] = kept if name in SLICES else kept[0]
    return known.usual.but(**found), tuple(dropped)


def _allowed(name: str, known: Known) -> Callable[[str], bool]:
    """Return the test a value of filter `name` has to pass."""
    match name:
        case "lang":
            return known.languages.__contains__
        case "period":
            return _is_period
        case "part":
            return lambda value: not value or _is_period(value)
        case "versus":
            return get_args(Comparison).__contains__
        case "clock":
            return get_args(Clock).__contains__
        case "count":
            return get_args(Attribution).__contains__
        case "measure":
            return get_args(MeasureId).__contains__
        case "controller" | "owner":
            return known.posts.union({""}).__contains__
        case "unit":
            return known.units.__contains__
        case "metric":
            return known.metrics.__contains__
        case "by":
            return known.slices.__contains__
        case "focus":
            every = known.units.union(*known.members.values(), {""})
            return every.__contains__
        case _:
            return known.members.get(name, frozenset()).__contains__


def _is_period(value: str) -> bool:
    try:
        period = Period.parse(value)
        earliest = period.year_before.start.year
    except (WrongCall, ValueError, OverflowError):
        return False
    return earliest >= 1900 and period.end.year <= 2200 and period.id == value
