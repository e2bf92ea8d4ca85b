"""Promises: which target is in force, when one is broken, and by whom."""

from typing import Any

import pytest

from tests.facts.company import Desk, around_the_clock, at, office

OPENED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
"""


@pytest.fixture
def desk() -> Desk:
    return Desk(
        calendars={"always": around_the_clock(), "office": office("UTC")},
        units={"orders": "always", "returns": "always"},
        extract_at="2025-06-10 00:00",
    )


def promise(ticket: dict[str, Any], name: str) -> tuple[Any, Any, Any]:
    return ticket[f"{name}_promise"], ticket[f"{name}_promise_at"], ticket[f"{name}_promise_unit"]


def test_a_reply_in_time_keeps_the_promise_at_that_moment(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 09:30 public_reply")
    ticket = desk.facts().ticket()
    assert promise(ticket, "first_reply") == ("met", at("2025-06-02 09:30"), "orders")
    assert ticket["first_reply_target_seconds"] == 3600
    assert str(ticket["first_reply_promise_date"]) == "2025-06-02"


def test_a_late_reply_broke_the_promise_when_it_fell_due(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:30 queue returns\n2025-06-02 11:00 public_reply",
    )
    ticket = desk.facts().ticket()
    assert promise(ticket, "first_reply") == ("breached", at("2025-06-02 10:00"), "orders")
    assert ticket["unit_first_reply"] == "returns"


@pytest.mark.parametrize("day", [2, 3, 4])
def test_s12_a_promise_on_office_hours_breaks_when_hours_go_on(desk: Desk, day: int) -> None:
    # due at the close of a day: it is kept until the first second of the next day's hours
    desk.units = {"orders": "office"}
    desk.promise("first_reply", 120)
    opened = f"2025-06-0{day} 15:00"
    desk.ticket(opened, f"{opened} queue orders\n2025-06-0{day + 1} 10:00 public_reply")
    desk.ticket("2025-06-02 09:00", OPENED)
    assert promise(desk.facts().ticket(), "first_reply") == (
        "breached", at(f"2025-06-0{day + 1} 09:00"), "orders",
    )  # fmt: skip


def test_s17_the_second_after_the_target_breaks_it(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    kept = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 10:00:00 public_reply")
    broken = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 10:00:01 public_reply")
    facts = desk.facts()
    assert facts.ticket(kept)["first_reply_promise"] == "met"
    assert facts.ticket(broken)["first_reply_promise"] == "breached"


def test_s13_solved_in_silence_is_broken_if_it_was_due_and_left_out_if_not(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    early = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 09:30 status solved")
    late = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 11:00 status solved")
    facts = desk.facts()
    assert promise(facts.ticket(early), "first_reply") == ("left_out", None, None)
    assert promise(facts.ticket(late), "first_reply") == (
        "breached", at("2025-06-02 10:00"), "orders",
    )  # fmt: skip


def test_no_reply_yet_runs_until_it_is_overdue(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    overdue = desk.ticket("2025-06-09 22:30", "2025-06-09 22:30 queue orders")
    running = desk.ticket("2025-06-09 23:30", "2025-06-09 23:30 queue orders")
    facts = desk.facts()
    assert promise(facts.ticket(overdue), "first_reply") == (
        "overdue", at("2025-06-09 23:30"), "orders",
    )  # fmt: skip
    assert promise(facts.ticket(running), "first_reply") == ("running", None, None)


def test_a_reply_after_a_silent_solving_and_reopening_counts_unsolved_time_only(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:30 status solved
        2025-06-03 09:00 status open
        2025-06-03 09:20 public_reply
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["first_reply_promise"] == "met"
    assert ticket["first_reply_calendar_seconds"] == 86400 + 20 * 60


def test_the_resolution_clock_stands_while_waiting_for_the_customer_only(desk: Desk) -> None:
    desk.promise("resolution", 120)
    waiting_outside = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 status waiting_customer\n2025-06-02 15:00 status open\n"
        "2025-06-02 16:00 status solved",
    )
    waiting_inside = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 status waiting_inside\n2025-06-02 15:00 status open\n"
        "2025-06-02 16:00 status solved",
    )
    facts = desk.facts()
    assert promise(facts.ticket(waiting_outside), "resolution") == (
        "met", at("2025-06-02 16:00"), "orders",
    )  # fmt: skip
    assert promise(facts.ticket(waiting_inside), "resolution") == (
        "breached", at("2025-06-02 11:00"), "orders",
    )  # fmt: skip


def test_paused_in_time_is_paused_and_past_due_is_overdue_even_if_paused(desk: Desk) -> None:
    desk.promise("resolution", 120)
    paused = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 10:00 status waiting_customer")
    overdue = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 12:00 status waiting_customer")
    facts = desk.facts()
    assert facts.ticket(paused)["resolution_promise"] == "paused"
    assert promise(facts.ticket(overdue), "resolution") == (
        "overdue", at("2025-06-02 11:00"), "orders",
    )  # fmt: skip


def test_paused_and_solved_directly_leaves_the_pause_out(desk: Desk) -> None:
    desk.promise("resolution", 120)
    desk.ticket(
        "2025-02-02 09:00",
        "2025-02-02 09:00 queue orders\n2025-02-02 09:00 status open\n"
        "2025-02-02 10:00 status waiting_customer\n2025-06-02 10:00 status solved",
    )
    assert desk.facts().ticket()["resolution_promise"] == "met"


def test_a_reopening_goes_on_with_the_same_clock(desk: Desk) -> None:
    desk.promise("resolution", 120)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:30 status solved
        2025-06-03 09:00 status open
        2025-06-03 10:00 status solved
        """,
    )
    assert promise(desk.facts().ticket(), "resolution") == (
        "breached", at("2025-06-03 09:30"), "orders",
    )  # fmt: skip


def test_s11_the_target_is_that_of_the_last_apply_time(desk: Desk) -> None:
    desk.promise("resolution", 600, priority="low")
    desk.promise("resolution", 120, priority="urgent")
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 priority low
        2025-06-02 10:00 priority urgent
        2025-06-02 12:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert promise(ticket, "resolution") == ("breached", at("2025-06-02 11:00"), "orders")
    assert ticket["resolution_target_seconds"] == 120 * 60


def test_s11_no_later_change_takes_a_breach_back(desk: Desk) -> None:
    desk.promise("resolution", 60, priority="urgent")
    desk.promise("resolution", 6000, priority="low")
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 priority urgent
        2025-06-02 11:00 priority low
        2025-06-02 12:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert promise(ticket, "resolution") == ("breached", at("2025-06-02 10:00"), "orders")
    assert ticket["resolution_target_seconds"] == 6000 * 60


def test_s11_a_stricter_target_already_passed_breaks_at_the_change(desk: Desk) -> None:
    desk.promise("resolution", 600, priority="low")
    desk.promise("resolution", 60, priority="urgent")
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 priority low
        2025-06-02 11:00 priority urgent
        2025-06-02 12:00 status solved
        """,
    )
    assert promise(desk.facts().ticket(), "resolution") == (
        "breached", at("2025-06-02 11:00"), "orders",
    )  # fmt: skip


def test_s11_the_policy_version_is_that_of_the_apply_time(desk: Desk) -> None:
    old = {"policy_id": "p", "valid_until": at("2025-06-03 00:00").date()}
    new = {"policy_id": "p", "valid_from": at("2025-06-03 00:00").date()}
    desk.promise("first_reply", 60, **old).promise("first_reply", 10, **new)
    reply = "2025-06-03 00:20 public_reply"
    before = desk.ticket("2025-06-02 23:50", f"2025-06-02 23:50 queue orders\n{reply}")
    after = desk.ticket("2025-06-03 00:00", f"2025-06-03 00:00 queue orders\n{reply}")
    facts = desk.facts()
    assert facts.ticket(before)["first_reply_promise"] == "met"
    assert facts.ticket(after)["first_reply_promise"] == "breached"


def test_s7_of_overlapping_policies_the_one_with_most_conditions_met_wins(desk: Desk) -> None:
    desk.promise("first_reply", 10)
    desk.promise("first_reply", 20, unit_id="orders")
    desk.promise("first_reply", 30, unit_id="orders", priority="high")
    desk.promise("first_reply", 40, unit_id="returns", priority="high", source="desk")
    general = desk.ticket("2025-06-02 09:00", "2025-06-02 09:00 queue other")
    unit = desk.ticket("2025-06-02 09:00", OPENED)
    both = desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 09:00 priority high")
    desk.units = {**desk.units, "other": "always"}
    facts = desk.facts()
    assert facts.ticket(general)["first_reply_target_seconds"] == 600
    assert facts.ticket(unit)["first_reply_target_seconds"] == 1200
    assert facts.ticket(both)["first_reply_target_seconds"] == 1800


def test_z4_a_transfer_is_no_apply_time(desk: Desk) -> None:
    desk.promise("resolution", 120, unit_id="orders")
    desk.promise("resolution", 6000, unit_id="returns")
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 09:30 queue returns\n2025-06-02 12:00 status solved",
    )
    assert promise(desk.facts().ticket(), "resolution") == (
        "breached", at("2025-06-02 11:00"), "returns",
    )  # fmt: skip


def test_s20_a_ticket_without_a_policy_has_no_promise(desk: Desk) -> None:
    desk.promise("first_reply", 60, priority="high")
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 15:00 public_reply")
    ticket = desk.facts().ticket()
    assert promise(ticket, "first_reply") == (None, None, None)
    assert ticket["first_reply_target_seconds"] is None


def test_without_a_calendar_a_business_promise_is_not_judged_and_a_calendar_one_is(
    desk: Desk,
) -> None:
    desk.units = {"orders": None}
    desk.promise("first_reply", 60)
    desk.promise("resolution", 60, clock="calendar")
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 11:00 public_reply")
    ticket = desk.facts().ticket()
    assert ticket["first_reply_promise"] is None
    assert ticket["first_reply_business_seconds"] is None
    assert ticket["first_reply_target_seconds"] == 3600
    assert ticket["resolution_promise"] == "overdue"


@pytest.mark.parametrize("is_flat", [True, False])
def test_a_ticket_that_no_unit_ever_owned_is_promised_and_not_judged(
    desk: Desk, is_flat: bool
) -> None:
    desk.promise("first_reply", 60, clock="calendar").promise("resolution", 60)
    if is_flat:
        desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-03 09:00", unit_id=None)
    else:
        desk.ticket(
            "2025-06-02 09:00", "2025-06-02 09:00 status new\n2025-06-03 09:00 status solved"
        )
    ticket = desk.facts().ticket()
    assert ticket["resolution_promise"] is None
    assert ticket["resolution_target_seconds"] == 3600
    assert promise(ticket, "first_reply") == ("breached", at("2025-06-02 10:00"), None)


def test_a_promise_broken_before_the_calendar_is_lost_stays_broken(desk: Desk) -> None:
    desk.units = {"orders": "always", "returns": None}
    desk.promise("resolution", 60)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 12:00 queue returns\n2025-06-02 13:00 status solved",
    )
    assert promise(desk.facts().ticket(), "resolution") == (
        "breached", at("2025-06-02 10:00"), "orders",
    )  # fmt: skip


def test_s5_solved_wholly_outside_hours_keeps_its_place(desk: Desk) -> None:
    desk.units = {"orders": "office"}
    desk.promise("resolution", 60)
    desk.ticket("2025-06-07 09:00", "2025-06-07 09:00 queue orders\n2025-06-08 09:00 status solved")
    ticket = desk.facts().ticket()
    assert ticket["resolution_promise"] == "met"
    assert ticket["full_resolution_business_seconds"] == 0


class TestFlat:
    """A source that keeps only the last state of a ticket."""

    def test_pauses_known_as_a_total_come_off_the_clock(self, desk: Desk) -> None:
        desk.promise("resolution", 120)
        kept = desk.flat_ticket(
            "2025-06-02 09:00",
            last_solved_at="2025-06-02 12:00",
            source_agent_wait_business_seconds=3600,
        )
        broken = desk.flat_ticket(
            "2025-06-02 09:00",
            last_solved_at="2025-06-02 12:00",
            source_agent_wait_business_seconds=3599,
        )
        facts = desk.facts()
        assert facts.ticket(kept)["resolution_promise"] == "met"
        assert promise(facts.ticket(broken), "resolution") == (
            "breached", at("2025-06-02 11:59:59"), "orders",
        )  # fmt: skip

    @pytest.mark.parametrize(("minutes", "state"), [(180, "met"), (179, "breached")])
    def test_exactly_at_the_target_is_kept(self, desk: Desk, minutes: int, state: str) -> None:
        desk.promise("first_reply", minutes).promise("resolution", minutes)
        desk.flat_ticket(
            "2025-06-02 09:00",
            first_reply_at="2025-06-02 12:00",
            last_solved_at="2025-06-02 12:00",
        )
        ticket = desk.facts().ticket()
        assert ticket["first_reply_promise"] == state
        assert ticket["resolution_promise"] == state

    def test_without_totals_the_clock_runs_unpaused_and_waits_are_not_known(
        self, desk: Desk
    ) -> None:
        desk.promise("resolution", 120)
        desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-02 12:00")
        ticket = desk.facts().ticket()
        assert promise(ticket, "resolution") == ("breached", at("2025-06-02 11:00"), "orders")
        assert ticket["agent_wait_business_seconds"] is None
        assert ticket["requester_wait_calendar_seconds"] is None

    def test_the_states_of_an_open_ticket(self, desk: Desk) -> None:
        desk.promise("first_reply", 60).promise("resolution", 60)
        overdue = desk.flat_ticket("2025-06-02 09:00")
        running = desk.flat_ticket("2025-06-09 23:30")
        paused = desk.flat_ticket("2025-06-09 23:30", status_category="waiting_customer")
        silent = desk.flat_ticket("2025-06-09 09:00", last_solved_at="2025-06-09 09:30")
        facts = desk.facts()
        states = {
            key: (
                facts.ticket(key)["first_reply_promise"],
                facts.ticket(key)["resolution_promise"],
            )
            for key in (overdue, running, paused, silent)
        }
        assert states == {
            overdue: ("overdue", "overdue"),
            running: ("running", "running"),
            paused: ("running", "paused"),
            silent: ("left_out", "met"),
        }

    def test_days_without_a_time_measure_no_duration(self, desk: Desk) -> None:
        desk.promise("resolution", 60)
        desk.row("core_source", extract_at=at("2025-06-10 00:00"), has_time_of_day=False)
        desk.flat_ticket(
            "2025-06-02 00:00", last_solved_at="2025-06-04 00:00", first_reply_at="2025-06-03 00:00"
        )
        ticket = desk.facts().ticket()
        assert ticket["full_resolution_calendar_seconds"] is None
        assert ticket["first_reply_business_seconds"] is None
        assert ticket["resolution_promise"] is None
        assert str(ticket["solved_date"]) == "2025-06-04"

    def test_s15_closed_by_a_rule_and_never_solved_is_solved_when_closed(self, desk: Desk) -> None:
        desk.flat_ticket("2025-06-02 09:00", status_category="closed", closed_at="2025-06-02 12:00")
        assert desk.facts().ticket()["full_resolution_calendar_seconds"] == 3 * 3600

    def test_what_did_not_happen_has_no_moment_no_day_and_no_length(self, desk: Desk) -> None:
        desk.promise("first_reply", 60).promise("resolution", 60)
        desk.flat_ticket("2025-06-09 23:30")
        ticket = desk.facts().ticket()
        for figure in ("first_reply", "first_resolution", "full_resolution"):
            assert ticket[f"{figure}_business_seconds"] is None
            assert ticket[f"{figure}_calendar_seconds"] is None
        for moment in ("first_reply", "first_solved", "solved", "rated"):
            assert ticket[f"{moment}_date"] is None
            assert ticket[f"unit_{moment}"] is None
        for promise in ("first_reply_promise", "resolution_promise"):
            assert ticket[f"{promise}_date"] is None

    def test_a_solving_before_the_creation_says_nothing(self, desk: Desk) -> None:
        desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-01 09:00")
        assert desk.facts().ticket()["full_resolution_calendar_seconds"] is None


def test_a_promise_about_complaints_is_none_about_tickets(desk: Desk) -> None:
    desk.promise("acknowledgement", 5).promise("answer", 5, silence_upholds=True)
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 11:00 public_reply")
    desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-03 09:00")
    facts = desk.facts()
    for key in (1, 2):
        ticket = facts.ticket(key)
        assert ticket["first_reply_promise"] is None
        assert ticket["resolution_promise"] is None
    assert facts.loading.query("select count(*) from fact_ticket").rows == [(2,)]
