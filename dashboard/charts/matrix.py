"""Who controls × whose profit carries: counts, shares and classes, in sign, word and shade."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import wrapped
from dashboard.charts.words import Words
from dashboard.data import Class, Responsibility

CLASS_SIGN: dict[Class, str] = {"aligned": "▪", "crossed": "◇", "orphaned": "◆", "unmapped": "·"}

_SHAPE: dict[Class, str] = {
    "aligned": "square", "crossed": "diamond", "orphaned": "diamond", "unmapped": "circle",
}  # fmt: skip
_SIZE: dict[Class, int] = {"aligned": 75, "crossed": 80, "orphaned": 80, "unmapped": 14}
_HOLLOW: tuple[Class, ...] = ("crossed",)
_SIGN_AT, _NUMBER_AT = -42, 8
"""Pixels from the middle of a cell to its sign and to the middle of its number."""

_ROW_HEIGHT = 58
_HEADING_LINE = 16
_PALEST, _STRONGEST = 0.05, 0.4
"""The opacity of the ground of a cell that holds nearly nothing, and of the largest."""

_LETTERS = 15
"""Letters that a heading has room for in a line."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands beside a row or over a column: a name, and below it what goes with it."""

    name: str
    more: str = ""


def matrix(
    found: Responsibility,
    rows: Sequence[Head],
    columns: Sequence[Head],
    words: Words,
    *,
    chosen: tuple[str | None, str | None],
) -> alt.LayerChart:
    """Return the matrix, its rows and columns headed in their order, with the sums at its margins.

    The more of all cases a cell holds, the stronger its ground. `chosen` is the cell, as controller
    and owner of profit, that has a frame.
    """
    total = Head(words.text("responsibility.total"))
    frame = _frame(found, rows, columns, words, chosen)
    x = alt.X(
        "column:O",
        title=None,
        scale=alt.Scale(domain=list(range(len(columns) + 1)), paddingInner=0.04),
        axis=_axis([_heading(head) for head in (*columns, total)], "top"),
    )
    y = alt.Y(
        "row:O",
        title=None,
        scale=alt.Scale(domain=list(range(len(rows) + 1)), paddingInner=0.06),
        axis=_axis([_label(head) for head in (*rows, total)], "left"),
    )
    titles = {
        "controller_name": "responsibility.tip.controller",
        "units": "responsibility.tip.units",
        "owner_name": "responsibility.tip.owner",
        "kind": "responsibility.tip.class",
        "exact": "tip.cases",
        "share": "responsibility.tip.share",
        "customers": "responsibility.tip.customers",
    }
    tips = [alt.Tooltip(f"{name}:N", title=words.text(said)) for name, said in titles.items()]
    clicked = alt.selection_point(
        name=theme.MARKED, fields=["controller", "owner"], empty=False, clear=False
    )
    base = alt.Chart(frame).encode(x=x, y=y)
    cells = base.transform_filter("datum.is_cell")
    ground = cells.mark_rect(cornerRadius=3).encode(opacity=alt.Opacity("ground:Q", scale=None))
    frame_of = cells.transform_filter("datum.is_marked").mark_rect(
        cornerRadius=3, filled=False, strokeWidth=2.5
    )
    number = cells.mark_text(baseline="bottom", fontSize=15, fontWeight=600, dx=_NUMBER_AT, dy=3)
    sums = base.transform_filter("!datum.is_cell").mark_text(
        baseline="middle", fontSize=15, fontWeight=600, dx=_NUMBER_AT
    )
    word = base.mark_text(baseline="top", fontSize=theme.SMALL_SIZE - 1, dy=7)
    signs = [
        cells.transform_filter(f"{'' if is_hollow else '!'}datum.is_hollow")
        .mark_point(filled=not is_hollow, opacity=1, strokeWidth=1.6, xOffset=_SIGN_AT, yOffset=-6)
        .encode(shape=theme.shaped(), size=alt.Size("size:Q", scale=None))
        for is_hollow in (False, True)
    ]
    click = cells.mark_rect(opacity=0.001, cursor="pointer").encode(tooltip=tips)
    layers = [
        theme.painted(ground, "neutral"),
        theme.painted(frame_of, "focus"),
        *(theme.painted(sign, "ink") for sign in signs),
        theme.painted(number.encode(text="count:N"), "ink"),
        theme.painted(sums.encode(text="count:N"), "ink"),
        theme.painted(word.encode(text="word:N"), "ink"),
        theme.painted(click.add_params(clicked), "ground"),
    ]
    room = _HEADING_LINE * max(len(_heading(head)) for head in (*columns, total)) + 12
    height = max(_ROW_HEIGHT, _HEADING_LINE * max(len(_label(head)) for head in rows) + 8)
    return theme.finished(layers, height * (len(rows) + 1) + room, words.locale)


def _axis(labels: Sequence[list[str]], orient: Literal["top", "left"]) -> alt.Axis:
    """Return an axis of names of several lines."""
    most = max(len(lines) for lines in labels)
    is_beside = orient == "left"
    offsets: list[float] = [-_HEADING_LINE * (len(lines) - 1) / 2 for lines in labels]
    return alt.Axis(
        orient=orient,
        labelExpr=theme.label_expression(list(labels)),
        labelColor=theme.axis_colour("ink"),
        labelFontSize=theme.SMALL_SIZE,
        labelLineHeight=_HEADING_LINE,
        labelLimit=260,
        labelPadding=10 if is_beside else 8 + _HEADING_LINE * (most - 1),
        # Vega centres the first line on the row, not all of them.
        labelOffset=alt.ExprRef(f"{offsets}[datum.value]") if is_beside else alt.Undefined,
        labelAngle=0,
        labelOverlap=False,
        domain=False,
        ticks=False,
        grid=False,
    )


def _label(head: Head) -> list[str]:
    return [*wrapped(head.name, 34), *(wrapped(head.more, 36) if head.more else [])]


def _heading(head: Head) -> list[str]:
    lines = textwrap.wrap(head.name, _LETTERS, max_lines=3, placeholder="…")
    return lines + [textwrap.shorten(head.more, _LETTERS + 4, placeholder="…")] * bool(head.more)


def _frame(
    found: Responsibility,
    rows: Sequence[Head],
    columns: Sequence[Head],
    words: Words,
    chosen: tuple[str | None, str | None],
) -> pd.DataFrame:
    row_of = {(row.controller_post_id, row.profit_post_id): n for n, row in enumerate(found.rows)}
    column_of = {(one.owner_post_id, one.why): n for n, one in enumerate(found.columns)}
    largest = max(cell.share for cell in found.cells)
    placed: list[dict[str, Any]] = []
    for cell in found.cells:
        row = row_of[cell.controller_post_id, cell.profit_post_id]
        column = column_of[cell.owner_post_id, cell.why]
        place = (cell.controller_post_id or "", cell.owner_post_id or "")
        placed.append(
            _sum(words, row, column, cell.whole, cell.share)
            | {
                "is_cell": True,
                "is_marked": place == chosen,
                "controller": place[0],
                "owner": place[1],
                "shape": _SHAPE[cell.kind],
                "size": _SIZE[cell.kind],
                "is_hollow": cell.kind in _HOLLOW,
                "word": words.text(f"class.{cell.kind}.short"),
                "ground": _PALEST + (_STRONGEST - _PALEST) * cell.share / largest,
                "controller_name": rows[row].name,
                "units": rows[row].more,
                "owner_name": columns[column].name,
                "kind": words.text(f"class.{cell.kind}"),
                "exact": words.numbers.decimal(cell.n, 0 if cell.n == cell.whole else 2),
                "share": words.numbers.percent(cell.share),
                "customers": words.numbers.count(cell.customers),
            }
        )
    last, below = len(columns), len(rows)
    placed += [_sum(words, n, last, row.whole, row.share) for n, row in enumerate(found.rows)]
    placed += [_sum(words, below, n, one.whole, one.share) for n, one in enumerate(found.columns)]
    placed.append(_sum(words, below, last, found.total, 1.0))
    return pd.DataFrame(placed)


def _sum(words: Words, row: int, column: int, whole: int, share: float) -> dict[str, Any]:
    """Return a sum at a margin; a cell says more."""
    return {
        "row": row,
        "column": column,
        "is_cell": False,
        "is_marked": False,
        "count": f"{words.numbers.count(whole)} · {_percent(words, share)}",
        "word": "",
    }


def _percent(words: Words, share: float) -> str:
    """Return a share in whole percents, but for one that would read as nothing."""
    return words.numbers.percent(share, 0 if share >= 0.0095 else 1)
