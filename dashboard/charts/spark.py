"""A figure month by month in the room of a tile: a line without axes, its interval as a band."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.trend import moment
from dashboard.charts.words import Words
from dashboard.data import Period, Result

HEIGHT = 60
_BARE = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)


def spark(results: Sequence[Result], unit: str, words: Words, *, period: Period) -> alt.LayerChart:
    """Return the line of `results`, one a month, with a dot at its end; `period` is shaded."""
    frame = _frame(results, unit, words)
    bounds = [*frame["lower"], *frame["upper"], *frame["value"]]
    known = [float(value) for value in bounds if not pd.isna(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = (high - low) * 0.08 or 1.0
    ends = [float(frame["from"].min()), float(frame["to"].max())]
    months = alt.Scale(domain=ends, zero=False, nice=False)
    x = alt.X("middle:Q", axis=_BARE, scale=months)
    scale = alt.Scale(domain=[low - room, high + room], zero=False, nice=False)
    base = alt.Chart(frame).encode(
        x=x, tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()]
    )
    y = alt.Y("value:Q", axis=_BARE, scale=scale)
    band = base.mark_area(opacity=0.16).encode(
        y=alt.Y("lower:Q", axis=_BARE, scale=scale), y2="upper:Q"
    )
    last = base.transform_filter("datum.is_last").mark_point(filled=True, size=70, opacity=1)
    touch = base.mark_rect(opacity=0.001).encode(
        x=alt.X("from:Q", axis=_BARE, scale=months), x2="to:Q"
    )
    layers = [
        _shade(period, months),
        theme.painted(band, "neutral"),
        theme.painted(base.mark_line(strokeWidth=2).encode(y=y), "neutral"),
        theme.painted(last.encode(y=y), "neutral"),
        theme.painted(touch, "ground"),
    ]
    return theme.finished(layers, HEIGHT, words.locale)


def _shade(period: Period, months: alt.Scale) -> alt.Chart:
    frame = pd.DataFrame({"since": [moment(period.start)], "until": [moment(period.end)]})
    place = alt.X("since:Q", axis=_BARE, scale=months)
    shade = alt.Chart(frame).mark_rect(opacity=0.09, clip=True).encode(x=place, x2="until:Q")
    return theme.painted(shade, "focus")


def _frame(results: Sequence[Result], unit: str, words: Words) -> pd.DataFrame:
    periods = [Period.parse(result.period) for result in results]
    last = max((i for i, r in enumerate(results) if r.value is not None), default=-1)
    starts = [moment(period.start) for period in periods]
    stops = [moment(period.end) for period in periods]
    named = [
        (words.numbers.month(period.start), result)
        for period, result in zip(periods, results, strict=True)
    ]
    return pd.DataFrame(
        {
            "from": starts,
            "to": stops,
            "middle": [(a + b) / 2 for a, b in zip(starts, stops, strict=True)],
            "value": [result.value for result in results],
            "lower": [result.lower for result in results],
            "upper": [result.upper for result in results],
            "is_last": [index == last for index in range(len(results))],
            **words.tooltip_columns(named, unit),
        }
    ).astype({"value": float, "lower": float, "upper": float})
