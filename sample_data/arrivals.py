"""When tickets reach a department: seasons, weekdays, growth, and the hours people write at."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from sample_data.description import Company, Department, Desk, Season

_QUIET_UNTIL = 3 * 60  # nobody writes in the hours in which the clock changes
_LAST_MINUTE = 24 * 60 - 1


def arrivals(
    company: Company, desk: Desk, department: Department, number: int, random: np.random.Generator
) -> Iterator[int]:
    """Yield `number` instants (seconds since 1970, whole minutes) at which a ticket arrives."""
    zone = ZoneInfo(company.zone)
    days = [
        company.start + timedelta(days=past)
        for past in range((company.extract - company.start).days)
    ]
    weights = np.array([weight(desk.season, day, company.start) for day in days])
    chosen = random.choice(len(days), size=number, p=weights / weights.sum())
    hours = ((1.0, 20.5, 1.4),) if department.calendar == "night" else desk.hours
    minutes = _minutes(hours, number, random)
    midnights = [datetime.combine(day, time(12), zone) for day in days]
    for past, minute in zip(chosen.tolist(), minutes.tolist(), strict=True):
        yield int(midnights[past].timestamp()) + (minute - 12 * 60) * 60


def weight(season: Season, day: date, start: date) -> float:
    """Return how many tickets a day brings, against an average day of the first weeks."""
    growth: float = (1 + season.growth_a_year) ** ((day - start).days / 365)
    return season.months[day.month - 1] * season.weekdays[day.weekday()] * growth


def _minutes(
    hours: tuple[tuple[float, float, float], ...], number: int, random: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    shares = np.array([share for share, _, _ in hours])
    part = random.choice(len(hours), size=number, p=shares / shares.sum())
    means = np.array([mean for _, mean, _ in hours])[part]
    spreads = np.array([spread for _, _, spread in hours])[part]
    drawn = (random.normal(means, spreads) * 60).astype(np.int64)
    clipped: np.ndarray[tuple[int], np.dtype[np.int64]] = np.clip(drawn, _QUIET_UNTIL, _LAST_MINUTE)
    return clipped
