"""Promises to customers while they held: core_sla_policy, from ledger.toml."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from etl.canonical.units import Unit, missing
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Promise, Workspace

_CONDITIONS = ("source", "unit", "priority")


def check(workspace: Workspace, units: Iterable[Unit]) -> None:
    """Raise RefusedData for a promise about a unit that is not there, and for every two promises of
    which neither is the more specific where both hold."""
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
            "set_by", "valid_from", "valid_until",
        ),
        [
            (
                promise.id, promise.promise, promise.source, promise.unit, promise.priority,
                promise.clock, promise.target_seconds, promise.set_by, promise.valid_from,
                promise.valid_until,
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
        ):
            yield (
                f"{workspace.place('promises', number)}: the promises {first.id!r} and "
                f"{second.id!r} can both hold for one ticket, and neither is the more specific; "
                "give one of them one condition more, or from and until that do not overlap."
            )


def _conditions(promise: Promise) -> int:
    return sum(getattr(promise, condition) is not None for condition in _CONDITIONS)


def _agree(first: Promise, second: Promise, condition: str) -> bool:
    one, other = getattr(first, condition), getattr(second, condition)
    return one is None or other is None or one == other
