"""Small tables of the org chart, row by row: text to values, with what cannot be read refused."""

import math
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, Protocol, TypeVar

from etl.adapters.raw import RawFile
from etl.canonical import refusals
from etl.canonical.refusals import Refusal
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL
from etl.problems import counted
from etl.remarks import Refused
from etl.warehouse import Loading

Value = TypeVar("Value")

_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d+)?")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_MONTH = re.compile(r"\d{4}-\d\d")


class _Unread(Exception):
    def __init__(self, column: str, value: str | None, kind: Refused) -> None:
        super().__init__(column)
        self.column, self.value, self.kind = column, value, kind


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of text; every reading of a cell that fails refuses the row."""

    record: int
    place: str
    texts: dict[str, str | None]

    def text(self, column: str) -> str | None:
        return self.texts.get(column)

    def required(self, column: str) -> str:
        value = self.texts.get(column)
        if value is None:
            raise _Unread(column, None, "missing")
        return value

    def read(self, column: str, parse: Callable[[str], Value], kind: Refused) -> Value | None:
        """Return what `parse` makes of a cell, None where it is empty.

        A ValueError of `parse` refuses the row as `kind`.
        """
        value = self.texts.get(column)
        if value is None:
            return None
        try:
            return parse(value)
        except ValueError:
            raise _Unread(column, value, kind) from None

    def needed(self, column: str, parse: Callable[[str], Value], kind: Refused) -> Value:
        """Return what `parse` makes of a cell, which must not be empty."""
        value = self.read(column, parse, kind)
        if value is None:
            raise _Unread(column, None, "missing")
        return value

    def day(self, column: str, otherwise: date) -> date:
        return self.read(column, date.fromisoformat, "no_day") or otherwise

    def month(self, column: str) -> date:
        """Return the first day of a month, written as 2026-03 or as any day of it."""
        return self.needed(column, _month, "no_month")

    def yes(self, column: str) -> bool:
        return self.read(column, _yes, "no_yes_or_no") or False

    def number(self, column: str, kind: Refused = "no_fte") -> float | None:
        """Return a number of posts, of hours: 0 or more."""
        return self.read(column, _number, kind)

    def amount(self, column: str) -> Decimal | None:
        """Return an amount of money with its sign, to the cent."""
        return self.read(column, _amount, "no_money")

    def currency(self, *amounts: str) -> str | None:
        """Return the currency of a row's amounts; None where it is not said, or there are none."""
        if all(self.texts.get(column) is None for column in amounts):
            return None
        return self.read("currency", _currency, "no_currency")

    def word(self, column: str, words: Sequence[str], kind: Refused) -> str:
        """Return one of `words`, in small letters."""
        return self.needed(column, lambda text: words[words.index(text.casefold())], kind)

    def any_of(self, *columns: str) -> None:
        """Refuse the row when none of these columns holds anything."""
        if all(self.texts.get(column) is None for column in columns):
            raise _Unread(columns[0], None, "no_figure")

    def span(self) -> tuple[date, date]:
        """Return the first day and the first day after."""
        first = self.day("valid_from", ALWAYS_FROM)
        after = self.day("valid_until", ALWAYS_UNTIL)
        if after <= first:
            raise _Unread("valid_until", str(after), "not_after_first_day")
        return first, after

    def days(self, column: str, last_column: str) -> tuple[date, date | None]:
        """Return a first day and the last one, None where that is the same day."""
        first = self.needed(column, date.fromisoformat, "no_day")
        last = self.read(last_column, date.fromisoformat, "no_day")
        if last is not None and last < first:
            raise _Unread(last_column, str(last), "before_first_day")
        return first, last


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text).replace(day=1)


def _yes(text: str) -> bool:
    value = text.casefold()
    if value not in _YES | _NO:
        raise ValueError
    return value in _YES


def _number(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and 0 <= value < 1e6):
        raise ValueError
    return value


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise ValueError
    return Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text):
        raise ValueError
    return text.upper()


class Told(Protocol):
    """Something that a row says, and where the row stands."""

    @property
    def told_in(self) -> str: ...


Thing = TypeVar("Thing", bound=Told)


def grouped(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> list[list[Thing]]:
    """Return things in groups of one key, in the order in which they stand."""
    by_key: dict[Hashable, list[Thing]] = {}
    for thing in things:
        by_key.setdefault(key(thing), []).append(thing)
    return list(by_key.values())


def place_of(things: Sequence[Told]) -> str:
    """Return where the first of `things` stands, and how many there are if several."""
    records = f" ({counted(len(things), 'record')})" if len(things) > 1 else ""
    return f"{things[0].told_in}{records}"


@dataclass(frozen=True, slots=True)
class Made(Generic[Value]):
    """What was made of the rows of a file: a value for each record, and the records refused."""

    values: list[tuple[int, Value]]
    refused: list[Refusal]


def read(loading: Loading, raw: RawFile, make: Callable[[Cells], Value]) -> Made[Value]:
    """Return what `make` makes of each row of a file."""
    table = loading.query(f"select * from {raw.view}")
    misshapen = refusals.of_shape(loading, raw)
    gone = {refusal.record for refusal in misshapen}
    numbers = [number for number in range(1, len(table.rows) + len(gone) + 1) if number not in gone]
    places = raw.records.places(numbers) if raw.records else {}
    made: Made[Value] = Made([], misshapen)
    for number, row in zip(numbers, table.rows, strict=True):
        texts = dict(zip(table.columns, row, strict=True))
        record = texts.pop("record") or number
        line = places[record].line if record in places else record
        cells = Cells(record, f"{raw.path}, {raw.called} {line}", texts)
        try:
            made.values.append((record, make(cells)))
        except _Unread as unread:
            made.refused.append(Refusal(record, unread.column, unread.kind, unread.value))
    return made
