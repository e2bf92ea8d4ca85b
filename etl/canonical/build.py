"""From raw_ to core_: every stage of understanding an export, in order.

files typed -> contradictions refused -> versions decided -> words and queues understood
-> customers known -> tickets and their history in our words -> complaints and answers beside them
-> every record accounted for
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NoReturn

from etl.adapters import raw
from etl.adapters.contract import CUSTOMER_THINGS
from etl.adapters.raw import RawFile
from etl.canonical import (
    calendars,
    complaints,
    customers,
    organisation,
    outcomes,
    people,
    rates,
    staging,
    stamps,
    tables,
    words,
    zones,
)
from etl.canonical.stamps import Readings
from etl.problems import RefusedData
from etl.progress import Progress
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_TABLES = (
    "core_source", "core_unit", "core_post", "core_identity", "core_sla_policy", "core_customer",
    "core_customer_month", "core_profit_scope", "core_budget_control", "core_staffing",
    "core_profit_month", "core_event", "core_target", "load_file", "load_refusal", "load_notice",
    "load_capability", "load_match", "load_input",
)  # fmt: skip


def prepare(loading: Loading, workspace: Workspace) -> None:
    """Make what needs no file of the inbox: the empty tables, macros, rates and zones."""
    tables.create(loading, *_TABLES)
    loading.run_file(staging.sql("reading"))
    rates.build(loading, workspace)
    ledger = workspace.ledger
    zones.build(
        loading,
        {ledger.company.zone, *(each.zone for each in ledger.sources.values() if each.zone)},
    )


def build(
    loading: Loading, workspace: Workspace, progress: Progress, metric_units: Mapping[str, str]
) -> None:
    """Fill all core_ tables, load_file, load_refusal, load_notice and load_capability, once
    `prepare` is done.

    `metric_units` are the metrics that targets may be set for, each with the unit of its values:
    the catalogue is a later stage's, which this one may not ask.
    Raises RefusedData with what contradicts itself, or what nobody has said the meaning of.
    """
    files = raw.files(loading)
    told = [file for file in files if file.thing in staging.THINGS]
    progress.stage("understand", len(told) + 6)
    people_key = people.key(workspace.folder)
    readings = stamps.find(loading, workspace, told)
    misshapen = staging.stage(loading, told, readings, people_key, progress)
    _decide_versions(loading, workspace, told, readings)
    if not loading.query("select 1 from kept_ticket limit 1").rows:
        _refuse_all(loading, workspace, files, misshapen)
    progress.advance(of="versions")
    with loading.beside(partial(customers.build, workspace=workspace)):
        chart = organisation.read(
            loading,
            workspace,
            [file for file in files if file.thing not in staging.THINGS],
            metric_units,
        )
        loading.run_file(staging.sql("word_found"))
        words.build(loading, workspace, told)
        organisation.build(loading, workspace, chart, people_key)
        progress.advance(of="organisation")
        _tell_histories(loading, people_key)
    progress.advance(of="customers")
    loading.run_file(staging.sql("core_ticket"))
    progress.advance(of="tickets")
    complaints.build(loading, workspace)
    # once nothing more can be said against the data: what is served has its refused/ until then
    outcomes.keep_refused(
        loading, workspace.refused, files, misshapen, chart.refused, outcomes.of_staged(loading)
    )
    with loading.beside(_account):
        _open_calendars(loading, workspace)
        progress.advance(of="calendars")
    progress.advance(of="account")
    loading.clear_scratch()


def _decide_versions(
    loading: Loading, workspace: Workspace, told: list[RawFile], readings: Readings
) -> None:
    _settings(loading, workspace, told, readings)
    for name in (
        "core_source", "refused_ticket", "ticket_version", "kept_ticket", "refused_event",
        "repeated_event", "refused_figure", "refused_complaint", "refused_survey_response",
        "row_version", "kept_row",
    ):  # fmt: skip
        loading.run_file(staging.sql(name))


def _refuse_all(
    loading: Loading, workspace: Workspace, files: list[RawFile], misshapen: staging.Refusals
) -> NoReturn:
    """Keep what was refused, and say why no ticket is left."""
    outcomes.keep_refused(
        loading, workspace.refused, files, misshapen, outcomes.of_staged(loading), enough=1
    )
    RefusedData.raise_if(
        f"{file.path} holds a header and no record: export it again with its tickets, or take it "
        "out of the inbox."
        for file in files
        if file.read == 0 and file.thing in staging.OF_TICKETS
    )
    raise RefusedData(
        f"There is no ticket in {workspace.inbox} that can be loaded: put an export of tickets "
        "into the folder of its source."
    )


def _settings(
    loading: Loading, workspace: Workspace, told: list[RawFile], readings: Readings
) -> None:
    """Make source_setting and named_person: what ledger.toml and the files say of each source."""
    loading.run(
        "create or replace table scratch.source_setting (source varchar, zone varchar, "
        "extract_at timestamp, has_events boolean, has_time_of_day boolean, "
        "queues_are_units boolean, has_customer_ids boolean)"
    )
    loading.run(
        "create or replace table scratch.named_person (source varchar, name varchar, role varchar)"
    )
    clocked = dict.fromkeys(file.source for file in told if file.thing not in CUSTOMER_THINGS)
    for source in clocked:
        settings = workspace.ledger.sources[source]
        zone = settings.zone or workspace.ledger.company.zone
        mine = [file for file in told if file.source == source]
        begun = [
            readings[key]
            for file in mine
            for column in ("created_at", "received_at", "answered_at")
            if (key := (file.file_no, column)) in readings
        ]
        loading.insert(
            "source_setting",
            (
                "source", "zone", "extract_at", "has_events", "has_time_of_day",
                "queues_are_units", "has_customer_ids",
            ),
            [(
                source, zone, _extract_at(settings.extract_at, zone),
                any(file.thing in ("update", "event") for file in mine),
                any(reading.has_time for reading in begun), settings.queues == "are_units",
                settings.requester_ids == "customers",
            )],
        )  # fmt: skip
        loading.insert(
            "named_person",
            ("source", "name", "role"),
            [(source, name, "agent") for name in settings.agents if name not in settings.robots]
            + [(source, name, "robot") for name in settings.robots],
        )


def _extract_at(told: datetime | None, zone: str) -> datetime | None:
    if told is None:
        return None
    if told.tzinfo is None:
        return zones.utc_of(zone, told)
    return told.astimezone(UTC).replace(tzinfo=None)


def _tell_histories(loading: Loading, people_key: str) -> None:
    """Fill core_ticket_event, and make all that core_ticket needs but the customers."""
    loading.run_file(staging.sql("word_type"))
    tables.create(loading, "core_ticket", "core_ticket_event")
    for name in ("person", "history_event", "told_event", "owner_event", "core_ticket_event",
                 "ticket_history", "record_block"):  # fmt: skip
        loading.run_file(staging.sql(name), {"people_key": people_key})


def _account(loading: Loading) -> None:
    """Say what was odd, how much was matched, and what became of every record."""
    loading.run_file(staging.sql("load_notice"))
    loading.run_file(staging.sql("load_match"))
    loading.run_file(staging.sql("load_file"))
    outcomes.balance(loading)
    loading.run_file(staging.sql("load_capability"))


def _open_calendars(loading: Loading, workspace: Workspace) -> None:
    first, last = loading.query(
        "select min(least(begun, ended)), max(greatest(begun, ended)) from ("
        "select min(created_at) as begun, null as ended from core_ticket union all "
        "select null, max(extract_at) from core_source union all "
        "select min(received_at), max(greatest(redressed_at, closed_at)) from core_complaint "
        "union all select min(answered_at), null from core_survey_response)"
    ).rows[0]
    calendars.build(loading, workspace, first, last + timedelta(days=1))
