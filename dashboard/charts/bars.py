"""Counts in named classes: the backlog by age."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import name_axis
from dashboard.charts.words import Words


def bars(classes: Sequence[tuple[str, int]], words: Words, *, height: int = 260) -> alt.LayerChart:
    """Return one bar a class, in their order, its count written at its end."""
    frame = pd.DataFrame(
        {
            "row": range(len(classes)),
            "name": [name for name, _ in classes],
            "n": [n for _, n in classes],
            "label": [words.numbers.count(n) for _, n in classes],
        }
    )
    y = name_axis([name for name, _ in classes])
    most = max((n for _, n in classes), default=0)
    x = alt.X(
        "n:Q",
        title=None,
        scale=alt.Scale(domain=[0, max(most * 1.15, 1)], nice=False),
        axis=alt.Axis(labels=False, grid=False, ticks=False),
    )
    tips = [
        alt.Tooltip("name:N", title=words.text("tip.name")),
        alt.Tooltip("label:N", title=words.text("tip.tickets")),
    ]
    base = alt.Chart(frame).encode(y=y, x=x, tooltip=tips)
    label = base.mark_text(align="left", dx=6, fontSize=theme.TEXT_SIZE).encode(text="label:N")
    layers = (
        theme.painted(base.mark_bar(height={"band": 0.62}, cornerRadiusEnd=2), "neutral"),
        theme.painted(label, "ink"),
    )
    return theme.finished(layers, height, words.locale)
