"""Opening hours on the line of time: seconds open between two instants, and the way back.

Written without a look at `etl`, so that the ledger's business time has something to agree with.
Instants are seconds since 1970, UTC.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays

from sample_data.description import Calendar

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours:
    """A calendar's openings between two days."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        openings = sorted(_openings(calendar, first, last))
        self._opens = [opens for opens, _ in openings]
        self._lengths = [closes - opens for opens, closes in openings]
        self._before = [0, *accumulate(self._lengths)]

    def open_until(self, at: int) -> int:
        """Return the seconds open from the first day until `at`."""
        index = bisect_right(self._opens, at) - 1
        if index < 0:
            return 0
        return self._before[index] + min(at - self._opens[index], self._lengths[index])

    def between(self, start: int, end: int) -> int:
        """Return the seconds open from `start` to `end`."""
        return self.open_until(end) - self.open_until(start)

    def after(self, start: int, seconds: int) -> int:
        """Return the first instant at which `seconds` (at least 1) were open since `start`."""
        wanted = self.open_until(start) + seconds
        index = bisect_right(self._before, wanted - 1) - 1
        return self._opens[index] + wanted - self._before[index]


def _openings(calendar: Calendar, first: date, last: date) -> Iterator[tuple[int, int]]:
    zone = ZoneInfo(calendar.zone)
    closed = (
        holidays.country_holidays(calendar.holidays, years=range(first.year, last.year + 1))
        if calendar.holidays
        else {}
    )
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in closed:
            continue
        for opening in calendar.hours.get(_WEEKDAYS[day.weekday()], ()):
            opens, closes = opening.split("-")
            over_midnight = closes <= opens
            yield (
                _instant(day, opens, zone),
                _instant(day + timedelta(days=over_midnight), closes, zone),
            )


def _instant(day: date, clock: str, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time.fromisoformat(clock), zone).timestamp())
