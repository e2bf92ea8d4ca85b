"""Records that were not loaded: where they stand, why, and their text, kept in refused/."""

import csv
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl import remarks
from etl.adapters.raw import RawFile
from etl.adapters.records import Place
from etl.canonical.people import without_addresses
from etl.problems import RefusedData
from etl.remarks import Refused
from etl.warehouse import Loading

_MOST_LINES = 50  # of one record: beyond that a quote was left open
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHAPES: dict[str, Refused] = {
    "MISSING COLUMNS": "fields_missing",
    "TOO MANY COLUMNS": "fields_too_many",
    "UNQUOTED VALUE": "text_after_quote",
    "INVALID ENCODING": "bytes_no_text",
    "LINE SIZE OVER MAXIMUM": "too_long",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that is not loaded. `value` is what stood in `column`, addresses hidden."""

    record: int
    column: str | None
    kind: Refused
    value: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", without_addresses(self.value))

    @property
    def reason(self) -> str:
        """Return why, in English."""
        return str(remarks.refusal(self.kind, self.value))


def of_shape(loading: Loading, raw: RawFile) -> list[Refusal]:
    """Return the records of a file that its parser could not take, once the file has been read.

    Raises RefusedData when a quote that was left open took the rest of the file with it.
    """
    if raw.records is None or not _is_any_rejected(loading):
        return []
    rejected = loading.query(
        "select reject_errors.line_byte_position, min(reject_errors.error_type), "
        "max(length(csv_line) - length(replace(csv_line, chr(10), ''))) "
        "from reject_errors join reject_scans using (scan_id, file_id) "
        "where reject_scans.file_path = $path group by all order by all",
        {"path": str(raw.records.path)},
    ).rows
    starts = {_first_byte(raw.records.path, position - 1): kind for position, kind, _ in rejected}
    places = raw.records.places_at(list(starts))
    for position, _, lines in rejected:
        place = places.get(_first_byte(raw.records.path, position - 1))
        if lines > _MOST_LINES and place is not None:
            raise RefusedData(
                f"{raw.path}, line {place.line}: a quote opened here is never closed and takes "
                f"{lines:,} lines with it; close it, or double it where it is part of the text."
            )
    return [
        Refusal(places[start].record, None, _SHAPES.get(kind, "misshapen"))
        for start, kind in starts.items()
        if start in places
    ]


def forget(loading: Loading) -> None:
    """Drop what was rejected so far: a file that is read again is rejected again."""
    if _is_any_rejected(loading):
        loading.run("delete from reject_errors")


def _is_any_rejected(loading: Loading) -> bool:
    """Return whether DuckDB has taken any file apart: it lists what it rejects from then on."""
    tables = "select 1 from duckdb_tables() where table_name = 'reject_errors'"
    return bool(loading.query(tables).rows)


def write(
    loading: Loading, folder: Path, found: Iterable[tuple[RawFile, Sequence[Refusal]]]
) -> None:
    """Put all refusals into load_refusal, and with their text into a file for each file read.

    The text of a record may name people: it goes into the folder, which only its owner can read,
    and never into the build.
    """
    loading.run("create or replace table scratch.record_refused (file_no integer, record bigint)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    for raw, refusals in found:
        if refusals:
            _write_file(loading, folder, raw, sorted(refusals, key=lambda refusal: refusal.record))


def _write_file(loading: Loading, folder: Path, raw: RawFile, refusals: Sequence[Refusal]) -> None:
    records = raw.records
    places = records.places([refusal.record for refusal in refusals]) if records else {}
    lines = [
        places[refusal.record].line if refusal.record in places else refusal.record
        for refusal in refusals
    ]
    texts = [_raw(raw, places.get(refusal.record)) for refusal in refusals]
    refusals = [
        replace(refusal, kind="no_json_object") if _is_no_json(raw, text) else refusal
        for refusal, text in zip(refusals, texts, strict=True)
    ]
    loading.insert(
        "load_refusal",
        ("file_no", "line", "column_name", "kind", "raw"),
        [
            (raw.file_no, line, refusal.column, refusal.kind, refusal.value)
            for line, refusal in zip(lines, refusals, strict=True)
        ],
    )
    loading.insert(
        "record_refused",
        ("file_no", "record"),
        [(raw.file_no, refusal.record) for refusal in refusals],
    )
    kept = folder / f"{raw.file_no:03}-{_file_name(raw.path)}.csv"
    with kept.open("w", encoding="utf-8", newline="") as file:
        kept.chmod(0o600)
        sheet = csv.writer(file)
        sheet.writerow(("file", "line", "column", "reason", "value", "raw"))
        for line, refusal, text in zip(lines, refusals, texts, strict=True):
            row = (raw.path, line, refusal.column, refusal.reason, refusal.value, text)
            sheet.writerow([_harmless(cell) for cell in row])


def _raw(raw: RawFile, place: Place | None) -> str | None:
    return raw.records.text(place) if raw.records and place else None


def _is_no_json(raw: RawFile, text: str | None) -> bool:
    if raw.records is None or raw.records.delimiter is not None or text is None:
        return False
    try:
        return not isinstance(json.loads(text), dict)
    except ValueError:
        return True


def _first_byte(path: Path, position: int) -> int:
    """Return where a rejected record begins: its position may point at the line end before it."""
    with path.open("rb") as file:
        file.seek(max(position, 0))
        while (byte := file.read(1)) in (b"\r", b"\n"):
            position += 1
    return position if byte else max(position - 1, 0)


def _file_name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", path).strip("._")[-80:]


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def sentences(raw: RawFile, refusals: Iterable[Refusal], most: int = 3) -> list[str]:
    """Return the first refusals of a file as sentences."""
    shown = list(refusals)[:most]
    places = raw.records.places([refusal.record for refusal in shown]) if raw.records else {}
    told: list[str] = []
    for refusal in shown:
        line = places[refusal.record].line if refusal.record in places else refusal.record
        column = f", {refusal.column}" if refusal.column else ""
        told.append(f"{raw.path}, {raw.called} {line}{column}: {refusal.reason}")
    return told
