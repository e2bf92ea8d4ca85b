"""What a way of grouping cases is; `etl.slices` says which there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.problems import WrongCall


@dataclass(frozen=True, slots=True)
class Slice:
    """A way of grouping cases.

    With a `table` the group is that of the unit the case counts for, on the case's day: a row of
    `table` says which `column` a `unit_id` belonged to from `valid_from` until `valid_until`.
    Without one, it is a `column` of fact_ticket, or the unit itself where `column` is "owner".
    """

    id: str
    column: str
    table: str | None = None

    @property
    def is_of_unit(self) -> bool:
        """Return whether the group follows from the unit the case counts for."""
        return self.table is not None or self.column == "owner"


Slices = Mapping[str, Slice]


def chosen(slices: Slices, slice_id: str) -> Slice:
    """Return the slice of this id. Raises WrongCall naming those there are."""
    try:
        return slices[slice_id]
    except KeyError:
        raise WrongCall(f"There is no slice {slice_id!r}; there are {', '.join(slices)}.") from None
