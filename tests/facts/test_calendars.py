"""Opening hours in UTC: `etl.canonical.calendars` against the wall clock itself."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.canonical import calendars
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.ledger import Calendar, Company, Ledger, Weekday
from etl.workspace.workspace import Workspace
from tests.facts.company import WEEK, around_the_clock, at, office
from tests.facts.slow_time import is_open, open_seconds

ZONES = (
    "UTC", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "Asia/Hong_Kong",
)  # fmt: skip


def seconds(calendar: Calendar, start: str, end: str) -> int:
    opened = calendars.openings(calendar, at(start), at(end))
    return int(sum((closes - opens).total_seconds() for opens, closes in opened))


def test_s1_an_hour_that_the_clock_skips_is_not_worked() -> None:
    night = Calendar(zone="Europe/Warsaw", hours={"sun": ("00:00-06:00",)})
    assert seconds(night, "2025-03-29 12:00", "2025-03-30 12:00") == 5 * 3600


def test_s1_an_hour_that_the_clock_repeats_is_worked_twice() -> None:
    night = Calendar(zone="Europe/Warsaw", hours={"sun": ("00:00-06:00",)})
    assert seconds(night, "2025-10-25 12:00", "2025-10-26 12:00") == 7 * 3600


def test_hours_inside_the_repeated_hour_are_worked_each_time_it_comes() -> None:
    short = Calendar(zone="Europe/Warsaw", hours={"sun": ("02:00-02:30",)})
    assert calendars.openings(short, at("2025-10-25 12:00"), at("2025-10-26 12:00")) == [
        (at("2025-10-26 00:00"), at("2025-10-26 00:30")),
        (at("2025-10-26 01:00"), at("2025-10-26 01:30")),
    ]


def test_s2_a_zone_that_once_had_summer_time_keeps_its_hours() -> None:
    calendar = office("Asia/Hong_Kong")
    assert seconds(calendar, "1979-01-01 00:00", "1980-01-01 00:00") == 261 * 8 * 3600
    assert seconds(calendar, "2025-06-02 00:00", "2025-06-03 00:00") == 8 * 3600


def test_s3_a_holiday_closes_the_local_date_and_nothing_else() -> None:
    calendar = office("America/New_York", holidays="US")
    assert seconds(calendar, "2025-07-03 00:00", "2025-07-08 00:00") == 2 * 8 * 3600
    auckland = Calendar(
        zone="Pacific/Auckland",
        hours=dict.fromkeys(WEEK, ("00:00-24:00",)),
        closed=(date(2025, 7, 4),),
    )
    assert not any(
        opens < at("2025-07-04 12:00") and closes > at("2025-07-03 12:00")
        for opens, closes in calendars.openings(auckland, at("2025-07-01"), at("2025-07-08"))
    )


def test_a_night_shift_is_two_pieces_each_on_its_own_date() -> None:
    night = Calendar(
        zone="UTC", hours={"mon": ("22:00-06:00",)}, closed=(date(2025, 6, 3), date(2025, 6, 9))
    )
    assert calendars.openings(night, at("2025-06-01"), at("2025-06-15")) == [
        (at("2025-06-02 22:00"), at("2025-06-03 00:00")),
        (at("2025-06-10 00:00"), at("2025-06-10 06:00")),
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_s4_around_the_clock_has_no_gap(zone: str) -> None:
    opened = calendars.openings(around_the_clock(zone), at("2011-12-20"), at("2013-01-10"))
    assert opened[0][0] == at("2011-12-20")
    assert opened[-1][1] == at("2013-01-10")
    assert all(before[1] == after[0] for before, after in pairwise(opened))


@pytest.mark.parametrize("zone", ZONES)
def test_local_days_follow_each_other_without_a_gap(zone: str) -> None:
    days = calendars.local_days(zone, at("2011-12-20"), at("2013-01-10"))
    assert all(
        before[1][1] == after[1][0] and before[0] < after[0] for before, after in pairwise(days)
    )


def test_a_date_the_zone_skipped_has_no_day() -> None:
    days = [
        day for day, _ in calendars.local_days("Pacific/Apia", at("2011-12-28"), at("2012-01-02"))
    ]
    assert date(2011, 12, 29) in days
    assert date(2011, 12, 30) not in days
    assert date(2011, 12, 31) in days


def test_a_day_that_begins_at_one_o_clock_begins_when_the_day_before_ends() -> None:
    days = dict(calendars.local_days("America/Sao_Paulo", at("2017-10-13"), at("2017-10-17")))
    assert days[date(2017, 10, 15)] == (at("2017-10-15 03:00"), at("2017-10-16 02:00"))


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    hours=st.dictionaries(
        st.sampled_from(WEEK),
        st.sampled_from(
            [
                ("09:00-17:00",),
                ("08:15-12:00", "12:45-16:30", "23:00-24:00"),
                ("22:00-02:30",),
                ("00:00-24:00",),
            ]
        ),
        min_size=1,
    ),
    day=st.dates(date(2010, 1, 1), date(2026, 12, 31)),
    minutes=st.integers(0, 1440),
    length=st.integers(1, 4 * 1440),
    seconds_on=st.integers(0, 59),
)
def test_openings_are_when_the_wall_clock_stands_within_the_hours(
    zone: str,
    hours: dict[Weekday, tuple[str, ...]],
    day: date,
    minutes: int,
    length: int,
    seconds_on: int,
) -> None:
    calendar = Calendar(zone=zone, hours=hours, holidays="PL")
    start = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes, seconds=seconds_on)
    end = start + timedelta(minutes=length)
    if not calendars.calendar_problems("x", calendar):
        opened = calendars.openings(calendar, start, end)
        assert sum((closes - opens).total_seconds() for opens, closes in opened) == open_seconds(
            calendar, start, end
        )
        assert all(is_open(calendar, opens) for opens, _ in opened)


@pytest.mark.parametrize(
    ("hours", "names"),
    [
        ({"mon": ("22:00-06:00",), "tue": ("05:00-07:00",)}, ["calendars.late.hours.tue", "05:00"]),
        ({"sun": ("20:00-04:00",), "mon": ("00:00-24:00",)}, ["calendars.late.hours.mon"]),
        ({}, ["calendars.late.hours", "never open"]),
    ],
)
def test_hours_that_contradict_each_other_are_refused_by_key(
    hours: dict[Weekday, tuple[str, ...]], names: list[str]
) -> None:
    workspace = Workspace(
        Path(),
        Ledger(
            company=Company(name="Test", currency="EUR", zone="UTC"),
            calendars={"late": Calendar(zone="UTC", hours=hours)},
        ),
        "",
    )
    with pytest.raises(RefusedData) as refused:
        calendars.build(
            Loading.into(Path(":memory:"), duckdb.connect()),
            workspace,
            at("2025-01-01"),
            at("2025-02-01"),
        )
    assert all(name in str(refused.value) for name in names)
