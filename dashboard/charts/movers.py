"""What moved between two periods: a member's change as a dot from zero, with its interval."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.rows import COLUMN_GAP, column_end, name_axis
from dashboard.charts.words import Words
from dashboard.data import Change
from dashboard.findings import is_sure


def movers(changes: Sequence[tuple[str, Change]], unit: str, words: Words) -> alt.LayerChart:
    """Return one row a named change: a dot with its interval; faint where it may be chance."""
    frame = _frame(changes, unit, words)
    bounds = [b for _, c in changes for b in (c.change, c.lower, c.upper)]
    scale, axis = scales.figure_axis(
        bounds, unit, lambda v: words.change_place(v, unit), zero=True, places=7
    )
    change_at = column_end(frame["label"], theme.TEXT_SIZE)
    scale.range = [change_at + COLUMN_GAP, alt.ExprRef("width")]
    y = name_axis([name for name, _ in changes])
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
    spread = base.mark_rule(strokeWidth=3, opacity=theme.SPREAD).encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q", color=theme.coloured()
    )
    dot = base.mark_point(filled=True, size=150, opacity=1).encode(x=place, color=theme.coloured())
    label = base.mark_text(align="right", fontSize=theme.TEXT_SIZE).encode(
        x=alt.value(change_at), text="label:N", color=theme.coloured("text_role")
    )
    layers = [
        theme.painted(zero.encode(x=alt.X("zero:Q", scale=scale, axis=axis)), "quiet"),
        spread,
        dot,
        label,
    ]
    return theme.finished(layers, theme.ROW_HEIGHT * len(changes) + theme.AXIS_ROOM, words.locale)


def _frame(changes: Sequence[tuple[str, Change]], unit: str, words: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": range(len(changes)),
            "name": [name for name, _ in changes],
            "change": [change.change for _, change in changes],
            "lower": [change.lower for _, change in changes],
            "upper": [change.upper for _, change in changes],
            "label": [words.change(change, unit) for _, change in changes],
            "role": ["neutral" if is_sure(change) else "rule" for _, change in changes],
            "text_role": ["ink" if is_sure(change) else "quiet" for _, change in changes],
            "before": [
                words.value(change.before.value, unit, beside=change.now.value)
                for _, change in changes
            ],
            "now": [words.value(change.now.value, unit) for _, change in changes],
            "interval": [words.change_interval(change, unit) for _, change in changes],
            "n": [
                f"{words.numbers.count(c.before.n)} → {words.numbers.count(c.now.n)}"
                for _, c in changes
            ],
        }
    ).astype({"change": float, "lower": float, "upper": float})
