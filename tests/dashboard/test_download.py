"""Downloads: the rows of the page in full precision, and nothing a spreadsheet would run."""

import csv
import io
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from dashboard.data import Table
from dashboard.parts.download import csv_bytes, file_name, results_table, xlsx_bytes

from .test_findings import result

HOSTILE = ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "=cmd|' /C calc'!A0"]


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_results_are_given_column_for_column_with_nothing_rounded() -> None:
    rows = read_csv(csv_bytes([results_table([result("Ünit", 2 / 3)])]))
    found = dict(zip(*rows, strict=True))
    assert float(found["value"]) == 2 / 3
    assert found["member"] == "Ünit"
    assert found["build"] == "1"


def test_what_is_missing_is_empty_and_never_zero() -> None:
    (_, row) = read_csv(csv_bytes([Table(("a", "b"), [(None, 0)])]))
    assert row == ["", "0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    (_, row) = read_csv(csv_bytes([Table(("a",), [(text,)])]))
    assert row[0][0] not in "=+-@\t"


def test_a_negative_number_stays_a_number() -> None:
    (_, row) = read_csv(csv_bytes([Table(("a",), [(-1.5,)])]))
    assert row == ["-1.5"]


def test_pieces_make_one_table_with_one_heading() -> None:
    pieces = [Table(("a",), [(1,)]), Table(("a",), [(2,)])]
    assert read_csv(csv_bytes(pieces)) == [["a"], ["1"], ["2"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_text_as_text(text: str) -> None:
    at = datetime(2026, 9, 1, 10, 30)
    data = xlsx_bytes([Table(("a", "b", "c", "d"), [(text, 1.5, None, at)])], [("What", "=x")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["rows", "about"]
    assert book.get_sheet_by_name("rows").to_python()[1] == [text, 1.5, "", at]
    assert book.get_sheet_by_name("about").to_python() == [["What", "=x"]]


@pytest.mark.parametrize(
    ("name", "period", "called"),
    [
        ("tickets-backlog-returns", "2026-Q3", "service-ledger-tickets-backlog-returns-2026-Q3"),
        ("profile-відділ 1/2", "2025..2026", "service-ledger-profile-відділ_1_2-2025_2026"),
    ],
)
def test_a_download_is_named_by_what_it_holds(name: str, period: str, called: str) -> None:
    assert file_name(name, period) == called
