"""A unit's month in the profit and loss account: core_profit_month."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from etl.canonical.org_rows import Cells, as_money, as_month
from etl.canonical.rates import in_own_currency
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_AMOUNTS = ("revenue", "margin", "service_cost", "redress")
READINGS = (as_month("month"), *map(as_money, _AMOUNTS))


@dataclass(frozen=True, slots=True)
class ProfitMonth:
    """A unit's month; revenue, margin, service cost and redress, None where not said."""

    unit_id: str
    month: date
    amounts: tuple[Decimal | None, ...]
    currency: str | None
    told_in: str = field(compare=False)


def of_row(cells: Cells) -> ProfitMonth:
    """Return the unit's month of a row of the plain form; one without any amount is refused."""
    cells.any_of("margin", *_AMOUNTS)
    return ProfitMonth(
        unit_id=cells.required("unit"),
        month=cells.month("month"),
        amounts=tuple(cells.amount(column) for column in _AMOUNTS),
        currency=cells.currency(*_AMOUNTS),
        told_in=cells.place,
    )


def build(loading: Loading, workspace: Workspace, months: Sequence[ProfitMonth]) -> None:
    """Fill core_profit_month."""
    loading.insert(
        "core_profit_month",
        ("unit_id", "month", *_AMOUNTS),
        [
            (
                month.unit_id, month.month,
                *(
                    in_own_currency(workspace, amount, month.currency, month.month)
                    for amount in month.amounts
                ),
            )
            for month in months
        ],
    )  # fmt: skip
