"""Axes of figures: a few round places, labelled in the reader's language."""

import json
import math
from collections.abc import Callable, Iterable, Sequence

import altair as alt

from dashboard.charts.theme import SMALL_SIZE, axis_colour

LOG_FROM = 20.0
"""Durations that span more than this many times are drawn on a log axis (rules of taste)."""

Y_EXTENT = 64
"""Pixels for the labels of every vertical axis, so that time axes are equally long."""

_SECONDS = (1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 28800, 43200)
_HOURS = 3600


def figure_axis(
    values: Iterable[float | None],
    unit: str,
    write: Callable[[float], str],
    *,
    zero: bool = False,
    places: int = 5,
    grid: bool = True,
    side: str = "x",
) -> tuple[alt.Scale, alt.Axis]:
    """Return the scale and the axis on which `values` of a metric's unit are drawn."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    is_log = unit == "seconds" and not zero and low > 0 and high / low > LOG_FROM
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    ticks = log_places(low, high) if is_log else linear_places(low, high, unit, places)
    low, high = _padded(low, high, unit, ticks, is_log=is_log)
    scale = alt.Scale(
        domain=[low, high], type="log" if is_log else "linear", zero=False, nice=False
    )
    labels = {_key(tick): write(tick) for tick in ticks}
    axis = alt.Axis(
        values=ticks,
        labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
        title=None,
        grid=grid,
        labelColor=axis_colour("quiet"),
        labelFontSize=SMALL_SIZE,
        labelPadding=6,
        labelFlush=False,
        tickCount=len(ticks),
        minExtent=Y_EXTENT if side == "y" else alt.Undefined,
        maxExtent=Y_EXTENT if side == "y" else alt.Undefined,
    )
    return scale, axis


def linear_places(low: float, high: float, unit: str, places: int) -> list[float]:
    """Return about `places` round values from `low` to `high`."""
    step = _round_step((high - low) / max(places - 1, 1), unit) if high > low else 0.0
    if not step:
        return [low]
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    if last <= first:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [_clean(index * step) for index in range(first, last + 1)]


def log_places(low: float, high: float) -> list[float]:
    """Return the durations that a person thinks in between `low` and `high` seconds."""
    steps: list[float] = [float(second) for second in _SECONDS]
    hours = 24.0
    while hours * _HOURS < high * 2:
        steps.append(hours * _HOURS)
        hours *= 2
    inside = [step for step in steps if low <= step <= high]
    wanted = 6
    every = max(1, math.ceil(len(inside) / wanted))
    return inside[::every] or [low, high]


def _round_step(step: float, unit: str) -> float:
    if unit == "seconds":
        hours = 24.0 * _HOURS
        for round_step in (*_SECONDS[3:], hours, 2 * hours, 5 * hours, 10 * hours):
            if step <= round_step:
                return float(round_step)
        return math.ceil(step / (20 * hours)) * 20 * hours
    if unit == "count":
        step = max(step, 1.0)
    power = 10.0 ** math.floor(math.log10(step))
    for factor in (1, 2, 5, 10):
        if step <= factor * power * (1 + 1e-9):
            return factor * power
    return 10 * power


def _padded(
    low: float, high: float, unit: str, ticks: Sequence[float], *, is_log: bool
) -> tuple[float, float]:
    """Return the ends of the axis: a little beyond the values and the ticks, never beyond sense."""
    low, high = min([low, *ticks]), max([high, *ticks])
    if is_log:
        return low / 1.1, high * 1.1
    room = (high - low) * 0.04 or abs(low) * 0.1 or 1.0
    bottom = low if low == 0 else low - room
    top = high if high == 0 else high + room
    if low >= 0:
        bottom = max(bottom, 0.0)
    if unit == "share" and low >= 0 and high <= 1:
        top = min(top, 1.0)
    return bottom, top if top > bottom else bottom + 1.0


def _clean(value: float) -> float:
    return float(f"{value:.12g}")


def _key(value: float) -> str:
    """Return how Vega's expressions write `value` when it is looked up as a key."""
    return str(int(value)) if value == int(value) else repr(value)
