"""From a question to its numbers: sums of cases, and quantiles at ranks the sums decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from etl.metrics import cube, customers
from etl.metrics.catalogue import Kind, Metric, metric
from etl.metrics.compiler import Shares, measures, quantiles, shared_quantile, sums
from etl.metrics.question import Question
from etl.metrics.scan import Scan, Statement, scans
from etl.metrics.slice import Slices
from etl.metrics.stock import stock, stock_of_days
from etl.stats import order_statistics
from etl.stats.intervals import Interval, effective_n
from etl.warehouse import Session

Key = tuple[date | None, str | None]  # part of the period, member


@dataclass(frozen=True, slots=True)
class Sums:
    """What the cases of one metric, part and member add up to."""

    n: float = 0
    excluded: float = 0
    total: float = 0
    squares: float = 0
    per: float = 0  # what a ratio's total is taken by
    effective: float = 0  # cases of equal weight that tell as much


@dataclass(frozen=True, slots=True)
class Quantile:
    """An observed value with its bounds, in seconds."""

    value: float | None
    bounds: Interval


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers that answer a question, before they are judged.

    `customers` are those that metrics of customers rest on, by metric and part of the period.
    """

    sums: dict[str, dict[Key, Sums]]
    quantiles: dict[str, dict[Key, Quantile]]
    customers: dict[str, dict[date | None, float]]

    def members(self) -> set[str | None]:
        """Return every member that has a case, of whatever metric."""
        return {member for found in self.sums.values() for _, member in found}


def compute(session: Session, question: Question, slices: Slices) -> Figures:
    """Return the numbers that answer `question`.

    Raises WrongCall when the question names a metric or slice that does not exist.
    """
    found = Figures({}, {}, {})
    found.customers.update(_customers(session, question))
    additive, others = _split(question, slices)
    if additive.metrics:
        statement = cube.sums_of_days(additive, slices)
        found.sums.update(_of_days(statement, _rows(session, statement)))
    for scan in scans(others, slices):
        _add(found, session, scan, _sums(scan, slices))
    return found


def compute_from_facts(session: Session, question: Question, slices: Slices) -> Figures:
    """Return the numbers that answer `question` where no cube holds any: the same numbers."""
    found = Figures({}, {}, _customers(session, question))
    for scan in scans(question, slices):
        is_stock = scan.metrics[0].kind == "stock"
        _add(found, session, scan, stock(scan) if is_stock else sums(scan))
    return found


def _add(found: Figures, session: Session, scan: Scan, statement: Statement) -> None:
    """Add the numbers of a pass, whose sums `statement` gives."""
    found.sums.update(_of_cases(scan, _rows(session, statement)))
    ordered = scan.of(entry for entry in scan.metrics if entry.kind == "quantile")
    if ordered.metrics:
        ask = _shared_quantiles if scan.share else _quantiles
        found.quantiles.update(ask(session, ordered, found.sums))


def statements(question: Question, slices: Slices) -> Iterator[Statement]:
    """Yield the statements that answer `question`, without asking them.

    What a quantile's bounds are read at depends on the answer to the statement before it.
    """
    for _, statement in _bases(question):
        yield statement
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


def _bases(question: Question) -> Iterator[tuple[Kind, Statement]]:
    """Yield the statements of how many customers the kinds of metric asked for rest on."""
    kinds = {metric(metric_id).kind for metric_id in question.metrics}
    if "rate" in kinds:
        yield "rate", customers.mean_number(question)
    if "reach" in kinds:
        yield "reach", customers.whole_number(question)


def _customers(session: Session, question: Question) -> dict[str, dict[date | None, float]]:
    numbers = {
        kind: {row.get("part"): row["customers"] or 0 for row in _rows(session, statement)}
        for kind, statement in _bases(question)
    }
    return {
        metric_id: numbers[metric(metric_id).kind]
        for metric_id in question.metrics
        if metric(metric_id).kind in numbers
    }


def _sums(scan: Scan, slices: Slices) -> Statement:
    if scan.metrics[0].kind == "reach":
        return customers.heard(scan)
    if scan.metrics[0].kind != "stock":
        return sums(scan)
    if not cube.holds(scan.question, slices):
        return stock(scan)
    return stock_of_days(scan, cube.owner(scan.question))


def _rows(session: Session, statement: Statement) -> list[dict[str, Any]]:
    return session.query(statement.sql, statement.parameters).records()


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
            per = row.get(f"{entry.id}_per") or 0
            if not cases and not per:
                continue
            weights = row.get(f"{entry.id}_weights")
            found[entry.id][_key(row)] = Sums(
                n=n,
                excluded=max(0, cases - n) if cases - n > 1e-9 else 0,
                total=row.get(f"{entry.id}_sum", n) or 0,
                squares=row.get(f"{entry.id}_squares") or 0,
                per=per,
                effective=n if weights is None else effective_n(n, weights),
            )
    return found


def _quantiles(
    session: Session, scan: Scan, counted: Mapping[str, Mapping[Key, Sums]]
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
    for row in _rows(session, statement):
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
    session: Session, scan: Scan, counted: Mapping[str, Mapping[Key, Sums]]
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
            for row in _rows(session, statement)
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
