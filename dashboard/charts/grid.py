"""Departments × metrics: each figure as a number with its place between the lowest and the highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import wrapped
from dashboard.charts.words import Words
from dashboard.data import Metric, Result

SELECTION = "row"
_TEXT_AT, _FROM, _TO = 0.40, 0.48, 0.94


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: a member's name and its result per metric, in the order of the columns."""

    member: str
    name: str
    results: tuple[Result, ...]
    is_total: bool = False


def grid(lines: Sequence[Line], metrics: Sequence[Metric], names: Sequence[str], words: Words) -> Any:
    """Return the grid; too few cases to say is hollow and small, no measurement a dash."""
    frame = _frame(lines, metrics, names, words)
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(
            labelExpr=theme.label_expression([wrapped(line.name, 34) for line in lines]),
            labelColor=theme.axis_colour("ink"),
            labelFontSize=theme.TEXT_SIZE,
            labelLimit=340,
            labelPadding=12,
            labelLineHeight=15,
            labelFlush=False,
        ),
    )
    headings = [wrapped(name, 17) for name in names]
    x = alt.X(
        "text_at:Q",
        title=None,
        scale=alt.Scale(domain=[0, len(metrics)], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[i + _TEXT_AT for i in range(len(metrics))],
            labelExpr=f"{theme.label_list(headings)}[floor(datum.value)]",
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
    chosen = alt.selection_point(name=SELECTION, fields=["member"], empty=False, clear=False)
    number = base.mark_text(align="right", fontSize=theme.TEXT_SIZE, cursor="pointer").encode(
        text="label:N", color=theme.coloured("text_role")
    )
    track = base.transform_filter("isValid(datum.at)").mark_rule(opacity=0.5).encode(
        x=alt.X("track_from:Q"), x2="track_to:Q"
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
        dot.encode(x=alt.X("at:Q"), color=theme.coloured()),
        number,
        theme.painted(cell, "ground"),
    ]
    chart = alt.layer(*layers).properties(height=theme.ROW_HEIGHT * len(lines) * 1.15)
    return theme.finished(chart, words.locale)


def _frame(
    lines: Sequence[Line], metrics: Sequence[Metric], names: Sequence[str], words: Words
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for column, metric in enumerate(metrics):
        known = [
            value
            for line in lines
            for result in [line.results[column]]
            if is_shown(result)
            for value in (result.value, result.lower, result.upper)
            if value is not None
        ]
        low, high = (min(known), max(known)) if known else (0.0, 0.0)
        for position, line in enumerate(lines):
            result = line.results[column]
            tips = words.tooltip_columns([(line.name, result)], metric.unit)
            rows.append(
                {
                    "row": position,
                    "member": line.member,
                    "heading": names[column],
                    "text_at": column + _TEXT_AT,
                    "cell_from": column,
                    "cell_to": column + 1,
                    "track_from": column + _FROM,
                    "track_to": column + _TO,
                    "label": words.cell(result, metric.unit),
                    "text_role": "ink" if is_shown(result) else "quiet",
                    "role": "ink" if line.is_total else "neutral",
                    "at": _place(result.value, column, low, high, result),
                    "lower_at": _place(result.lower, column, low, high, result),
                    "upper_at": _place(result.upper, column, low, high, result),
                    **{name: texts[0] for name, texts in tips.items()},
                }
            )
    return pd.DataFrame(rows).astype({"at": float, "lower_at": float, "upper_at": float})


def is_shown(result: Result) -> bool:
    """Tell whether a result is a number to compare: measured, and not of too few cases."""
    return result.value is not None and result.verdict not in ("too_few", "not_measured")


def _place(
    value: float | None, column: int, low: float, high: float, result: Result
) -> float | None:
    if value is None or not is_shown(result):
        return None
    share = (value - low) / (high - low) if high > low else 0.5
    return column + _FROM + (0.03 + 0.94 * share) * (_TO - _FROM)
