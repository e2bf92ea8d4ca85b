"""What a matrix has that is worth saying, without its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from etl.metrics.result import Result
from etl.structure.cell import Cell, Class, by_row

FindingKind = Literal["aligned", "crossed", "orphaned", "uncontrolled", "unmapped"]

LEAST_SHARE = 0.05
LEAST_CUSTOMERS = 30
MAJORITY = 0.5
"""A finding is said from that share of all cases and so many known customers up; that most is
aligned, from the last share of what can be mapped."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is worth saying of some cells.

    `part` is the share that `owner_post_id` carries of what can be mapped of the controller's
    units; where most is aligned it is the index; where much is unmapped, the share of that whose
    customer is not known. `n`, `whole` and `share` are as in a cell.
    """

    kind: FindingKind
    units: tuple[str, ...]
    controller_post_id: str | None
    profit_post_id: str | None
    owner_post_id: str | None
    n: float
    whole: int
    share: float
    part: float
    customers: int


def findings(
    cells: Sequence[Cell],
    index: Result,
    of_row: Mapping[tuple[str | None, str | None, Class], int],
    of_class: Mapping[Class, int],
) -> tuple[Finding, ...]:
    """Return what is large enough to be said, the largest first.

    `of_row` and `of_class` are the known customers behind the cases that a row has of a class, and
    behind all of that class; whoever stands behind several cells counts there once.
    """
    found = [*_of_rows(cells, of_row), *_crossed(cells), *_of_all(cells, index, of_class)]
    return tuple(sorted(filter(_is_said, found), key=lambda one: (-one.n, one.units)))


def _of_rows(
    cells: Sequence[Cell], customers: Mapping[tuple[str | None, str | None, Class], int]
) -> Iterator[Finding]:
    """Yield what each controller that answers for no profit breaks, and nobody's, and for whom."""
    for row, own in by_row(cells).items():
        orphaned = [cell for cell in own if cell.kind == "orphaned"]
        if orphaned:
            most = max(orphaned, key=lambda cell: (cell.n, cell.owner_post_id))
            kind: FindingKind = "orphaned" if row[0] else "uncontrolled"
            part = most.n / fsum(cell.n for cell in orphaned)
            yield _finding(kind, orphaned, most, part, customers[(*row, "orphaned")])


def _crossed(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Yield what each controller breaks for each owner of profit that is not above it."""
    for own in by_row(cells).values():
        mapped = fsum(cell.n for cell in own if cell.kind != "unmapped")
        for cell in own:
            if cell.kind == "crossed":
                yield _finding("crossed", [cell], cell, cell.n / mapped, cell.customers)


def _of_all(
    cells: Sequence[Cell], index: Result, customers: Mapping[Class, int]
) -> Iterator[Finding]:
    """Yield that most is aligned, or that much cannot be mapped."""
    aligned = [cell for cell in cells if cell.kind == "aligned"]
    if aligned and index.value is not None and index.value >= MAJORITY:
        yield _finding("aligned", aligned, None, index.value, customers["aligned"])
    unmapped = [cell for cell in cells if cell.kind == "unmapped"]
    if unmapped:
        unknown = fsum(cell.n for cell in unmapped if cell.why == "customer_not_known")
        part = unknown / fsum(cell.n for cell in unmapped)
        yield _finding("unmapped", unmapped, None, part, customers["unmapped"])


def _finding(
    kind: FindingKind, cells: Sequence[Cell], place: Cell | None, part: float, customers: int
) -> Finding:
    """Return the finding that some cells make; `place` has its row and its owner of profit."""
    return Finding(
        kind=kind,
        units=place.units if place else (),
        controller_post_id=place.controller_post_id if place else None,
        profit_post_id=place.profit_post_id if place else None,
        owner_post_id=place.owner_post_id if place else None,
        n=fsum(cell.n for cell in cells),
        whole=sum(cell.whole for cell in cells),
        share=fsum(cell.share for cell in cells),
        part=part,
        customers=customers,
    )


def _is_said(finding: Finding) -> bool:
    """Tell whether a finding is large enough; what cannot be mapped need have no known customer."""
    is_of_many = finding.customers >= LEAST_CUSTOMERS or finding.kind == "unmapped"
    return finding.share >= LEAST_SHARE and is_of_many
