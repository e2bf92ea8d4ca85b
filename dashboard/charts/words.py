"""What charts say: figures and tooltips in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.theme import VERDICT_SIGN
from dashboard.data import Change, Result
from dashboard.findings import is_nothing
from dashboard.text.catalogue import Text
from dashboard.text.numbers import Numbers

_MOST_DIGITS = 6
_DECIMALS = ("per_ticket", "per_1000", "score", "per_fte")


@dataclass(frozen=True, slots=True)
class Words:
    """Writes figures for charts. `days`: durations run round the clock, so days are 24 hours."""

    text: Text
    numbers: Numbers
    days: bool

    @property
    def locale(self) -> dict[str, Any]:
        return self.numbers.vega_locale()

    def value(self, value: float | None, unit: str, *, beside: float | None = None) -> str:
        """Return a figure, as exact as that `beside` it, or the dash that stands for none."""
        if value is None:
            return "–"
        return self.numbers.value(value, unit, days=self.days, beside=beside)

    def cell(self, result: Result, unit: str) -> str:
        """Return a figure for a cell: too few cases give a hollow sign and their number.

        No case at all, counted or left out, is a dash: nothing was measured.
        """
        if result.verdict == "not_measured" or is_nothing(result):
            return VERDICT_SIGN["not_measured"]
        if result.verdict == "too_few":
            return f"{VERDICT_SIGN['too_few']} {self.numbers.count(result.n)}"
        return self.value(result.value, unit)

    def place(self, value: float, unit: str) -> str:
        """Return a round figure for an axis: 60%, 1 h, 0.5."""
        if unit == "share":
            return self.numbers.percent(value, _digits(value * 100))
        if unit in _DECIMALS:
            return self.numbers.decimal(value, _digits(value))
        if unit == "points":
            return self.numbers.signed(value, self.numbers.decimal(abs(value), _digits(value)))
        if unit == "money":
            return self.numbers.money(value, _digits(value / self.numbers.money_unit(value)))
        return self.value(value, unit)

    def change_place(self, change: float, unit: str) -> str:
        """Return a round change for an axis: 0, +5 points, −30 min."""
        if change == 0:
            return self.numbers.count(0)
        if unit == "share":
            points = self.numbers.points(abs(change), _digits(change * 100))
            return self.numbers.signed(change, points)
        if unit in (*_DECIMALS, "points"):
            size = self.numbers.decimal(abs(change), _digits(change))
            return self.numbers.signed(change, size)
        if unit == "money":
            return self.numbers.signed(change, self.place(abs(change), unit))
        return self.numbers.change(change, unit, days=self.days)

    def change(self, change: Change, unit: str) -> str:
        """Return a change with its sign, or the dash that stands for none."""
        return "–" if change.change is None else self._change(change.change, change, unit)

    def interval(self, result: Result, unit: str) -> str:
        """Return a 95 % interval, or that there is none."""
        if result.lower is None or result.upper is None:
            return self.text("chart.no_interval")
        lower, upper = (
            self.value(bound, unit, beside=result.value) for bound in (result.lower, result.upper)
        )
        return f"{lower} – {upper}"

    def change_interval(self, change: Change, unit: str) -> str:
        """Return the 95 % interval of a change, or that there is none."""
        if change.lower is None or change.upper is None:
            return self.text("chart.no_interval")
        lower, upper = (self._change(b, change, unit) for b in (change.lower, change.upper))
        return f"{lower} … {upper}"

    def _change(self, size: float, change: Change, unit: str) -> str:
        """Return `size`, a change or a bound of it, in the decimals of the figure that changed."""
        return self.numbers.change(size, unit, days=self.days, beside=change.now.value)

    def total(self, value: float, unit: str) -> str:
        """Return what stands at the line of all cases together."""
        return self.text("chart.total", value=self.value(value, unit))

    def tooltip(self) -> dict[str, str]:
        """Return the columns of a tooltip with their titles."""
        return {
            "tip_name": self.text("tip.name"),
            "tip_value": self.text("tip.value"),
            "tip_interval": self.text("tip.interval"),
            "tip_n": self.text("tip.cases"),
            "tip_excluded": self.text("tip.excluded"),
            "tip_method": self.text("tip.method"),
        }

    def tooltip_columns(
        self, named: Sequence[tuple[str, Result]], unit: str
    ) -> dict[str, list[str]]:
        """Return what the columns of the tooltip say of each result."""
        return {
            "tip_name": [name for name, _ in named],
            "tip_value": [self.value(result.value, unit) for _, result in named],
            "tip_interval": [self.interval(result, unit) for _, result in named],
            "tip_n": [self.numbers.count(result.n) for _, result in named],
            "tip_excluded": [self.numbers.count(result.excluded) for _, result in named],
            "tip_method": [self.method(result.method) for _, result in named],
        }

    def method(self, method: str | None) -> str:
        """Return the name of the method behind an interval."""
        message = f"method.{method}"
        if method is None:
            return self.text("method.none")
        return self.text(message) if self.text.has(message) else method


def _digits(value: float) -> int:
    """Return how many decimals a round value needs to be told from its neighbours."""
    return next(
        (d for d in range(_MOST_DIGITS) if abs(value - round(value, d)) < 1e-9), _MOST_DIGITS
    )
