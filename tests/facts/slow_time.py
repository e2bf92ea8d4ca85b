"""Business time read off the wall clock, slowly and by other means than the SQL: the oracle."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import holidays

from etl.workspace.ledger import Calendar, Weekday

_WEEK: tuple[Weekday, ...] = get_args(Weekday)
_MINUTE = timedelta(minutes=1)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Return whether `calendar` is open at a UTC moment: its zone's wall clock decides."""
    wall = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    if wall.date() in _closed(calendar, wall.year):
        return False
    minute = wall.hour * 60 + wall.minute
    today, yesterday = _WEEK[wall.weekday()], _WEEK[wall.weekday() - 1]
    for opens, closes in _spans(calendar.hours.get(today, ())):
        if opens <= minute and (minute < closes or closes <= opens):
            return True
    return any(
        closes <= opens and minute < closes
        for opens, closes in _spans(calendar.hours.get(yesterday, ()))
    )


def open_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Return how many seconds `calendar` is open from `start` to `end`, minute by minute.

    Hours and clock changes fall on whole minutes, so only the first and the last are cut.
    """
    total = 0
    minute = start.replace(second=0)
    while minute < end:
        if is_open(calendar, minute):
            part = min(minute + _MINUTE, end) - max(minute, start)
            total += int(part.total_seconds())
        minute += _MINUTE
    return total


_HOLIDAYS: dict[tuple[str | None, tuple[date, ...], int], frozenset[date]] = {}


def _closed(calendar: Calendar, year: int) -> frozenset[date]:
    key = (calendar.holidays, calendar.closed, year)
    if key not in _HOLIDAYS:
        found = set(calendar.closed)
        if calendar.holidays:
            country, _, part = calendar.holidays.partition("-")
            found |= set(holidays.country_holidays(country, part or None, years=year))
        _HOLIDAYS[key] = frozenset(found)
    return _HOLIDAYS[key]


def _spans(openings: Iterable[str]) -> list[tuple[int, int]]:
    spans = []
    for opening in openings:
        opens, closes = (
            int(hour) * 60 + int(minute)
            for hour, minute in (wall.split(":") for wall in opening.split("-"))
        )
        spans.append((opens, closes))
    return spans
