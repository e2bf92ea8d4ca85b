"""A cell of the matrix: the cases of one controller that cost one owner of profit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from etl.metrics.question import Question
from etl.stats.rounding import whole
from etl.structure.measures import Measure, MeasureId
from etl.structure.posts import Post

Class = Literal["aligned", "crossed", "orphaned", "unmapped"]
Why = Literal["", "customer_not_known", "profit_not_owned"]
Place = tuple[str | None, str | None]
"""A row of the matrix: the controller, and the owner of profit above it."""

CLASSES: tuple[Class, ...] = get_args(Class)
POSTS = ("controller_post_id", "profit_post_id", "owner_post_id")


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


def cells_of(
    question: Question,
    measure: Measure,
    rows: Sequence[Mapping[str, Any]],
    units: Iterable[Mapping[str, Any]],
    known: Mapping[str, Post],
    total: float,
    build: int,
) -> tuple[Cell, ...]:
    """Return the cells that `rows` of the database make, the largest first.

    `units` are the rows of the units behind them.
    """
    named = _units(units)
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
            units=named[row["controller_post_id"], row["profit_post_id"]],
            n=float(row["n"]),
            whole=rounded,
            share=float(row["n"]) / total if total else 0.0,
            customers=row["customers"],
            build=build,
        )
        for row, rounded in zip(rows, shown, strict=True)
    )


def by_row(cells: Sequence[Cell]) -> dict[Place, list[Cell]]:
    """Return the cells of each row of the matrix."""
    found: dict[Place, list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.controller_post_id, cell.profit_post_id), []).append(cell)
    return found


def _units(rows: Iterable[Mapping[str, Any]]) -> dict[Place, tuple[str, ...]]:
    """Return the units of each row of the matrix, those with most cases first; "" for none."""
    ordered = sorted(rows, key=lambda row: (-row["n"], row["unit_id"] or ""))
    found: dict[Place, tuple[str, ...]] = {}
    for row in ordered:
        place = (row["controller_post_id"], row["profit_post_id"])
        found[place] = (*found.get(place, ()), row["unit_id"] or "")
    return found


def _order(row: Mapping[str, Any]) -> tuple[float, list[str], bool]:
    """Return what puts the largest cell first, and equal ones always in the same order."""
    names = [row[name] or "" for name in (*POSTS, "class")]
    return -row["n"], names, row["is_customer_known"]


def _why(row: Mapping[str, Any]) -> Why:
    if row["class"] != "unmapped":
        return ""
    return "profit_not_owned" if row["is_customer_known"] else "customer_not_known"


def _title(known: Mapping[str, Post], post_id: str | None) -> str | None:
    return None if post_id is None else known[post_id].title
