"""The traps S1 to S20, on which other service metrics came to grief, each with a test of its name.

S1-S4   summer time, zones, holidays, around the clock            test_calendars.py
S5      wholly outside hours                                      test_promises.py
S6      answered before the first working minute                  test_contacts.py
S7      overlapping policies                                      test_promises.py
S8-S10  deleted hours, spelled statuses, agents who left          here
S11-S13 changed targets, moment of the breach, solved in silence  test_promises.py
S14     merged tickets                                            test_backlog.py
S15     closed by rule, never solved                              test_contacts.py, test_promises.py
S16     first and last solving                                    test_contacts.py
S17     the second after the target                               test_promises.py
S18     internal notes                                            test_contacts.py
S19     the backlog of a day                                      here
S20     tickets that never break                                  test_promises.py

What of them waits for more than is built: agents who were one for a while only (S10) wait for
people with dates of validity, so whoever was ever assigned counts as an agent always; tickets
exempt by a tag (S20) wait for policies with conditions on tags, so an exemption is a priority, unit
or source without a policy. The others are built whole.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.adapters.company import Company, tickets
from tests.facts.company import Desk, around_the_clock, office
from tests.sample_data.loaded import loaded

DAYS = "cast(entered_date as varchar), cast(left_date as varchar)"
OPENED = """
    2025-06-02 15:00 status new
    2025-06-02 15:00 queue orders
"""


def test_every_trap_has_a_test_of_its_name() -> None:
    named = {
        int(number)
        for path in Path(__file__).parent.glob("test_*.py")
        for number in re.findall(r"def test_s(\d+)_", path.read_text(encoding="utf-8"))
    }
    assert named == set(range(1, 21))


def test_s8_hours_that_are_no_more_are_not_replaced_by_others() -> None:
    desk = Desk(
        calendars={"first": around_the_clock(), "office": office("UTC")},
        units={"orders": "deleted", "returns": "office"},
        extract_at="2025-06-30 00:00",
    )
    desk.promise("resolution", 60)
    told = desk.ticket("2025-06-02 15:00", OPENED + "2025-06-03 15:00 status solved")
    flat = desk.flat_ticket("2025-06-02 15:00", last_solved_at="2025-06-03 15:00")
    facts = desk.facts()
    for key in (told, flat):
        ticket = facts.ticket(key)
        assert ticket["full_resolution_business_seconds"] is None
        assert ticket["full_resolution_calendar_seconds"] == 86400
        assert ticket["resolution_promise"] is None
        assert ticket["resolution_target_seconds"] == 3600


@pytest.mark.parametrize("word", ["Hold", "On-hold", "On hold", "on-HOLD"])
def test_s9_on_hold_is_one_state_however_it_is_spelled(tmp_path: Path, word: str) -> None:
    company = Company(tmp_path / "company").ledger(
        '[sources.desk]\nadapter = "zendesk_csv"\nqueues = "are_units"\n'
    )
    company.put("desk/view.csv", f"Id,Group,Status,Created at\n1,Orders,{word},2026-03-02 10:00\n")
    with company.core() as core:
        assert core.rows("select status_category from core_ticket") == [("waiting_inside",)]


def test_s10_the_replies_of_an_agent_who_left_stay_replies(tmp_path: Path) -> None:
    """`eve` answered, was followed by `bob`, and is a customer with a ticket of her own today."""
    company = Company(tmp_path / "company").ledger(
        """
[calendars.always]
zone = "UTC"
hours = { mon = ["00:00-24:00"], tue = ["00:00-24:00"], wed = ["00:00-24:00"] }

[sources.desk]
zone = "UTC"
queues = "are_units"
extract_at = 2026-04-01T00:00:00Z

[[promises]]
id = "reply"
promise = "first_reply"
target = "2h"
clock = "calendar"
"""
    )
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,solved,Desk,bob,ann",
            "T2,2026-03-04T10:00:00Z,open,Desk,bob,eve",
            columns="ticket_id,created_at,status,queue,agent,requester_id",
        ),
    )
    company.put(
        "desk/events.csv",
        "ticket_id,at,kind,from,to,author\n"
        "T1,2026-03-02T10:00:00Z,agent,,eve,\n"
        "T1,2026-03-02T11:00:00Z,public_reply,,,eve\n"
        "T1,2026-03-03T10:00:00Z,agent,eve,bob,\n"
        "T1,2026-03-03T12:00:00Z,status,open,solved,bob\n",
    )
    build = loaded(company.folder)
    assert build.query(
        "select first_reply_calendar_seconds, first_reply_promise, fact_ticket.reply_count "
        "from fact_ticket join core_ticket using (ticket_key) where ticket_id = 'T1'"
    ).rows == [(3600, "met", 1)]


@pytest.mark.parametrize("is_flat", [True, False])
@pytest.mark.parametrize(
    ("solved", "left"),
    [
        ("2025-06-03 21:59:59", "2025-06-03"),
        ("2025-06-03 22:00:00", "2025-06-04"),
        ("2025-06-03 23:30:00", "2025-06-04"),
    ],
)
def test_s19_what_is_solved_around_midnight_is_in_one_days_backlog_or_the_others(
    solved: str, left: str, is_flat: bool
) -> None:
    """Warsaw's midnight is 22:00 UTC; a snapshot taken between 23:00 and 01:00 would waver."""
    desk = Desk(zone="Europe/Warsaw", extract_at="2025-06-30 00:00")
    if is_flat:
        desk.flat_ticket("2025-06-02 15:00", last_solved_at=solved)
    else:
        desk.ticket("2025-06-02 15:00", OPENED + f"{solved} status solved")
    assert desk.facts().rows("fact_backlog_stay", DAYS) == [("2025-06-02", left)]


def test_s19_a_ticket_solved_and_opened_again_in_one_day_never_left() -> None:
    desk = Desk(extract_at="2025-06-30 00:00")
    desk.ticket(
        "2025-06-02 15:00",
        OPENED + "2025-06-04 10:00 status solved\n2025-06-04 11:00 status open\n"
        "2025-06-06 10:00 status solved",
    )
    stays = desk.facts().rows("fact_backlog_stay", DAYS, "entered_date")
    assert [(stays[0][0], stays[-1][1])] == [("2025-06-02", "2025-06-06")]
    assert all(before[1] == after[0] for before, after in pairwise(stays))
