"""Departments × metrics: each figure as a number and as a place between lowest and highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import name_axis, wrapped
from dashboard.charts.words import Words
from dashboard.data import Metric, Result
from dashboard.findings import is_judged

_WIDTH = {"seconds": 1.6, "count": 1.0}
_TRACK = 0.36
"""Widths of columns by unit of measure (1 unless named), and of the track at a column's end."""

_LETTERS = 14
"""Letters of a heading's line that a column of width 1 has room for on a narrow screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: a member's name and its result per metric, in the order of the columns."""

    member: str
    name: str
    results: tuple[Result, ...]
    is_total: bool = False


def grid(
    lines: Sequence[Line], metrics: Sequence[Metric], names: Sequence[str], words: Words
) -> alt.LayerChart:
    """Return the grid; too few cases to say is hollow and small, no measurement a dash."""
    frame = _frame(lines, metrics, names, words)
    y = name_axis([line.name for line in lines], width=34)
    columns = _columns(metrics)
    headings = [
        wrapped(name, round(_LETTERS * min(column.until - column.start, 1.3)))
        for name, column in zip(names, columns, strict=True)
    ]
    x = alt.X(
        "text_at:Q",
        title=None,
        scale=alt.Scale(domain=[0, columns[-1].until], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[column.heading_at for column in columns],
            labelExpr=f"{theme.label_list(headings)}[datum.index * {len(metrics) - 1}]",
            labelAlign="center",
            labelColor=theme.axis_colour("quiet"),
            labelFontSize=theme.SMALL_SIZE,
            labelLimit=200,
            labelLineHeight=15,
            labelOverlap=False,
            grid=False,
        ),
    )
    tips = [alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()]
    tips.insert(1, alt.Tooltip("heading:N", title=words.text("tip.metric")))
    base = alt.Chart(frame).encode(y=y, x=x, tooltip=tips)
    chosen = alt.selection_point(name=theme.MARKED, fields=["member"], empty=False, clear=False)
    number = base.mark_text(align="right", fontSize=theme.TEXT_SIZE, cursor="pointer").encode(
        text="label:N", color=theme.coloured("text_role")
    )
    track = (
        base.transform_filter("isValid(datum.at)")
        .mark_rule(opacity=0.5)
        .encode(x=alt.X("track_from:Q"), x2="track_to:Q")
    )
    spread = base.transform_filter("isValid(datum.lower_at)").mark_rule(strokeWidth=3, opacity=0.6)
    dot = base.transform_filter("isValid(datum.at)").mark_point(
        filled=True, size=85, opacity=1, cursor="pointer"
    )
    cell = (
        base.mark_rect(opacity=0.001, cursor="pointer")
        .encode(x=alt.X("cell_from:Q"), x2="cell_to:Q")
        .add_params(chosen)
    )
    layers = [
        theme.painted(track, "rule"),
        theme.painted(spread.encode(x=alt.X("lower_at:Q"), x2="upper_at:Q"), "neutral"),
        dot.encode(x=alt.X("at:Q"), color=theme.coloured(), shape=theme.shaped()),
        number,
        theme.painted(cell, "ground"),
    ]
    return theme.finished(layers, theme.ROW_HEIGHT * len(lines) * 1.15, words.locale)


def _frame(
    lines: Sequence[Line], metrics: Sequence[Metric], names: Sequence[str], words: Words
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for number, (metric, column) in enumerate(zip(metrics, _columns(metrics), strict=True)):
        known = [
            value
            for line in lines
            for result in [line.results[number]]
            if is_judged(result) and not _is_sum(line, metric)
            for value in (result.value, result.lower, result.upper)
            if value is not None
        ]
        low, high = (min(known), max(known)) if known else (0.0, 0.0)
        for position, line in enumerate(lines):
            result = line.results[number]
            tips = words.tooltip_columns([(line.name, result)], metric.unit)
            rows.append(
                {
                    "row": position,
                    "member": line.member,
                    "heading": names[number],
                    "text_at": column.text_at,
                    "cell_from": column.start,
                    "cell_to": column.until,
                    "track_from": column.track_from,
                    "track_to": column.track_to,
                    "label": words.cell(result, metric.unit),
                    "text_role": "ink" if is_judged(result) else "quiet",
                    "role": theme.verdict_role(
                        result.verdict, "ink" if line.is_total else "neutral"
                    ),
                    "shape": theme.verdict_shape(result.verdict),
                    "at": None
                    if _is_sum(line, metric) or not is_judged(result)
                    else column.place(result.value, low, high),
                    "lower_at": column.place(result.lower, low, high)
                    if is_judged(result)
                    else None,
                    "upper_at": column.place(result.upper, low, high)
                    if is_judged(result)
                    else None,
                    **{name: texts[0] for name, texts in tips.items()},
                }
            )
    return pd.DataFrame(rows).astype({"at": float, "lower_at": float, "upper_at": float})


def _is_sum(line: Line, metric: Metric) -> bool:
    """Tell whether a total is the sum of the rows below it, so that it has no place among them."""
    return line.is_total and metric.unit == "count"


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column stands: its number to the left, the track of its dots to the right."""

    start: float
    until: float

    @property
    def heading_at(self) -> float:
        return self.until - min((self.until - self.start) / 2.4, 0.6)

    @property
    def text_at(self) -> float:
        return self.track_from - 0.07

    @property
    def track_from(self) -> float:
        return self.track_to - _TRACK

    @property
    def track_to(self) -> float:
        return self.until - 0.08

    def place(self, value: float | None, low: float, high: float) -> float | None:
        if value is None:
            return None
        share = (value - low) / (high - low) if high > low else 0.5
        return self.track_from + (0.03 + 0.94 * share) * _TRACK


def _columns(metrics: Sequence[Metric]) -> list[_Column]:
    columns: list[_Column] = []
    start = 0.0
    for metric in metrics:
        columns.append(_Column(start, start + _WIDTH.get(metric.unit, 1.0)))
        start = columns[-1].until
    return columns
