"""One pass over a fact table: the metrics that share grain, cohort and owner."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from etl.metrics.catalogue import Metric, metric
from etl.metrics.grain import Grain, GrainId
from etl.metrics.question import Question
from etl.metrics.slice import Slice, Slices, chosen

Where = tuple[tuple[Slice, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the values bound to it. `metrics` are those its columns answer."""

    sql: str
    parameters: dict[str, Any]
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Metrics that one pass answers.

    `owner` is the expression of the unit a case counts for; `share` the clock, or the cause of a
    problem, by which cases are split among units, None where each counts whole.
    """

    question: Question
    metrics: tuple[Metric, ...]
    by: Slice | None
    where: Where
    owner: str
    share: str | None

    @property
    def grain(self) -> GrainId:
        return self.metrics[0].grain

    @property
    def cohort(self) -> str:
        return self.metrics[0].cohort

    def of(self, metrics: Iterable[Metric]) -> "Scan":
        """Return the same pass for some of its metrics."""
        return replace(self, metrics=tuple(metrics))

    def parameters(self) -> dict[str, Any]:
        """Return every value bound: `where_2_1` is the first member of the second filter."""
        period = self.question.period
        bound: dict[str, Any] = {"start": period.start, "until": period.end}
        for number, (_, members) in enumerate(self.where, 1):
            bound |= {f"where_{number}_{m}": value for m, value in enumerate(members, 1) if value}
        return bound


def scans(question: Question, slices: Slices) -> tuple[Scan, ...]:
    """Return the passes that answer `question`, each metric in one; none where it cannot be cut so.

    Raises WrongCall when the question names a metric or slice that does not exist.
    """
    return passes(question, map(metric, dict.fromkeys(question.metrics)), slices)


def passes(question: Question, metrics: Iterable[Metric], slices: Slices) -> tuple[Scan, ...]:
    """Return the passes that answer `question` of `metrics`, whichever it names itself.

    Raises WrongCall when the question names a slice that does not exist.
    """
    by, where = cuts(question, slices)
    is_about_units = any(found.is_of_unit for found, _ in where) or bool(by and by.is_of_unit)
    found: dict[tuple[str, str, str, str, str | None], list[Metric]] = {}
    for entry in metrics:
        if not is_cut(entry.table, question, slices):
            continue
        owner, share = entry.owner.event, None
        if question.attribution == "current":
            owner = entry.owner.current
        elif question.attribution == "share" and entry.owner.share and is_about_units:
            owner, share = entry.owner.current, entry.owner.share
        alone = entry.kind if entry.kind in ("stock", "reach") else ""
        key = (alone, entry.grain, entry.cohort, owner, share)
        found.setdefault(key, []).append(entry)
    return tuple(
        Scan(question, tuple(entries), by, where, owner, share)
        for (*_, owner, share), entries in found.items()
    )


def uncut(table: Grain, slices: Slices) -> tuple[str, ...]:
    """Return the slices by which nothing is known of the rows of `table`."""
    return tuple(
        found.id
        for found in slices.values()
        if not found.is_of_unit and found.column not in table.cut_by
    )


def is_cut(table: Grain, question: Question, slices: Slices) -> bool:
    """Return whether the rows of `table` can be cut as `question` asks.

    They cannot by a column they have not, nor can a month's into days or weeks.
    """
    asked = {question.by, *(name for name, _ in question.where)}
    is_too_fine = table.is_monthly and question.every in ("day", "week")
    return not is_too_fine and not asked & set(uncut(table, slices))


def cuts(question: Question, slices: Slices) -> tuple[Slice | None, Where]:
    """Return what the cases are grouped and filtered by.

    Raises WrongCall when the question names a slice that does not exist.
    """
    by = chosen(slices, question.by) if question.by else None
    return by, tuple(
        (chosen(slices, name), tuple(dict.fromkeys(members))) for name, members in question.where
    )
