"""The end of a table in a text file: totals and footers below the last record are cut off."""

import csv
import io
from dataclasses import replace

from etl.adapters.cells import is_no_record
from etl.adapters.header import Match
from etl.adapters.records import Records

_MOST = 100  # records from the end that are looked at
_PIECE = 1 << 20


def without_asides(records: Records, read: int, match: Match) -> tuple[Records, list[int]]:
    """Return the `read` records of a file without those at its end that are none, and their lines.

    What is cut is cut from a copy. Between records such lines stay: they are refused one by one.
    """
    places = records.places(range(max(read - _MOST, 0) + 1, read + 1))
    asides: list[int] = []
    end: int | None = None
    for number in range(read, max(read - _MOST, 0), -1):
        place = places[number]
        if not is_no_record(_cells(records.text(place), match), match):
            break
        asides.append(place.line)
        end = place.starts
    if end is None:
        return records, []
    shorter = records.path.with_suffix(".shorter.txt")
    with records.path.open("rb") as whole, shorter.open("wb") as copy:
        while (left := end - copy.tell()) > 0:
            copy.write(whole.read(min(left, _PIECE)))
    return replace(records, path=shorter), asides[::-1]


def _cells(text: str, match: Match) -> list[str | None]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=match.header.delimiter or ",")
    try:
        return [cell if cell.strip() else None for cell in next(reader, [])]
    except csv.Error:
        return []
