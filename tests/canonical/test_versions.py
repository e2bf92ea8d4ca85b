"""Of a ticket that stands in the exports more than once, one record is the ticket."""

import pytest

from tests.adapters.company import Company, tickets

COLUMNS = "ticket_id,created_at,status,updated_at"
COUNTS = "select loaded, superseded, skipped from load_file order by file_no"


def row(status: str, updated: str = "") -> str:
    return f"T1,2026-03-02T10:00:00Z,{status},{updated}"


def test_the_latest_update_wins_wherever_it_stands(company: Company) -> None:
    company.put("desk/b.csv", tickets(row("open", "2026-03-03T10:00:00Z"), columns=COLUMNS))
    company.put("desk/a.csv", tickets(row("closed", "2026-03-04T10:00:00Z"), columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select status from core_ticket") == [("closed",)]
        assert core.rows(COUNTS) == [(1, 0, 0), (0, 1, 0)]


def test_without_an_update_the_later_file_wins(company: Company) -> None:
    company.put("desk/2026-04.csv", tickets(row("closed"), columns=COLUMNS))
    company.put("desk/2026-03.csv", tickets(row("open"), columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select status from core_ticket") == [("closed",)]
        assert core.rows(COUNTS) == [(0, 1, 0), (1, 0, 0)]


def test_in_one_file_the_later_record_wins(company: Company) -> None:
    same = "2026-03-03T10:00:00Z"
    company.put("desk/a.csv", tickets(row("open", same), row("closed", same), columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select status, record from core_ticket") == [("closed", 2)]
        assert core.rows(COUNTS) == [(1, 1, 0)]


def test_a_record_with_an_update_beats_one_without(company: Company) -> None:
    company.put(
        "desk/a.csv", tickets(row("open", "2026-03-03T10:00:00Z"), row("closed"), columns=COLUMNS)
    )
    with company.core() as core:
        assert core.rows("select status from core_ticket") == [("open",)]


def test_a_record_that_stands_there_twice_is_skipped(company: Company) -> None:
    company.put("desk/a.csv", tickets(row("open"), columns=COLUMNS))
    company.put("desk/b.csv", tickets(row("open"), row("open"), columns=COLUMNS))
    with company.core() as core:
        assert core.rows(COUNTS) == [(1, 0, 0), (0, 0, 2)]
        assert core.rows("select file_no, record from core_ticket") == [(1, 1)]


def test_a_refused_record_replaces_nothing(company: Company) -> None:
    company.put(
        "desk/a.csv", tickets(row("open"), "T1,never,closed,2026-03-09T10:00:00Z", columns=COLUMNS)
    )
    with company.core() as core:
        assert core.rows("select status from core_ticket") == [("open",)]
        assert core.rows("select loaded, superseded, refused from load_file") == [(1, 0, 1)]


def test_one_id_in_two_sources_is_two_tickets(company: Company) -> None:
    company.ledger('[sources.desk]\nqueues = "are_units"\n[sources.other]\nqueues = "are_units"\n')
    company.put("desk/a.csv", tickets(row("open"), columns=COLUMNS))
    company.put("other/a.csv", tickets(row("closed"), columns=COLUMNS))
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 2


@pytest.mark.parametrize("rows", [1, 5])
def test_every_ticket_has_a_key_of_its_own(company: Company, rows: int) -> None:
    lines = (f"T{number},2026-03-02T10:00:00Z,open," for number in range(rows))
    company.put("desk/a.csv", tickets(*lines, row("open"), row("closed"), columns=COLUMNS))
    with company.core() as core:
        assert core.value("select count(distinct ticket_key) = count(*) from core_ticket")
