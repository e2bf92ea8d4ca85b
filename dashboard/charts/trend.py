"""A figure month by month: a line with points, its interval as a band."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.words import Words
from dashboard.data import Period, Result

HEIGHT = 260
LABEL_ROOM = 0.28
"""Room for the labels at the ends of lines, as a share of the months shown."""

_LINE = 15

MOST_LABELS = 7
"""Months named under an axis: more would run into each other on a narrow screen."""


def trend(
    results: Sequence[Result],
    unit: str,
    words: Words,
    *,
    period: Period,
    part: str = "",
    total: Sequence[Result] = (),
) -> alt.LayerChart:
    """Return the line of `results`, one a month; `period` is shaded, the month `part` is marked.

    `total` is drawn thin and dashed beside it; both have their last value at their ends. Months of
    too few cases to say are small pale rings.
    """
    frame = _frame(results, unit, words, part)
    beside = _frame(total, unit, words, "")
    bounds = [*frame["lower"], *frame["upper"], *frame["value"], *beside["value"]]
    known = [None if pd.isna(value) else float(value) for value in bounds]
    scale, axis = scales.figure_axis(
        known, unit, lambda v: words.place(v, unit), zero=unit == "count", places=4, side="y"
    )
    base = alt.Chart(frame).encode(
        x=month_axis(list(frame["month"]), words),
        tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()],
    )
    marked = alt.selection_point(
        name=theme.MARKED,
        fields=["part"],
        value=[{"part": part}] if part else [],
        empty=False,
        clear=False,
        nearest=True,
        on="click",
    )
    band = base.mark_area(opacity=0.18).encode(
        y=alt.Y("lower:Q", scale=scale, axis=axis), y2="upper:Q"
    )
    y = alt.Y("value:Q", scale=scale, axis=axis)
    line = base.mark_line(strokeWidth=2.5).encode(y=y)
    dot = (
        base.mark_point(cursor="pointer", strokeWidth=1.5)
        .encode(
            y=y,
            color=theme.coloured(),
            fill=alt.Fill("fill:N", scale=theme.SCALE, legend=None),
            opacity=alt.condition("datum.is_few", alt.value(0.75), alt.value(1)),
            size=alt.condition("datum.is_part", alt.value(190), alt.value(60)),
        )
        .add_params(marked)
    )
    above = _ends_above(results, total)
    is_few = bool(frame.loc[frame["is_last"], "is_few"].any())
    last = base.transform_filter("datum.is_last").mark_text(
        align="left",
        dx=9,
        dy=-8 if above else 8,
        fontSize=theme.TEXT_SIZE,
        fontWeight=400 if is_few else 600,
    )
    layers = [
        _shade(period),
        theme.painted(band, "neutral"),
        *_beside(beside, scale, axis, words, dy=8 if above else -8),
        theme.painted(line, "neutral"),
        dot,
        theme.painted(last.encode(y=y, text="label:N"), "quiet" if is_few else "ink"),
    ]
    return theme.finished(layers, HEIGHT, words.locale)


def month_axis(months: Sequence[int], words: Words, *, field: str = "month") -> alt.X:
    """Return the axis of months, each January and the first with its year; months as `moment`s."""
    days = sorted({pd.Timestamp(month, unit="ms") for month in months})
    every = max(1, -(-len(days) // MOST_LABELS))
    shown = days[::every]
    labels = {
        str(int(day.timestamp() * 1000)): (
            [words.numbers.month(day.date(), year=False), str(day.year)]
            if position == 0 or day.year != shown[position - 1].year
            else [words.numbers.month(day.date(), year=False)]
        )
        for position, day in enumerate(shown)
    }
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(type="utc", domain=_ends(days), nice=False),
        axis=alt.Axis(
            values=[alt_moment(day) for day in shown],
            labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[time(datum.value)]",
            labelColor=theme.axis_colour("quiet"),
            labelFontSize=theme.SMALL_SIZE,
            labelFlush=False,
            labelOverlap=False,
            grid=False,
            labelLineHeight=15,
        ),
    )


def _ends(days: Sequence[pd.Timestamp]) -> list[dict[str, Any]]:
    """Return the ends of a time axis: a little before the first month, room for labels after."""
    length = max((days[-1] - days[0]).days, 60)
    first = days[0] - pd.Timedelta(days=max(length * 0.03, 4))
    last = days[-1] + pd.Timedelta(days=length * LABEL_ROOM)
    return [alt_moment(first.normalize()), alt_moment(last.normalize())]


def moment(day: date) -> int:
    """Return the beginning of a day as Vega counts time: milliseconds, in UTC as its axis is."""
    return int(pd.Timestamp(day).timestamp() * 1000)


def alt_moment(day: pd.Timestamp) -> dict[str, Any]:
    """Return a day as Vega-Lite writes a moment in UTC."""
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _shade(period: Period) -> alt.Chart:
    frame = pd.DataFrame({"from": [moment(period.start)], "to": [moment(period.end)]})
    shade = alt.Chart(frame).mark_rect(opacity=0.07, clip=True)
    return theme.painted(shade.encode(x=alt.X("from:T"), x2="to:T"), "focus")


def _ends_above(results: Sequence[Result], total: Sequence[Result]) -> bool:
    own = [result.value for result in results if result.value is not None]
    whole = [result.value for result in total if result.value is not None]
    return not own or not whole or own[-1] >= whole[-1]


def _beside(
    frame: pd.DataFrame, scale: alt.Scale, axis: alt.Axis, words: Words, *, dy: int
) -> list[alt.Chart]:
    if frame.empty:
        return []
    base = alt.Chart(frame).encode(
        x=month_axis(list(frame["month"]), words), y=alt.Y("value:Q", scale=scale, axis=axis)
    )
    last = base.transform_filter("datum.is_last").mark_text(
        align="left", dx=9, dy=dy if dy > 0 else dy - _LINE, fontSize=theme.SMALL_SIZE
    )
    last.mark.lineBreak = "\n"
    last.mark.lineHeight = _LINE
    return [
        theme.painted(base.mark_line(strokeWidth=1.5, strokeDash=[4, 3]), "quiet"),
        theme.painted(last.encode(text="total_label:N"), "quiet"),
    ]


def _frame(results: Sequence[Result], unit: str, words: Words, part: str) -> pd.DataFrame:
    periods = [Period.parse(result.period) for result in results]
    last = max((i for i, r in enumerate(results) if r.value is not None), default=-1)
    names = [words.numbers.month(period.start) for period in periods]
    return pd.DataFrame(
        {
            "month": [moment(period.start) for period in periods],
            "part": [result.period for result in results],
            "value": [result.value for result in results],
            "lower": [result.lower for result in results],
            "upper": [result.upper for result in results],
            "label": [words.value(result.value, unit) for result in results],
            "is_last": [index == last for index in range(len(results))],
            "total_label": [
                f"{words.value(r.value, unit)}\n{words.text('panel.total')}" for r in results
            ],
            "is_part": [bool(part) and result.period == part for result in results],
            "is_few": [result.verdict == "too_few" for result in results],
            "fill": ["ground" if r.verdict == "too_few" else _role(r, part) for r in results],
            "role": [_role(result, part) for result in results],
            **words.tooltip_columns(list(zip(names, results, strict=True)), unit),
        }
    ).astype({"value": float, "lower": float, "upper": float})


def _role(result: Result, part: str) -> theme.Role:
    return "focus" if part and result.period == part else "neutral"
