"""Recognised files put on the list of relations, with notices of what is odd about them."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from etl import remarks
from etl.adapters import raw
from etl.adapters.files import InboxFile
from etl.adapters.header import Candidates, Header, Match, recognise, why_not
from etl.adapters.opened import Opened
from etl.adapters.raw import RawFile
from etl.adapters.records import Records
from etl.problems import RefusedData
from etl.remarks import Odd, Value
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_CAPS: dict[int, Odd] = {
    6_000: "row_cap_zammad",
    100_000: "row_cap_web",
    1_048_575: "row_cap_excel",
}
_SPANS_SHOWN = 12


@dataclass
class Reading:
    """What is being filled while files are read."""

    loading: Loading
    workspace: Workspace
    folder: Path
    beside: Executor
    opened: int = 0
    parts: int = 0

    def next_part(self) -> int:
        self.parts += 1
        return self.parts


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, recognised and counted.

    `read` is how many records it has; `asides` are the lines or rows below its header that are none
    of them, `sheet` where it stands in a workbook.
    """

    file: InboxFile
    opened: Opened
    match: Match
    read: int
    records: Records | None
    asides: Sequence[int] = ()
    sheet: str | None = None
    has_unnamed: bool = False  # a column that holds something and has no name


def recognised(told_as: str, headers: Sequence[Header], known: Candidates) -> Match:
    """Return whose form a table is. Raises RefusedData with what it lacks to be any."""
    match = recognise(headers, known)
    if match is None or not set(match.form.required) <= set(match.columns):
        raise RefusedData(why_not(told_as, headers, known))
    return match


def enter(reading: Reading, table: Table) -> RawFile:
    """Put a table on the list, with notices of what is odd about it."""
    match = table.match
    notes = [*table.opened.notes]
    if table.sheet is not None:
        notes.append(remarks.reading("sheet", name=table.sheet))
    if match.header.delimiter not in (None, ","):
        notes.append(remarks.reading("delimiter", sign=match.header.delimiter or ""))
    if match.unused:
        names = [name[:60] for name in match.unused]
        notes.append(remarks.reading("not_read", names=names, count=len(names)))
    part = RawFile(
        file_no=reading.next_part(),
        source=table.file.source,
        path=table.file.told_as,
        sha256=table.opened.sha256,
        bytes=table.opened.bytes,
        adapter=match.adapter.name,
        thing=match.form.thing,
        read=table.read,
        notes=tuple(notes),
        records=table.records,
        columns={column: match.form.durations.get(column) for column in match.columns},
        root_marks=match.form.root_marks,
        is_backward=match.form.is_backward,
        day_orders=match.day_orders,
    )
    raw.add(reading.loading, part)
    _note_oddities(reading.loading, table)
    return part


def _note_oddities(loading: Loading, table: Table) -> None:
    match, read = table.match, table.read

    def note(kind: Odd, count: int, **values: Value) -> None:
        raw.notice(loading, table.file.source, kind, table.file.told_as, count, **values)

    if match.header.lines_above:
        note("lines_above_header", match.header.lines_above)
    if table.asides:
        note("rows_no_records", len(table.asides), rows=_spans(table.asides))
    if repeated := [name[:60] for name in dict.fromkeys(match.repeated)]:
        note("repeated_header", len(repeated), **remarks.shortened(repeated))
    if table.has_unnamed:
        note("unnamed_column", 1)
    if read in _CAPS:
        note(_CAPS[read], read)
    if match.form.thing == "complaint" and "closed_at" not in match.columns:
        note("closing_not_told", read)
    if match.form.named_by_place and match.form.named_by_place not in match.columns:
        note("named_by_place", read)


def _spans(numbers: Sequence[int]) -> str:
    """Return numbers in rising order as a list with stretches: 3, 8–10."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    shown = [
        str(first) if first == last else f"{first}–{last}" for first, last in spans[:_SPANS_SHOWN]
    ]
    return ", ".join(shown) + (", …" if spans[_SPANS_SHOWN:] else "")
