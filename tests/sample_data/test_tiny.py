"""Kramik's twenty tickets come to what was worked out by hand."""

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Period, Question
from etl.warehouse import Warehouse
from tests.sample_data.loaded import SAMPLE_DATA, loaded_copy

TINY = SAMPLE_DATA / "tiny"
TRUTH = list(csv.DictReader((TINY / "truth.csv").read_text(encoding="utf-8").splitlines()))
MATRIX = list(csv.DictReader((TINY / "matrix.csv").read_text(encoding="utf-8").splitlines()))
PROBLEMS = list(csv.DictReader((TINY / "problems.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return loaded_copy(TINY, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def facts(warehouse: Warehouse) -> dict[tuple[str, str], dict[str, Any]]:
    rows = warehouse.query(
        "select ticket_id, fact_ticket.* from fact_ticket join core_ticket using (ticket_key)"
    ).records()
    return {(row["source"], row["ticket_id"]): row for row in rows}


def test_twenty_tickets_are_loaded_and_the_merged_one_is_not_counted(warehouse: Warehouse) -> None:
    assert warehouse.query("select count(*) from core_ticket").rows == [(20,)]
    counted = warehouse.query(
        "select core_ticket.source, ticket_id from fact_ticket join core_ticket using (ticket_key)"
    ).rows
    assert sorted(counted) == sorted((row["source"], row["ticket_id"]) for row in TRUTH)


def test_the_duplicate_is_skipped_and_the_impossible_date_refused(warehouse: Warehouse) -> None:
    files = warehouse.query(
        "select read, loaded, superseded, skipped, refused from load_file "
        "where source = 'shop' and thing = 'ticket'"
    )
    assert files.rows == [(10, 8, 0, 1, 1)]
    refusals = warehouse.query("select line, column_name, raw from load_refusal").records()
    assert len(refusals) == 1
    assert refusals[0]["line"] == 11
    assert "2026-02-30 10:00:00" in refusals[0]["raw"]


@pytest.mark.parametrize("truth", TRUTH, ids=[f"{row['ticket_id']}" for row in TRUTH])
def test_a_ticket_comes_to_what_the_pencil_says(
    truth: dict[str, str], facts: dict[tuple[str, str], dict[str, Any]]
) -> None:
    fact = facts[truth["source"], truth["ticket_id"]]
    assert {
        "first reply, minutes": _minutes(fact["first_reply_business_seconds"]),
        "resolution, minutes": _minutes(fact["full_resolution_business_seconds"]),
        "resolution on the calendar": _minutes(fact["full_resolution_calendar_seconds"]),
        "first reply promise": fact["first_reply_promise"],
        "decided at": _text(fact["first_reply_promise_at"]),
        "resolution promise": fact["resolution_promise"],
        "resolution decided at": _text(fact["resolution_promise_at"]),
        "reopened": _text(fact["reopen_count"]),
        "transferred": _text(fact["transfer_count"]),
        "came back": _text(fact["is_repeat_within_7_days"]),
    } == {
        "first reply, minutes": truth["first_reply_business_minutes"],
        "resolution, minutes": truth["full_resolution_business_minutes"],
        "resolution on the calendar": truth["full_resolution_calendar_minutes"],
        "first reply promise": truth["first_reply_promise"],
        "decided at": truth["first_reply_promise_at"],
        "resolution promise": truth["resolution_promise"],
        "resolution decided at": truth["resolution_promise_at"],
        "reopened": truth["reopen_count"],
        "transferred": truth["transfer_count"],
        "came back": truth["is_repeat_within_7_days"],
    }


def test_the_help_desks_own_figures_agree(warehouse: Warehouse) -> None:
    """Zendesk's business minutes, written by hand into the exports, equal the ledger's."""
    differing = warehouse.query(
        "select ticket_id from fact_ticket join core_ticket using (ticket_key) where "
        "source_first_reply_business_seconds <> first_reply_business_seconds "
        "or source_first_reply_calendar_seconds <> first_reply_calendar_seconds "
        "or source_full_resolution_business_seconds <> full_resolution_business_seconds "
        "or source_full_resolution_calendar_seconds <> full_resolution_calendar_seconds"
    )
    assert differing.rows == []


def test_the_returns_queue_changes_hands_on_the_first_of_april(warehouse: Warehouse) -> None:
    owners = warehouse.query(
        "select ticket_id, unit_now from fact_ticket join core_ticket using (ticket_key) "
        "where ticket_id in ('4104', '4105') order by ticket_id"
    )
    assert owners.rows == [("4104", "returns"), ("4105", "accounts")]


def test_passed_on_half_an_hour_before_the_promise_was_due_is_late_on_arrival(
    warehouse: Warehouse,
) -> None:
    owners = warehouse.query(
        "select o.unit_id, o.business_seconds, o.is_late_on_arrival, o.is_passed_on_late "
        "from fact_ownership o join core_ticket t on o.ticket_key = t.ticket_key "
        "where t.ticket_id = 'F-2' order by o.starts_at"
    )
    assert owners.rows == [("repairs", 870 * 60, None, True), ("parts", 60 * 60, True, None)]


def test_who_asked_is_known_by_number_contact_and_email(warehouse: Warehouse) -> None:
    found = warehouse.query(
        "select source, known_by, records from load_match where thing = 'ticket' order by 1, 2"
    )
    assert found.rows == [
        ("field", "number", 4),
        ("shop", "email", 1),
        ("shop", "nobody", 3),
        ("shop", "requester", 4),
        ("trade", "nobody", 2),
        ("trade", "requester", 6),
    ]


def test_a_requester_is_of_the_customer_he_wrote_for_then(warehouse: Warehouse) -> None:
    """Requester 7005 wrote in March, before he began to write for another customer."""
    found = warehouse.query("select customer_id from core_ticket where ticket_id = '9006'")
    assert found.rows == [("205",)]


def test_every_problem_and_its_cause_is_what_the_pencil_says(warehouse: Warehouse) -> None:
    found = warehouse.query(
        "select coalesce('customer ' || problem.customer_id, "
        "'requester ' || ticket.source || ' ' || ticket.requester_id) as party, "
        "problem.state, share.unit_id, share.share, ticket_count, complaint_count "
        "from fact_problem as problem join fact_problem_share as share using (problem_key) "
        "left join core_ticket as ticket using (ticket_key)"
    ).rows
    assert sorted((*row[:3], pytest.approx(row[3]), *row[4:]) for row in found) == sorted(
        (
            row["party"],
            row["state"],
            row["unit"] or None,
            float(Fraction(row["share"])),
            len(row["tickets"].split()),
            len(row["complaints"].split()),
        )
        for row in PROBLEMS
    )


@pytest.mark.parametrize("measure", ["broken_promises", "customers"])
@pytest.mark.parametrize("month", ["2026-03", "2026-04"])
def test_the_matrix_is_what_the_pencil_says(measure: str, month: str, warehouse: Warehouse) -> None:
    question = Question(metrics=(), period=Period.parse(month))
    matrix = Answers(warehouse).responsibility(question, measure)
    planted: list[Any] = [
        (row["controller"], row["owner"], row["class"], pytest.approx(float(row["n"])))
        for row in MATRIX
        if (row["measure"], row["period"]) == (measure, month)
    ]
    found = [
        (cell.controller_post_id or "", cell.owner_post_id or "", cell.kind, cell.n)
        for cell in matrix.cells
    ]
    assert sorted(found) == sorted(planted)


def _minutes(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds / 60:g}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def test_every_file_of_the_workspace_is_small_enough_to_read() -> None:
    assert max(path.stat().st_size for path in Path(TINY).rglob("*.*")) < 20_000
