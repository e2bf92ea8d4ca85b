"""Complaints and answers to surveys: core_complaint and core_survey_response."""

from etl.canonical import rates, tables, whereabouts
from etl.canonical.staging import sql
from etl.problems import RefusedData, counted
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_SHOWN = 20


def build(loading: Loading, workspace: Workspace) -> None:
    """Fill both tables, beside the tickets they are about.

    Raises RefusedData for units that are not in the org chart, and for redress in a currency that
    has no rate.
    """
    loading.run_file(sql("unit_word"))
    _check_units(loading)
    rates.check_staged(
        loading, workspace, "complaint", "cast(coalesce(redressed_at, received_at) as date)"
    )
    tables.create(loading, "core_complaint", "core_survey_response")
    for name in ("ticket_link", "core_complaint", "core_survey_response"):
        loading.run_file(sql(name), {"currency": workspace.ledger.company.currency})


def _check_units(loading: Loading) -> None:
    rows = loading.query(
        "select kept.source, word, count(*), min(kept.row_no) from ("
        "select row_no, source, unnest([unit, accountable]) as word from kept_complaint) as kept "
        "left join unit_word using (source, word) "
        "where word is not null and unit_id is null group by kept.source, word order by all"
    ).rows
    RefusedData.raise_if(
        f"{whereabouts.first(loading, 'staged_complaint', row)} ({counted(count, 'complaint')}): "
        f"{word!r} is no unit of the org chart, by id or name, and no queue of {source}; mend it, "
        f'or add [[queues]] with source = "{source}", queue and unit to ledger.toml.'
        for source, word, count, row in rows[:_SHOWN]
    )
