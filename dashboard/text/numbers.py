"""Numbers, durations and dates as the reader's language writes them: short, never computed with."""

import re
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
)

from dashboard.text.catalogue import Text

MINUTE, HOUR, DAY = 60, 3600, 86400
_DAYS_FROM = 48 * HOUR
_MINUTES_UNTIL = 10 * HOUR
_TEN, _WHOLE_FROM, _MILLION = 10, 100, 1_000_000
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_SIGNS = {"EUR": "€", "GBP": "£", "PLN": "zł", "UAH": "₴", "USD": "$"}
_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


class Numbers:
    """How one reader's language writes numbers, and money in the company's `currency`.

    The larger a figure, the fewer its decimals. What is read `beside` another figure, as its change
    or a bound of its interval, has as many decimals as that.
    """

    def __init__(self, text: Text, currency: str = "") -> None:
        self._text = text
        self._locale = text.locale
        self._currency = currency

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Numbers):
            return False
        return (other._text, other._currency) == (self._text, self._currency)

    def __hash__(self) -> int:
        return hash((self._text, self._currency))

    def count(self, value: float) -> str:
        """Return a whole number: 48,210."""
        return format_decimal(round(value), locale=self._locale)

    def decimal(self, value: float, digits: int = 2) -> str:
        """Return a number with `digits` decimals: 1.84."""
        return format_decimal(
            value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=self._locale
        )

    def percent(self, share: float, digits: int = 1) -> str:
        """Return a share as a percentage: 88.9%."""
        pattern: str = self._locale.percent_formats[None].pattern
        decimals = f".{'0' * digits}" if digits else ""
        return format_percent(
            share, format=re.sub(r"#,##0", f"#,##0{decimals}", pattern), locale=self._locale
        )

    def points(self, share: float, digits: int = 1) -> str:
        """Return a difference of shares in percentage points: 2.3 points."""
        return self._text("unit.points", n=self.decimal(share * 100, digits)).replace(
            " ", _NO_BREAK
        )

    def money(
        self, amount: float, digits: int | None = None, *, beside: float | None = None
    ) -> str:
        """Return an amount of the company's money: 12.40, 1,240 or 1.2 million with its sign.

        `digits` are the decimals, of the millions from one million on; as many as are usual.
        What is `beside` less than a million is not written in millions itself.
        """
        if self.money_unit(min(abs(amount), _size(amount, beside))) == _MILLION:
            return self._with_sign(
                format_compact_currency(
                    amount,
                    self._currency,
                    locale=self._locale,
                    fraction_digits=1 if digits is None else digits,
                )
            )
        if digits is None:
            digits = 0 if _size(amount, beside) >= _WHOLE_FROM else 2
        if not self._currency:
            return self.decimal(amount, digits)
        pattern: str = self._locale.currency_formats["standard"].pattern
        return self._with_sign(
            format_currency(
                amount,
                self._currency,
                format=pattern.replace(".00", f".{'0' * digits}" if digits else ""),
                locale=self._locale,
                currency_digits=False,
            )
        )

    def _with_sign(self, money: str) -> str:
        """Return money with the sign of its currency where CLDR's language writes the code.

        A company has one currency, so $ can be only its own. Letters stand off the number.
        """
        signed = money.replace(self._currency, _SIGNS.get(self._currency, self._currency))
        return _LETTER_THEN_DIGIT.sub(_NO_BREAK, signed)

    def money_unit(self, amount: float) -> float:
        """Return what an amount is written in: units, or millions from one million on."""
        return _MILLION if abs(amount) >= _MILLION and self._currency else 1.0

    def duration(self, seconds: float, *, days: bool = False) -> str:
        """Return 45 s, 12 min, 1 h 52 min, 31 h or, where `days` are of 24 hours, 3 d 4 h."""
        whole = round(seconds)
        if whole < MINUTE:
            return self._units(("unit.seconds", whole))
        minutes = round(whole / MINUTE)
        if whole < HOUR and minutes < 60:
            return self._units(("unit.minutes", minutes))
        if whole < _MINUTES_UNTIL:
            return self._units(("unit.hours", minutes // 60), ("unit.minutes", minutes % 60))
        hours = round(whole / HOUR)
        if days and whole >= _DAYS_FROM:
            return self._units(("unit.days", hours // 24), ("unit.hours", hours % 24))
        return self._units(("unit.hours", hours))

    def _units(self, *parts: tuple[str, int]) -> str:
        kept = [part for part in parts if part[1]] or [parts[0]]
        words = [self._text(unit, n=self.count(amount)) for unit, amount in kept]
        return " ".join(words).replace(" ", _NO_BREAK)

    def value(
        self, value: float, unit: str, *, days: bool = False, beside: float | None = None
    ) -> str:
        """Return a figure in its metric's unit: share, seconds, count, money and so on."""
        match unit:
            case "share":
                return self.percent(value)
            case "seconds":
                return self.duration(value, days=days)
            case "per_ticket" | "score":
                return self.decimal(value)
            case "per_fte":
                return self.decimal(value, 1)
            case "per_1000":
                digits = 1 if _size(value, beside) >= _TEN else 2
                return self._text("unit.per_1000", n=self.decimal(value, digits)).replace(
                    " ", _NO_BREAK
                )
            case "points":
                return self.signed(round(value), self.count(abs(value)))
            case "money":
                return self.money(value, beside=beside)
            case _:
                return self.count(value)

    def change(
        self, change: float, unit: str, *, days: bool = False, beside: float | None = None
    ) -> str:
        """Return a difference with its sign: −2.3 points, +12 min."""
        return self.signed(change, self._unsigned(change, unit, days=days, beside=beside))

    def _unsigned(
        self, change: float, unit: str, *, days: bool = False, beside: float | None = None
    ) -> str:
        size = abs(change)
        if unit == "points":
            return self.count(size)
        if unit == "share":
            return self.points(size)
        return self.value(size, unit, days=days, beside=beside)

    def signed(self, change: float, words: str) -> str:
        """Return `words`, the size of a change, with the sign of `change`."""
        return f"{'+' if change > 0 else _MINUS if change < 0 else ''}{words}"

    def is_flat(self, change: float, unit: str, *, beside: float | None = None) -> bool:
        """Tell whether a change is written as nothing: too small for the digits shown."""
        nothing = self._unsigned(0.0, unit, beside=beside)
        return self._unsigned(change, unit, beside=beside) == nothing

    def day(self, day: date) -> str:
        """Return 20 Nov 2026."""
        return str(format_date(day, "medium", locale=self._locale))

    def moment(self, at: datetime) -> str:
        """Return a day and time, 24 hours a day: Nov 20, 2026, 06:12."""
        return f"{self.day(at.date())}, {at:%H:%M}"

    @property
    def day_pattern(self) -> str:
        """Return how a table writes a day, in the signs of moment.js.

        Its names of months are English only, so other languages have the month's number.
        """
        return "MMM D, YYYY" if self._locale.language == "en" else "DD.MM.YYYY"

    @property
    def moment_pattern(self) -> str:
        """Return how a table writes a day and time, in the signs of moment.js."""
        return f"{self.day_pattern}, HH:mm"

    def month(self, day: date, *, year: bool = True) -> str:
        """Return the month of `day` as it stands alone: November 2026, or Nov."""
        return str(format_date(day, "LLLL y" if year else "LLL", locale=self._locale))

    def quarter(self, day: date) -> str:
        """Return the quarter of `day`: Q3 2026."""
        return str(format_date(day, "QQQ y", locale=self._locale))

    def vega_locale(self) -> dict[str, Any]:
        """Return Vega's description of how numbers and dates are written, from CLDR."""
        symbols = self._locale.number_symbols["latn"]
        pattern: str = self._locale.percent_formats[None].pattern
        days = get_day_names("wide", "stand-alone", self._locale)
        short_days = get_day_names("abbreviated", "stand-alone", self._locale)
        months = get_month_names("wide", "stand-alone", self._locale)
        short_months = get_month_names("abbreviated", "stand-alone", self._locale)
        from_sunday = (6, 0, 1, 2, 3, 4, 5)
        return {
            "number": {
                "decimal": symbols["decimal"],
                "thousands": symbols["group"],
                "grouping": [3],
                "currency": ["", ""],
                "percent": pattern.split("0")[-1],
            },
            "time": {
                "dateTime": "%x, %X",
                "date": "%d.%m.%Y",
                "time": "%H:%M:%S",
                "periods": ["AM", "PM"],
                "days": [days[day] for day in from_sunday],
                "shortDays": [short_days[day] for day in from_sunday],
                "months": [months[month] for month in range(1, 13)],
                "shortMonths": [short_months[month] for month in range(1, 13)],
            },
        }


def _size(figure: float, beside: float | None) -> float:
    """Return the size that decides the decimals of a figure."""
    return abs(figure if beside is None else beside)
