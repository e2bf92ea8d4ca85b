"""Jira: what its two forms of export hold, whoever exported them in whichever language."""

from pathlib import Path

import pytest

from etl.adapters.formats import adapters
from etl.problems import RefusedData
from tests.adapters.company import Company

ISSUE = "Issue key,Issue Type,Status,Reporter,Created,Updated,Resolved\n"
CHANGES = "As.Of.Date,assignee_anon,Changed.Fields,date_created,Journal,Status,ticket\n"
DESK = """
[sources.desk]
queues = "are_units"
zone = "UTC"
"""


DOCS = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


@pytest.mark.parametrize("name", ["jira_csv", "jira_history"])
def test_every_header_that_is_known_is_documented(name: str) -> None:
    (form,) = adapters()[name].forms
    for header in {header for headers in form.aliases.values() for header in headers}:
        prefix, _, field = header.removesuffix(")").partition(" (")
        assert not field or f"{prefix} (…)" in DOCS, header
        spelt = (field or header).casefold()
        assert spelt in DOCS.casefold() or spelt.replace(" ", ".") in DOCS.casefold(), header


@pytest.mark.parametrize(
    "header",
    [
        "Issue key,Issue Type,Status,Assignee,Created,Updated,Resolved",
        "Vorgangsschlüssel,Vorgangstyp,Status,Zugewiesene Person,Erstellt,Aktualisiert,Erledigt",
        "Clave de incidencia,Tipo de Incidencia,Estado,Responsable,Creada,Actualizada,Resuelta",
        "Ключ проблемы,Тип задачи,Статус,Исполнитель,Создано,Обновлено,Дата решения",
        "Klucz zgłoszenia,Typ zgłoszenia,Status,Assignee,Utworzono,Zaktualizowano,Resolved",
        "Issue key,Vorgangstyp,Estado,Исполнитель,Utworzono,Updated,Resuelta",
    ],
)
def test_headers_are_known_in_several_languages_and_mixed(company: Company, header: str) -> None:
    row = "A-1,Bug,Done,Ann,02/Mar/26 9:05 AM,05/Mar/26 4:30 PM,05/Mar/26 4:30 PM"
    with company.ledger(DESK).put("desk/issues.csv", f"{header}\n{row}\n").core() as core:
        assert core.rows("select adapter, read, loaded, note from load_file") == [
            ("jira_csv", 1, 1, None)
        ]
        assert core.rows(
            "select ticket_id, kind, status_category, agent_id is not null, cast(created_at as "
            "varchar), cast(updated_at as varchar), cast(last_solved_at as varchar) from "
            "core_ticket"
        ) == [
            ("A-1", "incident", "solved", True, "2026-03-02 09:05:00", "2026-03-05 16:30:00",
             "2026-03-05 16:30:00")
        ]  # fmt: skip


def test_stamps_are_on_the_clock_of_whoever_exported_them(company: Company) -> None:
    company.ledger(DESK.replace("UTC", "America/New_York"))
    rows = ISSUE + "A-1,Bug,Done,Ann,29/Mar/26 12:05 AM,29/Mar/26 12:05 PM,\n"
    with company.put("desk/issues.csv", rows).core() as core:
        assert core.rows("select cast(created_at as varchar) from core_ticket") == [
            ("2026-03-29 04:05:00",)
        ]


def test_a_customer_is_the_id_of_the_reporter_or_a_hash_of_the_name(company: Company) -> None:
    stamps = "02/Mar/26 9:05 AM,02/Mar/26 9:05 AM"
    with_id = "Issue key,Status,Reporter,Reporter Id,Created,Updated\n"
    company.ledger(DESK).put("desk/a.csv", f"{with_id}A-1,Done,Ann,qm:1,{stamps}\n")
    company.put("desk/b.csv", f"{ISSUE}A-2,Bug,Done,Ann,{stamps},\n")
    organisations = "Issue key,Status,Custom field (Organizations),Created,Updated\n"
    company.put("desk/c.csv", f"{organisations}A-3,Done,Acme,{stamps}\n")
    with company.core() as core:
        customers = [row[0] for row in core.rows("select requester_id from core_ticket order by 1")]
        assert [customer[:2] for customer in customers] == ["c-", "c-", "qm"]
        assert len(set(customers)) == 3


def test_a_status_that_somebody_made_up_stops_the_load(company: Company) -> None:
    row = "A-1,Bug,Bei Karl,Ann,02/Mar/26 9:05 AM,02/Mar/26 9:05 AM,\n"
    company.ledger(DESK).put("desk/issues.csv", ISSUE + row)
    said = refused(company)
    assert "nobody has said what these statuses of desk mean" in said
    assert '"Bei Karl" = "open"' in said


def test_of_several_columns_of_one_name_the_first_is_read_and_that_is_said(
    company: Company,
) -> None:
    header = "Issue key,Status,Component/s,Component/s,Created,Comment,Comment\n"
    row = "A-1,Open,VPN,Mail,02/Mar/26 9:05 AM,one,two\n"
    with company.ledger(DESK).put("desk/issues.csv", header + row).core() as core:
        assert core.rows("select product, queue from core_ticket") == [("VPN", "VPN")]
        assert core.rows("select kind, details from load_notice") == [
            ("repeated_header", '{"names": ["Component/s"]}')
        ]


def test_a_change_is_stamped_by_the_end_of_the_record_before_it(company: Company) -> None:
    rows = (
        "2025-03-05T09:00:00.000-0500,2,status,2025-03-01,B,Done,C-1\n"
        "2025-03-05T09:00:00.000-0500,2,assignee,2025-03-01,B,In Progress,C-1\n"
        "2025-03-03T09:00:00.000-0500,1,Journal,2025-03-01,B,In Progress,C-1\n"
        "2025-03-02T09:00:00.000-0500,1,status,2025-03-01,A,In Progress,C-1\n"
        "2025-03-01T09:00:00.000-0500,1,Summary,2025-03-01,A,Open,C-1\n"
    )
    with company.ledger(DESK).put("desk/changes.csv", CHANGES + rows).core() as core:
        assert core.rows("select adapter, read, loaded from load_file") == [("jira_history", 5, 5)]
        assert core.rows("select status, cast(updated_at as varchar) from core_ticket") == [
            ("Done", "2025-03-05 14:00:00")
        ]
        assert core.rows(
            'select kind, cast("at" as varchar) from core_ticket_event '
            "where from_value is not null order by sequence"
        ) == [
            ("status", "2025-03-01 14:00:00"),
            ("queue", "2025-03-02 14:00:00"),
            ("agent", "2025-03-03 14:00:00"),
            ("status", "2025-03-05 14:00:00"),
        ]


def test_an_older_and_a_newer_extract_of_an_issue_are_one_history(company: Company) -> None:
    first = "2025-03-01T09:00:00.000Z,,Summary,2025-03-01,A,Open,C-1\n"
    second = "2025-03-02T09:00:00.000Z,,status,2025-03-01,A,In Progress,C-1\n"
    older = "2025-03-01T09:00:00.000Z,,status,2025-03-01,A,In Progress,C-1\n" + first
    newer = "2025-03-02T09:00:00.000Z,,status,2025-03-01,A,Done,C-1\n" + second + first
    company.ledger(DESK).put("desk/2025-03-01.csv", CHANGES + older)
    company.put("desk/2025-03-02.csv", CHANGES + newer)
    with company.core() as core:
        assert core.rows("select loaded, skipped from load_file order by path") == [(2, 0), (2, 1)]
        assert core.rows(
            'select to_value, cast("at" as varchar) from core_ticket_event '
            "where kind = 'status' order by sequence"
        ) == [
            ("new", "2025-03-01 00:00:00"),
            ("open", "2025-03-01 09:00:00"),
            ("solved", "2025-03-02 09:00:00"),
        ]


@pytest.mark.parametrize("adapter", ["", 'adapter = "jira_history"\n'])
@pytest.mark.parametrize("header", ['"name","label"', "Name,Id,Include"])
def test_a_list_of_fields_is_no_export_and_can_be_taken_out(
    company: Company, adapter: str, header: str
) -> None:
    company.ledger(DESK + adapter).put("desk/fields.csv", f"{header}\nStatus,status,True\n")
    said = refused(company)
    assert "inbox/desk/fields.csv" in said
    assert "or take it out of the inbox" in said
