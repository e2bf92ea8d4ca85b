"""Rows come out whole in every format."""

import csv
import io
import json
import math
from dataclasses import dataclass
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from etl.answers.rows import Format, aligned_lines, csv_lines, json_lines, table_of, write
from etl.warehouse import Table

COLUMNS = ("name", "seconds", "value", "at", "day", "is_kept")
ROW = ("Zwroty", 5400, 0.1 + 0.2, datetime(2026, 3, 31, 9, 5), date(2026, 3, 31), True)


def test_csv_holds_full_precision_and_plain_stamps() -> None:
    lines = "".join(csv_lines([Table(COLUMNS, [ROW])]))
    assert lines == (
        "name,seconds,value,at,day,is_kept\n"
        "Zwroty,5400,0.30000000000000004,2026-03-31 09:05:00,2026-03-31,True\n"
    )


def test_nothing_known_is_empty_and_never_zero() -> None:
    table = Table(("a", "b"), [(None, math.nan)])
    assert "".join(csv_lines([table])) == "a,b\n,\n"
    assert json.loads("".join(json_lines([table]))) == [{"a": None, "b": None}]
    assert "".join(aligned_lines([table])) == "a  b\n-  -\n\n"


def test_text_that_a_spreadsheet_would_compute_is_defused_and_numbers_are_left() -> None:
    rows = [("=1+1", -5), ("@cmd", 0), ("+48 22", 1), ("-", 2), ("\tx", 3), ("a=b", 4)]
    written = list(csv.reader(csv_lines([Table(("text", "number"), list(rows))])))
    assert [row[0] for row in written[1:]] == ["'=1+1", "'@cmd", "'+48 22", "'-", "'\tx", "a=b"]
    assert written[1][1] == "-5"


def test_pieces_are_written_under_one_header() -> None:
    pieces = [Table(("a",), [(1,)]), Table(("a",), [(2,), (3,)])]
    assert "".join(csv_lines(pieces)) == "a\n1\n2\n3\n"
    assert json.loads("".join(json_lines(pieces))) == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert "".join(aligned_lines(pieces)) == "a\n-\n1\n2\n3\n"


def test_no_rows_are_an_empty_list_or_a_header_alone() -> None:
    empty = Table(("a", "b"), [])
    assert "".join(json_lines([empty])) == "[]\n"
    assert "".join(csv_lines([empty])) == "a,b\n"
    assert "".join(aligned_lines([empty])) == "a  b\n-  -\n"
    assert "".join(json_lines([])) == "[]\n"


def test_a_table_aligns_numbers_to_the_right_and_keeps_a_record_on_its_line() -> None:
    table = Table(("unit", "n"), [("A\nB", 5), ("Returns", 1200)])
    assert "".join(aligned_lines([table])) == (
        "unit        n\n-------  ----\nA B         5\nReturns  1200\n"
    )


def test_a_dataclass_gives_its_fields_as_columns() -> None:
    @dataclass(frozen=True, slots=True)
    class Figure:
        metric: str
        value: float | None

    assert table_of([Figure("a", None)], Figure) == Table(("metric", "value"), [("a", None)])
    assert table_of([], Figure) == Table(("metric", "value"), [])


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
cells = texts | st.integers() | st.none() | st.booleans()


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_json_reads_back_as_it_was_written(rows: list[tuple[object, object]]) -> None:
    out = io.StringIO()
    write([Table(("a", "b"), list(rows))], Format.json, out)
    assert [(record["a"], record["b"]) for record in json.loads(out.getvalue())] == rows


@given(st.lists(st.tuples(texts, st.integers()), min_size=1, max_size=5))
def test_csv_reads_back_as_it_was_written_but_for_the_apostrophe(
    rows: list[tuple[str, int]],
) -> None:
    lines = "".join(csv_lines([Table(("a", "b"), list(rows))]))
    read = list(csv.reader(io.StringIO(lines, newline="")))[1:]
    assert [(text.removeprefix("'"), int(number)) for text, number in read] == [
        (text.removeprefix("'"), number) for text, number in rows
    ]
