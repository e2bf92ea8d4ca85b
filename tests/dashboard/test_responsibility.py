"""The page of responsibility for profit and service, of a company made by hand."""

import re
from pathlib import Path

import pytest

from dashboard.data import Data, Period, Question, Responsibility
from dashboard.text.catalogue import LANGUAGES, Text, plain
from tests.structure.company import (
    BUSINESS,
    CFO,
    OWNERS,
    RETAIL,
    always,
    company,
    problem,
    ticket,
)

from .browser import chromium, served, window
from .conftest import Opened
from .test_pages import address, charts, said, title

START = {"period": "2026-Q1", "versus": "none", "clock": "calendar"}
EVERYONE = [f"n{number}" for number in range(60)]


@pytest.fixture(scope="module")
def run_by_finance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which Repairs, run by the CFO, breaks 50 promises of Retail's customers
    and 10 of Business's; Orders breaks 20 of Retail's, and 5 of customers nobody knows."""
    folder = tmp_path_factory.mktemp("run_by_finance")
    tickets = [ticket(number, name, "repairs") for number, name in enumerate(EVERYONE)]
    tickets += [ticket(100 + number, name, "orders") for number, name in enumerate(EVERYONE[:20])]
    tickets += [ticket(200 + number, None, "orders") for number in range(5)]
    owners = [
        always(customer_id=name, post_id=RETAIL if number < 50 else BUSINESS, share=1.0)
        for number, name in enumerate(EVERYONE)
    ]
    problems = [problem(number, name, "repairs") for number, name in enumerate(EVERYONE[:35])]
    company(
        folder, fact_ticket=tickets, fact_problem=problems, slice_profit_owner=[*OWNERS, *owners]
    )
    return folder


def matrix(workspace: Path) -> Responsibility:
    question = Question((), Period.parse(START["period"]))
    return Data(str(workspace / "builds"), 1).responsibility(question, "broken_promises")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_is_the_largest_finding(
    opened: Opened, run_by_finance: Path, language: str
) -> None:
    app = opened(run_by_finance, "responsibility", lang=language, **START)
    assert not app.exception
    found = Text(language)(
        "responsibility.finding.orphaned",
        units="Repairs",
        controller="Chief Financial Officer",
        owner="President Retail",
        part="83 %" if language in ("ru",) else "83%",
    )
    assert title(app).replace("\N{NO-BREAK SPACE}", " ") == plain(found)


def test_the_index_has_its_interval_its_coverage_and_its_cases(
    opened: Opened, run_by_finance: Path
) -> None:
    index = matrix(run_by_finance).index
    assert index.value == 0.25
    assert index.lower is not None
    assert index.upper is not None
    words = said(opened(run_by_finance, "responsibility", lang="en", **START)).replace("\\", "")
    assert "80 broken promises can be placed (94.1% of all); 20 fall on" in words
    shown = re.search(r"index 0\.25\. 95% interval: (0\.\d\d)\s–\s(0\.\d\d)", words)
    assert shown
    assert float(shown[1]) == pytest.approx(index.lower, abs=0.006)
    assert float(shown[2]) == pytest.approx(index.upper, abs=0.006)


def test_every_finding_is_said_with_what_it_rests_on(opened: Opened, run_by_finance: Path) -> None:
    findings = matrix(run_by_finance).findings
    assert [finding.kind for finding in findings] == ["orphaned", "unmapped"]
    words = said(opened(run_by_finance, "responsibility", lang="en", **START)).replace("\\", "")
    assert "60 broken promises, 70.6% of all; 60 known customers." in words
    assert "5 broken promises, 5.9% of all; 0 known customers." in words
    assert "said from 5% of all and 30 known customers up" in words


def test_the_picture_says_its_finding_to_those_who_cannot_see_it(
    opened: Opened, run_by_finance: Path
) -> None:
    app = opened(run_by_finance, "responsibility", lang="en", **START)
    (drawn,) = charts(app)
    assert drawn.alt.startswith("Chief Financial Officer controls Repairs and owns no profit")


def test_the_measure_is_kept_in_the_address(opened: Opened, run_by_finance: Path) -> None:
    app = opened(run_by_finance, "responsibility", lang="en", **START)
    app.selectbox(key="w_measure").set_value("customers").run()
    assert not app.exception
    assert address(app)["measure"] == ["customers"]
    assert "35 customers with a problem" in said(app).replace("\\", "")


def test_a_marked_cell_shows_its_tickets_and_closes(opened: Opened, run_by_finance: Path) -> None:
    cell = {"controller": CFO, "owner": BUSINESS}
    app = opened(run_by_finance, "responsibility", lang="en", **START, **cell)
    (table,) = app.dataframe
    assert len(table.value) == 10
    assert set(table.value["Department"]) == {"Repairs"}
    assert set(table.value["What"]) == {"resolution late"}
    app.button(key="close_cell").click().run()
    assert not app.dataframe
    assert "controller" not in address(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_cells_begins_with_the_largest_and_marks_a_cell(
    opened: Opened, run_by_finance: Path, language: str
) -> None:
    app = opened(run_by_finance, "responsibility", lang=language, **START)
    text = Text(language)
    places = [
        ("Chief Financial Officer", "President Retail"),
        ("President Retail", "President Retail"),
        ("Chief Financial Officer", "President Business"),
        ("President Retail", text("responsibility.unknown")),
    ]
    listed = app.selectbox(key="w_cell")
    assert listed.options == [
        text("responsibility.cell", controller=controller, owner=owner)
        for controller, owner in places
    ]
    assert listed.value is None
    listed.set_value((RETAIL, RETAIL)).run()
    assert (address(app)["controller"], address(app)["owner"]) == ([RETAIL], [RETAIL])
    (table,) = app.dataframe
    assert len(table.value) == 20
    app.selectbox(key="w_cell").set_value(None).run()
    assert not app.dataframe
    assert "controller" not in address(app)


def test_the_list_of_cells_follows_the_address(opened: Opened, run_by_finance: Path) -> None:
    cell = {"controller": CFO, "owner": BUSINESS}
    app = opened(run_by_finance, "responsibility", lang="en", **START, **cell)
    assert app.selectbox(key="w_cell").value == (CFO, BUSINESS)
    none = {"controller": BUSINESS, "owner": BUSINESS}
    app = opened(run_by_finance, "responsibility", lang="en", **START, **none)
    assert app.selectbox(key="w_cell").value is None
    assert not app.exception


def test_a_cell_of_nobody_has_its_tickets_too(opened: Opened, run_by_finance: Path) -> None:
    app = opened(run_by_finance, "responsibility", lang="en", **START, controller=RETAIL, owner="")
    (table,) = app.dataframe
    assert len(table.value) == 5


def test_where_one_post_owns_all_profit_the_page_says_that_the_index_says_nothing(
    opened: Opened, tmp_path: Path
) -> None:
    tickets = [ticket(number, "c2", "orders") for number in range(40)]
    company(tmp_path, fact_ticket=tickets, slice_profit_owner=OWNERS[2:3])
    words = said(opened(tmp_path, "responsibility", lang="en", **START))
    assert plain(Text("en")("responsibility.index.one_owner")) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_to_be_brought_is_said(opened: Opened, tmp_path: Path, language: str) -> None:
    company(tmp_path, slice_control=[], core_budget_control=[], slice_profit_owner=[])
    app = opened(tmp_path, "responsibility", lang=language, **START)
    words, text = said(app), Text(language)
    assert title(app) == plain(text("responsibility.lacks"))
    assert text("responsibility.lacks.budget_control") in words
    assert text("responsibility.lacks.customers") in words
    assert text("responsibility.lacks.posts") not in words
    assert not charts(app)


@pytest.mark.parametrize(
    ("tickets", "measure", "message"),
    [
        ([], "broken_promises", "empty.not_measured"),
        (
            [ticket(n, "c2", "orders", resolution_promise="met") for n in range(20)],
            "broken_promises",
            "responsibility.none.broken_promises",
        ),
        ([], "customers", "responsibility.none.customers"),
    ],
)
def test_no_case_is_told_from_no_promise(
    opened: Opened, tmp_path: Path, tickets: list[dict[str, object]], measure: str, message: str
) -> None:
    company(tmp_path, fact_ticket=tickets)
    app = opened(tmp_path, "responsibility", lang="en", **START, measure=measure)
    assert not app.exception
    assert f"**{Text('en')(message)}**" in said(app)


def test_two_posts_of_one_title_are_told_apart(opened: Opened, tmp_path: Path) -> None:
    posts = [
        always(post_id=RETAIL, title="Head", unit_id="retail"),
        always(post_id=CFO, title="Head", unit_id="company"),
    ]
    tickets = [ticket(number, f"n{number}", "repairs") for number in range(40)]
    owners = [always(customer_id=f"n{n}", post_id=RETAIL, share=1.0) for n in range(40)]
    company(tmp_path, core_post=posts, fact_ticket=tickets, slice_profit_owner=[*OWNERS, *owners])
    app = opened(tmp_path, "responsibility", lang="en", **START)
    assert title(app).startswith(plain("Head (Company) controls Repairs"))
    assert title(app).endswith(plain("carried by Head (Retail)"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_click_on_a_cell_shows_its_tickets(
    run_by_finance: Path, tmp_path: Path, scheme: str
) -> None:
    asked = "&".join(f"{name}={value}" for name, value in START.items())
    with (
        served(run_by_finance, tmp_path / "log.txt") as server,
        chromium() as browser,
        window(browser, server, scheme=scheme) as opened,
    ):
        opened.go(f"responsibility?lang=en&{asked}")
        drawn = opened.page.locator("[data-testid=stVegaLiteChart]")
        drawn.get_by_text("nobody answers").first.click(force=True)
        opened.page.wait_for_url(re.compile("controller="))
        opened.settle()
        shown = opened.page.get_by_role("heading", name="Tickets: controlled by")
        assert shown.inner_text() == (
            "Tickets: controlled by Chief Financial Officer, profit of President Retail"
        )
        assert opened.errors == []


def test_a_cell_is_chosen_without_a_mouse(run_by_finance: Path, tmp_path: Path) -> None:
    asked = "&".join(f"{name}={value}" for name, value in START.items())
    with (
        served(run_by_finance, tmp_path / "log.txt") as server,
        chromium() as browser,
        window(browser, server) as opened,
    ):
        opened.go(f"responsibility?lang=en&{asked}")
        keyboard, here = opened.page.keyboard, "document.activeElement.ariaLabel"
        for _ in range(60):
            keyboard.press("Tab")
            if opened.page.evaluate(here) == Text("en")("chooser.cell"):
                break
        keyboard.type("profit of President Bus")
        keyboard.press("Enter")
        opened.page.wait_for_url(re.compile("controller="))
        opened.settle()
        shown = opened.page.get_by_role("heading", name="Tickets: controlled by")
        assert shown.inner_text() == (
            "Tickets: controlled by Chief Financial Officer, profit of President Business"
        )
        assert opened.errors == []
