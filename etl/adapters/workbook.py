"""Workbooks: one sheet as rows of text. What a cell holds is text or a number, never a formula."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from etl.adapters.header import Header
from etl.problems import RefusedData

_LARGEST_UNPACKED = 2 << 30
_SUSPICIOUS_RATIO = 200
_SUSPICIOUS_FROM = 64 << 20
_MOST_PARTS = 10_000
_ROWS_ABOVE = 20
_WORKBOOK_PARTS = ("xl/", "content.xml")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = list[str | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that hold anything, each with its number in the sheet (from 1)."""

    name: str
    rows: list[tuple[int, Cells]]

    def headers(self) -> Iterator[Header]:
        """Yield every row near the top that could be the header."""
        for index, (_, cells) in enumerate(self.rows[:_ROWS_ABOVE]):
            if sum(cell is not None for cell in cells) > 1:
                yield Header(tuple(cell or "" for cell in cells), None, index, 1)


def read_sheet(path: Path, told_as: str, name: str | None) -> Sheet:
    """Return the sheet `name` of the workbook at `path`, or its only one.

    Raises RefusedData when the file is damaged, unpacks into more than a workbook would, or has
    several sheets and none was named.
    """
    _look_into(path, told_as)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        chosen = _chosen(told_as, names, name)
        cells = workbook.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ValueError, KeyError, OSError):
        raise RefusedData(
            f"{told_as} is not a workbook that can be read: save it again as .xlsx, or as CSV."
        ) from None
    rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, start=1)]
    return Sheet(chosen, [(number, row) for number, row in rows if any(cell for cell in row)])


def count_rows(path: Path, told_as: str, sheet: str) -> int:
    """Return how many rows of a sheet hold anything, read from its XML and not by the loader."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_part(archive, sheet)) as part:
            return sum(_is_filled(row) for row in _rows(part))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError):
        raise RefusedData(
            f"{told_as}: its rows cannot be counted; save it again as .xlsx, or as CSV."
        ) from None


def _look_into(path: Path, told_as: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise RefusedData(f"{told_as} is a damaged workbook: save it again as .xlsx.") from None
    if not any(part.filename.startswith(_WORKBOOK_PARTS) for part in parts):
        raise RefusedData(
            f"{told_as} is a ZIP archive without a workbook in it: unpack it, and put what is in "
            "it into the inbox."
        )
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if (
        unpacked > _LARGEST_UNPACKED
        or len(parts) > _MOST_PARTS
        or (unpacked > _SUSPICIOUS_FROM and unpacked > packed * _SUSPICIOUS_RATIO)
    ):
        raise RefusedData(
            f"{told_as} unpacks into far more than a workbook would ({unpacked:,} bytes from "
            f"{packed:,}): save its sheet as CSV and put that into the inbox."
        )


def _chosen(told_as: str, names: Sequence[str], wanted: str | None) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is not None and wanted in names:
        return wanted
    listed = ", ".join(repr(name) for name in names)
    if wanted is None:
        raise RefusedData(
            f"{told_as} has several sheets ({listed}): say which to read with sheet = "
            '"…" in its source in ledger.toml, or keep one.'
        )
    raise RefusedData(
        f"{told_as} has no sheet {wanted!r} (it has {listed}): mend sheet in ledger.toml."
    )


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    identity = next(
        found.attrib[_RELATION]
        for found in book.iter(f"{_MAIN}sheet")
        if found.attrib["name"] == sheet
    )
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(found.attrib["Target"] for found in relations if found.attrib["Id"] == identity)
    return target.lstrip("/") if target.startswith("/") else re.sub(r"^(\./)?", "xl/", target)


def _rows(part: IO[bytes]) -> Iterator[ElementTree.Element]:
    for _, element in ElementTree.iterparse(part):
        if element.tag == f"{_MAIN}row":
            yield element
            element.clear()


def _is_filled(row: ElementTree.Element) -> bool:
    return any(
        value.text
        for cell in row
        for value in cell.iter()
        if value.tag in (f"{_MAIN}v", f"{_MAIN}t")
    )
