"""Every page in every language, without a browser: no exception, the numbers of the answers."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from dashboard.data import WORKSPACE, Data, Period, Question
from dashboard.text.catalogue import LANGUAGES, Text, plain
from dashboard.text.numbers import Numbers
from etl.warehouse import Builds
from tests.answers.small_company import company as small_company

from .conftest import APP, Opened

PAGES = (
    "overview", "departments", "department", "complaints", "responsibility", "metric_book", "data",
)  # fmt: skip


def said(app: AppTest) -> str:
    """Return every word on the page."""
    kinds = ("title", "subheader", "markdown", "caption", "info")
    return "\n".join(str(element.value) for kind in kinds for element in getattr(app, kind))


def address(app: AppTest) -> dict[str, list[str]]:
    """Return the query parameters, each as a list."""
    found: dict[str, list[str]] = {}
    for name, value in app.query_params.items():
        found[name] = value if isinstance(value, list) else [value]
    return found


def charts(app: AppTest) -> list[Any]:
    return [element.proto for element in app.get("vega_lite_chart")]


def title(app: AppTest) -> str:
    return str(app.title[0].value)


def answers(company: Path) -> Data:
    return Data(str(company / "builds"), Builds(company / "builds").current)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_in_every_language(
    opened: Opened, company: Path, page: str, language: str
) -> None:
    app = opened(company, page, lang=language, unit="returns")
    assert not app.exception
    assert title(app)
    for chart in charts(app):
        assert chart.alt, "a chart without a text alternative"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_for_a_company_of_twenty_tickets(
    opened: Opened, tiny: Path, page: str
) -> None:
    app = opened(tiny, page, lang="en")
    assert not app.exception
    assert title(app)


@pytest.mark.parametrize("page", ["departments", "department"])
@pytest.mark.parametrize("clock", ["business", "calendar"])
@pytest.mark.parametrize("count", ["event", "current", "share"])
def test_pages_follow_the_clock_and_whom_a_ticket_counts_for(
    opened: Opened, company: Path, page: str, clock: str, count: str
) -> None:
    app = opened(company, page, lang="en", unit="returns", clock=clock, count=count)
    assert not app.exception


def test_every_metric_can_be_ranked_by_every_slice(opened: Opened, company: Path) -> None:
    data = answers(company)
    app = opened(company, "departments", lang="en")
    for metric in data.metrics():
        app.selectbox(key="w_metric").set_value(metric.id).run()
        assert not app.exception, metric.id
        assert address(app)["metric"] == [metric.id]
    for slice_id in data.slices():
        app.selectbox(key="w_by").set_value(slice_id).run()
        assert not app.exception, slice_id


def test_every_metric_can_be_looked_at_in_a_department(opened: Opened, company: Path) -> None:
    for metric in answers(company).metrics():
        app = opened(company, "department", lang="en", unit="repairs", metric=metric.id)
        assert not app.exception, metric.id


def test_every_entry_of_the_metric_book_opens(opened: Opened, company: Path) -> None:
    for metric in answers(company).metrics():
        app = opened(company, "metric_book", lang="pl", metric=metric.id)
        assert not app.exception, metric.id
        assert any(metric.grain in code.value for code in app.code), metric.id


def test_a_tile_shows_what_the_answers_say(opened: Opened, company: Path) -> None:
    app = opened(company, lang="en", period="2026-Q2", versus="none")
    question = Question(("resolution_promise_kept",), Period.parse("2026-Q2"))
    (result,) = answers(company).figures(question)
    assert result.value is not None
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Resolved on time"] == Numbers(Text("en")).percent(result.value)


@pytest.mark.parametrize(
    ("language", "value", "change"),
    [
        ("en", "€2,636", "+€61"),
        ("ru", "2 636 €", "+61 €"),
        ("uk", "2 636 €", "+61 €"),
        ("pl", "2 636 €", "+61 €"),
    ],
)
def test_a_tile_writes_an_amount_and_its_change_alike(
    opened: Opened, tmp_path: Path, language: str, value: str, change: str
) -> None:
    paid = [(date(2026, 1, 12), 2575.0), (date(2026, 2, 12), 2636.0)]
    complaints = [
        {
            "complaint_key": key, "complaint_id": f"C{key}", "source": "register",
            "received_date": day, "unit_accountable": "orders", "redressed_date": day,
            "redress": amount,
        }
        for key, (day, amount) in enumerate(paid)
    ]  # fmt: skip
    small_company(tmp_path, fact_complaint=complaints)
    app = opened(tmp_path, "complaints", lang=language, period="2026-02", versus="previous")
    shown = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    redress = shown[Text(language)("metric.redress_paid")]
    assert [" ".join(words.split()) for words in redress] == [value, change]


def test_a_period_without_a_case_says_so_and_what_to_do(opened: Opened, company: Path) -> None:
    app = opened(company, lang="en", period="2019", versus="none")
    assert not app.exception
    assert Text("en")("empty.no_cases") in said(app)
    assert Text("en")("empty.no_cases.do") in said(app)
    for page in ("departments", "department"):
        app = opened(company, page, lang="en", period="2019", unit="returns")
        assert not app.exception, page


def test_a_department_page_without_a_department_offers_them(opened: Opened, company: Path) -> None:
    app = opened(company, "department", lang="en")
    assert title(app) == plain(Text("en")("department.choose"))


def test_the_chosen_department_is_not_indented_in_the_closed_box(
    opened: Opened, company: Path
) -> None:
    options = opened(company, lang="en", unit="returns").selectbox(key="w_unit").options
    assert "Returns" in options
    assert any(option.startswith("\N{EN SPACE}") for option in options)


@pytest.mark.parametrize(
    ("language", "pattern"), [("en", "MMM D, YYYY, HH:mm"), ("uk", "DD.MM.YYYY, HH:mm")]
)
def test_tickets_have_their_times_as_the_language_writes_them_and_no_empty_column(
    opened: Opened, company: Path, language: str, pattern: str
) -> None:
    app = opened(company, "department", lang=language, unit="repairs", period="2026-Q2")
    (table,) = app.dataframe
    assert pattern in table.proto.columns
    assert not table.value.isna().all().any()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"^500 of (\S+) tickets shown"),
        ("ru", r"^Показано 500 из (\S+) обращен"),
        ("uk", r"^Показано 500 з (\S+) звернен"),
        ("pl", r"^Pokazano 500 z (\S+) zgłosze"),
    ],
)
def test_a_list_that_does_not_show_all_tickets_says_how_many_there_are(
    opened: Opened, company: Path, language: str, said: str
) -> None:
    whole = "2024-10-01..2026-09-30"
    app = opened(
        company, "department", lang=language, unit="orders", period=whole,
        metric="full_resolution_median",
    )  # fmt: skip
    found = [match[1] for c in app.caption if (match := re.search(said, c.value))]
    asked = Question(
        ("full_resolution_median",), Period.parse(whole), where=(("unit", ("orders",)),)
    )
    every = sum(len(table.rows) for table in answers(company).tickets(asked))
    assert every > 500
    assert [re.sub(r"\D", "", count) for count in found] == [str(every)]


def test_a_sentence_of_two_lines_stands_in_a_row_that_breaks_lines(
    opened: Opened, company: Path
) -> None:
    app = opened(company, "data", lang="en")
    heights = {
        table.proto.row_height
        for table in app.dataframe
        if "Reason" in table.value and table.value["Reason"].str.len().max() > 70
    }
    assert heights
    assert min(heights) > 64  # up to that height a cell is one line, and cut


def test_a_department_opens_on_the_figure_that_its_title_names(
    opened: Opened, company: Path
) -> None:
    app = opened(company, "department", lang="en", unit="returns", period="2026-Q2")
    (tickets,) = (h.value for h in app.subheader if "tickets behind" in h.value)
    named = re.search("“(.*)”", tickets)
    assert named
    assert named[1].lower() in title(app)


def test_the_title_of_a_profile_counts_the_rows_it_draws_as_behind(
    opened: Opened, company: Path
) -> None:
    app = opened(company, "department", lang="en", unit="repairs", period="2026-Q2")
    (found,) = (h.value for h in app.subheader if "of " in h.value and "figures" in h.value)
    tables = [
        convert_arrow_bytes_to_pandas_df(dataset.data.data)
        for chart in charts(app)
        for dataset in chart.datasets
    ]
    (drawn,) = (table for table in tables if "is_told" in table)
    told = drawn["is_told"].sum()
    assert told < len(drawn)
    assert f"in {drawn['is_behind'].sum()} of {told} figures" in found


def test_a_department_of_few_cases_says_so_everywhere_and_names_what_has_too_few(
    opened: Opened, hourless: Path
) -> None:
    words = Text("en")
    where = {"lang": "en", "unit": "orders", "period": "2026-03-23..2026-04-17"}
    app = opened(hourless, "department", **where, clock="business")
    assert title(app) == plain(words("department.too_few", name="Orders"))
    found = said(app)
    assert words("empty.too_few") in found
    assert plain(words("ranking.too_few", members="")).strip() in found
    for message in ("empty.not_measured", "empty.no_hours"):  # nor is such a figure opened first
        assert words(message) not in found


def test_a_figure_that_is_not_measured_in_a_department_is_not_called_too_few(
    opened: Opened, hourless: Path
) -> None:
    words = Text("en")
    where = {"lang": "en", "unit": "orders", "metric": "first_reply_median", "clock": "business"}
    found = said(opened(hourless, "department", **where))
    assert words("empty.no_hours") in found


def test_the_title_of_the_flow_is_the_change_of_the_backlog(opened: Opened, company: Path) -> None:
    app = opened(company, "department", lang="en", unit="returns", period="2026-Q2")
    (found,) = (str(h.value) for h in app.subheader if "came in" in h.value)
    eve, end = (
        answers(company).figures(Question(("backlog",), Period.parse(name), where=where))[0]
        for name in ("2026-Q1", "2026-Q2")
        for where in [(("unit", ("returns",)),)]
    )
    assert eve.value is not None
    assert end.value is not None
    more = round(end.value - eve.value)
    way = "came in than went out" if more > 0 else "went out than came in"
    assert f"{abs(more)} more ticket" in found
    assert found.endswith(way)


def test_the_tickets_behind_a_duration_count_and_are_in_hours(
    opened: Opened, company: Path
) -> None:
    app = opened(*(company, "department"), lang="en", unit="returns", metric="first_reply_median")
    (table,) = app.dataframe
    assert set(table.value["Counts as"]) <= {"yes", "left out"}
    assert table.value["Value, h"].max() < 1000


def test_whom_a_ticket_counts_for_is_printed_when_it_is_not_the_usual(
    opened: Opened, company: Path
) -> None:
    words = plain(f"{Text('en')('filter.count')}: {Text('en')('filter.count.current')}")
    assert words in said(opened(company, "departments", lang="en", count="current"))
    assert words not in said(opened(company, "departments", lang="en"))


def test_every_page_prints_its_build_and_its_filters(opened: Opened, company: Path) -> None:
    app = opened(company, "departments", lang="en", channel=["email", "phone"], unit="returns")
    assert "Build 1 of" in said(app)
    assert plain("Channel: E-mail, Phone") in said(app)
    assert "Returns" in said(app)


HOSTILE = {
    "lang": "xx",
    "period": "2026-Q9",
    "versus": "[click](javascript:alert(1))",
    "unit": "returns' or '1'='1",
    "channel": "**bold**",
    "clock": "\x00",
    "count": "none",
    "metric": "<script>alert(1)</script>",
    "by": "../../etc/passwd",
    "focus": "9" * 5000,
    "part": "2026-02-30",
    "measure": "margin at risk",
    "controller": "nobody's post",
    "owner": "javascript:alert(2)",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_address_shows_the_usual_page_and_a_note(
    opened: Opened, company: Path, page: str
) -> None:
    app = opened(company, page, **HOSTILE)
    assert not app.exception
    assert address(app)["lang"] == ["en"]
    assert "unit" not in address(app)
    for value in HOSTILE.values():
        assert value not in said(app)


def test_what_an_address_asks_in_vain_is_named(opened: Opened, company: Path) -> None:
    app = opened(company, lang="en", channel="carrier pigeon")
    assert [note.value for note in app.info] == [
        Text("en")("note.dropped", filter=Text("en")("filter.channel"))
    ]


def test_a_choice_is_written_into_the_address_and_survives_a_page_and_a_language(
    opened: Opened, company: Path
) -> None:
    app = opened(company, lang="en")
    app.selectbox(key="w_clock").set_value("calendar").run()
    app.multiselect(key="w_channel").set_value(["email"]).run()
    app.switch_page("app_pages/departments.py").run()
    app.selectbox(key="w_lang").set_value("uk").run()
    assert address(app)["clock"] == ["calendar"]
    assert address(app)["channel"] == ["email"]
    assert address(app)["lang"] == ["uk"]
    assert app.selectbox(key="w_clock").value == "calendar"
    assert app.multiselect(key="w_channel").value == ["email"]
    assert not app.exception


def test_a_workspace_without_a_build_says_what_to_do(opened: Opened, tmp_path: Path) -> None:
    app = opened(tmp_path, lang="en")
    assert not app.exception
    assert Text("en")("nothing.title") in said(app)
    assert [code.value for code in app.code] == ["service-ledger load"]


def test_a_session_whose_build_is_gone_moves_to_the_current_one_and_says_so(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "builds"
    folder.mkdir()
    source = Builds(company / "builds")
    for number in (1, 2):
        (folder / f"warehouse-{number}.duckdb").symlink_to(source.path(source.current))
    builds = Builds(folder)
    builds.use(1)
    monkeypatch.setenv(WORKSPACE, str(tmp_path))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    builds.use(2)
    app.run()
    assert "A newer build is served: 2." in said(app)
    builds.path(1).unlink()
    app.run()
    assert not app.exception
    assert [note.value for note in app.info] == [Text("en")("note.build_gone", build="2")]
    app.run()
    assert not app.info


@pytest.mark.parametrize("metric", ["complaints_received", "complaints_closed"])
def test_a_day_that_nobody_told_stays_empty(opened: Opened, company: Path, metric: str) -> None:
    app = opened(company, "complaints", lang="en", metric=metric, period="2024-10-01..2026-09-30")
    question = Question((metric,), Period.parse("2024-10-01..2026-09-30"))
    first = answers(company).first_tickets(question)
    place = first.columns.index("redressed_date")
    told = [row[place] for row in first.rows]
    assert {day is None for day in told} == {True, False}
    (table,) = [one for one in app.dataframe if "Paid" in one.value]
    shown = table.value["Paid"]
    assert [None if day is pd.NaT else day.date() for day in shown] == told[: len(shown)]


@pytest.mark.parametrize(
    ("language", "unsaid", "first"),
    [
        ("en", "Cause not said", "2 · 10%, together 10%"),
        ("ru", "Причина не указана", "2 · 10 %, вместе 10 %"),
        ("uk", "Причину не вказано", "2 · 10%, разом 10%"),
        ("pl", "Przyczyny nie podano", "2 · 10%, razem 10%"),
    ],
)
def test_complaints_without_a_cause_are_shown_and_are_no_cause(
    opened: Opened, tmp_path: Path, language: str, unsaid: str, first: str
) -> None:
    causes = ["price", *(f"cause {number:02}" for number in range(12)), "price", *[None] * 6]
    day = date(2026, 1, 12)
    small_company(
        tmp_path,
        fact_complaint=[
            {
                "complaint_key": key, "complaint_id": f"C{key}", "source": "register",
                "received_date": day, "unit_accountable": "orders", "cause": cause,
            }
            for key, cause in enumerate(causes)
        ],
    )  # fmt: skip
    app = opened(tmp_path, "complaints", lang=language, period="2026-01", versus="none")
    assert not app.exception
    (drawn,) = charts(app)
    (rows,) = (convert_arrow_bytes_to_pandas_df(one.data.data) for one in drawn.datasets)
    notes = [label.replace("\N{NO-BREAK SPACE}", " ") for label in rows["label"]]
    assert len(rows) == 13
    assert notes[0] == first
    assert rows["name"].iloc[-1] == unsaid
    assert notes[-1] == first.split(",")[0].replace("2 · 10", "6 · 30")
    assert Text(language).count("complaints.cause.more", 1, "1") in said(app)
