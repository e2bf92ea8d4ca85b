"""Small tables of the org chart, row by row: text to values, with what cannot be read refused."""

import math
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from etl.adapters.raw import RawFile
from etl.canonical import refusals
from etl.canonical.refusals import Refusal
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL
from etl.problems import counted
from etl.remarks import Refused
from etl.warehouse import Loading

Value = TypeVar("Value")

_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}
_CURRENCY = re.compile(r"[A-Za-z]{3}")


class _Unread(Exception):
    def __init__(self, column: str, value: str | None, kind: Refused) -> None:
        super().__init__(column)
        self.column, self.value, self.kind = column, value, kind


@dataclass(frozen=True, slots=True)
class Cells:
    """A row; every reading of a cell that fails refuses the row."""

    record: int
    place: str
    texts: dict[str, Any]  # text, and what was read of it as a month or as money

    def text(self, column: str) -> str | None:
        text: str | None = self.texts.get(column)
        return text

    def required(self, column: str) -> str:
        text = self.text(column)
        if text is None:
            raise _Unread(column, None, "missing")
        return text

    def read(self, column: str, parse: Callable[[str], Value], kind: Refused) -> Value | None:
        """Return what `parse` makes of a cell, None where it is empty.

        A ValueError of `parse` refuses the row as `kind`.
        """
        text = self.text(column)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError:
            raise _Unread(column, text, kind) from None

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
        text, value = self.required(column), self.texts[f"{column} month"]
        if not isinstance(value, date):
            raise _Unread(column, text, "no_month")
        return value

    def yes(self, column: str) -> bool:
        return self.read(column, _yes, "no_yes_or_no") or False

    def number(self, column: str, kind: Refused = "no_fte") -> float | None:
        """Return a number of posts, of hours: 0 or more."""
        return self.read(column, _number, kind)

    def amount(self, column: str) -> Decimal | None:
        """Return an amount of money with its sign, to the cent."""
        text, value = self.text(column), self.texts[f"{column} amount"]
        if text is None:
            return None
        if not isinstance(value, Decimal):
            raise _Unread(column, text, "no_money")
        return value

    def currency(self, *amounts: str) -> str | None:
        """Return the currency of a row's amounts, in a column of its own or beside one of them.

        None where it is not said, or there are no amounts.
        """
        beside = (self.texts[f"{column} currency"] for column in amounts)
        if all(self.text(column) is None for column in amounts):
            return None
        return self.read("currency", _currency, "no_currency") or next(filter(None, beside), None)

    def word(self, column: str, words: Sequence[str], kind: Refused) -> str:
        """Return one of `words`, in small letters."""
        return self.needed(column, lambda text: words[words.index(text.casefold())], kind)

    def any_of(self, *columns: str) -> None:
        """Refuse the row when none of these columns holds anything."""
        if all(self.text(column) is None for column in columns):
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


def as_month(column: str) -> str:
    """Return what reads a column as a month, as it is read everywhere; `read` is told of it."""
    return f'cast(month_of("{column}") as date) as "{column} month"'


def as_money(column: str) -> str:
    """Return what reads a column as money, as it is read everywhere; `read` is told of it."""
    return (
        f'money_of("{column}") as "{column} amount", currency_of("{column}") as "{column} currency"'
    )


def read(
    loading: Loading, raw: RawFile, make: Callable[[Cells], Value], readings: Sequence[str] = ()
) -> Made[Value]:
    """Return what `make` makes of each row of a file; `readings` are of `as_month`, `as_money`."""
    table = loading.query(f"select {', '.join(('*', *readings))} from {raw.view}")
    misshapen = refusals.of_shape(loading, raw)
    gone = {refusal.record for refusal in misshapen}
    numbers = [number for number in range(1, len(table.rows) + len(gone) + 1) if number not in gone]
    places = raw.records.places(numbers) if raw.records else {}
    made: Made[Value] = Made([], misshapen)
    for number, row in zip(numbers, table.records(), strict=True):
        record = row.pop("record") or number
        line = places[record].line if record in places else record
        cells = Cells(record, f"{raw.path}, {raw.called} {line}", row)
        try:
            made.values.append((record, make(cells)))
        except _Unread as unread:
            made.refused.append(Refusal(record, unread.column, unread.kind, unread.value))
    return made
