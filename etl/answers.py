"""Questions in, results out: what a page, its download and a command all ask."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from etl import figures
from etl.members import Member, ids_in_use, named, unit_tree
from etl.metrics.catalogue import Metric, catalogue
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from etl.metrics.slice import chosen
from etl.problems import WrongCall
from etl.slices.registry import SLICES
from etl.warehouse import Table, Warehouse
from etl.workspace import Workspace

__all__ = ["Answers", "Member", "Metric"]


class Answers:
    """All that can be asked of one build. Safe to share between threads; never changes."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    @classmethod
    def open(cls, workspace: Workspace, build: int | None = None) -> "Answers":
        """Return the answers of one build of `workspace`, without a number of the one served.

        Raises NothingToShow when nothing was published, WrongCall when that build is not there.
        """
        builds = workspace.builds
        number = builds.current if build is None else build
        if number not in builds.numbers():
            raise WrongCall(
                f"There is no build {number} in {builds.folder}; there are "
                f"{', '.join(map(str, builds.numbers())) or 'none'}."
            )
        return cls(Warehouse(builds.path(number)))

    def metrics(self) -> tuple[Metric, ...]:
        """Return the catalogue, in the order of the metric book."""
        return tuple(catalogue().values())

    def slices(self) -> tuple[str, ...]:
        """Return the slices by which this build can be cut: those with a member, in order."""
        return tuple(name for name in SLICES if any(m.id for m in self.members(name)))

    def members(self, slice_id: str) -> tuple[Member, ...]:
        """Return the members of a slice that have cases, in the order a person expects."""
        found = chosen(SLICES, slice_id)
        return named(found, ids_in_use(self.warehouse, found), self._units)

    def units(self) -> tuple[Member, ...]:
        """Return the unit tree as it was last, parents before children, of units with cases."""
        wanted = {member.id for member in self.members("unit")}
        for unit in reversed(self._units.values()):
            if unit.id in wanted and unit.parent_id:
                wanted.add(unit.parent_id)
        return tuple(unit for unit in self._units.values() if unit.id in wanted)

    def span(self) -> Period:
        """Return the days the build knows: from the first ticket's to the extract's."""
        return self._span

    def figures(self, question: Question) -> tuple[Result, ...]:
        """Return a result per metric, member and part of the period, in that order.

        The members are those with a case of any of the metrics; the parts those that began before
        the extract. A metric without cases there gives a result that says why.
        """
        found = figures.compute(self.warehouse, self._until_extract(question), SLICES)
        members: tuple[str | None, ...] = (None,)
        if question.by:
            ids = (member for member in found.members() if member is not None)
            members = tuple(
                member.id for member in named(chosen(SLICES, question.by), ids, self._units)
            )
        parts = figures.parts(question.period, question.every, self._span)
        return tuple(
            figures.result(
                entry,
                (part, member),
                found,
                period=period,
                slice_id=question.by,
                build=self.warehouse.build,
                is_supported=self._is_supported(entry, question, member)
                and period.start < self._span.end
                and period.end > self._span.start,
            )
            for entry in (catalogue()[metric_id] for metric_id in dict.fromkeys(question.metrics))
            for member in members
            for part, period in parts.items()
        )

    def tickets(self, question: Question) -> Iterator[Table]:
        """Yield the tickets behind a figure, one row a ticket with its ids, stamps and seconds."""
        raise NotImplementedError

    def sql(self, question: Question) -> str:
        """Return the SQL that answers `question`, as it is run, for the reader who asks how."""
        found = figures.compute(self.warehouse, self._until_extract(question), SLICES)
        return ";\n\n".join(statement.sql for statement in found.statements) + ";\n"

    def _until_extract(self, question: Question) -> Question:
        period = question.period
        return replace(question, period=Period(period.start, min(period.end, self._span.end)))

    def _is_supported(self, entry: Metric, question: Question, member: str | None) -> bool:
        """Return whether a source that the question looks at can show what the metric needs."""
        sources = self._missing.keys()
        for slice_id, members in question.where:
            if slice_id == "source":
                sources = sources & set(members)
        if question.by == "source":
            sources = sources & {member}
        return not sources or any(
            not self._missing[source] & set(entry.needs) for source in sources
        )

    @cached_property
    def _missing(self) -> dict[str, set[str]]:
        """The capabilities each source lacks."""
        found: dict[str, set[str]] = {}
        for source, capability in self.warehouse.query(
            "select core_source.source, capability from core_source left join load_capability "
            "on load_capability.source = core_source.source and state = 'no'"
        ).rows:
            found.setdefault(source, set()).update({capability} - {None})
        return found

    @cached_property
    def _units(self) -> dict[str, Member]:
        return unit_tree(self.warehouse)

    @cached_property
    def _span(self) -> Period:
        first, last = self.warehouse.query(
            "select (select min(created_date) from fact_ticket), (select max(day) from "
            "core_company_day where starts_at <= (select max(extract_at) from core_source))"
        ).rows[0]
        first = first or last or date(1970, 1, 1)
        last = max(last or first, first)
        return Period(first, last + timedelta(days=1))
