"""From a question to its results: sums from SQL, intervals and judgement from statistics."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from etl.metrics import cube
from etl.metrics.catalogue import Metric, metric
from etl.metrics.compiler import Shares, measures, quantiles, shared_quantile, sums
from etl.metrics.question import Every, Period, Question, months_later
from etl.metrics.result import Result
from etl.metrics.scan import Scan, Statement, scans
from etl.metrics.slice import Slices
from etl.metrics.stock import stock, stock_of_days
from etl.stats import order_statistics
from etl.stats.intervals import UNKNOWN, Interval, effective_n, student, wilson
from etl.stats.judgement import judge
from etl.warehouse import Warehouse

Key = tuple[date | None, str | None]  # part of the period, member


@dataclass(frozen=True, slots=True)
class Sums:
    """What the cases of one metric, part and member add up to."""

    n: float = 0
    excluded: float = 0
    total: float = 0
    squares: float = 0
    effective: float = 0  # cases of equal weight that tell as much


@dataclass(frozen=True, slots=True)
class Quantile:
    """An observed value with its bounds, in seconds."""

    value: float | None
    bounds: Interval


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers that answer a question, before they are judged."""

    sums: dict[str, dict[Key, Sums]]
    quantiles: dict[str, dict[Key, Quantile]]

    def members(self) -> set[str | None]:
        """Return every member that has a case, of whatever metric."""
        return {member for found in self.sums.values() for _, member in found}


def compute(warehouse: Warehouse, question: Question, slices: Slices) -> Figures:
    """Return the numbers that answer `question`.

    Raises WrongCall when the question names a metric or slice that does not exist.
    """
    found = Figures({}, {})
    additive, others = _split(question, slices)
    if additive.metrics:
        statement = cube.sums_of_days(additive, slices)
        found.sums.update(_of_days(statement, _rows(warehouse, statement)))
    for scan in scans(others, slices):
        found.sums.update(_of_cases(scan, _rows(warehouse, _sums(scan, slices))))
        ordered = scan.of(entry for entry in scan.metrics if entry.kind == "quantile")
        if ordered.metrics:
            ask = _shared_quantiles if scan.share else _quantiles
            found.quantiles.update(ask(warehouse, ordered, found.sums))
    return found


def statements(question: Question, slices: Slices) -> Iterator[Statement]:
    """Yield the statements that answer `question`, without asking them.

    What a quantile's bounds are read at depends on the answer to the statement before it.
    """
    additive, others = _split(question, slices)
    if additive.metrics:
        yield cube.sums_of_days(additive, slices)
    for scan in scans(others, slices):
        yield _sums(scan, slices)
        ordered = scan.of(entry for entry in scan.metrics if entry.kind == "quantile")
        if ordered.metrics and scan.share:
            for entry in ordered.metrics:
                yield shared_quantile(ordered.of([entry]), [Shares(None, None, None, None)])
        elif ordered.metrics:
            yield quantiles(ordered, dict.fromkeys(measures(ordered), ()))


def _split(question: Question, slices: Slices) -> tuple[Question, Question]:
    """Return the question for the cube and the question for the facts."""
    asked = [metric(metric_id) for metric_id in dict.fromkeys(question.metrics)]
    is_held = cube.holds(question, slices)
    additive = tuple(entry.id for entry in asked if entry.is_additive and is_held)
    others = tuple(entry.id for entry in asked if entry.id not in additive)
    return replace(question, metrics=additive), replace(question, metrics=others)


def result(
    entry: Metric,
    key: Key,
    found: Figures,
    *,
    period: Period,
    slice_id: str | None,
    build: int,
    is_supported: bool,
) -> Result:
    """Return the judged result of one metric, part and member."""
    counted = found.sums.get(entry.id, {}).get(key, Sums())
    verdict = judge(counted.n, counted.excluded, entry.least_n, is_supported=is_supported)
    numerator, denominator, value, bounds = _estimate(
        entry, counted, found.quantiles.get(entry.id, {}).get(key)
    )
    cases = counted.n + counted.excluded
    return Result(
        metric=entry.id,
        slice=slice_id,
        member=key[1],
        period=period.id,
        numerator=numerator,
        denominator=denominator,
        n=counted.n,
        excluded=counted.excluded,
        coverage=counted.n / cases if cases else None,
        value=None if verdict == "not_measured" else value,
        lower=None if verdict == "not_measured" else bounds.lower,
        upper=None if verdict == "not_measured" else bounds.upper,
        expected=None,
        method=entry.method,
        verdict=verdict,
        build=build,
    )


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


def _sums(scan: Scan, slices: Slices) -> Statement:
    if scan.metrics[0].kind != "stock":
        return sums(scan)
    if not cube.holds(scan.question, slices):
        return stock(scan)
    return stock_of_days(scan, cube.attribution(scan.question))


def _rows(warehouse: Warehouse, statement: Statement) -> list[dict[str, Any]]:
    return warehouse.query(statement.sql, statement.parameters).records()


def _key(row: Mapping[str, Any]) -> Key:
    return row.get("part"), (row["member"] or "") if "member" in row else None


def _of_days(statement: Statement, rows: list[dict[str, Any]]) -> dict[str, dict[Key, Sums]]:
    found: dict[str, dict[Key, Sums]] = {entry.id: {} for entry in statement.metrics}
    for row in rows:
        found[row["metric"]][_key(row)] = Sums(
            n=row["n"],
            excluded=row["excluded"],
            total=row["numerator"] or 0,
            squares=row["square_sum"] or 0,
            effective=row["n"],
        )
    return found


def _of_cases(scan: Scan, rows: list[dict[str, Any]]) -> dict[str, dict[Key, Sums]]:
    found: dict[str, dict[Key, Sums]] = {entry.id: {} for entry in scan.metrics}
    for row in rows:
        for entry in scan.metrics:
            n = row[f"{entry.id}_n"] or 0
            cases = row.get(f"{entry.id}_cases", n) or 0
            if not cases:
                continue
            weights = row.get(f"{entry.id}_weights")
            found[entry.id][_key(row)] = Sums(
                n=n,
                excluded=max(0, cases - n) if cases - n > 1e-9 else 0,
                total=row.get(f"{entry.id}_sum", n) or 0,
                squares=row.get(f"{entry.id}_squares") or 0,
                effective=n if weights is None else effective_n(n, weights),
            )
    return found


def _quantiles(
    warehouse: Warehouse, scan: Scan, counted: Mapping[str, Mapping[Key, Sums]]
) -> dict[str, dict[Key, Quantile]]:
    """Return the quantiles of a pass with their bounds, read at ranks that depend on the counts."""
    ranks = {
        entry.id: {n: _ranks(entry, n) for n in {int(sums.n) for sums in groups.values() if sums.n}}
        for entry, groups in ((entry, counted[entry.id]) for entry in scan.metrics)
    }
    shares = {
        name: order_statistics.shares_of(
            (n, rank)
            for entry in entries
            for n, found in ranks[entry.id].items()
            for rank in found
            if rank
        )
        for name, entries in measures(scan).items()
    }
    shares = {name: found for name, found in shares.items() if found}
    if not shares:
        return {}
    statement = quantiles(scan, shares)
    values: dict[str, dict[Key, Quantile]] = {entry.id: {} for entry in scan.metrics}
    for row in _rows(warehouse, statement):
        for name, entries in measures(scan).items():
            for entry in entries if row.get(name) else ():
                n = int(counted[entry.id][_key(row)].n)
                value, lower, upper = (
                    rank and row[name][order_statistics.place_of(shares[name], n, rank)]
                    for rank in ranks[entry.id][n]
                )
                values[entry.id][_key(row)] = Quantile(value, Interval(lower, upper))
    return values


def _ranks(entry: Metric, n: int) -> tuple[int, int | None, int | None]:
    """Return the ranks of the quantile of n cases and of its bounds."""
    assert entry.quantile is not None
    return (
        order_statistics.quantile_rank(n, entry.quantile),
        *order_statistics.bounds(n, entry.quantile),
    )


def _shared_quantiles(
    warehouse: Warehouse, scan: Scan, counted: Mapping[str, Mapping[Key, Sums]]
) -> dict[str, dict[Key, Quantile]]:
    """Return the quantiles of a pass whose cases have weights, asked one metric at a time."""
    values: dict[str, dict[Key, Quantile]] = {}
    for entry in scan.metrics:
        groups = {key: sums for key, sums in counted[entry.id].items() if sums.n}
        if not groups:
            continue
        statement = shared_quantile(
            scan.of([entry]), [_shares(entry, key, sums) for key, sums in groups.items()]
        )
        values[entry.id] = {
            _key(row): Quantile(
                row[f"{entry.id}_value"],
                Interval(row[f"{entry.id}_lower"], row[f"{entry.id}_upper"]),
            )
            for row in _rows(warehouse, statement)
        }
    return values


def _shares(entry: Metric, key: Key, found: Sums) -> Shares:
    assert entry.quantile is not None
    n = int(found.effective + 1e-6)
    lower, upper = order_statistics.bounds(n, entry.quantile)
    part, member = key
    return Shares(
        part=part,
        member=member or None,
        lower=None if lower is None else (lower - 0.5) / n,
        upper=None if upper is None else (upper - 0.5) / n,
    )


def _estimate(
    entry: Metric, counted: Sums, quantile: Quantile | None
) -> tuple[float | None, float | None, float | None, Interval]:
    """Return numerator, denominator, value and interval."""
    n, total = counted.n, counted.total
    if entry.kind in ("count", "stock"):
        return n, None, n, UNKNOWN
    if entry.kind == "quantile":
        quantile = quantile or Quantile(None, UNKNOWN)
        return None, None, quantile.value, quantile.bounds
    if not n:
        return 0, 0, None, UNKNOWN
    if entry.kind == "proportion":
        bounds = wilson(total / n * counted.effective, counted.effective)
    else:
        bounds = student(total, counted.squares, n, counted.effective)
    return total, n, total / n, bounds
