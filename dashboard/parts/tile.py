"""A tile: one figure with its trend, its change and the cases it rests on."""

import math
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from dashboard.data import Change, Metric, Result
from dashboard.findings import is_judged, is_sure
from dashboard.parts.definition import definition
from dashboard.session import Session


def tile(
    here: Session, metric: Metric, now: Result, change: Change | None, trend: Sequence[Result]
) -> None:
    """Draw the tile. The change carries no verdict: an arrow, a number, and whether it is sure."""
    with st.container(border=True, height="stretch", key=f"tile_{metric.id}"):
        line = [math.nan if r.value is None else r.value for r in trend]
        known = [value for value in line if not math.isnan(value)]
        words, arrow = _change(here, metric, change)
        st.metric(
            here.labels.metric(metric.id),
            here.value(now, metric) if is_judged(now) else "–",
            delta=words,
            delta_color="gray",
            delta_arrow=arrow,
            chart_data=line if len(known) > 1 else None,
            chart_type="line",
        )
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
            st.caption(_rests_on(here, metric, now, change), width="stretch")
            definition(here, metric, here.question(metric.id), key=f"tile_{metric.id}", short=True)


def _change(
    here: Session, metric: Metric, change: Change | None
) -> tuple[str | None, Literal["up", "down", "off"]]:
    if change is None or change.change is None:
        return None, "off"
    if here.numbers.is_flat(change.change, metric.unit):
        return here.text("change.none"), "off"
    words = here.numbers.change(change.change, metric.unit, days=here.words.days)
    return words, "up" if change.change > 0 else "down"


def _rests_on(here: Session, metric: Metric, now: Result, change: Change | None) -> str:
    if now.verdict == "not_measured":
        return here.text("tile.not_measured")
    if metric.kind in ("stock", "count"):
        return here.text(f"tile.{metric.kind}")
    if not now.n and not now.excluded:
        return here.text("tile.no_cases")
    cases = here.text.count("cases", round(now.n), here.numbers.count(now.n))
    parts = [here.text("tile.too_few", cases=cases) if now.verdict == "too_few" else cases]
    if now.excluded:
        parts.append(here.text("tile.excluded", n=here.numbers.count(now.excluded)))
    if change is not None and change.lower is not None and not is_sure(change):
        parts.append(here.text("change.within_chance"))
    return " · ".join(parts)
