"""Members of a slice sorted by a figure: dots with their intervals, the total as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.rows import COLUMN_GAP, column_end, name_axis
from dashboard.charts.words import Words
from dashboard.data import Result


@dataclass(frozen=True, slots=True)
class Row:
    """A member: its result, its name, whether it differs from the total by more than chance."""

    result: Result
    name: str
    stands_out: bool


def ranking(
    rows: Sequence[Row],
    total: Result,
    unit: str,
    words: Words,
    *,
    is_compared: bool,
    focus: str | None,
) -> alt.LayerChart:
    """Return values and cases in columns, dots with intervals, the total as a labelled line.

    What cannot be compared with the total is drawn as bars from zero.
    """
    bounds = [b for row in rows for b in (row.result.value, row.result.lower, row.result.upper)]
    scale, axis = scales.figure_axis(
        [*bounds, total.value] if is_compared else bounds,
        unit,
        lambda v: words.place(v, unit),
        zero=not is_compared,
        places=6,
    )
    frame = _frame(rows, unit, words, focus, is_compared=is_compared)
    value_at = column_end(frame["label"], theme.TEXT_SIZE)
    cases_at = value_at + column_end([*frame["tip_n"], words.text("tip.cases")], theme.SMALL_SIZE)
    scale.range = [(cases_at if is_compared else value_at) + COLUMN_GAP, alt.ExprRef("width")]
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
    row = base.mark_rect(cursor="pointer", height={"band": 0.96}).encode(
        opacity=alt.condition("datum.is_focus", alt.value(0.12), alt.value(0.001))
    )
    place = alt.X("value:Q", scale=scale, axis=axis)
    if not is_compared:
        mark = base.mark_bar(cursor="pointer", height={"band": 0.5}, cornerRadiusEnd=2).encode(
            x=place, x2=alt.datum(0), color=theme.coloured()
        )
    else:
        mark = base.mark_point(filled=True, size=150, opacity=1, cursor="pointer").encode(
            x=place, color=theme.coloured(), shape=theme.shaped()
        )
    spread = base.mark_rule(strokeWidth=3, opacity=theme.SPREAD).encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q", color=theme.coloured()
    )
    is_bounded = any(row.result.lower is not None for row in rows)
    whisker = base.mark_rule(strokeWidth=1.5).encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q"
    )
    value = base.mark_text(align="right", fontSize=theme.TEXT_SIZE).encode(
        x=alt.value(value_at),
        text="label:N",
        color=theme.coloured("text_role"),
    )
    layers = [
        theme.painted(row, "focus"),
        *(_total_line(total, scale, axis, words, unit) if is_compared else []),
        *([spread] if is_compared else []),
        mark.add_params(marked),
        *([theme.painted(whisker, "ink")] if is_bounded and not is_compared else []),
        value,
        *(_cases(base, words, cases_at) if is_compared else []),
    ]
    height = theme.ROW_HEIGHT * len(rows) + theme.AXIS_ROOM
    return theme.finished(layers, height, words.locale)


def _cases(base: alt.Chart, words: Words, at: float) -> list[alt.Chart]:
    """Return the column of the cases that each figure rests on, under its heading."""
    column = base.mark_text(align="right", fontSize=theme.SMALL_SIZE).encode(
        x=alt.value(at), text="tip_n:N"
    )
    heading = (
        alt.Chart(pd.DataFrame({"heading": [words.text("tip.cases")]}))
        .mark_text(align="right", fontSize=theme.SMALL_SIZE, baseline="bottom", dy=-4)
        .encode(x=alt.value(at), y=alt.value(0), text="heading:N")
    )
    return [theme.painted(column, "quiet"), theme.painted(heading, "quiet")]


def _total_line(
    total: Result, scale: alt.Scale, axis: alt.Axis, words: Words, unit: str
) -> list[alt.Chart]:
    """Return the line that every row is read against, with its value at its upper end."""
    if total.value is None:
        return []
    name = words.total(total.value, unit)
    base = alt.Chart(pd.DataFrame({"total": [total.value], "name": [name]})).encode(
        x=alt.X("total:Q", scale=scale, axis=axis)
    )
    label = base.mark_text(fontSize=theme.SMALL_SIZE, baseline="bottom", dy=-4)
    return [
        theme.painted(base.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]), "quiet"),
        theme.painted(label.encode(y=alt.value(0), text="name:N"), "ink"),
    ]


def _frame(
    rows: Sequence[Row], unit: str, words: Words, focus: str | None, *, is_compared: bool
) -> pd.DataFrame:
    is_strong = [row.stands_out or not is_compared for row in rows]
    return pd.DataFrame(
        {
            "row": range(len(rows)),
            "member": [row.result.member for row in rows],
            "value": [row.result.value for row in rows],
            "lower": [row.result.lower for row in rows],
            "upper": [row.result.upper for row in rows],
            "label": [words.value(row.result.value, unit) for row in rows],
            "text_role": ["ink" if strong else "quiet" for strong in is_strong],
            "role": [
                theme.verdict_role(row.result.verdict, "neutral" if strong else "rule")
                for row, strong in zip(rows, is_strong, strict=True)
            ],
            "shape": [theme.verdict_shape(row.result.verdict) for row in rows],
            "is_focus": [focus is not None and row.result.member == focus for row in rows],
            **words.tooltip_columns([(row.name, row.result) for row in rows], unit),
        }
    )
