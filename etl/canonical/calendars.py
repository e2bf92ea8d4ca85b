"""Opening hours in UTC: `core_calendar` and `core_company_day`, from the calendars of ledger.toml.

A calendar is open at an instant exactly when the wall clock of its zone then stands within the
hours of that weekday and the local date is no holiday. Everything follows from that sentence: an
hour that the clock skips is not worked, an hour it repeats is worked twice.
"""

import itertools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import holidays

from etl.canonical.tables import create
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Calendar, Weekday, Workspace

MARGIN = timedelta(days=8)  # around all stamps: an overnight piece and any zone's midnight fit in

_DAY = timedelta(days=1)
_SAMPLE = timedelta(hours=6)  # closer than two changes of any zone's clock ever were
_WEEK: tuple[Weekday, ...] = get_args(Weekday)

Interval = tuple[datetime, datetime]
Minutes = tuple[int, int]  # of a local day: from 0 up to 1440


@dataclass(frozen=True, slots=True)
class Offset:
    """A time, in UTC, in which a zone's clock stood by the same distance from UTC."""

    starts_at: datetime
    ends_at: datetime
    ahead: timedelta


def build(loading: Loading, workspace: Workspace, first: datetime, last: datetime) -> None:
    """Fill core_calendar and core_company_day for all stamps between `first` and `last` (UTC).

    Raises RefusedData naming every key of ledger.toml whose hours contradict another's.
    """
    ledger = workspace.ledger
    starts_at, ends_at = _midnight(first - MARGIN), _midnight(last + MARGIN)
    RefusedData.raise_if(
        problem
        for calendar_id, calendar in ledger.calendars.items()
        for problem in calendar_problems(calendar_id, calendar)
    )
    create(loading, "core_calendar", "core_company_day")
    for calendar_id, calendar in ledger.calendars.items():
        opened = openings(calendar, starts_at, ends_at)
        loading.run(
            "insert into core_calendar select $calendar_id, unnest($opens_at), unnest($closes_at)",
            {
                "calendar_id": calendar_id,
                "opens_at": [opens_at for opens_at, _ in opened],
                "closes_at": [closes_at for _, closes_at in opened],
            },
        )
    days = local_days(ledger.company.zone, starts_at, ends_at)
    loading.run(
        "insert into core_company_day select unnest($days), unnest($starts_at), unnest($ends_at)",
        {
            "days": [day for day, _ in days],
            "starts_at": [interval[0] for _, interval in days],
            "ends_at": [interval[1] for _, interval in days],
        },
    )


def openings(calendar: Calendar, first: datetime, last: datetime) -> list[Interval]:
    """Return when `calendar` is open between `first` and `last` (UTC), in order."""
    week = weekly_minutes(calendar)
    offsets = zone_offsets(calendar.zone, first - _DAY, last + _DAY)
    closed = closed_dates(calendar, first.date() - 2 * _DAY, last.date() + 2 * _DAY)
    pieces: list[Interval] = []
    for offset in offsets:
        for day in _days(offset.starts_at + offset.ahead, offset.ends_at + offset.ahead):
            if day in closed:
                continue
            midnight = _midnight(day) - offset.ahead
            for opens, closes in week[day.weekday()]:
                opens_at = max(midnight + timedelta(minutes=opens), offset.starts_at, first)
                closes_at = min(midnight + timedelta(minutes=closes), offset.ends_at, last)
                if opens_at < closes_at:
                    pieces.append((opens_at, closes_at))
    return sorted(pieces)


def local_days(zone: str, first: datetime, last: datetime) -> list[tuple[date, Interval]]:
    """Return each local date between `first` and `last` with when it begins and ends in UTC.

    Days leave no gap: one ends where the next begins. A date the zone skipped has none.
    """
    offsets = zone_offsets(zone, first - 2 * _DAY, last + 2 * _DAY)
    begins: dict[date, datetime] = {}
    for offset in offsets:
        for day in _days(offset.starts_at + offset.ahead, offset.ends_at + offset.ahead):
            midnight = _midnight(day) - offset.ahead
            begins.setdefault(day, max(midnight, offset.starts_at))
    ordered = sorted(begins.items())
    return [
        (day, (starts_at, ends_at))
        for (day, starts_at), (_, ends_at) in itertools.pairwise(ordered)
        if starts_at < ends_at and first < ends_at and starts_at < last
    ]


def zone_offsets(zone: str, first: datetime, last: datetime) -> list[Offset]:
    """Return how `zone` stood to UTC between `first` and `last`: one entry a constant offset."""
    clock = zoneinfo.ZoneInfo(zone)
    changes = [first]
    here = first
    while here < last:
        after = min(here + _SAMPLE, last)
        if _ahead(clock, here) != _ahead(clock, after):
            changes.append(_change(clock, here, after))
        here = after
    ends = [*changes[1:], last]
    return [
        Offset(starts_at, ends_at, _ahead(clock, starts_at))
        for starts_at, ends_at in zip(changes, ends, strict=True)
    ]


def weekly_minutes(calendar: Calendar) -> tuple[tuple[Minutes, ...], ...]:
    """Return the hours of each weekday, Monday first, in minutes of the local day, in order.

    What runs over midnight is two pieces, the second on the next weekday.
    """
    week: list[list[Minutes]] = [[] for _ in _WEEK]
    for number, weekday in enumerate(_WEEK):
        for text in calendar.hours.get(weekday, ()):
            opens, closes = _minutes(text)
            if opens < closes:
                week[number].append((opens, closes))
            else:
                week[number].append((opens, 1440))
                week[(number + 1) % 7].append((0, closes))
    return tuple(tuple(sorted(piece for piece in pieces if piece[0] < piece[1])) for pieces in week)


def closed_dates(calendar: Calendar, first: date, last: date) -> frozenset[date]:
    """Return the local dates on which `calendar` is closed all day, from `first` to `last`."""
    closed = set(calendar.closed)
    if calendar.holidays:
        country, _, subdivision = calendar.holidays.partition("-")
        years = range(first.year, last.year + 1)
        closed |= set(holidays.country_holidays(country, subdivision or None, years=years))
    return frozenset(closed)


def calendar_problems(calendar_id: str, calendar: Calendar) -> list[str]:
    """Return what one calendar's days contradict in each other, as sentences.

    What a single value may be, `etl.workspace.ledger` has checked.
    """
    key = f"ledger.toml, calendars.{calendar_id}.hours"
    week = weekly_minutes(calendar)
    if not any(week):
        return [f'{key}: it is never open; write at least one day, as mon = ["09:00-17:00"].']
    return [
        f"{key}.{weekday}: it opens at {_clock(opens)}, while the hours before, which may be the "
        f"night of the day before, run to {_clock(closes)}; let one end where the other begins."
        for weekday, pieces in zip(_WEEK, week, strict=True)
        for (_, closes), (opens, _) in itertools.pairwise(pieces)
        if opens < closes
    ]


def _minutes(opening: str) -> Minutes:
    opens, closes = (
        int(hour) * 60 + int(minute)
        for hour, minute in (wall.split(":") for wall in opening.split("-"))
    )
    return opens, closes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _ahead(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    local = at.replace(tzinfo=UTC).astimezone(zone)
    return local.replace(tzinfo=None) - at


def _change(zone: zoneinfo.ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first second after `before` at which `zone` stands as it does at `after`."""
    old = _ahead(zone, before)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _ahead(zone, before + timedelta(seconds=middle)) == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _days(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date()
    while _midnight(day) < last:
        yield day
        day += _DAY
