"""The daily cube: sums of every count, proportion and mean per unit and day, by the catalogue."""

from datetime import date

from etl.metrics.cases import cte, grouped, keys, select
from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.compiler import sums
from etl.metrics.question import Attribution, Period, Question
from etl.metrics.scan import Scan, Statement, cuts, scans
from etl.metrics.slice import Slice, Slices
from etl.progress import Progress
from etl.warehouse import Loading

ATTRIBUTIONS: tuple[Attribution, ...] = ("current", "event")
_SUMS = ("numerator", "square_sum", "n", "excluded")
_ALWAYS = Period(date(1, 1, 1), date(9999, 12, 31))


def build(loading: Loading, progress: Progress) -> None:
    """Make cube_unit_day."""
    progress.stage("cube", len(ATTRIBUTIONS))
    loading.run(
        "create table cube_unit_day (metric varchar, attribution varchar, unit_id varchar, "
        "day date, numerator double, square_sum double, n bigint, excluded bigint)"
    )
    metrics = tuple(entry.id for entry in catalogue().values() if entry.is_additive)
    for attribution in ATTRIBUTIONS:
        question = Question(metrics, _ALWAYS, by="unit", every="day", attribution=attribution)
        for scan in scans(question, {"unit": Slice("unit", "owner")}):
            statement = sums(scan)
            loading.run(
                f"create or replace temporary table summed as {statement.sql}",
                statement.parameters,
            )
            for entry in scan.metrics:
                loading.run(_insert(entry), {"metric": entry.id, "attribution": attribution})
        progress.advance(of=attribution)
    loading.run("drop table summed")


def _insert(entry: Metric) -> str:
    name = entry.id
    is_plain = entry.kind == "count"
    return (
        "insert into cube_unit_day select $metric, $attribution, member, part, "
        f"{name + '_n' if is_plain else name + '_sum'}, "
        f"{name + '_squares' if entry.kind == 'mean' else 'null'}, {name}_n, "
        f"{'0' if is_plain else f'{name}_cases - {name}_n'} from summed "
        f"where {name + '_n' if is_plain else name + '_cases'} > 0 order by part, member"
    )


def holds(question: Question, slices: Slices) -> bool:
    """Return whether the cube has the sums: `question` is cut by nothing but units and days."""
    by, where = cuts(question, slices)
    found = [*(each for each, _ in where), *([by] if by else [])]
    is_split = question.attribution == "share" and bool(found)
    return not is_split and all(each.is_of_unit for each in found)


def sums_of_days(question: Question, slices: Slices) -> Statement:
    """Return the statement of additive metrics' sums: a row a metric, part and member."""
    metrics = tuple(metric(metric_id) for metric_id in dict.fromkeys(question.metrics))
    by, where = cuts(question, slices)
    scan = Scan(question, metrics, by, where, owner="unit_id", share=None)
    names = {f"metric_{number}": entry.id for number, entry in enumerate(metrics, 1)}
    attribution = "event" if question.attribution == "share" else question.attribution
    days = cte(
        "cases",
        ["metric", "unit_id as owner", "day", *_SUMS],
        "cube_unit_day",
        [
            f"metric in ({', '.join(f'${name}' for name in names)})",
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
        scan.parameters() | names | {"attribution": attribution},
        metrics,
    )
