"""Who worked in a unit in a month, and what that cost: core_staffing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from etl.adapters.files import ORG
from etl.adapters.raw import RawFile, notice
from etl.canonical.org_rows import Cells, as_money, as_month, grouped
from etl.canonical.rates import in_own_currency
from etl.remarks import Odd, shortened
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Staffing:
    """A unit's month of work. None: not said."""

    unit_id: str
    month: date
    fte: float | None
    paid_hours: float | None
    cost: Decimal | None
    currency: str | None
    path: str = field(compare=False)
    told_in: str = field(compare=False)


READINGS = (as_month("month"), as_money("cost"))
_LACKING: dict[Odd, Callable[[Staffing], bool]] = {
    "staffing_without_hours": lambda month: month.fte is not None and month.paid_hours is None,
    "staffing_without_fte": lambda month: month.fte is None and month.paid_hours is not None,
    "staffing_without_both": lambda month: month.fte is None and month.paid_hours is None,
}


def of_row(raw: RawFile, cells: Cells) -> Staffing:
    """Return the unit's month of a row of the plain form; one without any figure is refused."""
    cells.any_of("fte", "paid_hours", "cost")
    return Staffing(
        unit_id=cells.required("unit"),
        month=cells.month("month"),
        fte=cells.number("fte"),
        paid_hours=cells.number("paid_hours", "no_hours"),
        cost=cells.amount("cost"),
        currency=cells.currency("cost"),
        path=raw.path,
        told_in=cells.place,
    )


def build(loading: Loading, workspace: Workspace, months: Sequence[Staffing]) -> None:
    """Fill core_staffing, and note where a month lacks FTE or hours: what needs them is not
    measured there."""
    for file in grouped(months, lambda month: month.path):
        for kind, is_lacking in _LACKING.items():
            if lacking := [month for month in file if is_lacking(month)]:
                names = list(dict.fromkeys(month.unit_id for month in lacking))
                notice(loading, ORG, kind, file[0].path, len(lacking), **shortened(names))
    loading.insert(
        "core_staffing",
        ("unit_id", "month", "fte", "paid_hours", "cost"),
        [
            (
                month.unit_id, month.month, month.fte, month.paid_hours,
                in_own_currency(workspace, month.cost, month.currency, month.month),
            )
            for month in months
        ],
    )  # fmt: skip
