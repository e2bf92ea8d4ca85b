"""The daily cube: the sums of every count, proportion and mean, per unit and day, from the catalogue."""

from datetime import date

from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.compiler import sums
from etl.metrics.question import Attribution, Period, Question
from etl.metrics.scan import Scan, Statement, keys, kept, place, scans, select
from etl.metrics.slice import Slice, Slices, chosen
from etl.progress import Progress
from etl.warehouse import Loading

ATTRIBUTIONS: tuple[Attribution, ...] = ("current", "event")
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
    """Return whether the cube has the sums of `question`: it is cut by nothing but units and days."""
    cuts = [slice_id for slice_id, _ in question.where]
    cuts += [question.by] if question.by else []
    is_split = question.attribution == "share" and bool(cuts)
    return not is_split and all(chosen(slices, slice_id).is_of_unit for slice_id in cuts)


def sums_of_days(question: Question, slices: Slices) -> Statement:
    """Return the statement of additive metrics' sums: a row a metric, part of the period and member."""
    where = tuple((chosen(slices, slice_id), members) for slice_id, members in question.where)
    metrics = tuple(metric(metric_id) for metric_id in dict.fromkeys(question.metrics))
    by = chosen(slices, question.by) if question.by else None
    scan = Scan(question, metrics, by, where, owner="unit_id", share=None)
    parameters = scan.parameters() | {
        "attribution": "event" if question.attribution == "share" else question.attribution
    }
    marks = []
    for number, entry in enumerate(metrics, 1):
        parameters[f"metric_{number}"] = entry.id
        marks.append(f"$metric_{number}")
    days = select(
        ["metric", "unit_id as owner", "day", "numerator", "square_sum", "n", "excluded"],
        "cube_unit_day",
        [
            f"metric in ({', '.join(marks)})",
            "attribution = $attribution",
            "day >= $start",
            "day < $until",
        ],
    )
    grouped = {"metric": "cases.metric"} | keys(scan)
    text = select(
        [
            *(f"{expression} as {name}" for name, expression in grouped.items()),
            "sum(cases.numerator) as numerator",
            "sum(cases.square_sum) as square_sum",
            "sum(cases.n) as n",
            "sum(cases.excluded) as excluded",
        ],
        "cases" + place(scan),
        kept(scan),
        grouped.values(),
        indent="",
    )
    return Statement(f"with cases as (\n{days}\n)\n{text}", parameters, metrics)
