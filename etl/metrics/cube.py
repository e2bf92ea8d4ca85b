"""The cube: sums of every metric that can be added up, made from the catalogue during a load.

cube_unit_day has a row a metric, attribution, unit and day: questions cut by nothing but units and
days are answered from it. cube_source says how far each source can be measured.
"""

from dataclasses import replace
from datetime import date
from importlib import resources

from etl.canonical.tables import create
from etl.metrics.cases import cte, grouped, keys, select
from etl.metrics.catalogue import catalogue, metric
from etl.metrics.compiler import sums
from etl.metrics.question import Attribution, Period, Question
from etl.metrics.scan import Scan, Statement, cuts, scans
from etl.metrics.slice import Slice, Slices
from etl.metrics.stock import changes_of_stays
from etl.progress import Progress
from etl.warehouse import Loading

UNIT = Slice("unit", "owner")
SOURCE = Slice("source", "source")
ATTRIBUTIONS: tuple[Attribution, ...] = ("current", "event")
_SUMS = ("numerator", "square_sum", "n", "excluded")
_ALWAYS = Period(date(1, 1, 1), date(9999, 12, 31))


def build(loading: Loading, progress: Progress) -> None:
    """Make cube_unit_day and cube_source."""
    progress.stage("cube", len(ATTRIBUTIONS) + 1)
    create(loading, schema=resources.files("etl.metrics") / "schema.toml")
    additive = tuple(entry.id for entry in catalogue().values() if entry.is_additive)
    stocks = tuple(entry.id for entry in catalogue().values() if entry.kind == "stock")
    for attribution in ATTRIBUTIONS:
        question = Question(additive, _ALWAYS, "unit", "day", attribution=attribution)
        for scan in scans(question, {"unit": UNIT}):
            _insert_sums(loading, scan, _UNIT_DAY, {"attribution": attribution})
        for scan in scans(replace(question, metrics=stocks), {"unit": UNIT}):
            loading.run(
                f"insert into cube_unit_day with {changes_of_stays(scan)} select $metric, "
                "$attribution, owner, day, change, null, 0, 0 from changes order by day, owner",
                {"metric": scan.metrics[0].id, "attribution": attribution},
            )
        progress.advance(of=attribution)
    of_tickets = tuple(key for key, entry in catalogue().items() if entry.cohort != "day")
    for scan in scans(Question(of_tickets, _ALWAYS, "source"), {"source": SOURCE}):
        _insert_sums(loading, scan, _SOURCE, {})
    progress.advance(of="source")


_UNIT_DAY = (
    "insert into cube_unit_day select $metric, $attribution, member, part, {numerator}, {squares}, "
    "{n}, {excluded} from summed where {n} + {excluded} > 0 order by part, member"
)
_SOURCE = (
    "insert into cube_source select $metric, member, {n}, {excluded} from summed "
    "where {n} + {excluded} > 0 order by member"
)


def _insert_sums(loading: Loading, scan: Scan, insert: str, bound: dict[str, str]) -> None:
    """Run the pass once and keep the sums of each of its metrics as `insert` says."""
    statement = sums(scan)
    loading.run(
        f"create or replace temporary table summed as {statement.sql}", statement.parameters
    )
    for entry in scan.metrics:
        name, is_plain = entry.id, entry.kind == "count"
        text = insert.format(
            numerator=f"{name}_n" if is_plain else f"{name}_sum",
            squares=f"{name}_squares" if entry.kind == "mean" else "null",
            n=f"{name}_n",
            excluded="0" if is_plain else f"({name}_cases - {name}_n)",
        )
        loading.run(text, {"metric": name, **bound})
    loading.run("drop table summed")


def holds(question: Question, slices: Slices) -> bool:
    """Return whether the cube has the sums: `question` is cut by nothing but units and days."""
    by, where = cuts(question, slices)
    found = [*(each for each, _ in where), *([by] if by else [])]
    is_split = question.attribution == "share" and bool(found)
    return not is_split and all(each.is_of_unit for each in found)


def attribution(question: Question) -> str:
    """Return whose sums answer a question the cube holds: shares move nothing that is not split."""
    return "event" if question.attribution == "share" else question.attribution


def sums_of_days(question: Question, slices: Slices) -> Statement:
    """Return the statement of additive metrics' sums: a row a metric, part and member."""
    metrics = tuple(metric(metric_id) for metric_id in dict.fromkeys(question.metrics))
    by, where = cuts(question, slices)
    scan = Scan(question, metrics, by, where, owner="unit_id", share=None)
    names = {f"metric_{number}": entry.id for number, entry in enumerate(metrics, 1)}
    days = cte(
        "cases",
        ["metric", "unit_id as owner", "day", *_SUMS],
        "cube_unit_day",
        [
            "metric in (\n    " + ",\n    ".join(f"${name}" for name in names) + "\n)",
            "attribution = $attribution",
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
        scan.parameters() | names | {"attribution": attribution(question)},
        metrics,
    )
