"""What went into the backlog and out of it, month by month."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.trend import moment, month_axis
from dashboard.charts.words import Words
from dashboard.data import Flow, Period

HEIGHT = 240
WIDEST = 28
"""Pixels of the widest bar: a wider first one would cover the labels of the other axis."""


def flow(parts: Sequence[Flow], words: Words) -> alt.LayerChart:
    """Return bars upward for what came in, downward for what went out, named at the bars."""
    frame = _frame(parts, words)
    scale, axis = scales.figure_axis(
        [*frame["top"], *frame["bottom"]],
        "count",
        lambda v: words.numbers.count(abs(v)),
        zero=True,
        places=4,
        side="y",
    )
    titles = {
        "month_name": words.text("tip.month"),
        "kind": words.text("tip.name"),
        "label": words.text("tip.tickets"),
    }
    bar_width = f"min({WIDEST}, max(3, width / {max(len(parts), 1) * 1.25:g} - 6))"
    base = alt.Chart(frame).encode(
        x=month_axis(list(frame["month"]), words),
        tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in titles.items()],
    )
    bar = base.mark_bar(width={"expr": bar_width}).encode(
        y=alt.Y("bottom:Q", scale=scale, axis=axis),
        y2="top:Q",
        opacity=alt.Opacity("strength:Q", scale=None, legend=None),
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeWidth=1)
    ends = _ends(parts, words)
    label = (
        alt.Chart(ends)
        .mark_text(
            align="left",
            dx={"expr": f"{bar_width} / 2 + 6"},
            dy={"expr": "datum.down"},
            fontSize=theme.SMALL_SIZE,
        )
        .encode(
            x=month_axis(list(frame["month"]), words),
            y=alt.Y("zero:Q", scale=scale, axis=axis),
            text="label:N",
        )
    )
    layers = (
        theme.painted(bar, "neutral"),
        theme.painted(label, "ink"),
        theme.painted(zero.encode(y=alt.Y("zero:Q", scale=scale, axis=axis)), "ink"),
    )
    return theme.finished(layers, HEIGHT, words.locale)


def _ends(parts: Sequence[Flow], words: Words) -> pd.DataFrame:
    """Return the labels beside the last bar: what came in above the line, what went out below."""
    last = parts[-1]
    came = last.created + last.reopened + last.received
    went = last.solved + last.passed_on + last.merged
    month = moment(Period.parse(last.period).start)
    return pd.DataFrame(
        {
            "month": [month, month],
            "zero": [0, 0],
            "down": [-10, 12],
            "label": [
                words.numbers.signed(came, words.numbers.count(came)),
                words.numbers.signed(-went, words.numbers.count(went)),
            ],
        }
    )


def _frame(parts: Sequence[Flow], words: Words) -> pd.DataFrame:
    rows = []
    for part in parts:
        start = Period.parse(part.period).start
        came = (("created", part.created), ("reopened", part.reopened), ("received", part.received))
        went = (("solved", part.solved), ("passed_on", part.passed_on), ("merged", part.merged))
        for sign, kinds in ((1, came), (-1, went)):
            reached = 0
            for step, (kind, count) in enumerate(kinds):
                rows.append(
                    {
                        "month": moment(start),
                        "month_name": words.numbers.month(start),
                        "kind": words.text(f"flow.{kind}"),
                        "label": words.numbers.count(count),
                        "bottom": sign * reached,
                        "top": sign * (reached + count),
                        "strength": (0.95, 0.6, 0.35)[step],
                    }
                )
                reached += count
    return pd.DataFrame(rows)
