"""A public audit log, with stamps to the minute: counted from the file by other means than SQL."""

import csv
import gzip
import shutil
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from etl.warehouse import Warehouse
from tests.sample_data.loaded import loaded

LEDGER = """\
[company]
name = "Public data"
currency = "USD"
zone = "UTC"
calendar = "office"

[calendars.office]
zone = "UTC"
hours = { mon = ["08:00-18:00"], tue = ["08:00-18:00"], wed = ["08:00-18:00"] }

[sources.incidents]
zone = "UTC"
queues = "are_units"

[[promises]]
id = "solve"
promise = "resolution"
target = "24h"
"""
Update = dict[str, str]


@pytest.fixture(scope="module")
def build(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("incidents")
    shutil.copytree(real / "servicenow_incidents", folder / "inbox" / "incidents")
    (folder / "ledger.toml").write_text(LEDGER, encoding="utf-8")
    return loaded(folder)


@pytest.fixture(scope="module")
def log(real: Path) -> dict[str, list[Update]]:
    """Return the updates of each incident in their order."""
    incidents: dict[str, list[Update]] = defaultdict(list)
    path = real / "servicenow_incidents" / "incident_event_log.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for update in csv.DictReader(file):
            incidents[update["number"]].append(update)
    for updates in incidents.values():
        updates.sort(key=lambda update: (_stamp(update), int(update["sys_mod_count"])))
    return incidents


def test_transfers_reopenings_and_reassignments_are_those_of_the_log(
    build: Warehouse, log: dict[str, list[Update]]
) -> None:
    counted = {
        incident: (
            _changes(updates[: _last_solving(updates) + 1], "assignment_group"),
            sum(
                _is_solved(before) and not _is_solved(after) for before, after in pairwise(updates)
            ),
            _changes(updates, "assigned_to"),
        )
        for incident, updates in log.items()
    }
    found = build.query(
        "select ticket_id, transfer_count, fact_ticket.reopen_count, "
        "fact_ticket.reassignment_count from fact_ticket join core_ticket using (ticket_key)"
    ).rows
    assert {incident: tuple(counts) for incident, *counts in found} == counted
    assert sum(transfers for transfers, *_ in counted.values()) == 833


def test_each_transfer_is_an_arrival_of_the_unit_that_took_over(
    build: Warehouse, log: dict[str, list[Update]]
) -> None:
    found = build.query(
        "select core_ticket.ticket_id, fact_ownership.unit_id from fact_ownership "
        "join core_ticket using (ticket_key) order by ownership_no"
    ).rows
    held: dict[str, list[str]] = defaultdict(list)
    for incident, unit in found:
        group = unit.removeprefix("incidents/")
        if held[incident][-1:] != [group]:
            held[incident].append(group)
    assert held["INC0000089"] == ["Group 68", "Group 70", "Group 58", "Group 33"]
    assert held["INC0000171"][-1] == "Group 70"
    assert sum(len(units) - 1 for units in held.values()) == 833
    assert held == {
        incident: units
        for incident, updates in log.items()
        if (units := _groups(updates[: _last_solving(updates) + 1]))
    }


def test_incidents_of_nobody_are_promised_and_left_out_of_the_promises_kept(
    build: Warehouse, log: dict[str, list[Update]]
) -> None:
    nobodys = {incident for incident, updates in log.items() if not _groups(updates)}
    assert nobodys == {"INC0000358", "INC0000828", "INC0000911"}
    assert {
        incident
        for (incident,) in build.query(
            "select ticket_id from fact_ticket join core_ticket using (ticket_key) "
            "where resolution_target_seconds is not null and resolution_promise is null"
        ).rows
    } == nobodys
    assert build.query(
        "select cast(sum(n) as bigint), cast(sum(excluded) as bigint) from cube_unit_day "
        "where metric = 'resolution_promise_kept'"
    ).rows == [(887, 3)]


def _groups(updates: list[Update]) -> list[str]:
    groups: list[str] = []
    for update in updates:
        if update["assignment_group"] not in ("?", *groups[-1:]):
            groups.append(update["assignment_group"])
    return groups


def _changes(updates: list[Update], column: str) -> int:
    known = [update[column] for update in updates if update[column] != "?"]
    return sum(before != after for before, after in pairwise(known))


def _last_solving(updates: list[Update]) -> int:
    """Return which update solved the incident last; the last update where it is unsolved."""
    if not _is_solved(updates[-1]):
        return len(updates) - 1
    unsolved = [number for number, update in enumerate(updates) if not _is_solved(update)]
    return unsolved[-1] + 1 if unsolved else 0


def _is_solved(update: Update) -> bool:
    return update["incident_state"] in ("Resolved", "Closed")


def _stamp(update: Update) -> datetime:
    return datetime.strptime(update["sys_updated_at"], "%d-%m-%Y %H:%M")
