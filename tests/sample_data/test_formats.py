"""What is exported holds together, each format by its own rules."""

import csv
import json
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.sample_data.loaded import SAMPLE_DATA

INBOX = SAMPLE_DATA / "demo" / "inbox"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def views() -> dict[str, list[dict[str, str]]]:
    return {path.stem: _rows(path) for path in sorted((INBOX / "retail").glob("*.csv"))}


def test_a_view_has_the_columns_of_the_classic_export(
    views: dict[str, list[dict[str, str]]],
) -> None:
    tiny = (SAMPLE_DATA / "tiny/inbox/shop/tickets.csv").read_text(encoding="utf-8")
    classic = tiny.splitlines()[0].split(",")
    assert all(list(rows[0])[: len(classic)] == classic for rows in views.values())


def test_a_ticket_in_two_views_is_later_in_the_later(
    views: dict[str, list[dict[str, str]]],
) -> None:
    versions = defaultdict(list)
    for rows in views.values():
        for row in {row["Id"]: row for row in rows}.values():
            versions[row["Id"]].append(row["Updated at"])
    assert max(map(len, versions.values())) > 1
    assert all(one < other for stamps in versions.values() for one, other in pairwise(stamps))


def test_a_view_ends_with_a_duplicate_and_an_impossible_date(
    views: dict[str, list[dict[str, str]]],
) -> None:
    *_, last = views.values()
    first, *_, duplicate, spoilt = last
    assert duplicate == first
    assert spoilt["Created at"] == "2025-02-30 10:15:00"
    with pytest.raises(ValueError, match="day is out of range"):
        datetime.fromisoformat(spoilt["Created at"])


def test_solved_tickets_and_no_others_have_a_resolution_time(
    views: dict[str, list[dict[str, str]]],
) -> None:
    for rows in views.values():
        for row in rows:
            solved = row["Status"] in ("Solved", "Closed")
            assert bool(row["Full resolution time in minutes"]) == solved
            assert bool(row["Solved at"]) == solved


@pytest.fixture(scope="module")
def audits() -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for path in sorted((INBOX / "business").glob("ticket_audits-*.json")):
        for audit in json.loads(path.read_text(encoding="utf-8"))["audits"]:
            found[audit["ticket_id"]].append(audit)
    return found


def test_the_audits_of_a_ticket_lead_to_what_it_is(audits: dict[int, list[dict[str, Any]]]) -> None:
    for path in (INBOX / "business").glob("tickets-*.json"):
        for ticket in json.loads(path.read_text(encoding="utf-8"))["tickets"]:
            state: dict[str, str] = {}
            for event in (event for audit in audits[ticket["id"]] for event in audit["events"]):
                if event["type"] in ("Create", "Change"):
                    assert event.get("previous_value") in (
                        state.get(event["field_name"]),
                        "unoffered",
                    )
                    state[event["field_name"]] = event["value"]
            assert state["status"] == ticket["status"]
            assert state["group_id"] == str(ticket["group_id"])
            assert state["priority"] == ticket["priority"]
            assert (
                state.get("satisfaction_score", "unoffered")
                == (ticket["satisfaction_rating"]["score"])
            )


def test_ids_of_audits_are_unique_and_their_stamps_in_order(
    audits: dict[int, list[dict[str, Any]]],
) -> None:
    ids = [audit["id"] for life in audits.values() for audit in life]
    assert len(ids) == len(set(ids))
    for life in audits.values():
        stamps = [audit["created_at"] for audit in life]
        assert stamps == sorted(stamps)


def test_an_incidents_updates_are_numbered_and_in_order() -> None:
    updates = defaultdict(list)
    for row in _rows(INBOX / "field/incident_event_log.csv"):
        updates[row["number"]].append(row)
    for rows in updates.values():
        assert [row["sys_mod_count"] for row in rows] == [str(place) for place in range(len(rows))]
        stamps = [datetime.strptime(row["sys_updated_at"], "%d-%m-%Y %H:%M") for row in rows]
        assert stamps == sorted(stamps)
        assert rows[0]["incident_state"] == "New"
        assert rows[0]["sys_updated_at"] == rows[0]["opened_at"]
        assert len({row["resolved_at"] for row in rows}) == 1


def test_the_plain_events_of_a_ticket_lead_to_what_it_is() -> None:
    now: dict[str, dict[str, str]] = defaultdict(dict)
    for event in _rows(INBOX / "group/events.csv"):
        if event["to"]:
            assert event["from"] == now[event["ticket_id"]].get(event["kind"], "")
            now[event["ticket_id"]][event["kind"]] = event["to"]
    for ticket in _rows(INBOX / "group/tickets.csv"):
        state = now[ticket["ticket_id"]]
        assert ticket["queue"] == state["queue"]
        assert ticket["agent"] == state.get("agent", "")
        assert ticket["rating"] == state.get("rating", "")
        assert ticket["status"] in (state["status"], "merged")


def test_every_unit_and_post_hangs_on_one_that_is_there() -> None:
    units = _rows(INBOX / "org/units.csv")
    known = {unit["unit_id"] for unit in units} | {""}
    assert {unit["parent"] for unit in units} <= known
    posts = _rows(INBOX / "org/posts.csv")
    assert {post["unit"] for post in posts} <= known
    codes = {post["post_id"] for post in posts} | {""}
    assert {post["reports_to"] for post in posts} | {post["dotted_to"] for post in posts} <= codes
    assert [post["title"] for post in posts if not post["reports_to"]] == ["President"]
    assert {queue["unit"] for queue in _rows(INBOX / "org/queues.csv")} <= known
