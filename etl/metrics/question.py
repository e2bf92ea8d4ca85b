"""What can be asked: which metrics, over which period, of which cases, counted for whom."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from etl.problems import WrongCall

Clock = Literal["business", "calendar"]
Attribution = Literal["event", "current", "share"]
Every = Literal["day", "week", "month", "quarter"]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period of 2026, 2026-Q3, 2026-09, 2026-09-14 or 2026-07-01..2026-09-30.

        The last day of a range is included. Raises WrongCall on anything else.
        """
        if match := re.fullmatch(r"(\d{4})", text):
            year = int(match[1])
            return cls(_day(text, year, 1, 1), _day(text, year + 1, 1, 1))
        if match := re.fullmatch(r"(\d{4})-[Qq]([1-4])", text):
            start = _day(text, int(match[1]), 3 * int(match[2]) - 2, 1)
            return cls(start, months_later(start, 3))
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            start = _day(text, int(match[1]), int(match[2]), 1)
            return cls(start, months_later(start, 1))
        if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", text):
            first = _iso(text, match[1])
            last = _iso(text, match[2] or match[1])
            if last < first:
                raise WrongCall(
                    f"The period {text} ends before it begins; write the earlier day first."
                )
            return cls(first, last + timedelta(days=1))
        raise _unknown(text)

    @property
    def id(self) -> str:
        """Return the shortest text that `parse` reads back as this period."""
        start, end = self.start, self.end
        if start.day == 1 and start.month == 1 and end == start.replace(year=start.year + 1):
            return f"{start.year:04d}"
        if start.day == 1 and start.month % 3 == 1 and end == months_later(start, 3):
            return f"{start.year:04d}-Q{(start.month + 2) // 3}"
        if start.day == 1 and end == months_later(start, 1):
            return f"{start.year:04d}-{start.month:02d}"
        last = end - timedelta(days=1)
        return start.isoformat() if last == start else f"{start.isoformat()}..{last.isoformat()}"

    @property
    def previous(self) -> "Period":
        """Return the period just before: as many whole months, or else as many days."""
        if self.start.day == 1 and self.end.day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return Period(months_later(self.start, -months), self.start)
        return Period(self.start - (self.end - self.start), self.start)

    @property
    def last_quarter(self) -> "Period":
        """Return the last whole quarter of these days, or all of them where none is whole.

        What is shown to a reader who has not chosen a period.
        """
        end = date(self.end.year, self.end.month - (self.end.month - 1) % 3, 1)
        quarter = Period(months_later(end, -3), end)
        return quarter if quarter.start >= self.start else self

    @property
    def year_before(self) -> "Period":
        """Return the same days of the year before."""
        return Period(months_later(self.start, -12), months_later(self.end, -12))


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a build. Ids only: no label and no value from a file becomes SQL.

    `by` names a slice (see `etl.slices`): one result a member. `every` cuts the period into parts:
    one result a part. `where` keeps the cases of the named members; several members of one slice
    are alternatives. `attribution` says whom a case counts for: the unit that owned it when the
    thing happened, the unit that owns it now, or all its owners by their share of the clock.
    """

    metrics: tuple[str, ...]
    period: Period
    by: str | None = None
    every: Every | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clock: Clock = "business"
    attribution: Attribution = "event"

    def __post_init__(self) -> None:
        """Raise WrongCall for an id that is none, wherever it came from."""
        every = (None, *get_args(Every))
        WrongCall.raise_if(
            f"There is no {name} {value!r}; there are {', '.join(str(each) for each in known)}."
            for name, value, known in (
                ("part of a period", self.every, every),
                ("clock", self.clock, get_args(Clock)),
                ("attribution", self.attribution, get_args(Attribution)),
            )
            if value not in known
        )


def months_later(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unknown(text) from None


def _iso(text: str, day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise _unknown(text) from None


def _unknown(text: str) -> WrongCall:
    return WrongCall(
        f"{text!r} is not a period; write 2026, 2026-Q3, 2026-09, 2026-09-14 or "
        "2026-07-01..2026-09-30."
    )
