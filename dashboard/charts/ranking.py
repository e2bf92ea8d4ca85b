"""Members of a slice sorted by a figure: dots with their intervals, the total as a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt
import pandas as pd

from dashboard.charts import scales, theme
from dashboard.charts.rows import COLUMN_GAP, column_end, name_axis
from dashboard.charts.words import Words
from dashboard.data import Result

_Across = Callable[[str], alt.X]


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
    frame = _frame(rows, unit, words, focus, is_compared=is_compared)
    base = alt.Chart(frame).encode(
        y=name_axis([row.name for row in rows]),
        tooltip=[alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()],
    )
    value_at = column_end(frame["label"], theme.TEXT_SIZE)
    cases_at = value_at + column_end([*frame["tip_n"], words.text("tip.cases")], theme.SMALL_SIZE)
    figures = [f for row in rows for f in (row.result.value, row.result.lower, row.result.upper)]
    layers = [_grounds(base)]
    if is_compared:
        x = _across([*figures, total.value], unit, words, start=cases_at, zero=False)
        layers += _total_line(total, x, words, unit)
        layers += _dots(base, x, _clicked(focus))
        layers += [_values(base, value_at), *_cases(base, words, cases_at)]
    else:
        x = _across(figures, unit, words, start=value_at, zero=True)
        layers.append(_bars(base, x, _clicked(focus)))
        if any(row.result.lower is not None for row in rows):
            layers.append(_whiskers(base, x))
        layers.append(_values(base, value_at))
    height = theme.ROW_HEIGHT * len(rows) + theme.AXIS_ROOM
    return theme.finished(layers, height, words.locale)


def _across(
    figures: Sequence[float | None], unit: str, words: Words, *, start: float, zero: bool
) -> _Across:
    """Return what places a field on the axis of figures, which begins after the columns."""
    scale, axis = scales.figure_axis(
        figures, unit, lambda v: words.place(v, unit), zero=zero, places=6
    )
    scale.range = [start + COLUMN_GAP, alt.ExprRef("width")]
    return partial(alt.X, scale=scale, axis=axis)


def _clicked(focus: str | None) -> alt.Parameter:
    """Return the selection of a row by a click, at first the row of `focus`."""
    return alt.selection_point(
        name=theme.MARKED,
        fields=["member"],
        value=[{"member": focus}] if focus is not None else [],
        empty=False,
        clear=False,
    )


def _grounds(base: alt.Chart) -> alt.Chart:
    """Return the ground of each row, seen only behind the one in focus."""
    ground = base.mark_rect(cursor="pointer", height={"band": 0.96}).encode(
        opacity=alt.condition("datum.is_focus", alt.value(0.12), alt.value(0.001))
    )
    return theme.painted(ground, "focus")


def _dots(base: alt.Chart, x: _Across, clicked: alt.Parameter) -> list[alt.Chart]:
    """Return the dots that are compared with the total, each on its interval."""
    spread = base.mark_rule(strokeWidth=3, opacity=theme.SPREAD).encode(
        x=x("lower:Q"), x2="upper:Q", color=theme.coloured()
    )
    dot = base.mark_point(filled=True, size=150, opacity=1, cursor="pointer").encode(
        x=x("value:Q"), color=theme.coloured(), shape=theme.shaped()
    )
    return [spread, dot.add_params(clicked)]


def _bars(base: alt.Chart, x: _Across, clicked: alt.Parameter) -> alt.Chart:
    """Return the bars from zero of what is compared with no total."""
    bar: alt.Chart = base.mark_bar(
        cursor="pointer", height={"band": 0.5}, cornerRadiusEnd=2
    ).encode(x=x("value:Q"), x2=alt.datum(0), color=theme.coloured())
    return bar.add_params(clicked)


def _whiskers(base: alt.Chart, x: _Across) -> alt.Chart:
    """Return the intervals of bars, as lines thin enough to be seen on them."""
    whisker = base.mark_rule(strokeWidth=1.5).encode(x=x("lower:Q"), x2="upper:Q")
    return theme.painted(whisker, "ink")


def _values(base: alt.Chart, at: float) -> alt.Chart:
    """Return the column of the figures themselves."""
    column: alt.Chart = base.mark_text(align="right", fontSize=theme.TEXT_SIZE).encode(
        x=alt.value(at), text="label:N", color=theme.coloured("text_role")
    )
    return column


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


def _total_line(total: Result, x: _Across, words: Words, unit: str) -> list[alt.Chart]:
    """Return the line that every row is read against, with its value at its upper end."""
    if total.value is None:
        return []
    name = words.total(total.value, unit)
    base = alt.Chart(pd.DataFrame({"total": [total.value], "name": [name]})).encode(x=x("total:Q"))
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
