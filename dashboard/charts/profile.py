"""One unit against the others: each metric as a point between the lowest and the highest unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.charts.rows import COLUMN_GAP, column_end, name_axis
from dashboard.charts.words import Words
from dashboard.data import Metric, Result
from dashboard.findings import is_behind, is_judged, stands_out


@dataclass(frozen=True, slots=True)
class Line:
    """A metric of the profile: this unit's result, all units' total, and every unit's result."""

    metric: Metric
    name: str
    own: Result
    total: Result
    peers: tuple[Result, ...]

    @property
    def is_told(self) -> bool:
        """Tell whether a unit may be called ahead or behind: not in what cannot be compared, nor in
        hand-offs, which are not its doing alone."""
        is_own = self.metric.is_compared and self.metric.group != "hand_offs"
        return self.metric.better is not None and is_own


def profile(lines: Sequence[Line], words: Words, *, chosen: str) -> alt.LayerChart:
    """Return one row a metric, better to the right; below them, figures only, those not told.

    What differs from the total by more than chance is strong, and bold where it is behind.
    """
    lines = sorted(lines, key=lambda line: not line.is_told)
    rows, peers = _frames(lines, words, chosen)
    y = name_axis([line.name for line in lines], width=22)
    value_at = max(
        column_end(rows["label"], theme.TEXT_SIZE),
        column_end(rows["total_label"], theme.SMALL_SIZE),
    )
    ends: list[float | alt.ExprRef] = [value_at + COLUMN_GAP, alt.ExprRef(f"width - {COLUMN_GAP}")]
    scale = alt.Scale(domain=[0, 1], nice=False, range=ends)
    axis = alt.Axis(labels=False, grid=False, ticks=False, title=None)
    tips = [alt.Tooltip(f"{c}:N", title=t) for c, t in words.tooltip().items()]
    tips.append(alt.Tooltip("total_label:N", title=words.text("tip.total")))
    base = alt.Chart(rows).encode(y=y, tooltip=tips)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    marked = alt.selection_point(
        name=theme.MARKED,
        fields=["metric"],
        value=[{"metric": chosen}],
        empty=False,
        clear=False,
    )
    row = base.mark_rect(cursor="pointer", height={"band": 0.96}).encode(
        opacity=alt.condition("datum.is_chosen", alt.value(0.12), alt.value(0.001))
    )
    track = (
        base.transform_filter("datum.is_told").mark_rule(opacity=0.6).encode(x=at("zero"), x2="one")
    )
    others = (
        alt.Chart(peers)
        .mark_tick(thickness=2, height=12, opacity=0.75)
        .encode(y=y, x=at("at"), tooltip=[alt.Tooltip("tip:N", title=words.text("tip.peer"))])
    )
    total = base.transform_filter("isValid(datum.total_at)").mark_tick(thickness=2.5, height=24)
    spread = base.transform_filter("isValid(datum.lower_at)").mark_rule(
        strokeWidth=3, opacity=theme.SPREAD
    )
    dot = base.transform_filter("isValid(datum.at)").mark_point(filled=True, size=150, opacity=1)
    values = [
        base.transform_filter(f"{'' if is_bold else '!'}datum.is_behind")
        .mark_text(
            align="right", dy=-8, fontSize=theme.TEXT_SIZE, fontWeight=700 if is_bold else 400
        )
        .encode(x=alt.value(value_at), text="label:N", color=theme.coloured("text_role"))
        for is_bold in (False, True)
    ]
    whole = base.mark_text(align="right", dy=9, fontSize=theme.SMALL_SIZE).encode(
        x=alt.value(value_at), text="total_label:N"
    )
    layers = [
        theme.painted(row, "focus").add_params(marked),
        theme.painted(track, "rule"),
        *([] if peers.empty else [theme.painted(others, "rule")]),
        theme.painted(total.encode(x=at("total_at")), "ink"),
        spread.encode(x=at("lower_at"), x2="upper_at", color=theme.coloured()),
        dot.encode(x=at("at"), color=theme.coloured()),
        *values,
        theme.painted(whole, "quiet"),
    ]
    return theme.finished(layers, theme.ROW_HEIGHT * len(lines) * 1.4, words.locale)


def _frames(lines: Sequence[Line], words: Words, chosen: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows: list[dict[str, Any]] = []
    peers: list[dict[str, Any]] = []
    for position, line in enumerate(lines):
        unit = line.metric.unit
        shown = [peer for peer in line.peers if line.is_told and is_judged(peer)]
        places = _Places.among([*shown, line.own, line.total], line)
        own_at = places.of(line.own.value) if is_judged(line.own) else None
        lower, upper = places.spread(line.own) if own_at is not None else (None, None)
        tips = words.tooltip_columns([(line.name, line.own)], unit)
        is_apart = line.is_told and stands_out(line.own, line.total, line.metric)
        rows.append(
            {
                "row": position,
                "metric": line.metric.id,
                "is_told": line.is_told,
                "zero": 0.0,
                "one": 1.0,
                "at": own_at,
                "lower_at": lower,
                "upper_at": upper,
                "total_at": places.of(line.total.value) if is_judged(line.total) else None,
                "label": words.cell(line.own, unit),
                "total_label": words.cell(line.total, unit),
                "role": "neutral" if is_apart else "rule",
                "text_role": "ink" if is_apart else "quiet",
                "is_behind": is_apart and is_behind(line.own, line.total, line.metric),
                "is_chosen": line.metric.id == chosen,
                **{name: texts[0] for name, texts in tips.items()},
            }
        )
        peers += [
            {"row": position, "at": places.of(peer.value), "tip": words.value(peer.value, unit)}
            for peer in shown
        ]
    floats = {"at": float, "lower_at": float, "upper_at": float, "total_at": float}
    return pd.DataFrame(rows).astype(floats), pd.DataFrame(peers)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a value stands between the lowest and the highest, 1 being the better end.

    No value has a place where neither end is the better one to be told.
    """

    low: float
    high: float
    better: str | None

    @classmethod
    def among(cls, results: Sequence[Result], line: Line) -> "_Places":
        values = [r.value for r in results if r.value is not None and is_judged(r)]
        better = line.metric.better if line.is_told else None
        return cls(min(values, default=0.0), max(values, default=0.0), better)

    def spread(self, result: Result) -> tuple[float | None, float | None]:
        """Return the places of the ends of an interval, from left to right."""
        lower, upper = self.of(result.lower), self.of(result.upper)
        return (upper, lower) if self.better == "lower" else (lower, upper)

    def of(self, value: float | None) -> float | None:
        if value is None or self.better is None:
            return None
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        share = 1 - share if self.better == "lower" else share
        return max(0.0, min(1.0, share))
