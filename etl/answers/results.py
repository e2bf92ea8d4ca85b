"""From numbers to results: value, interval and verdict of each metric, member and part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etl.answers.coverage import Support
from etl.answers.figures import Figures, Key, Quantile, Sums
from etl.metrics.catalogue import PER, Metric, metric
from etl.metrics.question import Every, Period, Question, months_later
from etl.metrics.result import Result
from etl.metrics.scan import is_cut
from etl.slices.registry import SLICES
from etl.stats.intervals import UNKNOWN, Interval, byar, student, wilson
from etl.stats.judgement import judge


@dataclass(frozen=True, slots=True)
class Build:
    """What judging needs to know of a build: its number, its days, what its sources can show."""

    number: int
    span: Period
    support: Support


def results(
    build: Build, question: Question, found: Figures, members: Sequence[str | None]
) -> tuple[Result, ...]:
    """Return a result per metric, member and part of the period that overlaps the days known."""
    pieces = parts(question.period, question.every, build.span)
    judged = []
    for entry in map(metric, dict.fromkeys(question.metrics)):
        for member in members:
            shown: Sequence[Period] = ()
            if is_cut(entry.table, question, SLICES):
                shown = build.support.shown(entry, question, member)
            judged += [
                _result(build, question, entry, found, (part, member), period, shown)
                for part, period in pieces.items()
            ]
    return tuple(judged)


def parts(period: Period, every: Every | None, span: Period) -> dict[date | None, Period]:
    """Return the parts of `period` that overlap `span`, by the day that names each in SQL."""
    if every is None:
        return {None: period}
    found: dict[date | None, Period] = {}
    first = _part_of(max(period.start, span.start), every)
    while first < min(period.end, span.end):
        following = _next(first, every)
        found[first] = Period(max(first, period.start), min(following, period.end))
        first = following
    return found


def _part_of(day: date, every: Every) -> date:
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    if every == "quarter":
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return day


def _next(part: date, every: Every) -> date:
    if every in ("day", "week"):
        return part + timedelta(days=7 if every == "week" else 1)
    return months_later(part, 3 if every == "quarter" else 1)


def _result(
    build: Build,
    question: Question,
    entry: Metric,
    found: Figures,
    key: Key,
    period: Period,
    shown: Sequence[Period],
) -> Result:
    """Return the judged result of one metric, part and member."""
    counted = found.sums.get(entry.id, {}).get(key, Sums())
    base = found.customers[entry.id].get(key[0], 0) if entry.is_of_customers else None
    verdict = judge(
        counted.n,
        counted.excluded,
        entry.least_n,
        is_supported=_overlap(period, build.span) and any(_overlap(period, days) for days in shown),
        base=base,
    )
    numerator, denominator, value, bounds = _estimate(
        entry, counted, found.quantiles.get(entry.id, {}).get(key), base
    )
    if verdict is None and value is None:  # nothing to divide by
        verdict = "not_measured"
    if verdict == "not_measured":
        value, bounds = None, UNKNOWN
    cases = counted.n + counted.excluded
    return Result(
        metric=entry.id,
        slice=question.by,
        member=key[1],
        period=period.id,
        numerator=numerator,
        denominator=denominator,
        n=counted.n,
        excluded=counted.excluded,
        coverage=counted.n / cases if cases else None,
        value=value,
        lower=bounds.lower,
        upper=bounds.upper,
        expected=None,
        method=entry.method,
        verdict=verdict,
        build=build.number,
    )


def _overlap(one: Period, other: Period) -> bool:
    return one.start < other.end and one.end > other.start


def value(entry: Metric, found: Figures, member: str | None) -> float | None:
    """Return what a metric's figure is, judged or not; None without a case of what is divided."""
    key = (None, member)
    counted = found.sums.get(entry.id, {}).get(key, Sums())
    base = found.customers.get(entry.id, {}).get(None)
    return _estimate(entry, counted, found.quantiles.get(entry.id, {}).get(key), base)[2]


def _estimate(
    entry: Metric, counted: Sums, quantile: Quantile | None, base: float | None
) -> tuple[float | None, float | None, float | None, Interval]:
    """Return numerator, denominator, value and interval."""
    n, total = counted.n, counted.total
    match entry.kind:
        case "count" | "stock":
            return n, None, n, UNKNOWN
        case "sum":
            return float(total), None, float(total), UNKNOWN
        case "quantile":
            quantile = quantile or Quantile(None, UNKNOWN)
            return None, None, quantile.value, quantile.bounds
        case "ratio":
            value = float(total) / float(counted.per) if counted.per else None
            return float(total), float(counted.per), value, UNKNOWN
        case "rate" if base:
            lower, upper = byar(n, counted.effective)
            assert lower is not None
            assert upper is not None
            bounds = Interval(PER * lower / base, PER * upper / base)
            return n, base, PER * n / base, bounds
        case "reach" if base:
            return n, base, n / base, wilson(n, base)
        case "rate" | "reach":
            return n, 0, None, UNKNOWN
    if not n:
        return 0, 0, None, UNKNOWN
    if entry.kind == "proportion":
        bounds = wilson(total / n * counted.effective, counted.effective)
    else:
        bounds = student(total, counted.squares, n, counted.effective)
    return total, n, total / n, bounds
