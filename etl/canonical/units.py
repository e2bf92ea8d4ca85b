"""Units while they were so: core_unit, from ledger.toml, the plain form, org charts and queues."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Protocol

from etl.canonical.org_rows import Cells, grouped, place_of
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL, overlaps, rings
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit while it was so. `told_in` is where that is written."""

    unit_id: str
    name: str
    told_in: str
    parent: str | None = None
    function: str | None = None
    service_function: str | None = None
    region: str | None = None
    product_line: str | None = None
    outsourced: str | None = None
    calendar: str | None = None
    is_intake: bool = False
    valid_from: date = ALWAYS_FROM
    valid_until: date = ALWAYS_UNTIL


def of_ledger(workspace: Workspace) -> list[Unit]:
    """Return the units that ledger.toml describes."""
    return [
        Unit(
            unit_id=unit.id,
            name=unit.name,
            told_in=workspace.place("units", number),
            parent=unit.parent,
            function=unit.function,
            service_function=unit.service_function,
            region=unit.region,
            product_line=unit.product_line,
            outsourced=unit.outsourced,
            calendar=unit.calendar,
            is_intake=unit.intake,
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
        )
        for number, unit in enumerate(workspace.ledger.units)
    ]


def of_row(cells: Cells) -> Unit:
    """Return the unit of a row of the plain form."""
    first, after = cells.span()
    return Unit(
        unit_id=cells.required("unit_id"),
        name=cells.required("name"),
        told_in=cells.place,
        parent=cells.text("parent"),
        function=cells.text("function"),
        service_function=cells.text("service_function"),
        region=cells.text("region"),
        product_line=cells.text("product_line"),
        outsourced=cells.text("outsourced") or "no",
        calendar=cells.text("calendar"),
        is_intake=cells.yes("intake"),
        valid_from=first,
        valid_until=after,
    )


def of_queues(queues_seen: Iterable[tuple[str, str]], sources: Iterable[str]) -> list[Unit]:
    """Return a unit for each source whose queues are units, and one for each of its queues."""
    tops = [Unit(source, source, f"the source {source}") for source in sources]
    return tops + [
        Unit(f"{source}/{queue}", queue, f"the queues of {source}", parent=source)
        for source, queue in queues_seen
    ]


def check(workspace: Workspace, units: Sequence[Unit]) -> None:
    """Raise RefusedData for every unit told twice for a day, under none that exists, or under
    itself."""
    known = {unit.unit_id for unit in units}
    problems = [
        *overlaps(units, lambda unit: unit.unit_id, lambda unit: f"the unit {unit.unit_id!r}")
    ]
    for unit in units:
        if unit.parent is not None and unit.parent not in known:
            problems.append(f"{unit.told_in}: {missing(unit.parent, known)}")
        if unit.calendar is not None and unit.calendar not in workspace.ledger.calendars:
            problems.append(
                f"{unit.told_in}: there is no calendar {unit.calendar!r}; add "
                f"[calendars.{unit.calendar}] to ledger.toml, or mend the name."
            )
    RefusedData.raise_if([*dict.fromkeys(problems), *_circles(units)])


def missing(unit_id: str, known: Iterable[str]) -> str:
    """Return a sentence that says a unit is not in the org chart, with the likeliest meant."""
    near = get_close_matches(unit_id, list(known), 1)
    meant = f" (is {near[0]!r} meant?)" if near else ""
    return f"the unit {unit_id!r} is not in the org chart{meant}; add it, or mend the name."


class OfUnit(Protocol):
    """Something said of a unit (None: of the company), and where that is written."""

    @property
    def unit_id(self) -> str | None: ...
    @property
    def told_in(self) -> str: ...


def strange(things: Iterable[OfUnit], known: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for every unit that `things` name and that is not `known`."""
    ids = set(known)
    for held in grouped(things, lambda thing: thing.unit_id):
        unit_id = held[0].unit_id
        if unit_id is not None and unit_id not in ids:
            yield f"{place_of(held)}: {missing(unit_id, ids)}"


def build(loading: Loading, workspace: Workspace, units: Sequence[Unit]) -> None:
    """Fill core_unit: a row for each stretch of time in which nothing about a unit changed, its
    calendar included, which may be a parent's."""
    rows = [
        (
            unit.unit_id, unit.name, unit.parent, unit.function, unit.service_function,
            unit.region, unit.product_line, unit.outsourced, unit.calendar, unit.is_intake,
            unit.valid_from, unit.valid_until,
        )
        for unit in _with_calendars(units, workspace.ledger.company.calendar)
    ]  # fmt: skip
    loading.insert("core_unit",
        (
            "unit_id", "name", "parent_unit_id", "function", "service_function", "region",
            "product_line", "outsourced", "calendar_id", "is_intake", "valid_from", "valid_until",
        ),
        rows,
    )  # fmt: skip


def _circles(units: Sequence[Unit]) -> Iterator[str]:
    reported: set[frozenset[str]] = set()
    for day in sorted({unit.valid_from for unit in units}):
        valid = {unit.unit_id: unit for unit in units if unit.valid_from <= day < unit.valid_until}
        above = {unit.unit_id: unit.parent for unit in valid.values() if unit.parent is not None}
        for ring in rings(above):
            if frozenset(ring) not in reported:
                reported.add(frozenset(ring))
                yield f"{valid[ring[0]].told_in}: {_circle(ring)}"


def _circle(ring: Sequence[str]) -> str:
    if len(ring) == 1:
        return (
            f"the unit {ring[0]!r} is its own parent; leave its parent empty, or name the unit "
            "above it."
        )
    return (
        f"the units {', '.join(map(repr, ring))} stand in a circle, each under the next; give one "
        "of them another parent."
    )


def _with_calendars(units: Sequence[Unit], company: str | None) -> Iterator[Unit]:
    """Yield units with the calendar they keep: their own, else the nearest parent's, else the
    company's; cut where that changes."""
    spans: dict[str, list[Unit]] = {}
    for unit in units:
        spans.setdefault(unit.unit_id, []).append(unit)
    for unit in units:
        cuts = sorted(
            {unit.valid_from, unit.valid_until}
            | {
                day
                for ancestor in _ancestors(unit, spans)
                for day in (ancestor.valid_from, ancestor.valid_until)
                if unit.valid_from < day < unit.valid_until
            }
        )
        pieces: list[Unit] = []
        for first, after in pairwise(cuts):
            calendar = _calendar(unit, first, spans) or company
            if pieces and pieces[-1].calendar == calendar:
                pieces[-1] = replace(pieces[-1], valid_until=after)
            else:
                pieces.append(replace(unit, calendar=calendar, valid_from=first, valid_until=after))
        yield from pieces


def _ancestors(unit: Unit, spans: dict[str, list[Unit]]) -> Iterator[Unit]:
    if unit.calendar is not None:
        return
    seen: set[str] = {unit.unit_id}
    waiting = [unit.parent]
    while waiting:
        unit_id = waiting.pop()
        if unit_id is None or unit_id in seen:
            continue
        seen.add(unit_id)
        for span in spans[unit_id]:
            yield span
            waiting.append(span.parent)


def _calendar(unit: Unit | None, day: date, spans: dict[str, list[Unit]]) -> str | None:
    while unit is not None and unit.calendar is None:
        above = spans.get(unit.parent or "", [])
        unit = next((span for span in above if span.valid_from <= day < span.valid_until), None)
    return unit.calendar if unit else None
