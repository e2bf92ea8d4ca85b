"""What moved between two periods: a member's change as a dot from zero, with its interval."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.rows import wrapped
from dashboard.charts.words import Words
from dashboard.data import Change


def movers(changes: Sequence[tuple[str, Change]], unit: str, words: Words) -> Any:
    """Return one row a named change: zero as a line, the change as a dot, its interval as a rule."""
    frame = _frame(changes, unit, words)
    bounds = [b for _, c in changes for b in (c.change, c.lower, c.upper)]
    scale, axis = scales.figure_axis(bounds, unit, lambda v: words.change_place(v, unit), zero=True)
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(
            labelExpr=theme.label_expression([wrapped(name) for name, _ in changes]),
            labelColor=theme.axis_colour("ink"),
            labelFontSize=theme.TEXT_SIZE,
            labelLimit=320,
            labelPadding=10,
            labelLineHeight=15,
            labelFlush=False,
        ),
    )
    titles = {
        "name": words.text("tip.name"),
        "before": words.text("tip.before"),
        "now": words.text("tip.now"),
        "label": words.text("tip.change"),
        "interval": words.text("tip.interval"),
        "n": words.text("tip.cases"),
    }
    base = alt.Chart(frame).encode(
        y=y, tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in titles.items()]
    )
    place = alt.X("change:Q", scale=scale, axis=axis)
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1.5)
    stem = base.mark_rule(strokeWidth=1.5).encode(x=place, x2=alt.datum(0.0))
    spread = base.mark_rule(strokeWidth=7, opacity=0.25).encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q"
    )
    dot = base.mark_point(filled=True, size=130, opacity=1).encode(x=place)
    label = base.mark_text(fontSize=theme.SMALL_SIZE, dy=-13).encode(x=place, text="label:N")
    layers = [
        theme.painted(zero.encode(x=alt.X("zero:Q", scale=scale, axis=axis)), "quiet"),
        theme.painted(spread, "neutral"),
        theme.painted(stem, "neutral"),
        theme.painted(dot, "neutral"),
        theme.painted(label, "ink"),
    ]
    chart = alt.layer(*layers).properties(height=theme.ROW_HEIGHT * max(len(changes), 2) * 1.35)
    return theme.finished(chart, words.locale)


def _frame(changes: Sequence[tuple[str, Change]], unit: str, words: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": range(len(changes)),
            "name": [name for name, _ in changes],
            "change": [change.change for _, change in changes],
            "lower": [change.lower for _, change in changes],
            "upper": [change.upper for _, change in changes],
            "label": [words.change(change.change, unit) for _, change in changes],
            "before": [words.value(change.before.value, unit) for _, change in changes],
            "now": [words.value(change.now.value, unit) for _, change in changes],
            "interval": [words.change_interval(change, unit) for _, change in changes],
            "n": [
                f"{words.numbers.count(c.before.n)} → {words.numbers.count(c.now.n)}"
                for _, c in changes
            ],
        }
    ).astype({"change": float, "lower": float, "upper": float})
