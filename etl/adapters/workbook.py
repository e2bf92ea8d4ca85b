"""Workbooks: sheets as rows of text. What a cell holds is text or a number, never a formula."""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from etl.adapters.cells import Cells, text_of
from etl.adapters.header import Header
from etl.adapters.outline import Outline, Outlines, outlines
from etl.problems import RefusedData
from etl.remarks import printable

_LARGEST_UNPACKED = 2 << 30
_SUSPICIOUS_RATIO = 200
_SUSPICIOUS_FROM = 64 << 20
_MOST_PARTS = 10_000
_LARGEST_AREA = 20 << 20  # cells from the first that is filled to the last
_SUSPICIOUS_AREA = 20  # times the cells that are filled
_ROWS_ABOVE = 20
_WORKBOOK_PARTS = ("xl/", "content.xml")
_DAYS_OF_1904 = 1462  # by which a workbook of old Macs counts its days later
_UNREADABLE = (CalamineError, zipfile.BadZipFile, ValueError, KeyError, OSError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that hold anything, each with its number in the sheet (from 1).

    `filled` is how many those are by the sheet's XML, which the loader does not read.
    """

    name: str
    rows: list[tuple[int, Cells]]
    filled: int

    def headers(self) -> Iterator[Header]:
        """Yield every row near the top that could be the header."""
        for number, cells in self.rows[:_ROWS_ABOVE]:
            if sum(cell is not None for cell in cells) > 1:
                yield Header(tuple(cell or "" for cell in cells), None, number - 1, 1)


@dataclass(frozen=True)
class Workbook:
    """A workbook whose sheets are read one by one. `told_as` is how messages call it."""

    path: Path
    told_as: str
    _calamine: CalamineWorkbook

    @property
    def sheets(self) -> list[str]:
        """Return the names of the sheets that can be seen, in their order."""
        return [name for name, is_visible in self._worksheets if is_visible]

    @property
    def hidden(self) -> list[str]:
        """Return the names of the sheets that are hidden and hold anything."""
        return [name for name, is_visible in self._worksheets if not is_visible]

    @property
    def counts_from_1904(self) -> bool:
        """Return whether the days of this workbook are counted as old Macs did."""
        return self._outlines.counts_from_1904

    def chosen(self, wanted: str | None) -> list[str]:
        """Return the sheets to read: those that can be seen, or those that `wanted` names.

        `*` and `?` in `wanted` stand for any text and any letter. Raises RefusedData where there is
        none.
        """
        if wanted is None:
            names = self.sheets
        else:
            names = [name for name, _ in self._worksheets if fnmatchcase(name, wanted)]
        if names:
            return names
        if not self._worksheets:
            raise RefusedData(
                f"{self.told_as} is a workbook with nothing in it: export it again, or take it out "
                "of the inbox."
            )
        listed = ", ".join(repr(name) for name, _ in self._worksheets)
        if wanted is None:
            raise RefusedData(
                f"{self.told_as} has hidden sheets only ({listed}): show the one to read, or name "
                'it with sheet = "…" in its source in ledger.toml.'
            )
        raise RefusedData(
            f"{self.told_as} has no sheet {wanted!r} (it has {listed}): mend sheet in ledger.toml."
        )

    def read(self, name: str) -> Sheet:
        """Return a sheet. Raises RefusedData where it cannot be read."""
        outline = self._outlines.of[name]
        if outline.area > max(_LARGEST_AREA, outline.cells * _SUSPICIOUS_AREA):
            raise RefusedData(
                f"{self.told_as}:{printable(name)}: something stands as far out as row "
                f"{outline.last_row:,}, column {outline.last_column:,}, with hardly anything "
                "between; delete the empty rows and columns, or save the sheet as CSV."
            )
        try:
            sheet = self._calamine.get_sheet_by_name(name)
            rows = [
                (number, cells)
                for number, cells in _rows(sheet, outline)
                if any(cell is not None for cell in cells)
            ]
            _fill_merged(rows, sheet.merged_cell_ranges or ())
        except _UNREADABLE:
            raise _unreadable(self.told_as) from None
        return Sheet(name, rows, outline.rows)

    @cached_property
    def _worksheets(self) -> list[tuple[str, bool]]:
        """Return the sheets that hold anything, and whether each can be seen."""
        return [
            (sheet.name, sheet.visible == Visible.Visible)
            for sheet in self._calamine.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and self._outlines.of[sheet.name].rows
        ]

    @cached_property
    def _outlines(self) -> Outlines:
        try:
            with zipfile.ZipFile(self.path) as archive:
                return outlines(archive)
        except (*_UNREADABLE, ElementTree.ParseError, expat.ExpatError):
            raise RefusedData(
                f"{self.told_as}: its rows cannot be counted; save it again as .xlsx, or as CSV."
            ) from None


def open_workbook(path: Path, told_as: str) -> Workbook:
    """Return the workbook at `path`.

    Raises RefusedData when the file is damaged or unpacks into more than a workbook would.
    """
    _look_into(path, told_as)
    try:
        return Workbook(path, told_as, CalamineWorkbook.from_path(str(path)))
    except _UNREADABLE:
        raise _unreadable(told_as) from None


def serial_of_1900(text: str | None) -> str | None:
    """Return a day's number of a workbook that counts from 1904 as the others count it."""
    if text is None or not re.fullmatch(r"\d{5}(\.\d+)?", text):
        return text
    days, _, time = text.partition(".")
    return str(int(days) + _DAYS_OF_1904) + (f".{time}" if time else "")


def _unreadable(told_as: str) -> RefusedData:
    return RefusedData(
        f"{told_as} is not a workbook that can be read: save it again as .xlsx, or as CSV."
    )


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


def _rows(sheet: CalamineSheet, outline: Outline) -> Iterator[tuple[int, Cells]]:
    """Yield every row with its number; what could not be computed stands as its error."""
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells: Cells = [*before, *map(text_of, row)]
        for column, error in outline.errors.get(number, ()):
            cells += [None] * (column - len(cells))
            cells[column - 1] = error
        yield number, cells
    last = sheet.total_height if sheet.start else 0
    for number in sorted(row for row in outline.errors if row > last):
        cells = [None] * max(column for column, _ in outline.errors[number])
        for column, error in outline.errors[number]:
            cells[column - 1] = error
        yield number, cells


def _fill_merged(
    rows: Sequence[tuple[int, Cells]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Write what stands in cells merged over several rows into each of them that holds anything."""
    numbers = [number for number, _ in rows]
    reached: dict[int, int] = {}
    for (first, column), (last, _) in sorted(merged, key=lambda span: (span[0][1], span[0][0])):
        # No cell is merged twice: spans that say so would be gone through without end.
        if first == last or first < reached.get(column, 0):
            continue
        reached[column] = last + 1
        below = rows[bisect_left(numbers, first + 1) : bisect_right(numbers, last + 1)]
        if not below:
            continue
        anchor = below[0][1]
        if below[0][0] != first + 1 or column >= len(anchor) or anchor[column] is None:
            continue
        for _, cells in below[1:]:
            if column < len(cells) and cells[column] is None:
                cells[column] = anchor[column]
