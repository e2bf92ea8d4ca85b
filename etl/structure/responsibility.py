"""Responsibility for profit and service: who controls the service, whose profit carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from etl.metrics.question import Question
from etl.metrics.result import Result
from etl.stats.bootstrap import ratio
from etl.stats.intervals import UNKNOWN
from etl.stats.judgement import judge
from etl.structure import matrix, posts
from etl.structure.cell import POSTS, Cell, Class, Why, by_row, cells_of
from etl.structure.findings import Finding, findings
from etl.structure.measures import Measure, MeasureId
from etl.structure.posts import Lack, Post
from etl.warehouse import Warehouse

_LEAST_INDEX = 10
_WHYS: tuple[Why, ...] = ("", "profit_not_owned", "customer_not_known")


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
    ids = {row[name] for row in found for name in POSTS if row[name] is not None}
    known = posts.described(warehouse, ids, question.period)
    units = levels.get(matrix.UNIT, [])
    cells = cells_of(question, measure, found, units, known, total, build)
    owners = posts.count_owners(warehouse, question.period)
    index = _index(warehouse, question, measure, cells, owners, build)
    of_row = {
        (row["controller_post_id"], row["profit_post_id"], row["class"]): row["customers"]
        for row in levels.get(matrix.ROW, [])
    }
    of_class = {row["class"]: row["customers"] for row in levels.get(matrix.CLASS, [])}
    return Responsibility(
        measure=measure.id,
        period=question.period.id,
        cells=cells,
        rows=_rows(cells),
        columns=_columns(cells),
        n=total,
        index=index,
        owners=owners,
        findings=findings(cells, index, of_row, of_class),
        posts=tuple(known.values()),
        lacks=posts.lacking(warehouse),
    )


def _rows(cells: Sequence[Cell]) -> tuple[Row, ...]:
    found = [Row(*place, own[0].units, *_added(own)) for place, own in by_row(cells).items()]
    return tuple(sorted(found, key=lambda row: (row.controller_post_id is None, -row.share)))


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    found: dict[tuple[str | None, Why], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.owner_post_id, cell.why), []).append(cell)
    columns = [Column(*place, *_added(own)) for place, own in found.items()]
    return tuple(sorted(columns, key=lambda one: (_WHYS.index(one.why), -one.share)))


def _added(cells: Sequence[Cell]) -> tuple[int, float]:
    return sum(cell.whole for cell in cells), fsum(cell.share for cell in cells)


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
