"""Public exports, as their owners published them: what is read equals what the files hold."""

import csv
import gzip
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from tests.adapters.company import EDITORS, Company

CITY = """
[sources.city]
adapter = "table"
queues = "are_units"
zone = "America/New_York"
[sources.city.columns]
ticket_id = "case_enquiry_id"
created_at = "open_dt"
due_at = "target_dt"
closed_at = "closed_dt"
status = "case_status"
is_sla_met_source = "ontime"
queue = "department"
category = "reason"
product = "type"
region = "neighborhood"
channel = "source"
"""
TICKET = """
    select ticket_id, status_category, unit_id, created_at, closed_at, due_at, category, region
    from core_ticket order by ticket_id
"""
SAME = (
    "boston311-100.csv",
    "boston311-100.csv.gz",
    "boston311-100.jsonl",
    "boston311-dmy-100.csv",
)
LOG = """
[sources.incidents]
queues = "are_units"
zone = "UTC"
"""


LOGS = {
    "incidents": (LOG, "servicenow_incidents/incident_event_log.csv.gz"),
    "editors": (EDITORS, "jira_history/jira_history.csv.gz"),
}


def city(company: Company, real: Path, name: str) -> Company:
    return company.ledger(CITY).put(f"city/{name}", (real / "city_311" / name).read_bytes())


@pytest.mark.parametrize("name", SAME)
def test_city_requests_are_the_same_in_every_dialect(
    company: Company, real: Path, name: str
) -> None:
    with (real / "city_311" / "boston311-100.csv").open(encoding="utf-8") as file:
        rows = {row["case_enquiry_id"]: row for row in csv.DictReader(file)}
    with city(company, real, name).core() as core:
        assert core.rows("select read, loaded from load_file") == [(100, 100)]
        tickets = core.rows(TICKET)
        assert [ticket[0] for ticket in tickets] == sorted(rows)
        for ticket_id, status, unit, created_at, closed_at, *_ in tickets:
            row = rows[ticket_id]
            assert status == row["case_status"].lower()
            assert unit == f"city/{row['department']}"
            assert (closed_at is None) == (row["closed_dt"] == "")
            assert created_at.minute == int(row["open_dt"][14:16])
            assert (created_at.hour - int(row["open_dt"][11:13])) % 24 == 5  # New York in January
        assert core.value("select has_time_of_day from core_source")


def test_city_requests_dated_by_the_day_have_no_time(company: Company, real: Path) -> None:
    with city(company, real, "boston311-100-notime.csv").core() as core:
        assert core.rows("select read, loaded from load_file") == [(100, 100)]
        assert core.rows("select has_time_of_day from core_source") == [(False,)]
        assert (
            core.value("select state from load_capability where capability = 'time_of_day'") == "no"
        )


def test_city_requests_that_stand_there_twice_are_skipped(company: Company, real: Path) -> None:
    with city(company, real, "boston311-100-20dupes-random.csv").core() as core:
        assert core.rows("select read, loaded, superseded, skipped from load_file") == [
            (100, 80, 0, 20)
        ]


def test_the_broken_city_request_is_refused_and_named(company: Company, real: Path) -> None:
    name = "boston311-100-bad.tsv"
    lines = (real / "city_311" / name).read_text(encoding="utf-8").split("\n")
    width = lines[0].count("\t")
    (broken,) = (
        number for number, line in enumerate(lines, 1) if line and line.count("\t") != width
    )
    with city(company, real, name).core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(100, 99, 1)]
        assert core.rows("select line, kind from load_refusal") == [(broken, "fields_too_many")]
    (kept,) = (company.folder / "refused").iterdir()
    with kept.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["line"] == str(broken)
    assert row["raw"] == lines[broken - 1]


def test_letters_beyond_ascii_survive(company: Company, real: Path) -> None:
    with city(company, real, "boston311-100-with-nonascii.csv").core() as core:
        assert core.rows("select read, loaded from load_file") == [(100, 100)]


def test_the_log_of_incidents(company: Company, real: Path) -> None:
    packed = (real / "servicenow_incidents" / "incident_event_log.csv.gz").read_bytes()
    rows = list(csv.DictReader(gzip.decompress(packed).decode().splitlines()))
    lives: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        lives.setdefault(row["number"], []).append(row)
    with company.ledger(LOG).put("incidents/log.csv.gz", packed).core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [
            (len(rows), len(rows), 0)
        ]
        assert core.value("select count(*) from core_ticket") == len(lives)
        cut = sum(life[0]["incident_state"] != "New" for life in lives.values())
        assert core.rows("select kind, count from load_notice where subject = 'status'") == [
            ("log_begins_late", cut)
        ]
        moves = sum(
            before["assignment_group"] != after["assignment_group"] and "?" not in (
                before["assignment_group"], after["assignment_group"]
            )
            for life in lives.values()
            for before, after in pairwise(life)
        )  # fmt: skip
        assert moves == core.value(
            "select count(*) from core_ticket_event where kind = 'queue' "
            "and from_value is not null and to_value is not null"
        )
        now = dict(core.rows("select ticket_id, status from core_ticket"))
        assert now == {number: life[-1]["incident_state"] for number, life in lives.items()}


def issues_of_editors(real: Path) -> dict[str, list[dict[str, str]]]:
    """Return the records of every issue of the public Jira history, the newest first."""
    packed = (real / "jira_history" / "jira_history.csv.gz").read_bytes()
    issues: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(gzip.decompress(packed).decode().splitlines()):
        issues.setdefault(row["ticket"], []).append(row)
    return issues


def test_the_day_of_resolving_shows_that_a_change_row_bears_the_end_of_its_state(
    real: Path,
) -> None:
    begun, ended, told = 0, 0, 0
    for issue in issues_of_editors(real).values():
        for row, before in pairwise(issue):
            if "resolution" in row["Changed.Fields"].split(", "):
                told += 1
                ended += row["date_asof"] == row["date_resolved"]
                begun += before["date_asof"] == row["date_resolved"]
                break
    assert (told, begun, ended) == (586, 586, 513)


def test_the_change_rows_of_editors(company: Company, real: Path) -> None:
    issues = issues_of_editors(real)
    means = {"Open": "new", "In Progress": "open", "Done": "solved"} | tomllib.loads(EDITORS)[
        "sources"
    ]["editors"]["status"]
    read = ("Status", "assignee_anon", "Journal", "date_created", "As.Of.Date")
    records, alike = 0, 0
    changes: dict[str, list[tuple[str, datetime, str, str]]] = {"status": [], "queue": []}
    reassigned = 0
    for number, newest_first in issues.items():
        records += len(newest_first)
        alike += len(newest_first) - len(
            {tuple(row[name] for name in read) for row in newest_first}
        )
        life = newest_first[::-1]
        for before, after in pairwise(life):
            at = datetime.fromisoformat(before["As.Of.Date"]).astimezone(UTC).replace(tzinfo=None)
            moved = (means[before["Status"]], means[after["Status"]])
            if moved[0] != moved[1]:
                changes["status"].append((number, at, *moved))
            if before["Journal"] != after["Journal"]:
                changes["queue"].append((number, at, before["Journal"], after["Journal"]))
            reassigned += "" != before["assignee_anon"] != after["assignee_anon"] != ""
    packed = (real / "jira_history" / "jira_history.csv.gz").read_bytes()
    with company.ledger(EDITORS).put("editors/history.csv.gz", packed).core() as core:
        assert core.rows("select adapter, read, loaded, skipped, refused from load_file") == [
            ("jira_history", records, records - alike, alike, 0)
        ]
        assert (records, core.value("select count(*) from core_ticket")) == (25_636, len(issues))
        now = dict(core.rows("select ticket_id, status from core_ticket"))
        assert now == {number: issue[0]["Status"] for number, issue in issues.items()}
        for kind, expected in changes.items():
            found = core.rows(
                f"""
                select ticket_id, "at", coalesce(from_value, ''), coalesce(to_value, '')
                from core_ticket_event join core_ticket using (ticket_key)
                where core_ticket_event.kind = '{kind}' and "at" > created_at
                """
            )
            assert sorted(found) == sorted(expected), kind
        assert reassigned == core.value(
            "select count(*) from core_ticket_event where kind = 'agent' "
            "and from_value is not null and to_value is not null"
        )
        late = sum(issue[-1]["Status"] != "Open" for issue in issues.values())
        assert core.rows("select kind, count from load_notice") == [("log_begins_late", late)]
        assert (
            core.value("select state from load_capability where capability = 'time_of_day'") == "no"
        )


@pytest.mark.parametrize("source", LOGS)
def test_every_history_can_be_replayed_to_the_ticket(
    company: Company, real: Path, source: str
) -> None:
    ledger, path = LOGS[source]
    packed = (real / path).read_bytes()
    with company.ledger(ledger).put(f"{source}/log.csv.gz", packed).core() as core:
        for kind, now in (
            ("status", "status_category"),
            ("queue", "queue"),
            ("priority", "priority"),
            ("agent", "agent_id"),
            ("category", "category"),
        ):
            broken = core.rows(
                f"""
                with life as (
                    select ticket_key, sequence, "at", from_value, to_value,
                        lag(to_value) over (partition by ticket_key order by sequence) as before,
                        lead(1) over (partition by ticket_key order by sequence) is null as is_last,
                        lag(1) over (partition by ticket_key order by sequence) is null as is_first
                    from core_ticket_event where kind = '{kind}'
                )
                select ticket_key from life join core_ticket using (ticket_key)
                where from_value is distinct from before
                    or (is_last and to_value is distinct from {now})
                    or (is_first and from_value is not null)
                """
            )
            assert broken == [], kind


def test_organograms_become_one_chart_with_its_defects_named(company: Company, real: Path) -> None:
    files = sorted((real / "organograms").glob("*.csv"))
    company.put("desk/tickets.csv", "ticket_id,created_at,status\nT1,2026-03-02T10:00:00Z,open\n")
    seniors: list[dict[str, str]] = []
    juniors = 0
    for path in files:
        company.put(f"org/{path.name}", path.read_bytes())
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if "senior" in path.name:
            seniors += rows
        else:
            juniors += len(rows)
    codes = {(row["Organisation"], row["Post Unique Reference"]) for row in seniors}
    with company.core() as core:
        assert core.value("select sum(read) from load_file where thing = 'post'") == (
            len(seniors) + juniors
        )
        assert core.value("select sum(refused) from load_file") == 0
        assert core.value("select count(*) from core_post") == len(codes) + juniors
        odd = dict(
            core.rows("select kind, sum(count) from load_notice where source = 'org' group by kind")
        )
        shared = len(seniors) - len(codes)
        assert odd["duplicate_code"] > shared > 0
        assert odd["cost_not_a_number"] == sum(
            not row["Salary Cost of Reports (£)"].isdigit() for row in seniors
        )
        assert odd["unnamed_column"] == 3
        assert {"missing_superior", "several_roots", "unreachable_post"} <= set(odd)
        orphans = core.rows(
            "select post_id from core_post where reports_to_post_id is not null "
            "and reports_to_post_id not in (select post_id from core_post)"
        )
        assert orphans == []
        reached = core.value(
            "with recursive above as ("
            "select post_id from core_post where reports_to_post_id is null "
            "union all select core_post.post_id from core_post "
            "join above on core_post.reports_to_post_id = above.post_id) "
            "select count(*) from above"
        )
        assert reached == len(codes) + juniors
