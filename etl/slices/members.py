"""Who is in each slice: its members that have cases, and the sources those come from."""

from etl.metrics.slice import Slice
from etl.progress import Progress
from etl.slices.registry import SLICES
from etl.warehouse import Loading


def build(loading: Loading, progress: Progress) -> None:
    """Fill slice_member from the cube, for slices of units, and from the tickets."""
    progress.stage("members", len(SLICES))
    loading.run(
        "create or replace temporary table owned as "
        "select distinct source, unit_id, unit_now, day from cube_unit_day"
    )
    for found in SLICES.values():
        sql = _of_unit(found) if found.is_of_unit else _of_ticket(found)
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


def _of_ticket(found: Slice) -> str:
    return (
        f"select $slice, {_text(found.column)}, {_text('source')}, true, true from fact_ticket "
        f"group by {found.column}, source order by all"
    )


def _text(column: str) -> str:
    return f"coalesce(cast({column} as varchar), '')"
