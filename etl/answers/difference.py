"""Why a number moved between two builds: a step for each thing it may be due to.

The figure of the build before, then the figure after each step of `replacement`, then that of the
build after. What a step contributes is the difference of two figures that follow each other: the
contributions add up to the change whatever the metric, a median too.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.answers.answers import Answers
from etl.answers.figures import Figures, compute_from_facts
from etl.answers.making import Differing, Making, making
from etl.answers.replacement import has_moved_days, has_moved_units, prepare
from etl.answers.results import value
from etl.answers.steps import steps
from etl.metrics import cube
from etl.metrics.cases import cases, cte, keys, select
from etl.metrics.catalogue import Metric, metric
from etl.metrics.grain import is_of_tickets
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from etl.metrics.scan import Scan, cuts, scans
from etl.problems import WrongCall
from etl.slices.registry import SLICES
from etl.version import has_these_definitions
from etl.warehouse import Builds, Table, TwoBuilds, Warehouse

_Counts = dict[tuple[str, int], dict[str | None, int]]  # by metric and step, by member


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one step contributed to a change, in the metric's unit, and the tickets behind it.

    `tickets` are those of the step of whose cases any was counted otherwise than before; None where
    it is not a matter of single tickets. `change` is None where the figure before or after is
    missing, where no case was left after the step (the next step is then taken from before it), and
    where the metric's cases are no tickets.
    """

    due_to: str
    change: float | None
    tickets: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in two builds, and why it moved: the contributions add up to the change.

    `before` and `after` are in the metric's unit, None where the build does not say the figure;
    `change` is None where either is missing.
    """

    metric: str
    slice: str | None
    member: str | None
    period: str
    before: float | None
    after: float | None
    change: float | None
    contributions: tuple[Contribution, ...]

    @property
    def is_traced(self) -> bool:
        """Return whether the figure's cases are tickets, which the steps replace."""
        return _is_traced(metric(self.metric))

    @property
    def size(self) -> float:
        """Return the change as a share of the larger figure, from 0; infinity where one is missing.

        Figures of two builds rest on the same tickets for the most part: intervals, which are made
        for independent cases, would say nothing of it.
        """
        if self.change is None:
            return math.inf
        larger = max(abs(self.before or 0), abs(self.after or 0))
        return abs(self.change) / larger if larger else 0


class TwoAnswers:
    """All that can be asked of two builds of a workspace together."""

    def __init__(self, builds: Builds, before: int, after: int) -> None:
        """Open two builds.

        Raises WrongCall where either is not there or both are one, OtherVersion where this program
        cannot read the tables of either.
        """
        paths = [builds.existing(number) for number in (before, after)]
        if before == after:
            raise WrongCall(
                f"Build {before} was named twice; name two builds, the earlier one first: there "
                f"are {', '.join(map(str, builds.numbers()))}."
            )
        warehouses = [Warehouse(path) for path in paths]
        self.differing = Differing(*map(making, warehouses))
        self.before, self.after = (
            Answers(warehouse, of_any_definitions=True) for warehouse in warehouses
        )
        self.steps = steps(self.differing)
        self._both = TwoBuilds(*paths)
        prepare(self._both, self.differing)
        self._has_moved_units = has_moved_units(self._both)
        self._has_moved_days = has_moved_days(self._both)

    def unknown(self, question: Question) -> tuple[str, ...]:
        """Return the metrics of `question` whose figure in either build cannot be had any more: it
        was made by another definition, and is no sum that the build has kept."""
        sides = (self.differing.before, self.differing.after)
        return tuple(
            entry.id
            for entry in map(metric, dict.fromkeys(question.metrics))
            if not all(_is_known(made, entry, question) for made in sides)
        )

    def differences(self, question: Question) -> tuple[Difference, ...]:
        """Return why each figure of `question` moved, in the order of the question.

        There is one a metric that is not `unknown` and member that has a case in either build;
        `every` is of no account.
        """
        asked = self._known(question)
        return self._explained(asked, self.before.beside(self.after, asked))

    def moved(self, question: Question) -> tuple[Difference, ...]:
        """Return why those figures of `question` moved that did, those that moved most first."""
        asked = self._known(question)
        pairs = [pair for pair in self.before.beside(self.after, asked) if _is_moved(*pair)]
        metrics = tuple(dict.fromkeys(before.metric for before, _ in pairs))
        found = self._explained(replace(asked, metrics=metrics), pairs)
        return tuple(sorted(found, key=lambda each: each.size, reverse=True))

    def sentences(self, question: Question, found: Iterable[Difference]) -> Iterator[str]:
        """Yield in words how the builds were made of something else, which metrics of `question`
        are left out, and which of those `found` are not traced."""
        before, after = self.before.warehouse.build, self.after.warehouse.build
        said = tuple(self.differing.sentences())
        yield from said or (f"Build {after} was made of the same as build {before}.",)
        if unknown := self.unknown(question):
            yield (
                f"Left out: {', '.join(unknown)}. Other definitions made one of the builds, and it "
                "does not keep what they gave; compare builds that one version made."
            )
        names = dict.fromkeys(each.metric for each in found if not each.is_traced)
        if names:
            yield (
                f"Not traced: {', '.join(names)}. Their cases are no tickets: both figures are "
                "given, without what contributed to the change."
            )

    def _known(self, question: Question) -> Question:
        unknown = self.unknown(question)
        known = tuple(name for name in question.metrics if name not in unknown)
        return replace(question, metrics=known, every=None)

    def _explained(
        self, question: Question, pairs: Sequence[tuple[Result, Result]]
    ) -> tuple[Difference, ...]:
        """Return why the figures of each pair differ, results of the same question."""
        end = max(self.before.span().end, self.after.span().end)
        until = Period(question.period.start, min(question.period.end, end))
        traced = tuple(name for name in question.metrics if _is_traced(metric(name)))
        asked = replace(question, metrics=traced, period=until)
        counts = self._counts(asked)
        figures = self._figures(asked, counts)
        return tuple(
            _difference(*pair, self._contributions(asked, *pair, counts, figures)) for pair in pairs
        )

    def _counts(self, question: Question) -> _Counts:
        """Return how many tickets each step counts otherwise, where any."""
        found: _Counts = {}
        for scan in scans(question, SLICES):
            rows = self._both.within("either").query(_counted_otherwise(scan), scan.parameters())
            for row in rows.records():
                member = (row["member"] or "") if scan.by else None
                for entry in scan.metrics:
                    if row[entry.id]:
                        found.setdefault((entry.id, row["step"]), {})[member] = row[entry.id]
        return found

    def _figures(self, question: Question, counts: _Counts) -> dict[int, Figures]:
        """Return the numbers after each step but the last, of the metrics that it moves; and at
        step 0 those of the build before by today's definition, of metrics defined otherwise then.
        """
        found = {}
        for number in range(len(self.steps)):
            names = tuple(
                name
                for name in question.metrics
                if (name, number) in counts
                or (number == 0 and not _is_defined_as_now(self.differing.before, metric(name)))
            )
            found[number] = compute_from_facts(
                self._both.within(f"step_{number}"), replace(question, metrics=names), SLICES
            )
        return found

    def _contributions(
        self,
        question: Question,
        before: Result,
        after: Result,
        counts: _Counts,
        figures: Mapping[int, Figures],
    ) -> Iterator[Contribution]:
        """Yield what each step contributed to the change of one figure."""
        entry, member = metric(before.metric), before.member
        if not _is_traced(entry):
            yield from (Contribution(due_to, None, None) for due_to in self.steps)
            return
        is_single = self._is_of_single_tickets(entry, question)
        start = before.value
        if entry.id in figures[0].sums:
            start = value(entry, figures[0], member)
        redefined = _less(start, before.value) or 0
        at = before.value if start is None else start
        for number, due_to in enumerate(self.steps, 1):
            is_last = number == len(self.steps)
            tickets = counts.get((entry.id, number), {}).get(member, 0)
            reached = at
            if is_last:
                reached = after.value
            elif tickets:
                reached = value(entry, figures[number], member)
            change = None
            if None not in (before.value, after.value):
                change = _less(reached, at)
            if change is not None and is_last:
                change += redefined
            at = reached if change else at
            yield Contribution(due_to, change, tickets if is_single or not is_last else None)

    def _is_of_single_tickets(self, entry: Metric, question: Question) -> bool:
        """Return whether the last step moves a figure only by tickets that are others now."""
        by, where = cuts(question, SLICES)
        is_about_units = bool(by and by.is_of_unit) or any(each.is_of_unit for each, _ in where)
        return (
            not (self._has_moved_units and is_about_units)
            and not self._has_moved_days
            and _is_defined_as_now(self.differing.before, entry)
            and _is_defined_as_now(self.differing.after, entry)
        )


def rows_of(steps: Sequence[str], differences: Sequence[Difference]) -> Table:
    """Return differences as rows: two columns a step, its contribution and its tickets."""
    columns = ("metric", "slice", "member", "period", "before", "after", "change")
    named = tuple(name for step in steps for name in (step, f"{step}_tickets"))
    rows = [
        (
            *(getattr(each, column) for column in columns),
            *(cell for part in each.contributions for cell in (part.change, part.tickets)),
        )
        for each in differences
    ]
    return Table((*columns, *named), rows)


def lines_of(by: str | None, differences: Sequence[Difference]) -> Table:
    """Return differences to look at: a row a step that contributed to a figure, the figure itself
    in the first of them alone. `by` is the slice of their members."""
    sliced = (by,) if by else ()
    figures = ("metric", *sliced, "period", "measured_in", "before", "after", "change")
    rows = []
    for each in differences:
        entry = metric(each.metric)
        member = (each.member,) if by else ()
        figure = (
            *(each.metric, *member, each.period, entry.unit),
            *(each.before, each.after, each.change),
        )
        parts: list[tuple[object, ...]] = [
            (part.due_to, part.change, part.tickets)
            for part in each.contributions
            if part.change or part.tickets
        ]
        first, *others = parts or [(None if each.is_traced else "not traced", None, None)]
        rows += [(*figure, *first), *((*[None] * len(figure), *part) for part in others)]
    return Table((*figures, "due_to", "contribution", "tickets"), rows)


def _difference(before: Result, after: Result, contributions: Iterable[Contribution]) -> Difference:
    return Difference(
        metric=before.metric,
        slice=before.slice,
        member=before.member,
        period=before.period,
        before=before.value,
        after=after.value,
        change=_less(after.value, before.value),
        contributions=tuple(contributions),
    )


def _is_moved(before: Result, after: Result) -> bool:
    """Return whether two figures differ, or only one of them is there."""
    change = _less(after.value, before.value)
    return before.value is not after.value if change is None else change != 0


def _less(figure: float | None, other: float | None) -> float | None:
    """Return `figure` less `other`: 0 where they differ by how a computer adds up fractions."""
    if figure is None or other is None:
        return None
    return 0.0 if math.isclose(figure, other, rel_tol=1e-9) else figure - other


def _counted_otherwise(scan: Scan) -> str:
    """Return the SQL of how many tickets of each step have another counted case."""
    by = keys(scan)
    columns = [f"{_is_otherwise(scan, entry)} as {entry.id}" for entry in scan.metrics]
    listed = cte(
        "compared",
        [*by, "step", "ticket", *columns],
        "grouped\njoin memory.main.replaced using (ticket_key)",
        group=", ".join([*by, "step", "ticket"]),
    )
    counted = [f"count_if({entry.id}) as {entry.id}" for entry in scan.metrics]
    text = select([*by, "step", *counted], "compared", group=", ".join([*by, "step"]))
    return f"{cases(scan, {'ticket_key': 'ticket_key'})},\n{listed}\n{text}"


def _is_otherwise(scan: Scan, entry: Metric) -> str:
    """Return the condition that the cases of a ticket are not what they were."""
    is_plain = entry.kind in ("count", "stock")
    weight = "weight" if scan.share else "1"
    counted = weight if is_plain else f"struct_pack(value := {entry.id}, weight := {weight})"
    is_counted = [] if is_plain else [f"{entry.id} is not null"]
    is_counted += [f"is_case_of_{entry.id}"] if is_plain and entry.cases != "true" else []
    sides = [
        f"list_sort(list({counted}) filter (where {' and '.join([side, *is_counted])}))"
        for side in ("not is_after", "is_after")
    ]
    return " is distinct from ".join(sides)


def _is_traced(entry: Metric) -> bool:
    """Return whether a figure's cases are tickets, which the steps replace."""
    return is_of_tickets(entry.grain)


def _is_defined_as_now(made: Making, entry: Metric) -> bool:
    """Return whether today's definition gives the figure that the build published."""
    return has_these_definitions(made.code_version) or made.has_entry(entry)


def _is_known(made: Making, entry: Metric, question: Question) -> bool:
    """Return whether the figure that the build published can be had from it."""
    if has_these_definitions(made.code_version):
        return True
    has_sums = entry.is_additive or entry.kind == "stock"
    is_kept = made.kinds.get(entry.id) == entry.kind and has_sums and cube.holds(question, SLICES)
    return made.is_counted_as_now() and (made.has_entry(entry) or is_kept)
