"""Which post controls the service budget of which unit, as of a day: core_budget_control."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.canonical import units
from etl.canonical.org_rows import Cells
from etl.canonical.posts import Codes, PostCode
from etl.canonical.validity import overlaps
from etl.problems import RefusedData
from etl.warehouse import Loading


@dataclass(frozen=True, slots=True)
class BudgetControl:
    """A post that controls a unit's budget from a day until the day before another."""

    post: PostCode
    unit_id: str
    valid_from: date
    valid_until: date
    told_in: str = field(compare=False)


def of_row(cells: Cells) -> BudgetControl:
    """Return the control of a row of the plain form."""
    return BudgetControl(
        PostCode.of_row(cells), cells.required("unit"), *cells.span(), told_in=cells.place
    )


def check(controls: Sequence[BudgetControl], codes: Codes, known: Iterable[str]) -> None:
    """Raise RefusedData for every post or unit that is not in the chart, and for every unit that
    two posts control on one day."""
    twice = overlaps(
        controls,
        lambda control: control.unit_id,
        lambda control: f"the controller of the unit {control.unit_id!r}",
    )
    RefusedData.raise_if([*codes.check(controls), *units.strange(controls, known), *twice])


def build(loading: Loading, controls: Sequence[BudgetControl], codes: Codes) -> None:
    """Fill core_budget_control."""
    loading.insert(
        "core_budget_control",
        ("post_id", "unit_id", "valid_from", "valid_until"),
        [
            (codes.post_id(control.post), control.unit_id, control.valid_from, control.valid_until)
            for control in controls
        ],
    )
