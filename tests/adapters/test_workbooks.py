"""Workbooks: one sheet, its cells as text, its rows counted from the XML."""

import io
from datetime import datetime

import pytest
import xlsxwriter

from etl.problems import RefusedData
from tests.adapters.company import Company

LEDGER = """
[sources.desk]
adapter = "table"
queues = "are_units"
{0}
[sources.desk.columns]
ticket_id = "Id"
created_at = "Made"
status = "State"
"""


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    made.close()
    return file.getvalue()


TICKETS: list[list[object]] = [
    ["Register of tickets"],
    [],
    ["Id", "Made", "State"],
    [1, datetime(2026, 3, 5, 10, 30), "open"],
    [],
    [2, "2026-03-06 10:30:00", "closed"],
    ["x", "never", "open"],
]


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


def test_a_sheet_under_a_title_is_read_and_its_rows_counted(company: Company) -> None:
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", TICKETS)))
    with company.core() as core:
        assert core.rows("select ticket_id, created_at, record from core_ticket order by 1") == [
            ("1", datetime(2026, 3, 5, 9, 30), 1),
            ("2", datetime(2026, 3, 6, 9, 30), 2),
        ]
        assert core.rows("select read, loaded, refused from load_file") == [(3, 2, 1)]
        assert core.rows("select column_name, raw from load_refusal") == [("created_at", "never")]


def test_several_sheets_need_a_word_which_to_read(company: Company) -> None:
    both = book(("Notes", [["nothing"]]), ("Tickets", TICKETS))
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", both)
    assert "has several sheets ('Notes', 'Tickets'): say which to read with sheet" in refused(
        company
    )
    company.ledger(LEDGER.format('sheet = "Tickts"'))
    assert "has no sheet 'Tickts' (it has 'Notes', 'Tickets')" in refused(company)
    company.ledger(LEDGER.format('sheet = "Tickets"'))
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 2


def test_a_mapped_column_that_the_file_lacks_is_named(company: Company) -> None:
    rows: list[list[object]] = [["Id", "Mode", "State"], [1, "2026-03-06", "open"]]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", rows)))
    assert "the column 'Made' for created_at (it has 'Mode')" in refused(company)


def test_a_map_of_columns_that_do_not_exist_is_named_with_its_line(company: Company) -> None:
    company.ledger(LEDGER.format("") + 'creatd_at = "Made"\n')
    said = refused(company.put("desk/register.xlsx", book(("Tickets", TICKETS))))
    assert "'creatd_at' is no column of tickets; is 'created_at' meant?" in said
    assert "line" in said


def test_a_duration_is_written_as_its_ending_says(company: Company) -> None:
    company.ledger(
        LEDGER.format("")
        + 'source_first_reply_calendar_minutes = "A"\nsource_hold_calendar_hours = "B"\n'
        'source_agent_wait_business_clock = "C"\n'
    )
    rows: list[list[object]] = [
        ["Id", "Made", "State", "A", "B", "C"],
        [1, "2026-03-06", "open", 1.5, 0.25, "100:30:15"],
        [2, "2026-03-06", "open", "", "", "2:05"],
        [3, "2026-03-06", "open", "", "", "1 02:00:01"],
        [4, "2026-03-06", "open", "", "", "2 Hours 5 Minutes"],
        [5, "2026-03-06", "open", "", "", "soon"],
    ]
    with company.put("desk/register.xlsx", book(("Tickets", rows))).core() as core:
        assert core.rows(
            "select source_first_reply_calendar_seconds, source_hold_calendar_seconds, "
            "source_agent_wait_business_seconds from core_ticket order by ticket_id"
        ) == [(90, 900, 361_815), (None, None, 7_500), (None, None, 93_601), (None, None, 7_500)]
        assert core.value("select refused from load_file") == 1
