"""What a reader's session begins with, and what it says of a build that lacks something."""

from pathlib import Path

import pytest

from dashboard.text.catalogue import Text

from .conftest import Opened
from .test_pages import address, charts, said, title


def test_without_opening_hours_time_is_calendar_time(opened: Opened, hourless: Path) -> None:
    app = opened(hourless, lang="en")
    assert app.selectbox(key="w_clock").value == "calendar"
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["First reply time"] not in ("–", None)


def test_with_opening_hours_time_is_business_time(opened: Opened, tiny: Path) -> None:
    assert opened(tiny, lang="en").selectbox(key="w_clock").value == "business"


def test_business_hours_chosen_without_any_say_what_is_missing_and_stay_chosen(
    opened: Opened, hourless: Path
) -> None:
    app = opened(hourless, lang="en", clock="business")
    assert Text("en")("tile.no_hours") in said(app)
    assert address(app)["clock"] == ["business"]


@pytest.mark.parametrize("page", ["departments", "department"])
def test_a_page_of_one_figure_in_hours_that_nobody_set_says_so(
    opened: Opened, hourless: Path, page: str
) -> None:
    app = opened(hourless, page, lang="en", clock="business", metric="first_reply_median")
    assert not app.exception
    if page == "departments":
        assert Text("en")("empty.no_hours") in said(app)


def test_overview_leads_with_what_is_measured_and_shows_no_column_without_a_figure(
    opened: Opened, hourless: Path
) -> None:
    app = opened(hourless, lang="en", versus="none")
    assert title(app).startswith("First reply time")
    columns = {str(chart.spec) for chart in charts(app) if "Table of departments" in chart.alt}
    assert not any("Resolved on" in column for column in columns)
    assert any("First reply" in column for column in columns)
