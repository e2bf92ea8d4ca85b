"""How far each source can be measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from etl.answers.members import Serving
from etl.metrics.catalogue import Metric
from etl.metrics.question import Period, Question
from etl.warehouse import Table, Warehouse

_ALWAYS = Period(date(1, 1, 1), date(9999, 12, 31))
_SPANS = """
    select
        core_source.source,
        min(cube_unit_day.day),
        (select max(day) from core_company_day where starts_at <= core_source.extract_at)
    from core_source
    join cube_unit_day
        on cube_unit_day.source = core_source.source and metric = 'tickets_created'
    group by core_source.source, core_source.extract_at
"""


@dataclass(frozen=True, slots=True)
class Support:
    """What each source of a build can show, and which sources a question looks at."""

    missing: dict[str, frozenset[str]]  # capabilities, by source
    measured: frozenset[tuple[str, str]]  # metric and source that have a case on any day
    serving: Serving
    below: dict[str, frozenset[str]]  # units by the unit they stood under on any day, itself too
    spans: dict[str, Period]  # from a source's first ticket to its extract

    def shown(self, entry: Metric, question: Question, member: str | None) -> tuple[Period, ...]:
        """Return the days on which sources that serve `member` in `question` show the metric."""
        sources = self._sources(question, member)
        if not sources:
            return (_ALWAYS,)
        return tuple(
            self.spans.get(source, _ALWAYS) for source in sources if self._has(entry, source)
        )

    def _has(self, entry: Metric, source: str) -> bool:
        is_always_there = not entry.least_n or entry.cohort == "day"
        return not self.missing[source] & set(entry.needs) and (
            is_always_there or (entry.id, source) in self.measured
        )

    def _sources(self, question: Question, member: str | None) -> frozenset[str]:
        """Return the sources of the cases asked for; all, where no source can have such cases."""
        cuts = [(name, self._within(name, members)) for name, members in question.where]
        cuts += [(question.by, (member or "",))] if question.by else []
        everywhere = found = frozenset(self.missing)
        for name, members in cuts:
            serving = [self.serving.sources(name, each, question.attribution) for each in members]
            found &= frozenset[str]().union(*serving)
        return found or everywhere

    def _within(self, slice_id: str, members: Sequence[str]) -> Sequence[str]:
        """Return the members that a filter keeps: of units also those below them."""
        if slice_id != "unit":
            return members
        return [unit for each in members for unit in self.below.get(each, (each,))]


def support(warehouse: Warehouse, serving: Serving) -> Support:
    """Return what each source of the build can show."""
    missing: dict[str, set[str]] = {}
    for source, capability in warehouse.query(
        "select core_source.source, capability from core_source left join load_capability "
        "on load_capability.source = core_source.source and state = 'no'"
    ).rows:
        missing.setdefault(source, set()).update({capability} - {None})
    measured = warehouse.query("select metric, source from cube_source").rows
    spans = {
        source: Period(first, last + timedelta(days=1))
        for source, first, last in warehouse.query(_SPANS).rows
        if first and last and first <= last
    }
    below: dict[str, set[str]] = {}
    for unit, ancestor in warehouse.query("select unit_id, ancestor_id from slice_unit").rows:
        below.setdefault(ancestor, set()).add(unit)
    return Support(
        missing={source: frozenset(found) for source, found in missing.items()},
        measured=frozenset((metric, source) for metric, source in measured),
        serving=serving,
        below={unit: frozenset(found) for unit, found in below.items()},
        spans=spans,
    )


def coverage(warehouse: Warehouse, metrics: Sequence[str]) -> Table:
    """Return how many cases of each metric a source's tickets could and could not be used for.

    There is a row a metric and source; `coverage` is None where the source has no case of it.
    """
    known = {
        (metric, source): (n, excluded)
        for metric, source, n, excluded in warehouse.query(
            "select metric, source, n, excluded from cube_source"
        ).rows
    }
    sources = [
        name for (name,) in warehouse.query("select source from core_source order by 1").rows
    ]
    rows: list[tuple[Any, ...]] = []
    for metric in metrics:
        for source in sources:
            n, excluded = known.get((metric, source), (0, 0))
            cases = n + excluded
            rows.append((source, metric, n, excluded, n / cases if cases else None))
    return Table(("source", "metric", "n", "excluded", "coverage"), rows)
