"""The sheets of a workbook, each that has a header that is known read as a table of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.adapters import raw, workbook
from etl.adapters.cells import Cells, is_no_record
from etl.adapters.contract import STAMPS
from etl.adapters.entry import Reading, Table, enter, recognised
from etl.adapters.files import InboxFile
from etl.adapters.header import Candidates, Header, Match, is_known, nearness, why_not
from etl.adapters.opened import Opened
from etl.adapters.workbook import Sheet
from etl.problems import RefusedData
from etl.remarks import printable, shortened


def read_workbook(reading: Reading, file: InboxFile, opened: Opened, known: Candidates) -> None:
    """Make a relation of every sheet that is to be read.

    Without a word in ledger.toml those are all that can be seen and have a header that is known.
    Raises RefusedData where there is none, or one lacks what its form requires.
    """
    settings = reading.workspace.ledger.sources.get(file.source)
    book = workbook.open_workbook(opened.readable, file.told_as)
    wanted = settings.sheet if settings else None
    chosen = book.chosen(wanted)
    without: dict[str, list[Header]] = {}
    for name in chosen:
        sheet = book.read(name)
        headers = list(sheet.headers())
        told_as = _told(file, name, chosen)
        if len(chosen) > 1 and not is_known(headers, known):
            without[name] = headers
            continue
        if not headers:
            raise RefusedData(_no_table(told_as))
        match = recognised(told_as, headers, known)
        _read_sheet(
            reading, replace(file, told_as=told_as), opened, match, sheet,
            counts_from_1904=book.counts_from_1904,
        )  # fmt: skip
    if len(without) == len(chosen):
        raise RefusedData(_none_known(file, without, known))
    hidden = book.hidden if wanted is None else []
    if without:
        names = shortened([printable(name) for name in without])
        raw.notice(
            reading.loading, file.source, "sheets_not_read", file.told_as, len(without), **names
        )
    if hidden:
        names = shortened([printable(name) for name in hidden])
        raw.notice(
            reading.loading, file.source, "sheets_hidden", file.told_as, len(hidden), **names
        )


def _told(file: InboxFile, name: str, chosen: Sequence[str]) -> str:
    return file.told_as if len(chosen) == 1 else f"{file.told_as}:{printable(name)}"


def _read_sheet(
    reading: Reading,
    file: InboxFile,
    opened: Opened,
    match: Match,
    sheet: Sheet,
    *,
    counts_from_1904: bool,
) -> None:
    above = sum(number <= match.header.lines_above + 1 for number, _ in sheet.rows)
    below = sheet.rows[above:]
    asides = [number for number, cells in below if is_no_record(cells, match)]
    ignored = set(asides)
    records = [(number, cells) for number, cells in below if number not in ignored]
    read = sheet.filled - above - len(asides)
    named = {index for index, name in enumerate(match.header.names) if name}
    has_unnamed = any(
        cell is not None and index not in named
        for _, cells in records
        for index, cell in enumerate(cells)
    )
    part = enter(reading, Table(file, opened, match, read, None, asides, sheet.name, has_unnamed))
    rows: list[tuple[int, dict[str, str | None]]] = []
    for number, cells in records:
        row = {column: _cell(cells, index) for column, index in match.columns.items()}
        if counts_from_1904:
            row |= {column: workbook.serial_of_1900(row[column]) for column in STAMPS & row.keys()}
        if (place := match.form.named_by_place) and place not in row:
            row[place] = f"{file.path.name}:{printable(sheet.name)}:{number}"
        rows.append((number, {**row, **match.constants}))
    raw.table_of_rows(reading.loading, part, match.form, rows)


def _cell(cells: Cells, index: int) -> str | None:
    return cells[index] if index < len(cells) else None


def _no_table(told_as: str) -> str:
    return (
        f"{told_as} holds no table: no row near its top has two cells with anything in them. "
        "Export the table itself, or take it out of the inbox."
    )


def _none_known(file: InboxFile, without: Mapping[str, Sequence[Header]], known: Candidates) -> str:
    """Return a sentence that says what the likeliest of several sheets lacks."""
    names = list(without)
    name = max(names, key=lambda name: nearness(without[name], known))
    told_as = _told(file, name, names)
    listed = ", ".join(repr(other) for other in names)
    said = why_not(told_as, without[name], known) if without[name] else _no_table(told_as)
    return f"{said} It has the sheets {listed}, none with a header that is known."
