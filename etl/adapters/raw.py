"""Files as relations of text in our columns: what adapters leave for canonical to read.

Each relation is a view or table of `scratch`, `raw_<file number>` with exactly the columns that
`contract.COLUMNS` lists for its thing, in the order of the file, and `record`: which record of the
file a row comes from, NULL where the n-th row is the n-th record that could be taken apart. Its
file is in `raw_file`, which columns the file really has in `raw_column`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pyarrow as pa

from etl.adapters.contract import COLUMNS, NUMBERS, STAMPS, DayOrder, Duration, Form, Row, Thing
from etl.adapters.header import Match
from etl.adapters.records import Records
from etl.remarks import Odd, Remark, Value, packed, unpacked
from etl.warehouse import Loading

_TYPED = STAMPS | NUMBERS
LONGEST_RECORD = 8 << 20
PIECE = 4 * LONGEST_RECORD  # bytes DuckDB takes at once; left to itself, it takes 256 MiB
_DDL = (
    """create or replace table scratch.raw_file (
        file_no integer, source varchar, path varchar, sha256 varchar, bytes bigint,
        adapter varchar, thing varchar, read bigint, note varchar, readable varchar,
        skipped bigint, first_line bigint, delimiter varchar, root_marks varchar[],
        is_backward boolean
    )""",
    """create or replace table scratch.raw_column (
        file_no integer, name varchar, duration varchar, day_order varchar
    )""",
    """create or replace table scratch.raw_notice (
        source varchar, kind varchar, subject varchar, count bigint, details varchar
    )""",
    # ASCII that neither begins nor ends with a space is itself: trim takes five times as long.
    """create or replace macro scratch.text_of(cell) as case
        when strlen(cell) = length(cell) and cell >= '!' and not ends_with(cell, ' ') then cell
        else nullif(trim(cell), '')
    end""",
)


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file, or a list in one, that stands as a relation of text."""

    file_no: int
    source: str
    path: str  # from the workspace's root; with the sheet, where a workbook has several
    sha256: str
    bytes: int
    adapter: str
    thing: Thing
    read: int
    notes: tuple[Remark, ...]  # how the file was read, and the columns nothing is read from
    records: Records | None  # None: records are found by their number only
    columns: Mapping[str, Duration | None]  # those the file has; how a duration is written
    root_marks: tuple[str, ...] = ()
    is_backward: bool = False
    day_orders: Mapping[str, DayOrder] = field(default_factory=dict)  # of stamps, as headers say

    @property
    def called(self) -> str:
        """Return what a number of a record is, in messages: of a sheet's, its row."""
        if self.records is not None:
            return "line"
        return "row" if any(note.kind == "reading.sheet" for note in self.notes) else "record"

    @property
    def view(self) -> str:
        return f"raw_{self.file_no}"

    @property
    def view_in_order(self) -> str | None:
        """Return the view that one reader reads, of text that several may take for other records.

        They begin in different places of the file at once, and a text of many lines that look like
        records can put those out of step that begin in it.
        """
        is_table = self.records is not None and self.records.delimiter is not None
        return f"{self.view}_in_order" if is_table else None


def prepare(loading: Loading) -> None:
    """Make the empty list of relations, and what reads their cells."""
    for statement in _DDL:
        loading.run(statement)


def add(loading: Loading, raw: RawFile) -> None:
    """Put a relation on the list."""
    records = raw.records
    place = (
        (str(records.path), records.skipped, records.first_line, records.delimiter)
        if records
        else (None, None, None, None)
    )
    loading.insert(
        "raw_file",
        ("file_no", "source", "path", "sha256", "bytes", "adapter", "thing", "read", "note",
         "readable", "skipped", "first_line", "delimiter", "root_marks", "is_backward"),
        [(raw.file_no, raw.source, raw.path, raw.sha256, raw.bytes, raw.adapter, raw.thing,
          raw.read, packed(raw.notes), *place, list(raw.root_marks),
          raw.is_backward)],
    )  # fmt: skip
    loading.insert(
        "raw_column",
        ("file_no", "name", "duration", "day_order"),
        [
            (raw.file_no, name, written, raw.day_orders.get(name))
            for name, written in raw.columns.items()
        ],
    )


def notice(
    loading: Loading, source: str, kind: Odd, subject: str, count: int, **values: Value
) -> None:
    """Note something odd that is loaded all the same, with what its sentence names besides."""
    details = json.dumps(values, ensure_ascii=False) if values else None
    loading.insert(
        "raw_notice",
        ("source", "kind", "subject", "count", "details"),
        [(source, kind, subject, count, details)],
    )


def files(loading: Loading, *things: Thing) -> list[RawFile]:
    """Return the relations of `things`, or all, in the order of their files."""
    columns: dict[int, dict[str, Duration | None]] = {}
    day_orders: dict[int, dict[str, DayOrder]] = {}
    for file_no, name, written, order in loading.query(
        "select file_no, name, duration, day_order from raw_column"
    ).rows:
        columns.setdefault(file_no, {})[name] = written
        if order:
            day_orders.setdefault(file_no, {})[name] = order
    found = loading.query(
        "select file_no, source, path, sha256, bytes, adapter, thing, read, note, readable, "
        "skipped, first_line, delimiter, root_marks, is_backward from raw_file "
        "where list_contains($things, thing) order by file_no",
        {"things": list(things or get_args(Thing))},
    )
    return [
        RawFile(
            records=Records(Path(readable), skipped, first_line, delimiter) if readable else None,
            columns=columns.get(told["file_no"], {}),
            day_orders=day_orders.get(told["file_no"], {}),
            root_marks=tuple(told.pop("root_marks")),
            notes=unpacked(told.pop("note")),
            **told,
        )
        for told in found.records()
        for readable, skipped, first_line, delimiter in [
            [told.pop(name) for name in ("readable", "skipped", "first_line", "delimiter")]
        ]
    ]


def view_of_table(loading: Loading, raw: RawFile, match: Match) -> None:
    """Make the relation of a delimited text file, and another that is read from the first byte to
    the last by one reader. Records of the wrong shape go to `reject_errors`, marked by the path of
    the file."""
    names = [f"c{index}" for index in range(len(match.header.names))]
    declared = ", ".join(f"{name}: 'varchar'" for name in names)
    assert raw.records is not None
    for view, is_parallel in ((raw.view, "true"), (raw.view_in_order, "false")):
        loading.run(
            f"create or replace view scratch.{view} as select {_columns(raw, match, names)} "
            f"from read_csv({literal(str(raw.records.path))}, auto_detect = false, header = true, "
            f"skip = {match.header.lines_above}, delim = {literal(match.header.delimiter or ',')}, "
            f"""quote = '"', escape = '"', columns = {{{declared}}}, store_rejects = true, """
            f"rejects_limit = 0, max_line_size = {LONGEST_RECORD}, buffer_size = {PIECE}, "
            f"parallel = {is_parallel})"
        )


def view_of_json_lines(loading: Loading, raw: RawFile, match: Match) -> None:
    """Make the relation of a text file with one JSON object a line."""
    names = [
        f"json_extract_string(line, {literal('/' + name.replace('~', '~0').replace('/', '~1'))})"
        for name in match.header.names
    ]
    assert raw.records is not None
    loading.run(
        f"create or replace view scratch.{raw.view} as select {_columns(raw, match, names)} from ("
        "select case when json_valid(line) then line end as line "
        f"from read_csv({literal(str(raw.records.path))}, auto_detect = false, header = false, "
        f"delim = {literal(chr(1))}, quote = '', escape = '', columns = {{line: 'varchar'}}, "
        f"store_rejects = true, rejects_limit = 0, max_line_size = {LONGEST_RECORD}, "
        f"buffer_size = {PIECE}) "
        "where line is not null)"
    )


def table_of_rows(
    loading: Loading, raw: RawFile, form: Form, rows: Iterable[tuple[int, Row]]
) -> None:
    """Make the relation of rows that are in memory, each with the number of its record."""
    names = COLUMNS[form.thing]
    held = list(rows)
    loading.register(
        "raw_rows",
        pa.table(
            {name: pa.array([row.get(name) for _, row in held], pa.string()) for name in names}
            | {"record": pa.array([record for record, _ in held], pa.int64())}
        ),
    )
    loading.run(
        f"create or replace table scratch.{raw.view} as select "
        + ", ".join(_text(quoted(name), name, form) for name in names)
        + ", record from raw_rows"
    )
    loading.unregister("raw_rows")


def place_name(raw: RawFile) -> str:
    """Return what a record of a file is called by where it has no id, before its number."""
    return "/".join(raw.path.split("/")[2:]) + ":"


def _columns(raw: RawFile, match: Match, names: Sequence[str]) -> str:
    columns: list[str] = []
    for column in COLUMNS[match.form.thing]:
        if column in match.columns:
            columns.append(_text(names[match.columns[column]], column, match.form))
            continue
        value = "null"
        if column in match.constants:
            value = literal(match.constants[column])
        elif column == match.form.named_by_place:
            value = f"{literal(place_name(raw))} || row_number() over ()"
        columns.append(f"cast({value} as varchar) as {quoted(column)}")
    return ", ".join((*columns, "cast(null as bigint) as record"))


def _text(expression: str, column: str, form: Form) -> str:
    """Return SQL for a column of text: NULL where the export says that nothing is there.

    Stamps and numbers are not trimmed here: reading them minds no spaces.
    """
    text = expression if column in _TYPED else f"text_of({expression})"
    if form.missing:  # in one test: DuckDB writes out nested nullif twice at every level
        words = ", ".join(literal(word) for word in form.missing)
        text = f"case when {text} in ({words}) then null else {text} end"
    return f"{text} as {quoted(column)}"


def literal(text: str) -> str:
    """Return `text` as a literal of SQL, for views, which cannot bind values."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return one of our own column names quoted: `from` and `to` are words of SQL."""
    return f'"{name}"'
