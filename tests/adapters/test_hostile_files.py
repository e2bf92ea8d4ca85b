"""Files that mean harm, or look like it: text stays text, and nothing is read from elsewhere."""

import csv
import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from etl.problems import RefusedData
from tests.adapters.company import DESK, Company, tickets

ROW = "T1,2026-03-02T10:00:00Z,open"
TABLE = """
[sources.desk]
adapter = "table"
queues = "are_units"
[sources.desk.columns]
ticket_id = "Id"
created_at = "Made"
status = "State"
queue = "Team"
"""


def workbook(rows: list[list[object]], **options: bool) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, **options})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


def test_a_workbook_that_unpacks_into_gigabytes_is_not_unpacked(company: Company) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (100 << 20))
    company.ledger(TABLE).put("desk/bomb.xlsx", bomb.getvalue())
    assert "inbox/desk/bomb.xlsx unpacks into far more than a workbook would" in refused(company)


def sheet_of_xml(rows: str) -> bytes:
    """Return a workbook whose only sheet is what `rows` says."""
    with zipfile.ZipFile(io.BytesIO(workbook([["x"]]))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def row_of_xml(number: int, *cells: str) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inside}</row>'


def test_a_sheet_of_a_million_empty_rows_holds_what_is_filled(company: Company) -> None:
    empty = "".join(f'<row r="{number}"><c s="1"/></row>' for number in range(3, 1_048_577))
    rows = (
        row_of_xml(1, "Id", "Made", "State", "Team")
        + row_of_xml(2, "T1", "2026-03-02T10:00:00Z", "open", "Desk")
        + empty
    )
    company.ledger(TABLE).put("desk/tickets.xlsx", sheet_of_xml(rows))
    with company.core() as core:
        assert core.rows("select read, loaded from load_file") == [(1, 1)]


@pytest.mark.parametrize("reference", ["XFD1048576", "B999999999"])
def test_a_cell_far_from_all_others_is_named_and_not_reached_for(
    company: Company, reference: str
) -> None:
    row = "".join(filter(str.isdigit, reference))
    far = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>'
    company.ledger(TABLE).put(
        "desk/tickets.xlsx", sheet_of_xml(row_of_xml(1, "Id", "Made", "State", "Team") + far)
    )
    said = refused(company)
    assert "inbox/desk/tickets.xlsx:Sheet1: something stands as far out as row" in said
    assert f"{int(row):,}" in said


@pytest.mark.parametrize("rows", [[], [[""], ["", " "]]])
def test_an_empty_workbook_is_named(company: Company, rows: list[list[object]]) -> None:
    company.ledger(TABLE).put("desk/tickets.xlsx", workbook(rows))
    assert "inbox/desk/tickets.xlsx is a workbook with nothing in it" in refused(company)


def test_a_workbook_of_titles_alone_is_named(company: Company) -> None:
    company.ledger(TABLE).put("desk/tickets.xlsx", workbook([["Register"], [], ["of tickets"]]))
    assert "inbox/desk/tickets.xlsx holds no table: no row near its top has two cells" in refused(
        company
    )


def test_a_workbook_of_hidden_sheets_alone_is_named(company: Company) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([["Id", "Made"], ["1", "2"]]))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheet ", b'<sheet state="hidden" '
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    company.ledger(TABLE).put("desk/tickets.xlsx", file.getvalue())
    assert "has hidden sheets only ('Sheet1'): show the one to read" in refused(company)


def test_of_cells_merged_twice_the_first_time_counts(company: Company) -> None:
    rows = row_of_xml(1, "Id", "Made", "State", "Team") + "".join(
        row_of_xml(number, f"T{number}", "2026-03-02", "open", "Desk" if number == 2 else "")
        for number in range(2, 7)
    )
    merged = '<mergeCell ref="D2:D4"/><mergeCell ref="D3:D6"/>' * 1_000
    content = sheet_of_xml(f"{rows}</sheetData><mergeCells>{merged}</mergeCells><sheetData>")
    with company.ledger(TABLE).put("desk/tickets.xlsx", content).core() as core:
        assert core.rows("select ticket_id, queue from core_ticket order by 1") == [
            ("T2", "Desk"), ("T3", "Desk"), ("T4", "Desk"), ("T5", None), ("T6", None),
        ]  # fmt: skip


def test_a_refused_formula_of_a_sheet_is_kept_harmless(company: Company) -> None:
    rows: list[list[object]] = [
        ["Id", "Made", "State", "Team"],
        ["1", "2026-03-02", "open", "Desk"],
        ["2", '=HYPERLINK("x")', "open", "Desk"],
    ]
    company.ledger(TABLE).put("desk/tickets.xlsx", workbook(rows))
    with company.core() as core:
        assert core.rows("select line, raw from load_refusal") == [(3, '=HYPERLINK("x")')]
    (kept,) = (company.folder / "refused").iterdir()
    with kept.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["value"] == '\'=HYPERLINK("x")'


def test_a_gzip_that_unpacks_into_gigabytes_is_left_at_once(company: Company) -> None:
    company.put("desk/bomb.csv.gz", gzip.compress(b"0" * (100 << 20)))
    assert "inbox/desk/bomb.csv.gz unpacks into far more than a table would" in refused(company)


def test_a_damaged_gzip_is_named(company: Company) -> None:
    company.put("desk/tickets.csv.gz", gzip.compress(tickets(ROW).encode())[:-9])
    assert "inbox/desk/tickets.csv.gz is a damaged gzip file" in refused(company)


def test_a_file_that_only_begins_like_a_workbook_is_named(company: Company) -> None:
    company.put("desk/book.xlsx", b"PK\x03\x04" + b"\0" * 100)
    assert "inbox/desk/book.xlsx is a damaged workbook" in refused(company)


def test_a_link_out_of_the_inbox_is_not_followed(company: Company, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(tickets(ROW))
    company.put("desk/tickets.csv", tickets(ROW))
    (company.folder / "inbox/desk/more.csv").symlink_to(outside)
    assert "inbox/desk/more.csv is a link that leads out of the inbox" in refused(company)


def test_a_folder_that_is_a_link_is_not_followed(company: Company, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/tickets.csv").write_text(tickets(ROW))
    company.put("desk/tickets.csv", tickets(ROW))
    (company.folder / "inbox/desk/more").symlink_to(tmp_path / "outside")
    assert "inbox/desk/more is a link that leads out of the inbox" in refused(company)


@pytest.mark.parametrize("folder", ["../elsewhere", "/etc", "a/../../b", "."])
def test_a_source_cannot_lie_outside_the_inbox(company: Company, folder: str) -> None:
    company.ledger(f'[sources.desk]\nfolder = "{folder}"\n')
    assert "does not lie in the inbox" in refused(company)


@pytest.mark.parametrize(
    "name",
    ["x'); drop table core_ticket; --.csv", "a b [1] *?.csv", 'q"uote.csv', "$(id).csv", "é😀.csv"],
)
def test_a_name_of_a_file_is_only_a_name(company: Company, name: str) -> None:
    company.put(f"desk/{name}", tickets(ROW, "T2,never,open"))
    with company.core() as core:
        assert core.value("select path from load_file") == f"inbox/desk/{name}"
        assert core.value("select count(*) from core_ticket") == 1
    (kept,) = (company.folder / "refused").iterdir()
    assert kept.parent == company.folder / "refused"


@pytest.mark.parametrize(
    ("name", "told"),
    [(b"\x1b[31mred.csv", r"\x1b[31mred.csv"), (b"a\nb.csv", r"a\nb.csv"),
     (b"\xff\xfe.csv", r"\udcff\udcfe.csv")],
)  # fmt: skip
def test_what_no_terminal_should_be_sent_is_told_as_its_code(
    company: Company, name: bytes, told: str
) -> None:
    company.put(f"desk/{os.fsdecode(name)}", tickets(ROW, "T2,never,open"))
    with company.core() as core:
        assert core.value("select path from load_file") == f"inbox/desk/{told}"
    (kept,) = (company.folder / "refused").iterdir()
    assert f"inbox/desk/{told}" in kept.read_text(encoding="utf-8")


def test_a_header_never_becomes_sql(company: Company) -> None:
    hostile = "x\"; drop table core_ticket; select '1"
    company.put(
        "desk/tickets.csv",
        f'ticket_id,created_at,status,"{hostile.replace(chr(34), chr(34) * 2)}","\'"\n{ROW},1,2\n',
    )
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 1
        assert "drop table" in str(core.value("select note from load_file"))


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_a_mapped_header_never_becomes_sql(company: Company, form: str) -> None:
    header = "Id' or 1=1 /~ --"
    company.ledger(TABLE.replace('"Id"', f'"{header}"'))
    names = [header, "Made", "State", "Team"]
    row = ["T1'); --", "2026-03-02T10:00:00Z", "open", "x'; drop table core_ticket; --"]
    content: dict[str, str | bytes] = {
        "csv": ",".join(names) + "\n" + ",".join(row) + "\n",
        "jsonl": "{" + ", ".join(f'"{n}": "{c}"' for n, c in zip(names, row, strict=True)) + "}\n",
        "xlsx": workbook([[*names], [*row]]),
    }
    company.put(f"desk/tickets.{form}", content[form])
    with company.core() as core:
        assert core.rows("select ticket_id, queue from core_ticket") == [(row[0], row[3])]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_formula_is_text(company: Company, form: str) -> None:
    names = ["Id", "Made", "State", "Team"]
    row = ["=1+1", "2026-03-02T10:00:00Z", "open", '=HYPERLINK("http://example.com")']
    company.ledger(TABLE)
    if form == "xlsx":
        company.put("desk/tickets.xlsx", workbook([[*names], [*row]]))
    else:
        quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        company.put("desk/tickets.csv", ",".join(names) + "\n" + quoted + "\n")
    with company.core() as core:
        assert core.rows("select ticket_id, queue from core_ticket") == [(row[0], row[3])]


def test_a_cell_with_a_formula_gives_its_value(company: Company) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Id", "Made", "State", "Team"])
    sheet.write_formula(1, 0, "=40+2", None, 42)
    sheet.write_row(1, 1, ["2026-03-02T10:00:00Z", "open", "Desk"])
    book.close()
    company.ledger(TABLE).put("desk/tickets.xlsx", file.getvalue())
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket") == [("42",)]


def test_a_refused_formula_is_kept_harmless(company: Company) -> None:
    company.put("desk/tickets.csv", tickets(ROW, "=cmd(),never,open"))
    with company.core():
        pass
    (kept,) = (company.folder / "refused").iterdir()
    assert "\n=cmd" not in kept.read_text()
    assert "'=cmd()" in kept.read_text()


def test_nul_bytes_do_not_end_a_text(company: Company) -> None:
    company.put("desk/tickets.csv", tickets(ROW, "T2\0x,2026-03-02T11:00:00Z,open").encode())
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 2
        assert core.value("select count(*) from core_ticket where ticket_id = 'T2'") == 0


def test_a_huge_field_is_read(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            f"{ROW},{'x' * (5 << 20)}",
            f"T2{ROW[2:]},y",
            columns="ticket_id,created_at,status,subject",
        ),
    )
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 2


def test_a_record_beyond_all_measure_is_refused(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            f"{ROW},{'x' * (40 << 20)}",
            f"T2{ROW[2:]},y",
            columns="ticket_id,created_at,status,subject",
        ),
    )
    with company.core() as core:
        assert core.rows("select ticket_id, record from core_ticket") == [("T2", 2)]
        assert core.rows("select line, kind from load_refusal") == [(2, "too_long")]


def test_texts_that_look_like_records_do_not_put_readers_out_of_step(company: Company) -> None:
    """A reader that begins within such a text would take its lines for records."""
    pasted = "A1,2026-02-01T00:00:00Z,open,foo\n" * 40
    rows = [f'T{number},2026-03-01T00:00:00Z,open,"see:\n{pasted}"' for number in range(32_000)]
    company.put("desk/tickets.csv", tickets(*rows, columns="ticket_id,created_at,status,subject"))
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(32_000, 32_000, 0)]
        assert core.value("select count(*) from core_ticket where ticket_id = 'A1'") == 0


def test_bytes_that_are_no_text_refuse_their_record(company: Company) -> None:
    rows = [f"T{number},2026-03-02T10:00:00Z,open,Rückgaben" for number in range(50)]
    content = tickets(*rows, columns="ticket_id,created_at,status,queue").encode()
    company.put("desk/tickets.csv", content.replace(b"T7,", b"T\xff\xfe7,"))
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(50, 49, 1)]
        assert core.rows("select line, kind from load_refusal") == [(9, "bytes_no_text")]
        assert core.value("select distinct queue from core_ticket") == "Rückgaben"


@pytest.mark.parametrize(
    ("encoding", "team"),
    [("cp1251", "Отдел возвратов и претензий"), ("cp1252", "Büro für Rückgaben")],
)
def test_a_code_page_of_windows_is_found(company: Company, encoding: str, team: str) -> None:
    rows = [f"T{number},2026-03-02T10:00:00Z,open,{team}" for number in range(40)]
    content = tickets(*rows, columns="ticket_id,created_at,status,queue")
    company.put("desk/tickets.csv", content.encode(encoding))
    with company.core() as core:
        assert core.rows("select distinct queue from core_ticket") == [(team,)]


def test_json_nested_without_end_is_named(company: Company) -> None:
    company.put("desk/tickets.json", '{"tickets": ' + "[" * 100_000)
    assert "inbox/desk/tickets.json" in refused(company)


def test_json_that_nobody_knows_is_named(company: Company) -> None:
    company.put("desk/things.json", '{"things":\n [{"id": 1}]}')
    assert "inbox/desk/things.json is JSON in no form that is known" in refused(company)


def test_a_list_that_stands_twice_in_a_document_is_named(company: Company) -> None:
    made = '"status": "open", "created_at": "2026-03-02T10:00:00Z"}'
    twice = f'"tickets": [{{"id": 1, {made}], "tickets": [{{"id": 2, {made}, {{"id": 3, {made}]'
    company.put("desk/tickets.json", "{" + twice + "}")
    said = refused(company)
    assert "inbox/desk/tickets.json: 1 record counted, but 2 found" in said
    assert "a name probably stands there twice" in said


def test_an_empty_file_is_named(company: Company) -> None:
    company.put("desk/tickets.csv", "")
    assert "inbox/desk/tickets.csv is empty" in refused(company)


def test_a_file_outside_all_sources_is_named(company: Company) -> None:
    company.put("desk/tickets.csv", tickets(ROW)).put("stray.csv", "x").put("other/x.csv", "x")
    said = refused(company)
    assert "inbox/stray.csv lies in no folder of a source" in said
    assert "inbox/other belongs to no source: add [sources.other]" in said


def test_every_file_that_cannot_be_read_is_named_at_once(company: Company) -> None:
    company.ledger(DESK).put("desk/a.csv", "what,is,this\n1,2,3\n").put("desk/b.csv", "")
    said = refused(company)
    assert "inbox/desk/a.csv is in no form that is known" in said
    assert "inbox/desk/b.csv is empty" in said


def test_what_a_system_leaves_lying_about_is_not_read(company: Company) -> None:
    company.put("desk/tickets.csv", tickets(ROW)).put("desk/.DS_Store", "x").put(
        "desk/~$a.xlsx", "x"
    )
    with company.core() as core:
        assert core.value("select count(*) from load_file") == 1
