"""Counts in named classes: the backlog by age, complaints by cause."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import name_axis
from dashboard.charts.words import Words

_ROW, _AROUND = 34, 12
"""Pixels of a row, and of what stands around all of them."""


def bars(
    classes: Sequence[tuple[str, int]],
    words: Words,
    *,
    notes: Sequence[str] = (),
    counted: str = "tip.tickets",
) -> alt.LayerChart:
    """Return one bar a class, in their order, its count written at its end.

    `notes` stand beside the counts, one a class; `counted` is the message of what is counted.
    """
    counts = [words.numbers.count(n) for _, n in classes]
    labels = [f"{n}{note}" for n, note in zip(counts, notes or [""] * len(counts), strict=True)]
    frame = pd.DataFrame(
        {
            "row": range(len(classes)),
            "name": [name for name, _ in classes],
            "n": [n for _, n in classes],
            "count": counts,
            "label": labels,
        }
    )
    y = name_axis([name for name, _ in classes])
    most = max((n for _, n in classes), default=0)
    room = 2.2 if notes else 1.15  # for what is written at the longest bar
    x = alt.X(
        "n:Q",
        title=None,
        scale=alt.Scale(domain=[0, max(most * room, 1)], nice=False),
        axis=alt.Axis(labels=False, grid=False, ticks=False),
    )
    tips = [
        alt.Tooltip("name:N", title=words.text("tip.name")),
        alt.Tooltip("count:N", title=words.text(counted)),
    ]
    base = alt.Chart(frame).encode(y=y, x=x, tooltip=tips)
    label = base.mark_text(align="left", dx=6, fontSize=theme.TEXT_SIZE).encode(text="label:N")
    layers = (
        theme.painted(base.mark_bar(height={"band": 0.62}, cornerRadiusEnd=2), "neutral"),
        theme.painted(label, "ink"),
    )
    return theme.finished(layers, _ROW * len(classes) + _AROUND, words.locale)
