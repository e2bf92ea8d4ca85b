"""A tile: one figure with its trend, its change and the cases it rests on."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from dashboard.charts.spark import spark
from dashboard.data import Change, Metric, Result
from dashboard.findings import is_judged, is_sure
from dashboard.parts.chart import chart
from dashboard.parts.definition import definition
from dashboard.session import Session

MAY_BE_CHANCE = "≈"
_LETTERS = 27


def tile(
    here: Session, metric: Metric, now: Result, change: Change | None, trend: Sequence[Result]
) -> None:
    """Draw the tile. The change carries no verdict: an arrow, or the sign that it may be chance."""
    with st.container(height="stretch", gap="xsmall", key=f"tile_{metric.id}"):
        words, arrow = _change(here, metric, change)
        st.metric(
            _name(here, metric),
            here.value(now, metric) if is_judged(now) else "–",
            delta=words,
            delta_color="gray",
            delta_arrow=arrow,
        )
        if sum(result.value is not None for result in trend) > 1:
            chart(
                here,
                spark,
                tuple(trend),
                metric.unit,
                period=here.period,
                key=f"spark_{metric.id}",
                says=here.text(
                    "department.trend.alt",
                    metric=here.labels.metric(metric.id),
                    name=here.labels.unit(here.filters.unit)
                    if here.filters.unit
                    else here.text("filter.unit.all"),
                ),
            )
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
            st.caption(_rests_on(here, metric, now), width="stretch")
            definition(here, metric, here.question(metric.id), key=f"tile_{metric.id}", short=True)


def _name(here: Session, metric: Metric) -> str:
    """Return the name that a tile has room for: Streamlit cuts a longer one off."""
    name = here.labels.metric(metric.id)
    return name if len(name) <= _LETTERS else here.labels.heading(metric.id)


def _change(
    here: Session, metric: Metric, change: Change | None
) -> tuple[str | None, Literal["up", "down", "off"]]:
    if change is None or change.change is None:
        return None, "off"
    if here.numbers.is_flat(change.change, metric.unit, beside=change.now.value):
        return here.text("change.none"), "off"
    words = here.words.change(change, metric.unit)
    if change.lower is not None and not is_sure(change):
        return f"{MAY_BE_CHANCE} {words}", "off"
    return words, "up" if change.change > 0 else "down"


def _rests_on(here: Session, metric: Metric, now: Result) -> str:
    if now.verdict == "not_measured":
        return here.text("tile.no_hours" if here.lacks_hours(metric) else "tile.not_measured")
    if metric.is_whole:
        return here.text("tile.stock" if metric.kind == "stock" else "tile.count")
    if not now.n and not now.excluded:
        return here.text("tile.no_cases")
    cases = here.text.count("cases", round(now.n), here.numbers.count(now.n))
    parts = [here.text("tile.too_few", cases=cases) if now.verdict == "too_few" else cases]
    if now.excluded:
        parts.append(here.text("tile.excluded", n=here.numbers.count(now.excluded)))
    return " · ".join(parts)
