"""The periods a reader can choose, given the days that have data."""

from datetime import date, timedelta
from typing import Literal

from dashboard.data import Period, months_later

Comparison = Literal["previous", "year_before", "none"]


def offered(span: Period) -> tuple[Period, ...]:
    """Return the periods with data: last 12 months, all, quarters, months, years; newest first."""
    found: list[Period] = []
    if span.start <= last_twelve_months(span).start:
        found.append(last_twelve_months(span))
    found.append(span)
    for months, first in (
        (3, _quarter(span.end)),
        (1, span.end.replace(day=1)),
        (12, _year(span.end)),
    ):
        start = first
        while months_later(start, months) > span.start:
            period = Period(start, months_later(start, months))
            if start < span.end and period not in found:
                found.append(period)
            start = months_later(start, -months)
    return tuple(found)


def last_twelve_months(span: Period) -> Period:
    """Return the twelve whole months up to the last whole month with data."""
    end = span.end.replace(day=1)
    return Period(months_later(end, -12), end)


def usual_comparison(span: Period) -> Comparison:
    """Return the comparison a reader sees first: a year before where it has data."""
    period = span.last_quarter
    if period.year_before.start >= span.start:
        return "year_before"
    return "previous" if period.previous.start >= span.start else "none"


def compared(period: Period, comparison: Comparison) -> Period | None:
    """Return the period that `period` is compared with."""
    match comparison:
        case "previous":
            return period.previous
        case "year_before":
            return period.year_before
        case _:
            return None


def trend(period: Period, span: Period) -> Period:
    """Return the months a trend shows: 24 up to the end of `period`, or as many as have data."""
    whole = months_later((period.end - timedelta(days=1)).replace(day=1), 1)
    return Period(max(months_later(whole, -24), span.start.replace(day=1)), whole)


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _year(day: date) -> date:
    return date(day.year, 1, 1)
