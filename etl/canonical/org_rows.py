"""Small tables of the org chart, row by row: text to values, with what cannot be read refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from etl.adapters.raw import RawFile
from etl.canonical import refusals
from etl.canonical.refusals import Refusal
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL
from etl.remarks import Refused
from etl.warehouse import Loading

Value = TypeVar("Value")

_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}


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

    def day(self, column: str, otherwise: date) -> date:
        value = self.texts.get(column)
        if value is None:
            return otherwise
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _Unread(column, value, "no_day") from None

    def yes(self, column: str) -> bool:
        value = (self.texts.get(column) or "no").casefold()
        if value not in _YES | _NO:
            raise _Unread(column, value, "no_yes_or_no")
        return value in _YES

    def number(self, column: str) -> float | None:
        value = self.texts.get(column)
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            number = -1
        if not 0 <= number < 1e6:
            raise _Unread(column, value, "no_fte")
        return number

    def span(self) -> tuple[date, date]:
        """Return the first day and the first day after."""
        first = self.day("valid_from", ALWAYS_FROM)
        after = self.day("valid_until", ALWAYS_UNTIL)
        if after <= first:
            raise _Unread("valid_until", str(after), "not_after_first_day")
        return first, after


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
