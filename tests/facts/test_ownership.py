"""Who had a ticket when: attribution, transfers, shares of the clock, late on arrival."""

import pytest

from tests.facts.company import Desk, around_the_clock, office

OPENED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
"""


@pytest.fixture
def desk() -> Desk:
    return Desk(
        calendars={"always": around_the_clock(), "office": office("UTC")},
        units={"front": "always", "orders": "always", "returns": "always"},
        extract_at="2025-06-30 00:00",
    )


def test_a_broken_promise_is_shared_by_running_time_before_the_breach(desk: Desk) -> None:
    """structure.md section 5: Orders 360, unassigned 30, Returns 90 of a target of 480."""
    desk.intake = "front"
    desk.promise("resolution", 480)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 15:00 queue nobody
        2025-06-02 15:30 queue returns
        2025-06-03 09:00 status solved
        """,
    )
    facts = desk.facts()
    assert facts.shares("resolution") == {"orders": 0.75, "front": 0.0625, "returns": 0.1875}
    assert facts.ticket()["resolution_promise_unit"] == "returns"


def test_unassigned_time_is_nobodys_without_an_intake_unit(desk: Desk) -> None:
    desk.promise("resolution", 480)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 15:00 queue nobody
        2025-06-02 15:30 queue returns
        2025-06-03 09:00 status solved
        """,
    )
    assert desk.facts().shares("resolution") == {"orders": 0.75, None: 0.0625, "returns": 0.1875}


def test_paused_time_is_nobodys_share(desk: Desk) -> None:
    desk.promise("resolution", 480)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 status waiting_customer
        2025-06-02 20:00 status open
        2025-06-02 21:00 queue returns
        2025-06-02 23:00 status solved
        """,
    )
    facts = desk.facts()
    assert facts.shares("resolution") == {"orders": 0.5, "returns": 0.5}
    assert facts.shares("life") == {"orders": 12 / 14, "returns": 2 / 14}


def test_a_ticket_of_one_unit_has_no_shares(desk: Desk) -> None:
    desk.promise("resolution", 480)
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 15:00 status solved")
    assert desk.facts().rows("fact_ticket_share") == []


def test_decided_before_the_transfer_is_wholly_the_first_units(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket(
        "2025-06-02 09:00", OPENED + "2025-06-02 09:10 public_reply\n2025-06-02 10:00 queue returns"
    )
    assert desk.facts().shares("first_reply") == {"orders": 1.0}


def test_a_life_outside_opening_hours_is_shared_by_the_calendar(desk: Desk) -> None:
    desk.units = {"orders": "office", "returns": "office"}
    desk.ticket(
        "2025-06-07 00:00",
        """
        2025-06-07 00:00 queue orders
        2025-06-07 06:00 queue returns
        2025-06-07 08:00 status solved
        """,
    )
    assert desk.facts().shares("life") == {"orders": 0.75, "returns": 0.25}


def test_a_promise_decided_in_no_time_is_the_holders(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 09:00 customer_message\n2025-06-02 09:00 public_reply\n"
        "2025-06-02 10:00 queue returns",
    )
    assert desk.facts().shares("first_reply") == {"orders": 1.0}


def test_late_on_arrival_and_passed_on_late_are_the_last_tenth_of_the_clock(desk: Desk) -> None:
    desk.promise("resolution", 100)
    in_time = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:30 queue returns\n2025-06-02 10:35 status solved",
    )
    late = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:30:01 queue returns\n2025-06-02 10:35 status solved",
    )
    facts = desk.facts()
    rows = facts.rows(
        "fact_ownership",
        "ticket_key, unit_id, is_received, is_late_on_arrival, is_passed_on, is_passed_on_late",
        "ticket_key, starts_at",
    )
    assert rows == [
        (in_time, "orders", False, None, True, False),
        (in_time, "returns", True, False, False, None),
        (late, "orders", False, None, True, True),
        (late, "returns", True, True, False, None),
    ]


def test_a_move_inside_one_unit_is_no_transfer_and_neither_is_the_first_assignment(
    desk: Desk,
) -> None:
    # two queues stand for orders; before the first, nobody had the ticket
    desk.ticket(
        "2025-06-02 09:00",
        """
        2025-06-02 09:00 status new
        2025-06-02 09:10 queue orders
        2025-06-02 09:20 queue orders
        2025-06-02 09:30 queue nobody
        2025-06-02 09:40 queue orders
        2025-06-02 10:00 public_reply
        2025-06-02 10:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["transfer_count"] == 0
    assert ticket["is_first_contact"] is True


def test_agents_are_counted_without_the_time_between_them(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 agent anna
        2025-06-02 10:00 agent nobody
        2025-06-02 11:00 agent anna
        2025-06-02 12:00 agent bert
        """,
    )
    assert desk.facts().ticket()["reassignment_count"] == 1


def test_each_figure_counts_for_the_owner_at_the_event(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        """
        2025-06-02 09:00 status new
        2025-06-02 09:00 queue front
        2025-06-02 10:00 public_reply
        2025-06-02 11:00 queue orders
        2025-06-02 12:00 status solved
        2025-06-02 13:00 status open
        2025-06-02 13:00 queue returns
        2025-06-02 14:00 status solved
        2025-06-02 15:00 queue front
        2025-06-02 16:00 rating bad
        """,
    )
    ticket = desk.facts().ticket()
    assert [
        ticket[f"unit_{moment}"]
        for moment in ("created", "first_reply", "first_solved", "solved", "rated", "now")
    ] == ["front", "front", "orders", "returns", "returns", "front"]


def test_who_takes_and_answers_in_one_second_is_the_owner_of_the_answer(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        """
        2025-06-02 09:00 status new
        2025-06-02 10:00 queue orders
        2025-06-02 10:00 public_reply
        """,
    )
    assert desk.facts().ticket()["unit_first_reply"] == "orders"


def test_who_answers_and_passes_on_in_one_second_is_the_owner_of_the_answer(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 public_reply\n2025-06-02 10:00 queue returns",
    )
    assert desk.facts().ticket()["unit_first_reply"] == "orders"


def test_business_time_is_that_of_the_owner_at_every_instant(desk: Desk) -> None:
    desk.units = {"orders": "office", "returns": "always"}
    desk.ticket(
        "2025-06-02 15:00",
        """
        2025-06-02 15:00 queue orders
        2025-06-02 20:00 queue returns
        2025-06-02 23:00 status solved
        """,
    )
    assert desk.facts().ticket()["full_resolution_business_seconds"] == (2 + 3) * 3600


def test_nobodys_time_runs_on_the_intake_units_calendar_or_the_first_owners(desk: Desk) -> None:
    desk.units = {"front": "office", "orders": "always"}
    history = """
        2025-06-02 15:00 status new
        2025-06-02 20:00 queue orders
        2025-06-02 21:00 status solved
    """
    desk.ticket("2025-06-02 15:00", history)
    assert desk.facts().ticket()["full_resolution_business_seconds"] == 6 * 3600
    desk.intake = "front"
    assert desk.facts().ticket()["full_resolution_business_seconds"] == (2 + 1) * 3600


def test_a_stretch_without_a_calendar_makes_the_whole_figure_unknown(desk: Desk) -> None:
    desk.units = {"orders": "always", "returns": None}
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 public_reply
        2025-06-02 11:00 queue returns
        2025-06-02 12:00 queue orders
        2025-06-02 13:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["first_reply_business_seconds"] == 3600
    assert ticket["full_resolution_business_seconds"] is None
    assert ticket["full_resolution_calendar_seconds"] == 4 * 3600


def test_a_unit_that_changes_its_calendar_changes_the_clock_that_day(desk: Desk) -> None:
    desk.units = {}
    desk.row(
        "core_unit", unit_id="orders", name="o", calendar_id="office", valid_until="2025-06-03"
    )
    desk.row("core_unit", unit_id="orders", name="o", calendar_id="always", valid_from="2025-06-03")
    desk.ticket("2025-06-02 16:00", "2025-06-02 16:00 queue orders\n2025-06-03 02:00 status solved")
    desk.flat_ticket("2025-06-02 16:00", last_solved_at="2025-06-03 02:00")
    facts = desk.facts()
    assert facts.ticket(1)["full_resolution_business_seconds"] == (1 + 2) * 3600
    assert facts.ticket(2)["full_resolution_business_seconds"] == (1 + 2) * 3600
    stretches = facts.rows(
        "fact_stretch", "ticket_key, calendar_id, business_seconds", "ticket_key, starts_at"
    )
    assert stretches == [(1, "office", 3600), (1, "always", 7200)]


def test_a_unit_before_it_was_there_has_no_calendar(desk: Desk) -> None:
    desk.units = {}
    desk.row("core_unit", unit_id="orders", name="o", calendar_id="always", valid_from="2025-06-03")
    before = desk.flat_ticket("2025-06-02 16:00", last_solved_at="2025-06-03 02:00")
    after = desk.flat_ticket("2025-06-03 00:00", last_solved_at="2025-06-03 02:00")
    facts = desk.facts()
    assert facts.ticket(before)["full_resolution_business_seconds"] is None
    assert facts.ticket(after)["full_resolution_business_seconds"] == 7200


@pytest.mark.parametrize(("queues", "transfers"), [(0, 0), (1, 0), (2, 1), (3, 2), (None, None)])
def test_a_count_of_queues_tells_transfers_where_each_unit_has_one_queue(
    desk: Desk, queues: int | None, transfers: int | None
) -> None:
    desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-02 12:00", queue_count=queues)
    assert desk.facts().ticket()["transfer_count"] == transfers


def test_a_queue_given_to_another_unit_takes_its_tickets_along_without_a_transfer(
    desk: Desk,
) -> None:
    desk.promise("resolution", 48 * 60)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 public_reply by agent
        2025-06-03 00:00 owner returns
        2025-06-04 06:00 status solved
        """,
    )
    facts = desk.facts()
    ticket = facts.ticket()
    assert (ticket["unit_created"], ticket["unit_first_reply"]) == ("orders", "orders")
    assert (ticket["unit_solved"], ticket["resolution_promise_unit"]) == ("returns", "returns")
    assert (ticket["transfer_count"], ticket["is_first_contact"]) == (0, True)
    assert facts.shares("life") == {"orders": 15 / 45, "returns": 30 / 45}
    assert facts.rows(
        "fact_ownership",
        "unit_id, is_received, is_passed_on, is_late_on_arrival, is_passed_on_late",
        "ownership_no",
    ) == [("orders", False, False, None, None), ("returns", False, False, None, None)]
    assert facts.rows("fact_backlog_stay", "unit_id, entered_by, left_by", "entered_date") == [
        ("orders", "created", "transferred"),
        ("returns", "transferred", "solved"),
    ]


def test_passed_on_after_the_queue_changed_hands_is_one_transfer(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-03 00:00 owner returns
        2025-06-03 12:00 queue front
        2025-06-03 15:00 status solved
        """,
    )
    facts = desk.facts()
    assert facts.ticket()["transfer_count"] == 1
    assert facts.rows("fact_ownership", "unit_id, is_received, is_passed_on", "ownership_no") == [
        ("orders", False, False),
        ("returns", False, True),
        ("front", True, False),
    ]


def test_what_happens_in_the_second_of_the_map_is_the_new_units(desk: Desk) -> None:
    """Unlike a hand-over, which is written in one stroke with what goes with it."""
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-03 00:00 owner returns
        2025-06-03 00:00 public_reply by agent
        2025-06-03 00:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert (ticket["unit_first_reply"], ticket["unit_solved"]) == ("returns", "returns")
