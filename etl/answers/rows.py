"""Rows on their way out: a table to look at, CSV or JSON to work on."""

import csv
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TextIO

from etl.warehouse import Table

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def table_of(things: Sequence[Any], kind: type[Any]) -> Table:
    """Return instances of the dataclass `kind` as rows, a column a field."""
    columns = tuple(field.name for field in fields(kind))
    return Table(columns, [tuple(asdict(thing).values()) for thing in things])


def write(pieces: Iterable[Table], form: Format, to: TextIO) -> None:
    """Write rows that come in pieces with the same columns."""
    lines = {Format.table: aligned_lines, Format.csv: csv_lines, Format.json: json_lines}[form]
    to.writelines(lines(pieces))
    to.flush()


def csv_lines(pieces: Iterable[Table]) -> Iterator[str]:
    """Yield rows as CSV: full precision, empty for nothing, text that no spreadsheet computes."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    for number, piece in enumerate(pieces):
        if number == 0:
            writer.writerow(piece.columns)
            yield line.text
        for row in piece.rows:
            writer.writerow([_harmless(in_file(value)) for value in row])
            yield line.text


def json_lines(pieces: Iterable[Table]) -> Iterator[str]:
    """Yield rows as one JSON list, an object a line."""
    between = "["
    for piece in pieces:
        for row in piece.rows:
            record = {
                column: in_file(value) for column, value in zip(piece.columns, row, strict=True)
            }
            yield f"{between}\n{json.dumps(record, ensure_ascii=False, allow_nan=False)}"
            between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def aligned_lines(pieces: Iterable[Table]) -> Iterator[str]:
    """Yield rows in columns of equal width, as the first piece needs it; numbers to the right."""
    widths: list[int] = []
    to_the_right: list[bool] = []
    for number, piece in enumerate(pieces):
        cells = [[_shown(value) for value in row] for row in piece.rows]
        if number == 0:
            for at, name in enumerate(piece.columns):
                widths.append(max([len(name), *(len(row[at]) for row in cells)]))
                to_the_right.append(_all_numbers(row[at] for row in piece.rows))
            yield _padded(piece.columns, widths, to_the_right)
            yield _padded(["-" * width for width in widths], widths, to_the_right)
        for shown in cells:
            yield _padded(shown, widths, to_the_right)


class _Line:
    """The line that a csv.writer wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _all_numbers(values: Iterable[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in known
    )


def _padded(cells: Sequence[str], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
    line = "  ".join(
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, to_the_right, strict=True)
    )
    return line.rstrip() + "\n"


def in_file(value: object) -> object:
    """Return `value` as a file holds it: text, a number or nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def _harmless(value: object) -> object:
    """Return text that a spreadsheet would take for a formula with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value


def _shown(value: object) -> str:
    plain = in_file(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    text = f"{plain:.6g}" if isinstance(plain, float) else str(plain)
    return "".join(letter if letter.isprintable() else " " for letter in text)
