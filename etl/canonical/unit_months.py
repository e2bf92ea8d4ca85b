"""What is said of a unit's month, by whoever says it: what may not stand beside each other."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from etl.canonical import rates, units
from etl.canonical.org_rows import grouped
from etl.canonical.rates import Priced
from etl.problems import RefusedData
from etl.workspace.workspace import Workspace


class UnitMonth(Protocol):
    """Figures of a unit's month, and where they stand. Two with the same figures are equal."""

    @property
    def unit_id(self) -> str: ...
    @property
    def month(self) -> date: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def told_in(self) -> str: ...


def check(workspace: Workspace, months: Sequence[UnitMonth], known: Iterable[str]) -> None:
    """Raise RefusedData for every unit that is not in the chart, every unit's month that is there
    twice with different figures, and every currency without a rate."""
    problems = list(units.strange(months, known))
    for first, *others in grouped(months, lambda told: (told.unit_id, told.month)):
        problems += [
            f"{other.told_in}: the figures of {other.unit_id!r} for {other.month:%Y-%m} are not "
            f"those of {first.told_in}; keep one of the two."
            for other in others
        ]
    try:
        rates.check(workspace, [Priced(told.told_in, told.currency, told.month) for told in months])
    except RefusedData as problem:
        problems += problem.sentences
    RefusedData.raise_if(problems)
