"""The tables whose rows are cases: what such a row is, and by which columns it can be cut."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from typing import Literal, get_args

from etl.canonical.tables import shapes

GrainId = Literal[
    "fact_ticket", "fact_turn", "fact_ownership", "fact_backlog_stay", "fact_handling",
    "fact_complaint", "fact_survey_response", "fact_problem", "fact_unit_month",
    "customer_contact",
]  # fmt: skip
Thing = Literal["tickets", "complaints", "surveys"]
"""What a source exports. A capability too: a source without any of it has no such cases."""

_THINGS: dict[GrainId, Thing] = {
    "fact_complaint": "complaints",
    "fact_survey_response": "surveys",
    **dict.fromkeys(
        ("fact_ticket", "fact_turn", "fact_ownership", "fact_backlog_stay", "fact_handling"),
        "tickets",
    ),
}
_CONTACT = (
    "customer_id", "party", "told_in_ticket", "told_in_complaint", "told_in_answer",
    "contact_date", "unit_event", "unit_now", "source", "channel", "priority", "category",
    "product", "region",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grain:
    """A table of cases.

    `thing` is what its rows are made of, None where no one thing. `cte` is the query that stands
    for a table the build does not hold.
    """

    id: GrainId
    thing: Thing | None
    columns: frozenset[str]
    cte: str = ""

    @property
    def is_of_sources(self) -> bool:
        """Return whether a row comes from one source."""
        return "source" in self.cut_by

    @property
    def is_monthly(self) -> bool:
        """Return whether a row is a month's: nothing is known of a day or a week."""
        return self.id == "fact_unit_month"

    @property
    def cut_by(self) -> frozenset[str]:
        """Return the columns of a row and of its ticket, where it can have one."""
        if "ticket_key" in self.columns:
            return self.columns | _columns("fact_ticket")
        return self.columns

    def borrowed(self, names: Collection[str]) -> frozenset[str]:
        """Return those of `names` that are columns of the row's ticket and not its own."""
        return (self.cut_by - self.columns) & set(names)


def _columns(table: str) -> frozenset[str]:
    return frozenset(shapes(resources.files("etl.facts") / "schema.toml")[table].columns)


def _grain(name: GrainId) -> Grain:
    if name == "customer_contact":
        text = (resources.files("etl.metrics") / f"{name}.sql").read_text(encoding="utf-8")
        return Grain(name, None, frozenset(_CONTACT), text.strip())
    return Grain(name, _THINGS.get(name), _columns(name))


def is_of_tickets(name: str) -> bool:
    """Return whether the rows of a table are made of tickets, and of nothing else."""
    return any(name == grain and thing == "tickets" for grain, thing in _THINGS.items())


GRAINS: dict[GrainId, Grain] = {name: _grain(name) for name in get_args(GrainId)}
