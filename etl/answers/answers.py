"""Questions in, results out: what a page, its download and a command all ask."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial

from etl.answers import backlog, complaints, figures, report, tickets
from etl.answers.backlog import AgeBucket, Flow
from etl.answers.changes import Change, change
from etl.answers.complaints import Aspect, Tally
from etl.answers.coverage import coverage, support
from etl.answers.decisions import decision
from etl.answers.figures import Figures, compute
from etl.answers.members import Member, Serving, named, serving, unit_tree
from etl.answers.report import BuildInfo, MarginKnown
from etl.answers.results import Build, parts, results
from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from etl.metrics.scan import uncut
from etl.metrics.slice import chosen
from etl.slices.registry import SLICES
from etl.structure import matrix
from etl.structure.measures import measure
from etl.structure.responsibility import Responsibility, responsibility
from etl.warehouse import Table, Warehouse
from etl.workspace.workspace import Workspace

__all__ = [
    "AgeBucket", "Answers", "Aspect", "BuildInfo", "Change", "Flow", "MarginKnown", "Member",
    "Metric", "Tally",
]  # fmt: skip

_KEPT = 100  # numbers of the last questions, kept before they are judged


class Answers:
    """All that can be asked of one build. Safe to share between threads; never changes."""

    def __init__(self, warehouse: Warehouse, *, of_any_definitions: bool = False) -> None:
        """Ask `warehouse`. Raises OtherVersion when it means something else than this program,
        unless who asks knows what of it does not.
        """
        if not of_any_definitions:
            report.refuse_other_definitions(warehouse)
        self.warehouse = warehouse
        self._numbers = lru_cache(maxsize=_KEPT)(partial(compute, warehouse, slices=SLICES))

    @classmethod
    def open(cls, workspace: Workspace, build: int | None = None) -> "Answers":
        """Return the answers of one build of `workspace`, without a number of the one served.

        Raises NothingToShow when nothing was published, WrongCall when that build is not there.
        """
        builds = workspace.builds
        return cls(Warehouse(builds.existing(builds.current if build is None else build)))

    def metrics(self) -> tuple[Metric, ...]:
        """Return the catalogue, in the order of the metric book."""
        return tuple(catalogue().values())

    def slices(self) -> tuple[str, ...]:
        """Return the slices by which this build can be cut: those with a member, in order."""
        return tuple(name for name in SLICES if any(m.id for m in self.members(name)))

    def members(self, slice_id: str) -> tuple[Member, ...]:
        """Return the members of a slice that have cases, in the order a person expects."""
        found = chosen(SLICES, slice_id)
        return named(found, self._serving.ids(slice_id), self._units)

    def has_member(self, slice_id: str, member: str) -> bool:
        """Return whether a slice has `member`, with cases or, of units, in the org chart alone."""
        is_unit = chosen(SLICES, slice_id).id in ("unit", "division")
        return member in self._serving.ids(slice_id) or (is_unit and member in self._units)

    def units(self) -> tuple[Member, ...]:
        """Return the unit tree as it was last, parents before children, of units with cases."""
        wanted = {member.id for member in self.members("unit")}
        for unit in reversed(self._units.values()):
            if unit.id in wanted and unit.parent_id:
                wanted.add(unit.parent_id)
        return tuple(unit for unit in self._units.values() if unit.id in wanted)

    def uncut(self, metric_id: str) -> tuple[str, ...]:
        """Return the slices by which a metric cannot be cut: its cases know nothing of them."""
        return uncut(metric(metric_id).table, SLICES)

    def span(self) -> Period:
        """Return the days the build knows: from the first ticket's, complaint's or answer's to the
        extract's."""
        return self._span

    def has_hours(self) -> bool:
        """Tell whether the build knows any opening hours; without, nothing has business time."""
        return bool(self.warehouse.query("select calendar_id from core_calendar limit 1").rows)

    def figures(self, question: Question) -> tuple[Result, ...]:
        """Return a result per metric, member and part of the period, in that order.

        The members are those with a case of any of the metrics, or a ticket created; the parts
        those that began before the extract. A metric without cases gives a result that says why.
        """
        found = self._compute(question)
        return results(self._build, question, found, self._members(question, [found]))

    def _compute(self, question: Question) -> Figures:
        """Return the numbers of `question`, which a page asks for both alone and beside others."""
        if question.by:
            question = replace(question, metrics=(*question.metrics, "tickets_created"))
        return self._numbers(self._until_extract(question))

    def _members(self, question: Question, found: list[Figures]) -> tuple[str | None, ...]:
        if not question.by:
            return (None,)
        ids = {member for each in found for member in each.members() if member is not None}
        return tuple(member.id for member in named(chosen(SLICES, question.by), ids, self._units))

    def tickets(self, question: Question, limit: int | None = None) -> Iterator[Table]:
        """Yield the tickets behind a figure, one row a case with its ids, stamps and seconds.

        Of a figure that counts no tickets it is a row a complaint, answer, problem, customer or
        unit's month. Raises WrongCall where the metric cannot be cut as the question asks.
        """
        sql, parameters = tickets.behind(self._until_extract(question), SLICES)
        if limit is not None:
            sql, parameters = f"{sql}\nlimit $limit", parameters | {"limit": limit}
        return self.warehouse.pages(sql, parameters | {"zone": self._zone})

    def changes(self, question: Question, before: Period) -> tuple[Change, ...]:
        """Return the figures of `question` beside those of the period `before`.

        There is one a metric and member that has a case in either period; `every` is of no account.
        """
        periods = (question.period, before)
        asked = [replace(question, period=period, every=None) for period in periods]
        found = [self._compute(each) for each in asked]
        members = self._members(question, found)
        now, then = (
            results(self._build, each, computed, members)
            for each, computed in zip(asked, found, strict=True)
        )
        return tuple(map(change, now, then))

    def responsibility(self, question: Question, measure_id: str) -> Responsibility:
        """Return who controls what broke, and whose profit carries it, in the period and cases of
        `question`; its metrics, `by` and `every` are of no account.

        Raises WrongCall when there is no such measure or slice.
        """
        asked = self._until_extract(question)
        return responsibility(self.warehouse, asked, measure(measure_id), self._build.number)

    def responsibility_sql(self, question: Question, measure_id: str) -> str:
        """Return the SQL of that matrix, as it is run."""
        return f"{matrix.cells(self._until_extract(question), measure(measure_id)).sql};\n"

    def responsibility_tickets(
        self,
        question: Question,
        measure_id: str,
        controller: str | None,
        owner: str | None,
        limit: int | None = None,
    ) -> Iterator[Table]:
        """Yield the tickets of one controller and one owner of profit, a row a case and unit.

        None: nobody controls; not known whose profit. A problem is shown by its first ticket.
        """
        asked = self._until_extract(question)
        statement = matrix.tickets(asked, measure(measure_id), controller, owner)
        sql, parameters = statement.sql, statement.parameters | {"zone": self._zone}
        if limit is not None:
            sql, parameters = f"{sql}\nlimit $limit", parameters | {"limit": limit}
        return self.warehouse.pages(sql, parameters)

    def posts(self) -> frozenset[str]:
        """Return the ids of all posts that the org chart ever had."""
        return frozenset(
            post for (post,) in self.warehouse.query("select distinct post_id from core_post").rows
        )

    def beside(self, later: "Answers", question: Question) -> tuple[tuple[Result, Result], ...]:
        """Return the figures of `question` in this build and in `later`, a pair a metric and
        member that has a case in either."""
        found = [each._compute(question) for each in (self, later)]
        members = later._members(question, found)
        now, then = (
            results(each._build, question, computed, members)
            for each, computed in zip((self, later), found, strict=True)
        )
        return tuple(zip(now, then, strict=True))

    def ageing(self, question: Question) -> tuple[AgeBucket, ...]:
        """Return the unsolved tickets at the end of the period, or at the extract, by age."""
        return backlog.ageing(self.warehouse, self._until_extract(question), SLICES)

    def flow(self, question: Question) -> tuple[Flow, ...]:
        """Return what went into the backlog and out of it in each part of the period."""
        pieces = parts(question.period, question.every, self._span)
        return backlog.flow(self.warehouse, self._until_extract(question), pieces, SLICES)

    def tally(self, question: Question, aspect: Aspect) -> tuple[Tally, ...]:
        """Return the complaints of the period by cause, by how soon they were answered, or by how
        they ended, the most frequent first."""
        return complaints.tally(self.warehouse, self._until_extract(question), aspect, SLICES)

    def coverage(self) -> Table:
        """Return how many cases each metric could and could not use, by source, in all days."""
        told = [
            entry.id
            for entry in self.metrics()
            if entry.cohort != "day" and entry.table.is_of_sources and entry.kind != "reach"
        ]
        return coverage(self.warehouse, told)

    def build_info(self) -> BuildInfo:
        """Return what the build was made of."""
        return report.build_info(self.warehouse)

    def files(self) -> Table:
        """Return the files that were read, in order, each with its balance."""
        return report.files(self.warehouse)

    def refusals(self, file_no: int | None = None, limit: int = 500) -> Table:
        """Return the first records that were not loaded, with line, reason and raw text."""
        return report.refusals(self.warehouse, file_no, limit)

    def notices(self) -> Table:
        """Return what was odd and loaded all the same."""
        return report.notices(self.warehouse)

    def capabilities(self) -> Table:
        """Return what each source can support: what is not there is not measured, never zero."""
        return report.capabilities(self.warehouse)

    def inputs(self) -> Table:
        """Return what a company has to bring and what of it the build has, a row an input."""
        return report.inputs(self.warehouse)

    def matches(self) -> Table:
        """Return how many records of each source have a known customer, and by what."""
        return report.matches(self.warehouse)

    def margin_known(self) -> MarginKnown | None:
        """Return whose margin of the last twelve months can be put beside what is known of him."""
        return report.margin_known(self.warehouse)

    def reconciliation(self) -> Table:
        """Return our figures beside the sources' own, a row a source and measure."""
        return report.reconciliation(self.warehouse)

    def differences(self, source: str, measure: str, limit: int = 500) -> Table:
        """Return the tickets whose figure differs most from the source's own."""
        return report.differences(self.warehouse, source, measure, limit)

    def decision(self, anchor: str, language: str = "en") -> str:
        """Return the decision that a metric or page names, as Markdown; "" where there is none."""
        return decision(anchor, language)

    def sql(self, question: Question) -> str:
        """Return the SQL that answers `question`, as it is run, for the reader who asks how."""
        asked = figures.statements(self._until_extract(question), SLICES)
        return ";\n\n".join(statement.sql for statement in asked) + ";\n"

    def _until_extract(self, question: Question) -> Question:
        period = question.period
        return replace(question, period=Period(period.start, min(period.end, self._span.end)))

    @cached_property
    def _build(self) -> Build:
        return Build(self.warehouse.build, self._span, support(self.warehouse, self._serving))

    @cached_property
    def _serving(self) -> Serving:
        return serving(self.warehouse)

    @cached_property
    def _units(self) -> dict[str, Member]:
        return unit_tree(self.warehouse)

    @cached_property
    def _zone(self) -> str:
        return self.build_info().zone

    @cached_property
    def _span(self) -> Period:
        first, last = self.warehouse.query(
            "select least((select min(created_date) from fact_ticket), "
            "(select min(received_date) from fact_complaint), "
            "(select min(answered_date) from fact_survey_response)), (select max(day) from "
            "core_company_day where starts_at <= (select max(extract_at) from core_source))"
        ).rows[0]
        first = first or last or date(1970, 1, 1)
        last = max(last or first, first)
        return Period(first, last + timedelta(days=1))
