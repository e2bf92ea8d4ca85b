"""The generator's own opening hours, against a clock that is looked at every minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_data.calendars import Hours
from sample_data.company import CALENDARS
from sample_data.description import Calendar

FIRST, LAST = date(2026, 3, 20), date(2026, 4, 12)  # the clock goes forward, and Easter
HOURS = {calendar.id: Hours(calendar, FIRST, LAST) for calendar in CALENDARS}
START = int(datetime(2026, 3, 23, tzinfo=ZoneInfo("Europe/Warsaw")).timestamp())
MINUTES = st.integers(0, 17 * 1440)


def _open_minutes(calendar: Calendar, start: int, end: int) -> int:
    """Return the minutes from `start` to `end` at which a person would find the door open."""
    zone = ZoneInfo(calendar.zone)
    closed = holidays.country_holidays(calendar.holidays, years=2026) if calendar.holidays else {}
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

    def is_open(at: int) -> bool:
        now = datetime.fromtimestamp(at, zone)
        clock = f"{now:%H:%M}"
        yesterday = now.date() - timedelta(days=1)
        for day, is_today in ((now.date(), True), (yesterday, False)):
            for opening in calendar.hours.get(names[day.weekday()], ()):
                opens, closes = opening.split("-")
                night = closes <= opens
                if day in closed or (not is_today and not night):
                    continue
                if is_today and opens <= clock and (night or clock < closes):
                    return True
                if not is_today and clock < closes:
                    return True
        return False

    return sum(is_open(at) for at in range(start, end, 60))


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.id)
@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 1440), (5 * 1440 + 700, 3000), (13 * 1440, 3 * 1440), (333, 17 * 1440)],
)
def test_open_seconds_are_the_minutes_at_which_the_door_is_open(
    calendar: Calendar, start: int, length: int
) -> None:
    begins, ends = START + start * 60, START + (start + length) * 60
    slow = _open_minutes(calendar, begins, ends) * 60
    assert HOURS[calendar.id].between(begins, ends) == slow


@given(calendar=st.sampled_from(sorted(HOURS)), start=MINUTES, work=st.integers(1, 600))
def test_work_ends_when_so_much_time_was_open_and_not_later(
    calendar: str, start: int, work: int
) -> None:
    hours, begins = HOURS[calendar], START - 3 * 86_400 + start * 30
    ends = hours.after(begins, work * 60)
    assert hours.between(begins, ends) == work * 60
    assert hours.between(begins, ends - 1) < work * 60


@given(calendar=st.sampled_from(sorted(HOURS)), stamps=st.tuples(MINUTES, MINUTES, MINUTES))
def test_open_seconds_add_up(calendar: str, stamps: tuple[int, int, int]) -> None:
    hours = HOURS[calendar]
    first, second, third = (START + stamp * 60 for stamp in sorted(stamps))
    whole = hours.between(first, third)
    assert hours.between(first, second) + hours.between(second, third) == whole
