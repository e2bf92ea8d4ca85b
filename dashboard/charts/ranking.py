"""Members of a slice sorted by a figure: dots with their intervals, the total as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.rows import name_axis
from dashboard.charts.words import Words
from dashboard.data import Result

_END = 0.75
"""The share of the axis beyond which a label stands to the left of its dot."""


@dataclass(frozen=True, slots=True)
class Row:
    """A member: its result, its name, whether it differs from the total by more than chance."""

    result: Result
    name: str
    stands_out: bool


def ranking(
    rows: Sequence[Row], total: Result, unit: str, words: Words, *, focus: str | None
) -> alt.LayerChart:
    """Return dots with intervals, one row a member, and the total's value as a labelled line."""
    bounds = [b for row in rows for b in (row.result.value, row.result.lower, row.result.upper)]
    scale, axis = scales.figure_axis([*bounds, total.value], unit, lambda v: words.place(v, unit))
    frame = _frame(rows, unit, words, focus, scale)
    y = name_axis([row.name for row in rows])
    marked = alt.selection_point(
        name=theme.MARKED,
        fields=["member"],
        value=[{"member": focus}] if focus is not None else [],
        empty=False,
        clear=False,
    )
    base = alt.Chart(frame).encode(
        y=y, tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()]
    )
    stripe = base.transform_filter("datum.is_focus").mark_rect(opacity=0.12, height={"band": 0.96})
    interval = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q", color=theme.coloured()
    )
    dot = (
        base.mark_point(filled=True, size=150, opacity=1, cursor="pointer")
        .encode(
            x=alt.X("value:Q", scale=scale, axis=axis),
            color=theme.coloured(),
            shape=theme.shaped(),
        )
        .add_params(marked)
    )
    labels = [
        base.transform_filter(f"{'' if is_left else '!'}datum.is_at_end")
        .mark_text(
            align="right" if is_left else "left",
            dx=-11 if is_left else 11,
            dy=-11,
            fontSize=theme.SMALL_SIZE,
        )
        .encode(x=alt.X("value:Q", scale=scale, axis=axis), text="label:N")
        for is_left in (False, True)
    ]
    layers = [theme.painted(stripe, "focus"), *map(theme.halo, labels), interval, dot]
    if total.value is not None:
        layers[1:1] = _total_line(total.value, scale, axis, words.total(total.value, unit))
    layers += [theme.painted(label, "ink") for label in labels]
    return theme.finished(layers, theme.row_height(len(rows)) * max(len(rows), 2), words.locale)


def _total_line(
    value: float, scale: alt.Scale, axis: alt.Axis, name: str
) -> tuple[alt.Chart, alt.Chart]:
    base = alt.Chart(pd.DataFrame({"total": [value], "name": [name]})).encode(
        x=alt.X("total:Q", scale=scale, axis=axis)
    )
    label = base.mark_text(fontSize=theme.SMALL_SIZE, baseline="bottom", dy=-4)
    return (
        theme.painted(base.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]), "quiet"),
        theme.painted(label.encode(y=alt.value(0), text="name:N"), "quiet"),
    )


def _frame(
    rows: Sequence[Row], unit: str, words: Words, focus: str | None, scale: alt.Scale
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": range(len(rows)),
            "member": [row.result.member for row in rows],
            "value": [row.result.value for row in rows],
            "lower": [row.result.lower for row in rows],
            "upper": [row.result.upper for row in rows],
            "label": [words.counted(row.result, unit) for row in rows],
            "is_at_end": [scales.share_of(row.result.value, scale) > _END for row in rows],
            "role": [
                theme.verdict_role(row.result.verdict, "neutral" if row.stands_out else "rule")
                for row in rows
            ],
            "shape": [theme.verdict_shape(row.result.verdict) for row in rows],
            "is_focus": [focus is not None and row.result.member == focus for row in rows],
            **words.tooltip_columns([(row.name, row.result) for row in rows], unit),
        }
    )
