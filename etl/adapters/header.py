"""Which format a file is in: found by its header, whatever stands above it or between fields."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from etl.adapters import told
from etl.adapters.contract import (
    COLUMNS,
    COMPANY_THINGS,
    CUSTOMER_THINGS,
    MONEY,
    STAMPS,
    Adapter,
    DayOrder,
    Form,
)

DELIMITERS = (",", ";", "\t", "|")
_LINES_ABOVE = 20
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns of a file, and how many lines stand above the first record."""

    names: tuple[str, ...]
    delimiter: str | None  # None: JSON lines or a workbook
    lines_above: int  # lines of the file before the header
    lines: int  # of the header itself


@dataclass(frozen=True, slots=True)
class Match:
    """A file recognised: whose form it is, and where each of our columns stands in it."""

    adapter: Adapter
    form: Form
    header: Header
    columns: Mapping[str, int]

    @property
    def day_orders(self) -> dict[str, DayOrder]:
        """Return which columns of stamps say in their header whether the day comes first."""
        said = {
            column: told.day_order_of(self.header.names[index])
            for column, index in self.columns.items()
            if column in STAMPS
        }
        return {column: order for column, order in said.items() if order}

    @property
    def constants(self) -> dict[str, str]:
        """Return the columns that have no cells and one value, which a header says: a currency."""
        if "currency" in self.columns or "currency" not in COLUMNS[self.form.thing]:
            return {}
        said = {
            currency
            for column in MONEY & self.columns.keys()
            if (currency := told.currency_of(self.header.names[self.columns[column]]))
        }
        return {"currency": said.pop()} if len(said) == 1 else {}

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the headers that nothing is read from."""
        used = set(self.columns.values())
        return tuple(
            name for index, name in enumerate(self.header.names) if index not in used and name
        )

    @property
    def repeated(self) -> tuple[str, ...]:
        """Return the headers that are read and stand there more than once; the first is read."""
        names = [folded(name) for name in self.header.names]
        return tuple(
            self.header.names[index]
            for index in self.columns.values()
            if names.count(names[index]) > 1
        )


Candidates = Sequence[tuple[Adapter, Form]]


def headers_of_text(head: str) -> Iterator[Header]:
    """Yield every row near the top of a delimited text that could be its header."""
    for delimiter in DELIMITERS:
        text = io.StringIO(head, newline="")
        rows = csv.reader(text, delimiter=delimiter)
        above = 0
        try:
            for row in rows:
                if len(row) > 1:
                    yield Header(tuple(row), delimiter, above, rows.line_num - above)
                above = rows.line_num
                if above >= _LINES_ABOVE:
                    break
        except csv.Error:
            continue


def header_of_json_lines(head: str) -> Header | None:
    """Return the keys of the objects at the top of JSON lines; None where the text is no such."""
    names: dict[str, None] = {}
    lines = head.splitlines()
    complete = lines if head.endswith("\n") or len(lines) == 1 else lines[:-1]
    for line in complete:
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            names.update(dict.fromkeys(found))
        elif not names:
            return None
    return Header(tuple(names), None, 0, 0) if names else None


def recognise(headers: Iterable[Header], candidates: Candidates) -> Match | None:
    """Return the candidate that knows most columns of a header; None where none knows enough."""
    best: Match | None = None
    for header in headers:
        for adapter, form in candidates:
            match = _match(header, adapter, form)
            if (
                set(form.known_by) <= set(match.columns)
                and _has_sign(header, form)
                and (best is None or len(match.columns) > len(best.columns))
            ):
                best = match
    return best


def is_known(headers: Iterable[Header], candidates: Candidates) -> bool:
    """Return whether a header is one of a form, even if it lacks what the form requires."""
    return recognise(headers, candidates) is not None


def nearness(headers: Sequence[Header], candidates: Candidates) -> int:
    """Return how many columns the likeliest of `candidates` knows."""
    matches = (_match(header, *candidate) for header in headers for candidate in candidates)
    return max((len(match.columns) for match in matches), default=0)


def why_not(told_as: str, headers: Sequence[Header], candidates: Candidates) -> str:
    """Return a sentence that says what a file lacks to be the likeliest of `candidates`."""
    matches = [_match(header, *candidate) for header in headers for candidate in candidates]
    nearest = max(matches, key=lambda match: len(match.columns), default=None)
    if not headers:
        return (
            f"{told_as} is no table: none of its first {_LINES_ABOVE} lines has two fields with a "
            "comma, a semicolon, a tab or a bar between them. Export it as CSV, or take it out of "
            "the inbox."
        )
    if nearest is None or not nearest.columns:
        first = headers[0].names
        return (
            f"{told_as} is in no form that is known (its header: {_listed(first)}); say in "
            'ledger.toml which column is which with adapter = "table", or take it out of the inbox.'
        )
    form = nearest.form
    missing = [name for name in (*form.required, *form.known_by) if name not in nearest.columns]
    if not missing:
        return (
            f"{told_as}, line {nearest.header.lines_above + 1}: nothing in its header says whose "
            f"export it is ({_listed(nearest.header.names)}). If it is read by the adapter "
            f'{nearest.adapter.name}, write adapter = "{nearest.adapter.name}" under its source '
            "in ledger.toml."
        )
    lacking = "; ".join(
        _lacking(name, form.aliases[name], nearest.header.names) for name in dict.fromkeys(missing)
    )
    return (
        f"{told_as}, line {nearest.header.lines_above + 1}: as {nearest.adapter.name} "
        f"({form.thing}) it lacks {lacking}. Its header: {_listed(nearest.header.names)}. Export "
        f"it with what it lacks, {_mend(nearest)}, or take it out of the inbox."
    )


def _match(header: Header, adapter: Adapter, form: Form) -> Match:
    positions = _positions(header.names)
    columns = {
        column: positions[folded(known)]
        for column, names in form.aliases.items()
        if (known := next((name for name in names if folded(name) in positions), None)) is not None
    }
    for column, other in form.unless.items():
        if other in columns:
            columns.pop(column, None)
    return Match(adapter, form, header, columns)


@lru_cache
def _positions(names: tuple[str, ...]) -> Mapping[str, int]:
    """Return where each name of a header stands, also without what else the header says of it."""
    positions: dict[str, int] = {}
    for index, name in enumerate(names):
        positions.setdefault(folded(name), index)
    for index, name in enumerate(names):
        positions.setdefault(folded(told.name_of(name)), index)
    return positions


def _has_sign(header: Header, form: Form) -> bool:
    names = {folded(text) for name in header.names for text in (name, told.name_of(name))}
    return not form.signs or any(names.issuperset(map(folded, sign)) for sign in form.signs)


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """Return a name as names are compared: without case, marks and breaks of lines."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def _lacking(column: str, names: Sequence[str], header: Sequence[str]) -> str:
    near = get_close_matches(names[0], header, 1)
    meant = f" (it has {near[0]!r})" if near else ""
    return f"the column {names[0]!r}" + ("" if names[0] == column else f" for {column}") + meant


def _mend(match: Match) -> str:
    """Return what to do about a file that its form does not fit."""
    if match.adapter.from_ledger is not None:
        return "mend the names on the right in the columns of its source in ledger.toml"
    if match.form.thing in (*COMPANY_THINGS, *CUSTOMER_THINGS):
        return "name its columns as docs/exports.md does"
    return "say in ledger.toml which adapter it is"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:60]) for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
