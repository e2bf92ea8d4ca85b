"""Workbooks: their sheets as text, rows counted from the XML, and what in them is no record."""

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
            ("1", datetime(2026, 3, 5, 9, 30), 4),
            ("2", datetime(2026, 3, 6, 9, 30), 6),
        ]
        assert core.rows("select read, loaded, refused from load_file") == [(3, 2, 1)]
        assert core.rows("select line, column_name, raw from load_refusal") == [
            (7, "created_at", "never")
        ]


HEADER: list[object] = ["Id", "Made", "State"]


def month(*numbers: int) -> list[list[object]]:
    return [HEADER, *([number, "2026-03-06", "open"] for number in numbers)]


def test_every_sheet_that_has_the_header_is_read_and_the_others_are_named(
    company: Company,
) -> None:
    notes: list[list[object]] = [["nothing", "here"]]
    sheets = [("March", month(1, 2)), ("April", month(3)), ("Notes", notes)]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(*sheets, ("Empty", [])))
    with company.core() as core:
        assert core.rows("select path, read, loaded from load_file order by file_no") == [
            ("inbox/desk/register.xlsx:March", 2, 2),
            ("inbox/desk/register.xlsx:April", 1, 1),
        ]
        assert core.rows("select kind, subject, count, details from load_notice") == [
            ("sheets_not_read", "inbox/desk/register.xlsx", 1, '{"names": ["Notes"]}')
        ]


def test_a_sheet_can_be_named_or_several_with_a_star(company: Company) -> None:
    sheets = [("March 26", month(1, 2)), ("April 26", month(3)), ("March 25", month(4))]
    company.put("desk/register.xlsx", book(*sheets))
    company.ledger(LEDGER.format('sheet = "Marhc"'))
    said = refused(company)
    assert "has no sheet 'Marhc' (it has 'March 26', 'April 26', 'March 25')" in said
    for wanted, read in (
        ("March 26", ["1", "2"]),
        ("*26", ["1", "2", "3"]),
        ("March ??", ["1", "2", "4"]),
    ):
        company.ledger(LEDGER.format(f'sheet = "{wanted}"'))
        with company.core() as core:
            assert core.rows("select ticket_id from core_ticket order by 1") == [(n,) for n in read]


def test_where_no_sheet_has_the_header_the_likeliest_is_told_with_what_it_lacks(
    company: Company,
) -> None:
    near: list[list[object]] = [["Id", "Mode", "State"], [1, "2026-03-06", "open"]]
    notes: list[list[object]] = [["nothing", "here"]]
    sheets = [("Notes", notes), ("Tickets", near)]
    said = refused(company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(*sheets)))
    assert "inbox/desk/register.xlsx:Tickets, line 1" in said
    assert "the column 'Made' for created_at (it has 'Mode')" in said
    assert "It has the sheets 'Notes', 'Tickets', none with a header that is known." in said


def test_a_hidden_sheet_is_named_and_read_only_when_asked_for(company: Company) -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, number in (("March", 1), ("Old", 2), ("Older", 3)):
        sheet = made.add_worksheet(name)
        for index, row in enumerate(month(number)):
            sheet.write_row(index, 0, row)
        if name == "Old":
            sheet.hide()
        if name == "Older":
            sheet.very_hidden()
    made.close()
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", file.getvalue())
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket") == [("1",)]
        assert core.rows("select kind, count, details from load_notice") == [
            ("sheets_hidden", 2, '{"names": ["Old", "Older"]}')
        ]
    company.ledger(LEDGER.format('sheet = "Old*"'))
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket order by 1") == [("2",), ("3",)]


def test_totals_titles_and_headers_that_stand_there_again_are_no_records(company: Company) -> None:
    rows: list[list[object]] = [
        ["Register of tickets"],
        HEADER,
        [1, "2026-03-05", "open"],
        ["Total March", "", 1],
        ["Register of tickets, page 2"],
        ["id", "MADE", " State"],
        [2, "2026-03-06", "open"],
        ["", "", 2],
        ["Printed by a program"],
    ]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", rows)))
    with company.core() as core:
        assert core.rows("select read, loaded, skipped, refused from load_file") == [(2, 2, 0, 0)]
        assert core.rows("select kind, count, details from load_notice order by kind") == [
            ("lines_above_header", 1, None),
            ("rows_no_records", 5, '{"rows": "4–6, 8–9"}'),
        ]


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "2026-03-06", "open"],  # it has a date
        [7, "", 3],  # it has an id
        ["T-7", "", ""],  # an id alone
        ["Totalled", "", 3],  # another word
        ["Total loss", "", "open"],  # no number
        ["Average claim", "", "open"],
        ["", "", "open"],
        ["", "soon", 3],
    ],
)
def test_a_record_that_lacks_something_is_refused_and_never_taken_for_a_total(
    company: Company, row: list[object]
) -> None:
    rows = [*month(1), row]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", rows)))
    with company.core() as core:
        assert core.value("select read from load_file") == 2
        assert core.rows("select kind from load_notice") == []


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTALS:", "Grand total", "Sub-total", "Total (49)", "Summe", "Gesamtsumme", "Razem",
     "Suma", "Ogółem", "Итого", "Всего:", "Разом", "Усього", "Average"],
)  # fmt: skip
def test_a_line_of_totals_is_known_in_every_language(company: Company, word: str) -> None:
    rows = [*month(1), [word, 1, "1.250,00 €"]]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", rows)))
    with company.core() as core:
        assert core.rows("select read, loaded from load_file") == [(1, 1)]


def test_totals_and_footers_at_the_end_of_a_text_file_are_cut_off(company: Company) -> None:
    company.ledger(LEDGER.format(""))
    text = "Id,Made,State\n1,2026-03-06,open\nx,soon,open\n,,1\nTotal,,1\n\nPrinted by a program\n"
    company.put("desk/register.csv", text)
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(2, 1, 1)]
        assert core.rows("select line, raw from load_refusal") == [(3, "soon")]
        assert core.rows("select kind, count, details from load_notice") == [
            ("rows_no_records", 3, '{"rows": "4–5, 7"}')
        ]
    assert (company.folder / "inbox/desk/register.csv").read_text(encoding="utf-8") == text


def test_cells_merged_over_rows_hold_for_each_of_them(company: Company) -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.merge_range(0, 0, 1, 4, "Register of tickets")
    sheet.merge_range(2, 0, 3, 0, "Id")
    sheet.merge_range(2, 1, 2, 2, "When")
    sheet.write_row(3, 1, ["Made", "State"])
    sheet.merge_range(4, 1, 6, 1, "2026-03-06")
    for row, number in enumerate((1, 2, 3, 4), start=4):
        sheet.write(row, 0, number)
        sheet.write(row, 2, "open")
    made.close()
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", file.getvalue())
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket order by 1") == [("1",), ("2",), ("3",)]
        assert core.rows("select line, kind from load_refusal") == [(8, "missing")]


def test_a_header_over_several_lines_is_the_same_header(company: Company) -> None:
    rows: list[list[object]] = [["Id", " Made", "St\nate"], [1, "2026-03-06", "open"]]
    company.ledger(LEDGER.format("").replace('"State"', '"St ate"'))
    with company.put("desk/register.xlsx", book(("Tickets", rows))).core() as core:
        assert core.value("select count(*) from core_ticket") == 1


@pytest.mark.parametrize("is_1904", [False, True])
def test_numbers_of_days_and_dates_are_the_same_in_one_column(
    company: Company, is_1904: bool
) -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(
        file, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "date_1904": is_1904}
    )
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    stamps = [datetime(2026, 3, 6), 46087 - 1462 * is_1904, "6.03.2026", "06.03.26"]
    for row, stamp in enumerate(stamps, start=1):
        sheet.write_row(row, 0, [row, stamp, "open"])
    made.close()
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", file.getvalue())
    with company.core() as core:
        assert core.rows("select distinct created_at from core_ticket") == [
            (datetime(2026, 3, 5, 23),)
        ]
        assert core.value("select has_time_of_day from core_source") is False


def test_what_could_not_be_computed_is_no_empty_cell(company: Company) -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for row in (1, 2, 3):
        sheet.write_row(row, 0, [row, "2026-03-06", "open"])
    sheet.write_formula(2, 1, "=VLOOKUP(1,A:B,9)", None, "#REF!")
    sheet.write_formula(4, 1, "=1/0", None, "#DIV/0!")
    made.close()
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", file.getvalue())
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(4, 2, 2)]
        assert core.rows("select line, raw from load_refusal order by line") == [
            (3, "#REF!"), (5, None),
        ]  # fmt: skip


def test_spaces_are_nothing(company: Company) -> None:
    rows: list[list[object]] = [*month(1), [" ", "\u00a0", ""], *month(2)[1:]]
    company.ledger(LEDGER.format("")).put("desk/register.xlsx", book(("Tickets", rows)))
    with company.core() as core:
        assert core.rows("select read, loaded from load_file") == [(2, 2)]


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
