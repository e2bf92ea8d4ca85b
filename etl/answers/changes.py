"""A figure beside the same figure of another period."""

from dataclasses import dataclass

from etl.metrics.result import Result
from etl.stats.intervals import UNKNOWN, Interval, difference

_METHODS = {
    "wilson": "newcombe",
    "byar": "square_and_add",
    "order_statistics": "square_and_add",
    "student_t": "square_and_add",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, the same figure of a period before, and their difference in the metric's unit.

    The difference is None where either is missing. Its 95 % interval is None where either rests on
    too few cases, or is counted whole, or has no bound.
    """

    now: Result
    before: Result
    change: float | None
    lower: float | None
    upper: float | None
    method: str | None


def change(now: Result, before: Result) -> Change:
    """Return `now` beside `before`, with the interval of the difference."""
    if now.value is None or before.value is None:
        return Change(now, before, None, None, None, None)
    bounds, method = UNKNOWN, None
    if now.method and not now.verdict and not before.verdict:
        bounds = difference(
            now.value,
            Interval(now.lower, now.upper),
            before.value,
            Interval(before.lower, before.upper),
        )
        method = _METHODS[now.method]
    return Change(now, before, now.value - before.value, bounds.lower, bounds.upper, method)
