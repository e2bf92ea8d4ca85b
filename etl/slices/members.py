"""Who is in each slice: its members that have cases, and the sources those come from."""

from etl.metrics.cases import source_of
from etl.metrics.grain import GrainId
from etl.metrics.slice import Slice
from etl.progress import Progress
from etl.slices.registry import SLICES
from etl.warehouse import Loading

_OF_SOURCES: tuple[GrainId, ...] = (
    "fact_ticket", "fact_complaint", "fact_survey_response", "fact_problem",
)  # fmt: skip


def build(loading: Loading, progress: Progress) -> None:
    """Fill slice_member from the cube, for slices of units, and from all that is of a source."""
    progress.stage("members", len(SLICES))
    loading.run(
        "create or replace temporary table owned as "
        "select distinct source, unit_id, unit_now, day from cube_unit_day "
        "union select source, unit_handling, unit_handling, received_date from fact_complaint "
        "union select '', unit_id, unit_id, last_day(month) from fact_unit_month "
        "where tickets_solved is not null"
    )
    for found in SLICES.values():
        sql = _of_unit(found) if found.is_of_unit else _of_column(found.column)
        loading.run(f"insert into slice_member {sql}", {"slice": found.id})
        progress.advance(of=found.id)
    loading.run("drop table owned")


def _of_unit(found: Slice) -> str:
    column, place = "unit", ""
    if found.table:
        column = f"place.{found.column}"
        place = (
            f"left join {found.table} as place on place.unit_id = owner.unit "
            "and owner.day >= place.valid_from and owner.day < place.valid_until "
        )
    return (
        "with owner as (select distinct unit_id as unit, day, source, true as is_then from owned "
        "union all select distinct unit_now, day, source, false from owned) "
        f"select $slice, {_text(column)}, {_text('source')}, bool_or(is_then), bool_or(not is_then)"
        f" from owner {place}group by all order by all"
    )


def _of_column(column: str) -> str:
    rows = " union ".join(
        f"select {_text(column)} as member, {_text('source')} as served_by "
        f"from {source_of(grain, [column, 'source'])} group by {column}, source"
        for grain in _OF_SOURCES
    )
    return f"select $slice, member, served_by, true, true from ({rows}) order by all"


def _text(column: str) -> str:
    return f"coalesce(cast({column} as varchar), '')"
