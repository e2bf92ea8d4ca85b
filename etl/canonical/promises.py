"""Promises to customers while they held: core_sla_policy, from ledger.toml."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product

from etl.canonical.units import Unit, missing
from etl.canonical.validity import ALWAYS_FROM
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.ledger import OF_COMPLAINTS
from etl.workspace.workspace import Promise, Workspace

_CONDITIONS = ("source", "unit", "priority")


def check(workspace: Workspace, units: Iterable[Unit]) -> None:
    """Raise RefusedData for a promise about a unit that is not there, and for every two promises of
    which neither is the more specific where both hold, unless a third is there."""
    known = {unit.unit_id for unit in units}
    promises = workspace.ledger.promises
    problems = [
        f"{workspace.place('promises', number, 'unit')}: {missing(promise.unit, known)}"
        for number, promise in enumerate(promises)
        if promise.unit is not None and promise.unit not in known
    ]
    RefusedData.raise_if([*problems, *_ties(workspace, promises)])


def build(loading: Loading, workspace: Workspace) -> None:
    """Fill core_sla_policy."""
    loading.insert("core_sla_policy",
        (
            "policy_id", "promise", "source", "unit_id", "priority", "clock", "target_seconds",
            "set_by", "silence_upholds", "valid_from", "valid_until",
        ),
        [
            (
                promise.id, promise.promise, promise.source, promise.unit, promise.priority,
                promise.clock, promise.target_seconds, promise.set_by, promise.silence_upholds,
                promise.valid_from, promise.valid_until,
            )
            for promise in workspace.ledger.promises
        ],
    )  # fmt: skip


def _ties(workspace: Workspace, promises: Sequence[Promise]) -> Iterator[str]:
    for (_, first), (number, second) in combinations(enumerate(promises), 2):
        if (
            first.promise == second.promise
            and first.valid_from < second.valid_until
            and second.valid_from < first.valid_until
            and _conditions(first) == _conditions(second)
            and all(_agree(first, second, condition) for condition in _CONDITIONS)
            and (open_ := _unsettled(workspace, promises, first, second)) is not None
        ):
            tickets, day = open_
            since = "" if day == ALWAYS_FROM else f" from {day} on"
            yield (
                f"{workspace.place('promises', number)}: the promises {first.id!r} and "
                f"{second.id!r} can both hold for {tickets}{since}, and neither is the more "
                "specific; add one for just these, give one of the two one condition more, or from "
                "and until that do not overlap."
            )


def _unsettled(
    workspace: Workspace, promises: Sequence[Promise], first: Promise, second: Promise
) -> tuple[str, date] | None:
    """Return tickets, and the first day, for which both promises hold and none that is more
    specific settles it; None where there are no such."""
    named = {
        condition: dict.fromkeys(
            value for promise in promises if (value := getattr(promise, condition)) is not None
        )
        for condition in _CONDITIONS
    }
    domains: list[Iterable[str | None]] = []
    for condition in _CONDITIONS:
        value = getattr(first, condition) or getattr(second, condition)
        every = workspace.ledger.sources if condition == "source" else (None, *named[condition])
        domains.append([value] if value is not None else every)
    for values in product(*domains):
        tickets = dict(zip(_CONDITIONS, values, strict=True))
        day = _first_open(promises, tickets, first, second)
        if day is not None:
            things = "complaint" if first.promise in OF_COMPLAINTS else "ticket"
            return _told(things, tickets), day
    return None


def _first_open(
    promises: Sequence[Promise],
    tickets: Mapping[str, str | None],
    first: Promise,
    second: Promise,
) -> date | None:
    """Return the first day on which both promises hold for `tickets` and no more specific one."""
    day = max(first.valid_from, second.valid_from)
    settling = [
        promise
        for promise in promises
        if promise.promise == first.promise
        and _conditions(promise) > _conditions(first)
        and all(getattr(promise, name) in (None, value) for name, value in tickets.items())
    ]
    for promise in sorted(settling, key=lambda promise: promise.valid_from):
        if promise.valid_from <= day:
            day = max(day, promise.valid_until)
    return day if day < min(first.valid_until, second.valid_until) else None


def _told(thing: str, conditions: Mapping[str, str | None]) -> str:
    """Return in words which tickets or complaints are meant; None stands for a value that no
    promise names."""
    said = [f"{name} {value!r}" for name, value in conditions.items() if value is not None]
    return f"{thing}s of {' and '.join(said)}" if said else f"one {thing}"


def _conditions(promise: Promise) -> int:
    return sum(getattr(promise, condition) is not None for condition in _CONDITIONS)


def _agree(first: Promise, second: Promise, condition: str) -> bool:
    one, other = getattr(first, condition), getattr(second, condition)
    return one is None or other is None or one == other
