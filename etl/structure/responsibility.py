"""Responsibility for profit and service: who controls the service, whose profit carries it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Literal, get_args

from etl.metrics.question import Question
from etl.metrics.result import Result
from etl.stats.bootstrap import ratio
from etl.stats.intervals import UNKNOWN
from etl.stats.judgement import judge
from etl.stats.rounding import whole
from etl.structure import matrix, posts
from etl.structure.measures import Measure, MeasureId
from etl.structure.posts import Lack, Post
from etl.warehouse import Warehouse

Class = Literal["aligned", "crossed", "orphaned", "unmapped"]
Why = Literal["", "customer_not_known", "profit_not_owned"]
FindingKind = Literal["aligned", "crossed", "orphaned", "uncontrolled", "unmapped"]

CLASSES: tuple[Class, ...] = get_args(Class)
LEAST_SHARE = 0.05
LEAST_CUSTOMERS = 30
MAJORITY = 0.5
"""A finding is said from that share of all cases and so many known customers up; that most is
aligned, from the last share of what can be mapped."""

_LEAST_INDEX = 10
_WHYS: tuple[Why, ...] = ("", "profit_not_owned", "customer_not_known")


@dataclass(frozen=True, slots=True)
class Cell:
    """Cases of one controller, of the owner of profit above it, and of whoever's profit they cost.

    Posts are ids; None: nobody, or not known whose. `why` says why a cell is unmapped. `n` may be a
    fraction; `whole` is n as it is shown, so that what is shown adds up. `share` is of all cases.
    `customers` are the known ones behind it, and `units` those of its controller that have cases,
    those with most first; an empty one stands for cases of no unit.
    """

    measure: MeasureId
    period: str
    controller_post_id: str | None
    controller: str | None
    profit_post_id: str | None
    owner_post_id: str | None
    owner: str | None
    kind: Class
    why: Why
    units: tuple[str, ...]
    n: float
    whole: int
    share: float
    customers: int
    build: int


@dataclass(frozen=True, slots=True)
class Row:
    """What the cells of one controller, and of one owner of profit above it, add up to."""

    controller_post_id: str | None
    profit_post_id: str | None
    units: tuple[str, ...]
    whole: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one owner of profit add up to, or those unmapped for one reason."""

    owner_post_id: str | None
    why: Why
    whole: int
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What is worth saying, without its words.

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


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A matrix with what it comes to; rows and columns stand with the largest first, nobody last.

    `index` is aligned ÷ mapped, with its coverage, mapped ÷ all; not measured where one post owns
    all profit. `lacks` says what has to be brought where the workspace cannot have a matrix.
    """

    measure: MeasureId
    period: str
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    n: float
    index: Result
    owners: int
    findings: tuple[Finding, ...]
    posts: tuple[Post, ...]
    lacks: tuple[Lack, ...]

    @property
    def total(self) -> int:
        """Return all cases as they are shown."""
        return sum(cell.whole for cell in self.cells)

    @property
    def mapped(self) -> int:
        """Return the cases of which it is known whose profit carries them, as they are shown."""
        return self.total - self.whole("unmapped")

    def whole(self, kind: Class) -> int:
        """Return the cases of one class as they are shown."""
        return sum(cell.whole for cell in self.cells if cell.kind == kind)

    def share(self, kind: Class) -> float:
        """Return the share of all cases that one class has; 0 where there is no case."""
        return fsum(cell.share for cell in self.cells if cell.kind == kind)


def responsibility(
    warehouse: Warehouse, question: Question, measure: Measure, build: int
) -> Responsibility:
    """Return the matrix of `measure` for the question's period, cases and attribution.

    Raises WrongCall when the question names a slice that does not exist.
    """
    statement = matrix.cells(question, measure)
    levels: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.query(statement.sql, statement.parameters).records():
        levels.setdefault(row["level"], []).append(row)
    (everything,) = levels[matrix.ALL]
    total = float(everything["n"] or 0)
    found = levels.get(matrix.CELL, [])
    ids = {row[name] for row in found for name in _POSTS if row[name] is not None}
    known = posts.described(warehouse, ids, question.period)
    units = _units(levels.get(matrix.UNIT, []))
    cells = _cells(question, measure, found, units, known, total, build)
    owners = posts.count_owners(warehouse, question.period)
    index = _index(warehouse, question, measure, cells, owners, build)
    customers = {
        (row["controller_post_id"], row["profit_post_id"], row["class"]): row["customers"]
        for row in levels.get(matrix.ROW, [])
    }
    of_class = {row["class"]: row["customers"] for row in levels.get(matrix.CLASS, [])}
    findings = [
        *_of_rows(cells, customers),
        *_crossed(cells),
        *_of_all(cells, index, of_class),
    ]
    return Responsibility(
        measure=measure.id,
        period=question.period.id,
        cells=cells,
        rows=_rows(cells),
        columns=_columns(cells),
        n=total,
        index=index,
        owners=owners,
        findings=tuple(sorted(filter(_is_said, findings), key=lambda f: (-f.n, f.units))),
        posts=tuple(known.values()),
        lacks=posts.lacking(warehouse),
    )


_POSTS = ("controller_post_id", "profit_post_id", "owner_post_id")
_Row = tuple[str | None, str | None]  # the controller, and the owner of profit above it


def _units(rows: Iterable[Mapping[str, Any]]) -> dict[_Row, tuple[str, ...]]:
    """Return the units of each row of the matrix, those with most cases first; "" for none."""
    ordered = sorted(rows, key=lambda row: (-row["n"], row["unit_id"] or ""))
    found: dict[_Row, tuple[str, ...]] = {}
    for row in ordered:
        place = (row["controller_post_id"], row["profit_post_id"])
        found[place] = (*found.get(place, ()), row["unit_id"] or "")
    return found


def _cells(
    question: Question,
    measure: Measure,
    rows: Sequence[Mapping[str, Any]],
    units: Mapping[_Row, tuple[str, ...]],
    known: Mapping[str, Post],
    total: float,
    build: int,
) -> tuple[Cell, ...]:
    """Return the cells, the largest first."""
    rows = sorted(rows, key=_order)
    shown = whole([float(row["n"]) for row in rows])
    return tuple(
        Cell(
            measure=measure.id,
            period=question.period.id,
            controller_post_id=row["controller_post_id"],
            controller=_title(known, row["controller_post_id"]),
            profit_post_id=row["profit_post_id"],
            owner_post_id=row["owner_post_id"],
            owner=_title(known, row["owner_post_id"]),
            kind=row["class"],
            why=_why(row),
            units=units[row["controller_post_id"], row["profit_post_id"]],
            n=float(row["n"]),
            whole=rounded,
            share=float(row["n"]) / total if total else 0.0,
            customers=row["customers"],
            build=build,
        )
        for row, rounded in zip(rows, shown, strict=True)
    )


def _rows(cells: Sequence[Cell]) -> tuple[Row, ...]:
    found = [Row(*place, own[0].units, *_added(own)) for place, own in _by_row(cells).items()]
    return tuple(sorted(found, key=lambda row: (row.controller_post_id is None, -row.share)))


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    found: dict[tuple[str | None, Why], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.owner_post_id, cell.why), []).append(cell)
    columns = [Column(*place, *_added(own)) for place, own in found.items()]
    return tuple(sorted(columns, key=lambda one: (_WHYS.index(one.why), -one.share)))


def _added(cells: Sequence[Cell]) -> tuple[int, float]:
    return sum(cell.whole for cell in cells), fsum(cell.share for cell in cells)


def _order(row: Mapping[str, Any]) -> tuple[float, list[str], bool]:
    """Return what puts the largest cell first, and equal ones always in the same order."""
    names = [row[name] or "" for name in (*_POSTS, "class")]
    return -row["n"], names, row["is_customer_known"]


def _why(row: Mapping[str, Any]) -> Why:
    if row["class"] != "unmapped":
        return ""
    return "profit_not_owned" if row["is_customer_known"] else "customer_not_known"


def _title(known: Mapping[str, Post], post_id: str | None) -> str | None:
    return None if post_id is None else known[post_id].title


def _index(
    warehouse: Warehouse,
    question: Question,
    measure: Measure,
    cells: Sequence[Cell],
    owners: int,
    build: int,
) -> Result:
    """Return aligned ÷ mapped with its interval over customers."""
    aligned = fsum(cell.n for cell in cells if cell.kind == "aligned")
    mapped = fsum(cell.n for cell in cells if cell.kind != "unmapped")
    unmapped = fsum(cell.n for cell in cells if cell.kind == "unmapped")
    verdict = judge(mapped, unmapped, _LEAST_INDEX, is_supported=owners > 1)
    bounds = UNKNOWN
    if owners < 2:
        verdict = "not_measured"
    elif verdict is None:
        statement = matrix.of_customers(question, measure)
        bounds = ratio(warehouse.query(statement.sql, statement.parameters).rows)
    is_said = verdict != "not_measured" and mapped > 0
    return Result(
        metric="alignment_index",
        slice=None,
        member=None,
        period=question.period.id,
        numerator=aligned,
        denominator=mapped,
        n=mapped,
        excluded=unmapped,
        coverage=mapped / (mapped + unmapped) if mapped + unmapped else None,
        value=aligned / mapped if is_said else None,
        lower=bounds.lower,
        upper=bounds.upper,
        expected=None,
        method="bootstrap",
        verdict=verdict,
        build=build,
    )


def _of_rows(
    cells: Sequence[Cell], customers: Mapping[tuple[str | None, str | None, str], int]
) -> Iterator[Finding]:
    """Yield what each controller that answers for no profit breaks, and nobody's, and for whom."""
    for row, own in _by_row(cells).items():
        orphaned = [cell for cell in own if cell.kind == "orphaned"]
        if orphaned:
            most = max(orphaned, key=lambda cell: (cell.n, cell.owner_post_id))
            kind: FindingKind = "orphaned" if row[0] else "uncontrolled"
            part = most.n / fsum(cell.n for cell in orphaned)
            yield _finding(kind, orphaned, most, part, customers[(*row, "orphaned")])


def _crossed(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Yield what each controller breaks for each owner of profit that is not above it."""
    for own in _by_row(cells).values():
        mapped = fsum(cell.n for cell in own if cell.kind != "unmapped")
        for cell in own:
            if cell.kind == "crossed":
                yield _finding("crossed", [cell], cell, cell.n / mapped, cell.customers)


def _of_all(
    cells: Sequence[Cell], index: Result, customers: Mapping[str, int]
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


def _by_row(cells: Sequence[Cell]) -> dict[_Row, list[Cell]]:
    found: dict[_Row, list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.controller_post_id, cell.profit_post_id), []).append(cell)
    return found


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
