"""A walk through every page in a real browser, as a reader would take it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.text.catalogue import LANGUAGES, Text
from dashboard.text.numbers import Numbers
from tests.cli.conftest import service_ledger

from .browser import Server, Window, chromium, served, window

PAGES = (
    "", "overview", "departments", "department", "complaints", "responsibility", "metric_book",
    "data",
)  # "": Overview  # fmt: skip
START = "?lang=en&period=2026-Q2&versus=year_before&clock=business"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the demo company; at the end its log must hold no traceback."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with served(company, log) as running:
        yield running
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Window]:
    """Open a window; at the end nothing may have gone wrong in it."""
    with window(browser, server) as found:
        yield found
        assert found.errors == []


def choose(opened: Window, label: str, option: str) -> None:
    """Choose `option` in the select box named `label`."""
    box = opened.page.get_by_role("combobox", name=re.compile(label)).first
    if box.input_value() == option:
        return
    before = opened.page.url
    box.click()
    opened.page.get_by_role("option", name=option, exact=True).click()
    opened.page.wait_for_url(lambda url: url != before)
    opened.settle()


def follow(opened: Window, page: str) -> None:
    """Follow the sidebar's link to `page`."""
    before = opened.page.url.split("?")[0]
    opened.page.get_by_test_id("stSidebar").get_by_role("link", name=page, exact=True).click()
    opened.page.wait_for_url(lambda url: url.split("?")[0] != before)
    opened.settle()


def charts(opened: Window) -> int:
    return opened.page.locator("[data-testid=stVegaLiteChart]").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_drawn(browser: Browser, server: Server, scheme: str) -> None:
    with window(browser, server, scheme=scheme) as opened:
        for page in PAGES:
            opened.go(f"{page}{START}&unit=returns")
            assert opened.title, page
        assert opened.errors == []


def test_the_links_of_the_sidebar_keep_what_was_chosen(opened: Window) -> None:
    opened.go(START)
    choose(opened, "Time counted in", "Calendar time")
    for page in ("Departments", "Department", "Metric book", "Data", "Overview"):
        follow(opened, page)
        assert "clock=calendar" in opened.path, page


def test_overview_has_an_address_of_its_own(opened: Window) -> None:
    opened.go(f"overview{START}")
    title = opened.title
    assert opened.page.get_by_role("dialog").count() == 0
    follow(opened, "Data")
    follow(opened, "Overview")
    assert opened.path == f"overview{START}"
    assert opened.title == title
    opened.page.go_back()
    opened.page.wait_for_url(re.compile("/data"))


def test_an_address_shows_the_same_in_a_new_window(
    opened: Window, browser: Browser, server: Server
) -> None:
    opened.go(f"departments{START}")
    choose(opened, "Metric", "First reply time")
    choose(opened, "Compare by", "Channel")
    choose(opened, "Language", "Українська")
    with window(browser, server) as other:
        other.go(opened.path)
        assert other.title == opened.title
        assert other.path == opened.path
        assert charts(other) == charts(opened)
        assert other.errors == []


def test_back_undoes_one_choice_at_a_time(opened: Window) -> None:
    opened.go(f"departments{START}")
    choose(opened, "Time counted in", "Calendar time")
    choose(opened, "Metric", "First reply time")
    opened.page.go_back()
    opened.settle()
    opened.page.wait_for_function("() => !location.search.includes('first_reply_median')")
    assert "clock=calendar" in opened.path
    opened.page.go_back()
    opened.settle()
    opened.page.wait_for_function("() => !location.search.includes('calendar')")
    shown = opened.page.get_by_role("combobox", name=re.compile("Time counted in"))
    expect(shown).to_have_value("Business hours")


def test_back_returns_to_the_page_one_came_from(opened: Window) -> None:
    opened.go(START)
    follow(opened, "Data")
    opened.page.go_back()
    opened.page.wait_for_url(re.compile(r"/\?"))
    opened.settle()
    assert opened.path == START


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_the_words_and_nothing_else(opened: Window, language: str) -> None:
    start = START.replace("clock=business", "clock=calendar")
    opened.go(f"departments{start}&metric=first_reply_median")
    choose(opened, "Language", LANGUAGES[language])
    sidebar = opened.page.get_by_test_id("stSidebar")
    assert sidebar.get_by_text(Text(language)("page.departments"), exact=True).is_visible()
    assert "metric=first_reply_median" in opened.path
    assert "clock=calendar" in opened.path


def test_a_click_on_a_mark_selects_it_in_the_address_and_the_ranking_stays(
    opened: Window,
) -> None:
    opened.go(f"departments{START}&metric=full_resolution_median")
    title = opened.title
    opened.page.locator(
        "[data-testid=stVegaLiteChart] path[aria-roledescription=point]"
    ).first.click()
    opened.page.wait_for_url(re.compile("focus="))
    opened.settle()
    assert opened.title == title
    assert charts(opened) == 1
    opened.page.get_by_role("link", name="Open the department").click()
    opened.page.wait_for_url(re.compile("unit="))
    opened.settle()
    assert opened.path.startswith("department?")


def test_a_mark_can_be_closed_and_marked_again(opened: Window) -> None:
    opened.go(f"departments{START}&metric=full_resolution_median")
    mark = opened.page.locator(
        "[data-testid=stVegaLiteChart] path[aria-roledescription=point]"
    ).first
    for _ in range(2):
        mark.click()
        opened.page.wait_for_url(re.compile("focus="))
        opened.settle()
        opened.page.get_by_role("button", name="Close").click()
        opened.page.wait_for_url(lambda url: "focus=" not in url)
        opened.settle()


def test_a_click_on_a_month_shows_its_tickets(opened: Window) -> None:
    opened.go(f"department{START}&unit=returns")
    trend = opened.page.locator("[class*=st-key-trend_]")
    trend.locator("path[aria-roledescription=point]").nth(3).click(force=True)
    opened.page.wait_for_url(re.compile("part=2025-"))
    opened.settle()
    assert opened.page.get_by_role("button", name="Show the whole period").is_visible()


def test_a_click_in_the_grid_opens_the_department(opened: Window) -> None:
    opened.go(START)
    grid = opened.page.locator(
        "[data-testid=stVegaLiteChart]", has=opened.page.get_by_text("Returns")
    )
    grid.get_by_text("h", exact=False).nth(8).click(force=True)
    opened.page.wait_for_url(re.compile("/department"))
    opened.settle()
    assert "unit=" in opened.path


def test_download_command_and_page_say_the_same(opened: Window, company: Path) -> None:
    opened.go(f"departments{START}&metric=resolution_promise_kept&focus=returns")
    with opened.page.expect_download() as downloading:
        opened.page.get_by_role("button", name="CSV").first.click()
    text = Path(downloading.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    (returns,) = [row for row in rows if row["member"] == "returns"]
    printed = service_ledger(
        *("compare", "resolution_promise_kept", "--by", "unit", "--period", "2026-Q2"),
        *("--format", "csv", "--workspace", company),
    )
    assert [row for row in rows if row["slice"]] == list(
        csv.DictReader(io.StringIO(printed.stdout))
    )
    shown = Numbers(Text("en")).percent(float(returns["value"]))
    assert opened.page.get_by_role("cell", name=shown).count() >= 1
    assert {row["period"] for row in rows} == {"2026-Q2"}


def test_the_definition_of_a_figure_opens_with_its_query(opened: Window) -> None:
    opened.go(f"departments{START}&metric=first_reply_median")
    opened.page.get_by_role("button", name="What is this?").click()
    opened.page.get_by_text("The query behind this figure").wait_for()
    opened.page.get_by_text("first_reply_business_seconds").first.wait_for()


def test_the_table_of_departments_keeps_its_width_on_a_narrow_screen(opened: Window) -> None:
    opened.page.set_viewport_size({"width": 800, "height": 600})
    opened.go(f"overview{START}")
    grid = opened.page.locator("[class*=st-key-grid_] svg.marks").first
    grid.wait_for()
    box = grid.bounding_box()
    assert box
    assert box["width"] >= 800


def test_nothing_is_asked_of_another_machine(browser: Browser, server: Server) -> None:
    with window(browser, server) as opened:
        asked: list[str] = []
        opened.page.on("request", lambda request: asked.append(request.url))
        for page in PAGES:
            opened.go(f"{page}{START}")
        hosts = {re.sub(r"^(\w+://[^/]*).*", r"\1", url) for url in asked}
        local = {server.address, server.address.replace("http", "ws")}
        assert {h for h in hosts if not h.startswith(("data:", "blob:"))} <= local


def test_charts_change_colour_with_the_theme(browser: Browser, server: Server) -> None:
    inks = []
    for scheme in ("light", "dark"):
        with window(browser, server, scheme=scheme) as opened:
            opened.go(f"departments{START}")
            label = opened.page.locator("[data-testid=stVegaLiteChart] .role-axis-label text").first
            inks.append(label.evaluate("text => getComputedStyle(text).fill"))
    assert inks[0] != inks[1]


def test_every_chart_has_words_for_those_who_cannot_see_it(opened: Window) -> None:
    opened.go(f"department{START}&unit=returns")
    opened.page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
    assert charts(opened) > 1
    for chart in opened.page.locator("[data-testid=stVegaLiteChart]").all():
        described = chart.get_attribute("aria-label")
        assert described, json.dumps(chart.evaluate("node => node.outerHTML.slice(0, 200)"))
