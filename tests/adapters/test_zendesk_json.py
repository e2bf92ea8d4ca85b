"""Zendesk's JSON in every shape it is exported in, and what its own measures are used for."""

import json
from datetime import datetime

import pytest

from etl.problems import RefusedData
from tests.adapters.company import DESK, Company

DAY = "2026-03-02T"
AGENT = {"id": 31, "role": "agent", "email": "a@example.com", "name": "Secret"}


def ticket(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number, "status": "solved", "priority": None, "via": {"channel": "email"},
        "requester_id": 901, "assignee_id": 31, "group_id": 501, "tags": [],
        "created_at": f"{DAY}09:00:00Z", "updated_at": f"{DAY}12:00:00Z",
    } | more  # fmt: skip


def happened(number: int, metric: str, kind: str, at: str, **more: object) -> dict[str, object]:
    return {
        "id": 1, "ticket_id": number, "metric": metric, "instance_id": 1, "type": kind,
        "time": f"{DAY}{at}Z",
    } | more  # fmt: skip


def lines(*entries: object) -> str:
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def audit(number: int) -> dict[str, object]:
    return {
        "id": 1, "ticket_id": number, "created_at": f"{DAY}09:50:00Z", "author_id": 31,
        "via": {}, "events": [{"type": "Comment", "public": True}],
    }  # fmt: skip


SHAPES = {
    "a document": json.dumps({"tickets": [ticket(1), ticket(2), ticket(3)]}),
    "a document over many lines": json.dumps({"tickets": [ticket(n) for n in (1, 2, 3)]}, indent=1),
    "a ticket a line": lines(ticket(1), ticket(2), ticket(3)),
    "a ticket a line, blank lines between": lines(ticket(1)) + "\n" + lines(ticket(2), ticket(3)),
    "a page a line": lines({"tickets": [ticket(1), ticket(2)]}, {"tickets": [ticket(3)]}),
    "one page on one line": lines({"tickets": [ticket(1), ticket(2), ticket(3)]}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_tickets_are_read_in_every_shape(company: Company, shape: str) -> None:
    with company.put("desk/tickets.json", SHAPES[shape]).core() as core:
        assert core.rows("select adapter, thing, read, loaded from load_file") == [
            ("zendesk_json", "ticket", 3, 3)
        ]
        assert core.rows("select ticket_id, record from core_ticket order by 1") == [
            ("1", 1), ("2", 2), ("3", 3),
        ]  # fmt: skip


def test_one_ticket_on_one_line_is_an_export_too(company: Company) -> None:
    with company.put("desk/tickets.json", lines(ticket(1))).core() as core:
        assert core.rows("select read, loaded from load_file") == [(1, 1)]


def test_broken_lines_are_refused_by_themselves_with_line_and_text(company: Company) -> None:
    broken = '{"id": 2, "status"'
    content = lines(ticket(1)) + broken + "\n\n[1]\n" + lines({"id": 4}, ticket(5))
    with company.put("desk/tickets.json", content).core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(5, 2, 3)]
        assert [line for (line,) in core.rows("select line from load_refusal order by 1")] == [
            2, 4, 5,
        ]  # fmt: skip
    (kept,) = (company.folder / "refused").iterdir()
    assert "it is not a JSON object" in kept.read_text(encoding="utf-8")
    assert json.dumps(broken)[1:-1].replace('\\"', '""') in kept.read_text(encoding="utf-8")


def test_a_broken_page_is_named_by_its_line(company: Company) -> None:
    content = lines({"tickets": [ticket(1)]}, {"tickets": [ticket(2)]}) + '{"tickets": [\n'
    with (
        pytest.raises(RefusedData, match=r"inbox/desk/tickets.json, line 3: it is not a page"),
        company.put("desk/tickets.json", content).core(),
    ):
        pass


def test_events_and_people_may_come_line_by_line_too(company: Company) -> None:
    company.put("desk/tickets.json", lines(ticket(1), ticket(2)))
    company.put("desk/audits.json", lines(audit(1), {**audit(2), "author_id": -1}))
    company.put("desk/users.json", lines(AGENT, {**AGENT, "id": 32}))
    with company.core() as core:
        assert core.rows("select ticket_id, first_reply_at from core_ticket order by 1") == [
            ("1", datetime(2026, 3, 2, 9, 50)), ("2", None),
        ]  # fmt: skip


def test_objects_of_a_table_stay_a_table(company: Company) -> None:
    company.ledger(
        '[sources.desk]\nadapter = "table"\nqueues = "are_units"\n[sources.desk.columns]\n'
        'ticket_id = "id"\ncreated_at = "created_at"\nstatus = "status"\n'
    )
    with company.put("desk/t.jsonl", lines(ticket(1), ticket(2))).core() as core:
        assert core.rows("select adapter, read, loaded from load_file") == [("table", 2, 2)]


def test_stamps_may_be_seconds_since_1970(company: Company) -> None:
    made = 1_772_442_000  # 2026-03-02 09:00:00 UTC
    tickets = [ticket(n, created_at=made + n, updated_at=made + 60) for n in (1, 2)]
    with company.put("desk/tickets.json", json.dumps({"tickets": tickets})).core() as core:
        assert core.rows("select created_at, updated_at from core_ticket order by 1") == [
            (datetime(2026, 3, 2, 9, 0, n), datetime(2026, 3, 2, 9, 1)) for n in (1, 2)
        ]


def test_seconds_since_1970_are_in_utc_whatever_the_zone(company: Company) -> None:
    company.ledger(DESK + 'zone = "Asia/Tokyo"\n')
    rows = "T1,1772442000,open\nT2,soon,open\nT3,1772442000,open\n"
    company.put("desk/t.csv", "ticket_id,created_at,status\n" + rows)
    with company.core() as core:
        assert core.rows("select distinct created_at from core_ticket") == [
            (datetime(2026, 3, 2, 9),)
        ]
        assert core.rows("select line from load_refusal") == [(3,)]


def test_without_audits_metric_events_tell_when_a_ticket_was_replied_to_and_solved(
    company: Company,
) -> None:
    measured = [
        happened(1, "reply_time", "activate", "09:00:00"),
        happened(1, "reply_time", "fulfill", "09:30:07"),
        happened(1, "reply_time", "update_status", "09:30:07",
                 status={"calendar": 30, "business": 20}),
        happened(1, "reply_time", "fulfill", "11:30:00", instance_id=2),
        happened(1, "requester_wait_time", "fulfill", "10:00:00"),
        happened(1, "requester_wait_time", "fulfill", "11:45:00", instance_id=2),
        happened(1, "reply_time", "measure", "09:00:00", instance_id=0),
        happened(2, "reply_time", "fulfill", "09:30:00"),
    ]  # fmt: skip
    company.put(
        "desk/tickets.json", json.dumps({"tickets": [ticket(1), ticket(2)], "users": [AGENT]})
    )
    company.put("desk/events.json", json.dumps({"ticket_metric_events": measured}))
    company.put("desk/audits.json", json.dumps({"audits": [audit(2)]}))
    with company.core() as core:
        assert core.rows(
            "select ticket_id, first_reply_at, first_solved_at, last_solved_at, "
            "source_first_reply_calendar_seconds, source_first_reply_business_seconds "
            "from core_ticket where not has_events"
        ) == [
            ("1", datetime(2026, 3, 2, 9, 30, 7), datetime(2026, 3, 2, 10),
             datetime(2026, 3, 2, 11, 45), 1800, 1200),
        ]  # fmt: skip
        assert core.rows("select first_reply_at from core_ticket where has_events") == [
            (datetime(2026, 3, 2, 9, 50),)
        ]
        assert core.rows("select read, loaded from load_file where thing = 'metric_event'") == [
            (8, 8)
        ]


def test_a_promise_is_kept_once_it_is_fulfilled_broken_when_it_is_and_open_until_then(
    company: Company,
) -> None:
    applied = [happened(n, "reply_time", "apply_sla", "09:00:00") for n in (1, 2, 3, 4)]
    measured = [
        *applied,
        happened(1, "reply_time", "fulfill", "09:30:00"),
        happened(2, "reply_time", "breach", "09:20:00"),
        happened(2, "reply_time", "fulfill", "09:30:00"),
        happened(4, "reply_time", "breach", "09:20:00", deleted=True),
        happened(4, "reply_time", "fulfill", "09:30:00"),
        happened(4, "group_ownership_time", "breach", "09:20:00"),
        happened(5, "reply_time", "fulfill", "09:30:00"),
    ]
    company.put(
        "desk/all.json",
        json.dumps({
            "tickets": [ticket(n) for n in range(1, 6)], "ticket_metric_events": measured,
        }),
    )  # fmt: skip
    with company.core() as core:
        assert core.rows("select ticket_id, is_sla_met_source from core_ticket order by 1") == [
            ("1", True), ("2", False), ("3", None), ("4", True), ("5", None),
        ]  # fmt: skip


def test_what_was_never_measured_is_no_capability(company: Company) -> None:
    with company.put("desk/tickets.json", lines(ticket(1), ticket(2))).core() as core:
        states = dict(core.rows("select capability, state from load_capability"))
    unmeasured = ("first_reply", "pauses", "sla_source", "reopens", "replies")
    assert {states[name] for name in unmeasured} == {"no"}
    company.put(
        "desk/tickets.json", lines(ticket(1, metric_set={"reopens": 0, "replies": 1}), ticket(2))
    )
    with company.core() as core:
        states = dict(core.rows("select capability, state from load_capability"))
    assert states["reopens"] != "no"
