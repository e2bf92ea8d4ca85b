"""The cube: sums of every metric that can be added up, made from the catalogue during a load.

cube_unit_day has a row a metric, day and pair of units, who owned it then and who owns it now:
questions cut by nothing but units and days are answered from it. cube_source says how far each
source can be measured.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from importlib import resources
from queue import Empty, SimpleQueue

from etl.canonical.tables import create
from etl.metrics.cases import cte, grouped, keys, select
from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.compiler import PLAIN, sums
from etl.metrics.question import Period, Question
from etl.metrics.scan import Scan, Statement, cuts, scans
from etl.metrics.slice import Slice, Slices
from etl.metrics.stock import changes_of_stays
from etl.progress import Progress
from etl.warehouse import Loading

_SUMS = ("numerator", "square_sum", "n", "excluded")
_OWNER = {"event": "unit_id", "current": "unit_now"}
_ALWAYS = Period(date(1, 1, 1), date(9999, 12, 31))


def build(loading: Loading, progress: Progress) -> None:
    """Make cube_unit_day and cube_source, two passes side by side: each ends in a short stretch
    that one thread writes."""
    loading.run(
        "create type metric as enum (select unnest($metrics))", {"metrics": list(catalogue())}
    )
    create(loading, schema=resources.files("etl.metrics") / "schema.toml")
    passes = tuple(_passes())
    progress.stage("cube", len(passes))
    loading.run("set preserve_insertion_order = false")  # else a union is written by one thread
    waiting = SimpleQueue[Scan]()
    for scan in passes:
        waiting.put(scan)
    work = partial(_make, waiting=waiting, progress=progress)
    with loading.beside(work):
        work(loading)
    loading.run("reset preserve_insertion_order")


def _make(loading: Loading, waiting: "SimpleQueue[Scan]", progress: Progress) -> None:
    """Take passes until none is waiting; where one fails, nobody takes another."""
    while scan := _next(waiting):
        try:
            if scan.metrics[0].kind == "stock":
                _insert_changes(loading, scan)
            else:
                _insert_sums(loading, scan)
        except BaseException:
            while _next(waiting):
                pass
            raise
        progress.advance()


def _next(waiting: "SimpleQueue[Scan]") -> Scan | None:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def _passes() -> Iterator[Scan]:
    """Yield a pass for all metrics of one grain, cohort and pair of owners.

    Its cases count for the owner when the thing happened; the owner now is their member.
    """
    for scan in scans(Question(tuple(catalogue()), _ALWAYS, every="day"), {}):
        now: dict[str, list[Metric]] = {}
        for entry in scan.metrics:
            is_held = entry.kind == "stock" or entry.cohort != "day"
            if is_held and entry.table.is_of_sources and entry.kind != "reach":
                now.setdefault(entry.owner.current, []).append(entry)
        for owner, metrics in now.items():
            yield replace(scan.of(metrics), by=Slice("unit_now", owner))


def _insert_changes(loading: Loading, scan: Scan) -> None:
    source = {"source": "source"}
    loading.run(
        f"insert into cube_unit_day with {changes_of_stays(scan, source)} select $metric, "
        "source, owner, member, day, change, null, 0, 0 from changes",
        {"metric": scan.metrics[0].id},
    )


def _insert_sums(loading: Loading, scan: Scan) -> None:
    """Run the pass once and keep the sums of each of its metrics."""
    statement = sums(scan, {"source": "source"})
    loading.run(
        f"create or replace temporary table summed as {statement.sql}", statement.parameters
    )
    days, sources, names = [], [], {}
    for number, entry in enumerate(scan.metrics, 1):
        name, is_plain = entry.id, entry.kind in PLAIN
        names[f"metric_{number}"] = name
        numerator = f"{name}_n" if is_plain else f"{name}_sum"
        squares = f"{name}_squares" if entry.kind == "mean" else "cast(null as double)"
        excluded = "0" if is_plain else f"({name}_cases - {name}_n)"
        counted = f"from summed where {name}_n + {excluded} > 0"
        if entry.is_additive:
            days.append(
                f"select $metric_{number}, source, owner, member, part, "
                f"{numerator}, {squares}, {name}_n, {excluded} {counted}"
            )
        sources.append(
            f"select $metric_{number}, source, sum({name}_n), sum({excluded}) "
            f"{counted} group by source"
        )
    for table, parts in (("cube_unit_day", days), ("cube_source", sources)):
        if parts:
            loading.run(f"insert into {table} {' union all '.join(parts)}", names)
    loading.run("drop table summed")


def holds(question: Question, slices: Slices) -> bool:
    """Return whether the cube has the sums: `question` is cut by nothing but units and days."""
    by, where = cuts(question, slices)
    found = [*(each for each, _ in where), *([by] if by else [])]
    is_split = question.attribution == "share" and bool(found)
    return not is_split and all(each.is_of_unit for each in found)


def owner(question: Question) -> str:
    """Return the column of the cube that says whom a case counts for.

    Shares move nothing in a question that the cube holds.
    """
    return _OWNER.get(question.attribution, _OWNER["event"])


def sums_of_days(question: Question, slices: Slices) -> Statement:
    """Return the statement of additive metrics' sums: a row a metric, part and member."""
    metrics = tuple(metric(metric_id) for metric_id in dict.fromkeys(question.metrics))
    by, where = cuts(question, slices)
    scan = Scan(question, metrics, by, where, owner="unit_id", share=None)
    names = {f"metric_{number}": entry.id for number, entry in enumerate(metrics, 1)}
    days = cte(
        "cases",
        ["metric", f"{owner(question)} as owner", "day", *_SUMS],
        "cube_unit_day",
        [
            "metric in (\n    " + ",\n    ".join(f"${name}" for name in names) + "\n)",
            "day >= $start",
            "day < $until",
        ],
    )
    columns = ["metric", *keys(scan)]
    text = select(
        [*columns, *(f"sum({name}) as {name}" for name in _SUMS)],
        "grouped",
        group=", ".join(columns),
    )
    return Statement(
        f"with {days},\n{grouped(scan, 'cases', ['metric', *_SUMS])}\n{text}",
        scan.parameters() | names,
        metrics,
    )
