"""Records are found without the parser that loads them: counted, and found again by number."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.adapters.records import Records

CELLS = st.text(alphabet='ab,;"\n\r é', max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=12)


def written(rows: list[list[str]], end: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def records(path: Path, content: bytes, chunk: int = 1 << 20) -> Records:
    path.write_bytes(content)
    found = Records(path, 0, 1, ",", chunk)
    path.with_suffix(".records.npy").unlink(missing_ok=True)
    return found


@settings(max_examples=60)
@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), chunk=st.integers(1, 40))
def test_records_are_counted_as_a_csv_reader_counts_them_however_they_are_cut(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, chunk: int
) -> None:
    path = tmp_path_factory.mktemp("records") / "file.csv"
    found = records(path, written(rows, end), chunk)
    assert found.count() == len(rows)


@settings(max_examples=60)
@given(rows=ROWS, chunk=st.integers(1, 40), is_counted=st.booleans())
def test_a_record_is_found_again_with_its_first_line(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], chunk: int, is_counted: bool
) -> None:
    path = tmp_path_factory.mktemp("records") / "file.csv"
    content = written(rows, "\n")
    found = records(path, content, chunk)
    if is_counted:
        found.count()
    places = found.places(range(1, len(rows) + 1))
    for number, row in enumerate(rows, start=1):
        place = places[number]
        assert content[place.starts : place.ends] == written([row], "\n")
        assert place.line == 1 + content[: place.starts].count(b"\n")
        assert found.places_at([place.starts, place.ends - 1]).keys() == {
            place.starts,
            place.ends - 1,
        }


def test_a_quote_in_the_middle_of_a_field_opens_nothing(tmp_path: Path) -> None:
    found = records(tmp_path / "file.csv", b'1,5" pipe,x\n2,y,"a\nb"\n3,"say ""hi""",z\n')
    assert found.count() == 3
    assert found.places([3])[3].line == 4


def test_blank_lines_are_no_records(tmp_path: Path) -> None:
    for content in (b"1,2\n\n\n3,4\n\n", b"1,2\r\n\r\n3,4\r\n\r\n"):
        for chunk in (1, 2, 3, 1000):
            found = records(tmp_path / "file.csv", content, chunk)
            assert found.count() == 2
            assert found.places([2])[2].line == (4 if b"\r" not in content else 3)


def test_without_quotes_every_line_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(b'{"a": "\\""}\n{"b": "x"}')
    assert Records(path, 0, 1, None).count() == 2


def test_an_empty_file_holds_none(tmp_path: Path) -> None:
    assert records(tmp_path / "file.csv", b"").count() == 0
