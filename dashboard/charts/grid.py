"""Departments × metrics: each figure as a number and as a place between lowest and highest."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import name_axis
from dashboard.charts.words import Words
from dashboard.data import Metric, Result
from dashboard.findings import is_behind, is_judged, stands_out

_TRACK = 0.35
"""The width of a track; a column of short figures has a width of 1."""

_HEADING_SIZE, _LINE = 12, 15
_LETTERS = 13
"""Pixels of a heading and of its line, and letters that a narrow column has room for."""


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
    """Return the grid: the first line is the whole, whose place in each column is a line.

    Better is to the right wherever a metric has a better side. What differs from the whole by
    more than chance is strong, and bold where it is behind. Too few cases to say is a hollow
    sign with their number, no measurement a dash.
    """
    columns = _columns(lines, metrics, words)
    frame = _frame(lines, metrics, names, words, columns)
    y = name_axis([line.name for line in lines], width=34)
    x = _heading_axis(_headings(names, columns), columns)
    tips = [alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()]
    tips.insert(1, alt.Tooltip("heading:N", title=words.text("tip.metric")))
    base = alt.Chart(frame).encode(y=y, x=x, tooltip=tips)
    chosen = alt.selection_point(name=theme.MARKED, fields=["member"], empty=False, clear=False)
    numbers = [
        base.transform_filter(f"{'' if is_bold else '!'}datum.is_behind")
        .mark_text(align="right", fontSize=theme.TEXT_SIZE, fontWeight=700 if is_bold else 400)
        .encode(text="label:N", color=theme.coloured("text_role"))
        for is_bold in (False, True)
    ]
    track = (
        base.transform_filter("isValid(datum.at)")
        .mark_rule(opacity=0.35)
        .encode(x=alt.X("track_from:Q"), x2="track_to:Q")
    )
    whole = (
        base.transform_filter("datum.row === 0 && isValid(datum.at)")
        .mark_rule(strokeWidth=1.25)
        .encode(x=alt.X("at:Q"), y=alt.value(0), y2=alt.value("height"))
    )
    amount = base.transform_filter("isValid(datum.amount_at)").mark_bar(
        height={"band": 0.4}, cornerRadiusEnd=2
    )
    spread = base.transform_filter("isValid(datum.lower_at)").mark_rule(
        strokeWidth=3, opacity=theme.SPREAD
    )
    dot = base.transform_filter("isValid(datum.at) && datum.row > 0").mark_point(
        filled=True, size=85, opacity=1
    )
    cell = (
        base.mark_rect(opacity=0.001, cursor="pointer")
        .encode(x=alt.X("cell_from:Q"), x2="cell_to:Q")
        .add_params(chosen)
    )
    layers = [
        theme.painted(track, "rule"),
        theme.painted(whole, "quiet"),
        theme.painted(amount.encode(x=alt.X("track_from:Q"), x2="amount_at:Q"), "neutral"),
        spread.encode(x=alt.X("lower_at:Q"), x2="upper_at:Q", color=theme.coloured()),
        dot.encode(x=alt.X("at:Q"), color=theme.coloured(), shape=theme.shaped()),
        *numbers,
        theme.painted(cell, "ground"),
    ]
    return theme.finished(layers, theme.ROW_HEIGHT * len(lines) + theme.AXIS_ROOM, words.locale)


def _heading_axis(headings: Sequence[list[str]], columns: Sequence["_Column"]) -> alt.X:
    """Return the axis on top, whose labels are the headings of the columns."""
    return alt.X(
        "text_at:Q",
        title=None,
        scale=alt.Scale(domain=[0, columns[-1].until], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[column.track_to for column in columns],
            labelExpr=f"{theme.label_list(headings)}[datum.index * {len(columns) - 1}]",
            labelAlign="right",
            labelColor=theme.axis_colour("quiet"),
            labelFontSize=_HEADING_SIZE,
            labelLimit=200,
            labelLineHeight=_LINE,
            labelOverlap=False,
            labelPadding=7 + _LINE * (len(headings[0]) - 1),  # further lines go downward
            grid=False,
        ),
    )


def _frame(
    lines: Sequence[Line],
    metrics: Sequence[Metric],
    names: Sequence[str],
    words: Words,
    columns: Sequence["_Column"],
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    total, *_ = lines
    for number, (metric, column) in enumerate(zip(metrics, columns, strict=True)):
        known = [
            value
            for line in lines
            for result in [line.results[number]]
            if is_judged(result) and not (line.is_total and not metric.is_compared)
            for value in (result.value, result.lower, result.upper)
            if value is not None
        ]
        track = _Track(column, min(known, default=0.0), max(known, default=0.0), metric)
        for position, line in enumerate(lines):
            result, whole = line.results[number], total.results[number]
            tips = words.tooltip_columns([(line.name, result)], metric.unit)
            is_apart = stands_out(result, whole, metric)
            is_strong = line.is_total or not metric.is_compared or is_apart
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
                    "text_role": "ink" if is_strong and is_judged(result) else "quiet",
                    "role": theme.verdict_role(result.verdict, "neutral" if is_strong else "rule"),
                    "shape": theme.verdict_shape(result.verdict),
                    "is_behind": not line.is_total
                    and is_apart
                    and is_behind(result, whole, metric),
                    **track.places(line, result),
                    **{name: texts[0] for name, texts in tips.items()},
                }
            )
    places = dict.fromkeys(("at", "lower_at", "upper_at", "amount_at"), float)
    return pd.DataFrame(rows).astype(places)


def _headings(names: Sequence[str], columns: Sequence["_Column"]) -> list[list[str]]:
    """Return the lines of each column's heading, as many for all; the last stands on the table."""
    headings = [
        textwrap.wrap(name, round(_LETTERS * min(column.until - column.start, 1.3)))[:3]
        for name, column in zip(names, columns, strict=True)
    ]
    most = max(len(lines) for lines in headings)
    return [[""] * (most - len(lines)) + lines for lines in headings]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column stands: its number to the left, the track of its dots to the right."""

    start: float
    until: float

    @property
    def text_at(self) -> float:
        return self.track_from - 0.07

    @property
    def track_from(self) -> float:
        return self.track_to - _TRACK

    @property
    def track_to(self) -> float:
        return self.until - 0.11


@dataclass(frozen=True, slots=True)
class _Track:
    """The places of one metric's values on its column's track."""

    column: _Column
    low: float
    high: float
    metric: Metric

    def places(self, line: Line, result: Result) -> dict[str, float | None]:
        """Return where a result and its interval stand, or how far its amount reaches."""
        places: dict[str, float | None] = dict.fromkeys(("at", "lower_at", "upper_at", "amount_at"))
        if not is_judged(result) or result.value is None:
            return places
        if not self.metric.is_compared:  # the total has no place among the others
            if not line.is_total and result.value:
                places["amount_at"] = self._on_track(result.value / self.high)
            return places
        places["at"] = self._place(result.value)
        if result.lower is not None and result.upper is not None and not line.is_total:
            ends = sorted((self._place(result.lower), self._place(result.upper)))
            places["lower_at"], places["upper_at"] = ends
        return places

    def _place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self._on_track(1 - share if self.metric.better == "lower" else share)

    def _on_track(self, share: float) -> float:
        return self.column.track_from + (0.03 + 0.94 * share) * _TRACK


def _columns(lines: Sequence[Line], metrics: Sequence[Metric], words: Words) -> list[_Column]:
    """Return the columns, each as wide as its longest figure and its track need."""
    columns: list[_Column] = []
    start = 0.0
    for number, metric in enumerate(metrics):
        longest = max(len(words.cell(line.results[number], metric.unit)) for line in lines)
        columns.append(_Column(start, start + max(1.0, 0.52 + 0.08 * longest)))
        start = columns[-1].until
    return columns
