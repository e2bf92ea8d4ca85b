"""How far each source can be measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from etl.answers.members import Serving
from etl.metrics.catalogue import Metric
from etl.metrics.grain import Thing
from etl.metrics.question import Period, Question
from etl.warehouse import Table, Warehouse

_ALWAYS = Period(date(1, 1, 1), date(9999, 12, 31))
_FIRST: dict[str, Thing] = {
    "tickets_created": "tickets",
    "complaints_received": "complaints",
    "survey_satisfied_share": "surveys",
    "nps": "surveys",
    "ces": "surveys",
}
"""The metrics that know of a thing on the day it came."""

_SPANS = """
    select
        core_source.source,
        cube_unit_day.metric,
        min(cube_unit_day.day),
        (select max(day) from core_company_day where starts_at <= core_source.extract_at)
    from core_source
    join cube_unit_day on cube_unit_day.source = core_source.source
    where list_contains($first, cast(metric as varchar))
    group by core_source.source, core_source.extract_at, cube_unit_day.metric
"""


@dataclass(frozen=True, slots=True)
class Support:
    """What each source of a build can show, and which sources a question looks at."""

    missing: dict[str, frozenset[str]]  # capabilities, by source; "": of the company
    measured: frozenset[tuple[str, str]]  # metric and source that have a case on any day
    serving: Serving
    below: dict[str, frozenset[str]]  # units by the unit they stood under on any day, itself too
    spans: dict[tuple[str, Thing | None], Period]  # from the first of a source's to its extract

    def shown(self, entry: Metric, question: Question, member: str | None) -> tuple[Period, ...]:
        """Return the days on which sources that serve `member` in `question` show the metric."""
        if self.missing.get("", frozenset()) & set(entry.needs):
            return ()
        sources = self._sources(entry, question, member)
        if not sources or not entry.table.is_of_sources:
            return (_ALWAYS,)
        return tuple(
            self.spans.get((source, entry.table.thing), _ALWAYS)
            for source in sources
            if self._has(entry, source)
        )

    def _has(self, entry: Metric, source: str) -> bool:
        is_always_there = entry.is_whole or entry.is_of_customers or entry.cohort == "day"
        return not self.missing[source] & {*entry.needs, entry.table.thing} and (
            is_always_there or (entry.id, source) in self.measured
        )

    def _sources(self, entry: Metric, question: Question, member: str | None) -> frozenset[str]:
        """Return the sources of the cases asked for; all, where no source can have such cases.

        A help desk serves the units that have its tickets. A register of complaints serves all: a
        unit about which nobody has complained has none.
        """
        cuts = [(name, self._within(name, members)) for name, members in question.where]
        cuts += [(question.by, (member or "",))] if question.by else []
        if entry.table.thing != "tickets":
            cuts = [(name, members) for name, members in cuts if name == "source"]
        everywhere = found = frozenset(self.missing) - {""}
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
        "on load_capability.source = core_source.source and state = 'no' "
        "union all select source, capability from load_capability "
        "where source = '' and state = 'no'"
    ).rows:
        missing.setdefault(source, set()).update({capability} - {None})
    measured = warehouse.query("select metric, source from cube_source").rows
    spans: dict[tuple[str, Thing | None], Period] = {}
    for source, metric, first, last in warehouse.query(_SPANS, {"first": list(_FIRST)}).rows:
        for key in ((source, _FIRST[metric]), (source, None)):
            if first and last and first <= last:
                known = spans.get(key, Period(first, last + timedelta(days=1)))
                spans[key] = Period(min(first, known.start), known.end)
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
