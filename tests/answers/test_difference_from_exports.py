"""Why numbers of Kramik moved after something was changed and the workspace loaded again."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.answers.difference import Difference, TwoAnswers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Clock, Period, Question
from etl.problems import OtherVersion
from etl.workspace.workspace import Workspace
from tests.sample_data.loaded import SAMPLE_DATA, loaded

ALL = tuple(catalogue())
PERIOD = Period.parse("2026-03-23..2026-04-24")
EVER = Question(ALL, PERIOD)
FIELD = "inbox/field/tickets.csv"
HEADER = (SAMPLE_DATA / "tiny" / FIELD).read_text(encoding="utf-8").splitlines()[0]

Edit = Callable[[Path], object]


def replaced(path: str, *changes: tuple[str, str]) -> Edit:
    """Return what writes other words into a file of the workspace."""

    def edit(folder: Path) -> None:
        file = folder / path
        text = file.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")

    return edit


def added(name: str, *rows: str) -> Edit:
    """Return what puts another file of tickets into the workshop's folder."""
    text = "\n".join((HEADER, *rows)) + "\n"
    return lambda folder: (folder / "inbox/field" / name).write_text(text, encoding="utf-8")


def ticket(number: str, created: str, customer: str, status: str = "new") -> str:
    return (
        f"{number},{created}T10:00:00+02:00,,{status},normal,email,complaint,breakdown,Grinder,"
        f"South,Repairs,,{customer},,,,,,"
    )


NEW_FILE = added("tickets-2.csv", ticket("F-5", "2026-04-14", "9199"))
CAME_BACK = added("tickets-2.csv", ticket("F-6", "2026-03-26", "9102"))
CHANGED_ROW = replaced("inbox/shop/tickets.csv", (",,Bad,1,1,0,1,60,60,", ",,Good,1,1,0,1,60,60,"))
GONE_ROW = replaced(FIELD, ("F-4,", "#F-4,"), ("#F-4,2026-04-13", "F-4x,2026-04-13"))
LATER = replaced("ledger.toml", ("2026-04-17T17:00:00", "2026-04-24T17:00:00"))
TARGET = replaced("ledger.toml", ('target = "4h"', 'target = "3h"'))
LATER_REPLY = replaced(
    "inbox/field/events.csv",
    ("F-3,2026-03-25T08:30:00+01:00,public_reply", "F-3,2026-03-25T09:30:00+01:00,public_reply"),
)
OTHER_WORD = replaced(FIELD, ("normal,web,request", "normal,phone,request"))
CUSTOMER_GONE = ("9101,,,household,South,retail,2020-01-15,,,\n", "")
COMPLAINTS = "inbox/shop/complaints.csv"
QUEUES = replaced("inbox/org/queues.csv", ("trade,Billing,billing", "trade,Billing,accounts"))


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(SAMPLE_DATA / "tiny", tmp_path_factory.mktemp("kramik") / "tiny")
    loaded(folder)
    return folder


@pytest.fixture
def kramik(loaded_once: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own, in which the first build is made already."""
    return shutil.copytree(loaded_once, tmp_path / "tiny")


def after(folder: Path, *edits: Edit) -> TwoAnswers:
    """Return the builds before and after `edits`."""
    for edit in edits:
        edit(folder)
    loaded(folder)
    builds = Workspace.open(folder).builds
    newest, before, *_ = builds.numbers()
    return TwoAnswers(builds, before, newest)


def parts(difference: Difference) -> dict[str, tuple[float | None, int | None]]:
    """Return what contributed anything, or has tickets behind it."""
    return {
        part.due_to: (part.change, part.tickets)
        for part in difference.contributions
        if part.change or part.tickets
    }


def moved(both: TwoAnswers, question: Question = EVER) -> dict[str, Difference]:
    """Return the figures of tickets that moved."""
    return {each.metric: each for each in both.moved(question) if each.is_traced}


def compared(both: TwoAnswers) -> int:
    """Return how many tickets were counted again, because something of them differs."""
    return int(both._both.query("select count(*) from memory.main.moved").rows[0][0])


def moved_untraced(both: TwoAnswers) -> set[str]:
    """Return the metrics that moved whose cases are no tickets."""
    return {each.metric for each in both.moved(EVER) if not each.is_traced}


def said(both: TwoAnswers) -> list[str]:
    """Return what is said of the builds, not of any figure."""
    return list(both.sentences(EVER, ()))


def adds_up(both: TwoAnswers, question: Question) -> None:
    for each in both.differences(question):
        assert len(each.contributions) == len(both.steps)
        if each.change is not None:
            changes = [part.change for part in each.contributions if part.change is not None]
            assert not changes or sum(changes) == pytest.approx(each.change, abs=1e-9), each
            assert bool(changes) == each.is_traced
        # what no ticket was counted otherwise for has moved nothing
        assert not any(part.change and part.tickets == 0 for part in each.contributions), each


def test_what_was_made_of_the_same_is_the_same(kramik: Path) -> None:
    both = after(kramik)
    assert both.moved(EVER) == ()
    assert {each.change for each in both.differences(EVER)} <= {0, None}
    assert said(both) == ["Build 2 was made of the same as build 1."]


def test_a_new_file_brings_new_tickets(kramik: Path) -> None:
    both = after(kramik, NEW_FILE)
    found = moved(both)
    assert parts(found["tickets_created"]) == {"new": (1, 1)}
    assert parts(found["backlog"]) == {"new": (1, 1)}
    assert said(both) == ["Files of ticket: 1 only in build 2, 0 only in build 1."]


def test_a_row_that_is_gone_is_told_from_one_that_is_new(kramik: Path) -> None:
    found = after(kramik, GONE_ROW).differences(replace(EVER, metrics=("tickets_created",)))
    assert [(each.change, parts(each)) for each in found] == [
        (0, {"gone": (-1, 1), "new": (1, 1)}),
    ]


def test_a_changed_row_is_one(kramik: Path) -> None:
    found = moved(after(kramik, CHANGED_ROW))
    assert found.keys() == {"satisfied_share"}
    change, tickets = parts(found["satisfied_share"])["changed"]
    assert (change, tickets) == (found["satisfied_share"].change, 1)
    assert change is not None
    assert change > 0


def test_how_a_ticket_was_looked_after_is_traced(kramik: Path) -> None:
    where = (("source", ("field",)), ("category", ("maintenance",)))
    found = moved(after(kramik, LATER_REPLY), replace(EVER, where=where))
    assert parts(found["longest_silence_median"]) == {"changed": (-3600, 1)}


def test_a_metric_whose_cases_are_no_tickets_is_not_traced(kramik: Path) -> None:
    both = after(kramik, replaced(COMPLAINTS, ("16:00:00+02:00,partly", "16:00:00+02:00,rejected")))
    assert moved(both) == {}
    assert both.differing.reasons == ()
    (found,) = both.differences(replace(EVER, metrics=("upheld_share",)))
    assert (found.before, found.after) == (1, 0.5)
    assert {(part.change, part.tickets) for part in found.contributions} == {(None, None)}
    files, not_traced = both.sentences(EVER, [found])
    assert files == "Files of complaint: 1 only in build 2, 1 only in build 1."
    assert not_traced.startswith("Not traced: upheld_share. Their cases are no tickets")


@pytest.mark.parametrize("place", ["org", "field"])
def test_other_lists_of_customers_and_money_have_moved_no_ticket(kramik: Path, place: str) -> None:
    customers = f"inbox/{place}/customers.csv"
    (kramik / "inbox/org/customers.csv").rename(kramik / customers)
    both = after(
        kramik,
        replaced(customers, CUSTOMER_GONE),
        replaced("inbox/org/contacts.csv", ("105,shop,8005,,,,\n", "")),
        replaced(
            "inbox/org/customer_months.csv", ("9103,2026-03,,,200.00", "9103,2026-03,,,100.00")
        ),
        replaced("inbox/org/budget_controls.csv", ("P9,finance", "P2,finance")),
    )
    assert moved(both) == {}
    assert compared(both) == 0
    assert "problems_per_1000_customers" in moved_untraced(both)
    assert both.differing.reasons == ()
    assert not both.differing.is_told_otherwise("field")
    assert said(both) == [
        "Files of budget control, contact, customer, customer month: 4 only in build 2, "
        "4 only in build 1."
    ]


def test_whom_lists_know_a_ticket_as_is_no_part_of_its_record(kramik: Path) -> None:
    both = after(kramik, replaced("inbox/org/customers.csv", CUSTOMER_GONE), OTHER_WORD, LATER)
    assert both.steps == ("gone", "new", "changed", "others", "extract")
    assert parts(moved(both)["backlog_age_median"]) == {"extract": (7 * 86_400, 4)}


def test_money_of_the_company_names_no_step_and_hides_no_tickets(kramik: Path) -> None:
    controls = replaced("inbox/org/budget_controls.csv", ("P9,finance", "P2,finance"))
    found = after(kramik, controls, TARGET).moved(
        replace(EVER, metrics=("first_reply_promise_kept",), by="unit")
    )
    assert [parts(each) for each in found] == [{"settings": (found[0].change, 1)}]


def test_what_a_source_shows_of_complaints_says_nothing_of_its_tickets(kramik: Path) -> None:
    def without_complaints(folder: Path) -> None:
        (folder / COMPLAINTS).unlink()

    both = after(kramik, without_complaints, CHANGED_ROW, TARGET)
    assert both.steps == ("gone", "new", "changed", "others", "settings")


def test_a_ticket_of_another_record_tells_that_the_customer_came_back(kramik: Path) -> None:
    found = moved(after(kramik, CAME_BACK, TARGET))["repeat_contact_7_days"]
    assert parts(found) == {"others": (found.change, 1)}


def test_a_later_extract_makes_open_tickets_older_though_no_row_is_another(kramik: Path) -> None:
    both = after(kramik, LATER)
    assert both.steps == ("gone", "new", "changed", "others", "extract")
    found = moved(both)
    assert parts(found["backlog_age_median"]) == {"extract": (7 * 86_400, 4)}
    assert all(parts(each).keys() == {"extract"} for each in found.values())
    assert said(both) == [
        "Extract of field, shop, trade: 2026-04-17 15:00:00 in build 1, 2026-04-24 15:00:00 in "
        "build 2 (UTC)."
    ]


def test_a_changed_target_is_the_settings(kramik: Path) -> None:
    both = after(kramik, TARGET)
    found = moved(both)
    assert found.keys() == {"first_reply_promise_kept"}
    assert parts(found["first_reply_promise_kept"]).keys() == {"settings"}
    assert said(both) == ["Settings of ledger.toml that differ: promises."]


def test_a_changed_target_is_told_from_a_new_file(kramik: Path) -> None:
    found = moved(after(kramik, TARGET, NEW_FILE))
    assert parts(found["first_reply_promise_kept"]).keys() == {"new", "settings"}
    assert parts(found["tickets_created"]) == {"new": (1, 1)}


def test_what_may_be_due_to_either_of_two_is_said_as_such(kramik: Path) -> None:
    both = after(kramik, LATER, TARGET)
    assert both.steps[-2:] == ("extract_or_settings", "settings")
    found = moved(both)
    assert parts(found["backlog_age_median"]) == {"extract_or_settings": (7 * 86_400, 4)}
    assert parts(found["first_reply_promise_kept"]).keys() == {"settings"}


def test_queues_of_other_units_are_the_organisation_and_no_other_records(kramik: Path) -> None:
    both = after(kramik, QUEUES)
    question = replace(EVER, metrics=("tickets_solved", "transfers_mean"), by="unit")
    found = {(each.metric, each.member): each for each in both.moved(question)}
    assert all(parts(each).keys() == {"organisation"} for each in found.values())
    given = found["tickets_solved", "accounts"].change
    assert given
    assert found["tickets_solved", "billing"].change == -given
    assert moved(both, replace(EVER, metrics=("tickets_solved",))) == {}


def test_queues_that_ledger_toml_maps_are_its_settings(kramik: Path) -> None:
    queues = kramik / "inbox/org/queues.csv"
    rows = queues.read_text(encoding="utf-8").splitlines(keepends=True)
    queues.write_text("".join(row for row in rows if "field," not in row), encoding="utf-8")
    with (kramik / "ledger.toml").open("a", encoding="utf-8") as ledger:
        for queue, unit in (("Repairs", "repairs"), ("Parts", "parts")):
            ledger.write(f'[[queues]]\nsource = "field"\nqueue = "{queue}"\nunit = "{unit}"\n')
    loaded(kramik)
    both = after(kramik, replaced("ledger.toml", ('unit = "parts"', 'unit = "repairs"')))
    found = both.moved(replace(EVER, metrics=("tickets_solved",), by="unit"))
    assert {each.member for each in found} == {"parts", "repairs"}
    assert all(parts(each).keys() == {"settings"} for each in found)
    assert said(both) == ["Settings of ledger.toml that differ: queues."]


def test_a_unit_that_stands_elsewhere_moves_figures_by_no_ticket(kramik: Path) -> None:
    units = replaced(
        "inbox/org/units.csv", ("billing,Billing Desk,finance", "billing,Billing Desk,workshop")
    )
    both = after(kramik, units)
    (found,) = both.moved(
        replace(EVER, metrics=("tickets_solved",), where=(("unit", ("workshop",)),))
    )
    assert found.change
    assert parts(found) == {"organisation": (found.change, None)}


def test_what_ledger_toml_says_in_other_words_is_no_other_setting(kramik: Path) -> None:
    both = after(kramik, replaced("ledger.toml", ("# Kramik,", "# The company Kramik,")))
    assert said(both) == ["Build 2 was made of the same as build 1."]


@pytest.mark.parametrize(
    "edits",
    [
        (NEW_FILE, CHANGED_ROW, GONE_ROW),
        (NEW_FILE, CHANGED_ROW, LATER),
        (NEW_FILE, CAME_BACK, CHANGED_ROW, GONE_ROW, LATER, TARGET, QUEUES),
    ],
    ids=["records", "extract", "everything"],
)
def test_contributions_add_up_whatever_differs_and_whatever_is_asked(
    kramik: Path, edits: tuple[Edit, ...]
) -> None:
    both = after(kramik, *edits)
    asked: tuple[tuple[str | None, Attribution, Clock, Period], ...] = (
        (None, "event", "business", PERIOD),
        ("unit", "event", "calendar", Period.parse("2026-04")),
        ("unit", "share", "business", PERIOD),
        ("division", "current", "business", PERIOD),
        ("reporting_line", "share", "calendar", both.before.span()),
        ("channel", "current", "calendar", PERIOD),
    )
    for by, attribution, clock, period in asked:
        adds_up(both, Question(ALL, period, by, None, (), clock, attribution))


def altered(folder: Path, *statements: str) -> TwoAnswers:
    """Return two builds of which `statements` have altered the first."""
    loaded(folder)
    builds = Workspace.open(folder).builds
    with duckdb.connect(str(builds.path(1))) as connection:
        for statement in statements:
            connection.execute(statement)
    return TwoAnswers(builds, 1, 2)


def other_definitions(folder: Path, *statements: str) -> TwoAnswers:
    """Return two builds of which other definitions made the first, altered besides."""
    other = "update load_build set code_version = '0.0.9+0123456789ab'"
    return altered(folder, other, *statements)


def test_another_release_of_a_library_is_another_definition(kramik: Path) -> None:
    both = altered(kramik, "update load_part set sha256 = 'x' where name = 'holidays'")
    assert both.steps[-1] == "definitions"
    (sentence,) = said(both)
    assert sentence.endswith("they differ in: holidays.")


def test_other_definitions_of_what_metrics_read_are_said(kramik: Path) -> None:
    longer = "full_resolution_business_seconds = full_resolution_business_seconds + 60"
    both = other_definitions(kramik, f"update fact_ticket set {longer}")
    found = moved(both)
    assert found.keys() == {"full_resolution_median"}
    change, tickets = parts(found["full_resolution_median"])["definitions"]
    assert (change, tickets) == (-60, 15)
    (sentence,) = said(both)
    assert sentence.startswith("Definitions: 0.0.9+0123456789ab made build 1")
    assert "none of the catalogue, but of what it reads" in sentence


def test_another_definition_of_a_sum_is_explained_and_of_a_median_left_out(kramik: Path) -> None:
    other = (
        "update load_part set sha256 = 'x' where name in ('tickets_created', 'first_reply_median')"
    )
    created = "metric = 'tickets_created' and n = 1 and unit_id = 'orders'"
    both = other_definitions(kramik, other, f"update cube_unit_day set n = 3 where {created}")
    found = moved(both)
    assert parts(found["tickets_created"]) == {
        "definitions": (found["tickets_created"].change, None)
    }
    assert found["tickets_created"].after == 19
    assert both.unknown(EVER) == ("first_reply_median",)
    assert "first_reply_median" not in {each.metric for each in both.differences(EVER)}
    assert said(both)[-1].startswith("Left out: first_reply_median. Other")
    by_channel = replace(EVER, by="channel")  # which the cube does not hold
    assert both.unknown(by_channel) == ("tickets_created", "first_reply_median")


def test_of_another_way_of_counting_nothing_is_known(kramik: Path) -> None:
    both = other_definitions(kramik, "update load_part set sha256 = 'x' where kind = 'counting'")
    assert both.unknown(EVER) == ALL
    assert both.moved(EVER) == both.differences(EVER) == ()


def test_tables_that_cannot_be_read_are_said_to_be_of_another_version(kramik: Path) -> None:
    with pytest.raises(OtherVersion, match=r"Build 1 .*there is no fact_ticket.reply_count"):
        other_definitions(kramik, "alter table fact_ticket drop column reply_count")
