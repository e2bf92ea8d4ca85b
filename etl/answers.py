"""Questions in, results out: what a page, its download and a command all ask."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.metrics.question import Question
from etl.metrics.result import Result
from etl.warehouse import Table, Warehouse


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a slice: a unit, a channel, a reporting line. `name` is as the company writes it."""

    id: str
    name: str
    parent_id: str | None = None


class Answers:
    """All that can be asked of one build. Safe to share between threads; never changes."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def figures(self, question: Question) -> tuple[Result, ...]:
        """Return a result per metric, member and part of the period, in that order."""
        raise NotImplementedError

    def tickets(self, question: Question) -> Iterator[Table]:
        """Yield the tickets behind a figure, one row a ticket with its ids, stamps and seconds."""
        raise NotImplementedError

    def members(self, slice_id: str) -> tuple[Member, ...]:
        """Return the members of a slice that have cases, in the order a person expects."""
        raise NotImplementedError

    def sql(self, question: Question) -> str:
        """Return the SQL that answers `question`, as it is run, for the reader who asks how."""
        raise NotImplementedError
