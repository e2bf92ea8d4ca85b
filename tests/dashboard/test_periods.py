"""The periods a reader can choose."""

from datetime import date

from dashboard import periods
from dashboard.data import Period

TWO_YEARS = Period(date(2024, 10, 1), date(2026, 10, 2))
THREE_WEEKS = Period(date(2026, 3, 2), date(2026, 3, 23))


def ids(span: Period) -> list[str]:
    return [period.id for period in periods.offered(span)]


def test_whole_and_begun_quarters_months_and_years_with_data_are_offered_newest_first() -> None:
    assert ids(TWO_YEARS)[:5] == [
        "2025-10-01..2026-09-30",
        "2024-10-01..2026-10-01",
        "2026-Q4",
        "2026-Q3",
        "2026-Q2",
    ]
    assert ids(TWO_YEARS)[-3:] == ["2026", "2025", "2024"]
    assert "2024-10" in ids(TWO_YEARS)
    assert "2024-09" not in ids(TWO_YEARS)


def test_nothing_is_offered_twice() -> None:
    a_quarter = Period(date(2026, 4, 1), date(2026, 7, 1))
    for span in (TWO_YEARS, THREE_WEEKS, a_quarter):
        assert len(set(ids(span))) == len(ids(span))


def test_last_twelve_months_are_not_offered_where_there_is_less() -> None:
    assert ids(THREE_WEEKS) == ["2026-03-02..2026-03-22", "2026-Q1", "2026-03", "2026"]


def test_the_usual_comparison_is_the_year_before_where_it_has_data() -> None:
    assert periods.usual_comparison(TWO_YEARS) == "year_before"
    half_a_year = Period(date(2026, 1, 1), date(2026, 7, 1))
    assert periods.usual_comparison(half_a_year) == "previous"
    assert periods.usual_comparison(THREE_WEEKS) == "none"


def test_a_trend_shows_two_years_up_to_the_end_of_the_period() -> None:
    long = Period(date(2020, 1, 1), date(2026, 10, 1))
    assert periods.trend(Period.parse("2026-Q2"), long).id == "2024-07-01..2026-06-30"


def test_a_trend_begins_with_the_month_of_the_first_case() -> None:
    assert periods.trend(Period.parse("2026-Q3"), TWO_YEARS).start == date(2024, 10, 1)
