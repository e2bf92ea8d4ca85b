"""How far each source can be measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from etl.metrics.catalogue import Metric
from etl.metrics.question import Question
from etl.warehouse import Table, Warehouse


@dataclass(frozen=True, slots=True)
class Support:
    """What each source of a build can show."""

    missing: dict[str, frozenset[str]]  # capabilities, by source
    measured: frozenset[tuple[str, str]]  # metric and source that have a case on any day

    def has(self, entry: Metric, question: Question, member: str | None) -> bool:
        """Return whether a source that the question looks at can show what the metric needs."""
        sources = set(self.missing)
        for slice_id, members in question.where:
            sources &= set(members) if slice_id == "source" else sources
        if question.by == "source":
            sources &= {member or ""}
        return not self.missing or any(self._has(entry, source) for source in sources)

    def _has(self, entry: Metric, source: str) -> bool:
        is_always_there = not entry.least_n or entry.cohort == "day"
        return not self.missing[source] & set(entry.needs) and (
            is_always_there or (entry.id, source) in self.measured
        )


def support(warehouse: Warehouse) -> Support:
    """Return what each source of the build can show."""
    missing: dict[str, set[str]] = {}
    for source, capability in warehouse.query(
        "select core_source.source, capability from core_source left join load_capability "
        "on load_capability.source = core_source.source and state = 'no'"
    ).rows:
        missing.setdefault(source, set()).update({capability} - {None})
    measured = warehouse.query("select metric, source from cube_source").rows
    return Support(
        {source: frozenset(found) for source, found in missing.items()},
        frozenset((metric, source) for metric, source in measured),
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
