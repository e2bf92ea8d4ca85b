"""Several changes at one stamp: each is counted, in the order told; none of them takes any time."""

import pytest

from tests.facts.company import Desk, at

OPENED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
"""
UNITS = ("orders", "returns", "repairs")
OWNERSHIP = (
    "ownership_no, unit_id, calendar_seconds, is_received, is_late_on_arrival, is_passed_on, "
    "is_passed_on_late"
)


@pytest.fixture
def desk() -> Desk:
    return Desk(units=dict.fromkeys(UNITS, "always"), extract_at="2025-06-30 00:00")


def test_a_ticket_passed_on_as_it_came_was_transferred_twice(desk: Desk) -> None:
    """INC0000089 of the public log: groups 68, 70 and 58 within one minute."""
    desk.promise("resolution", 100)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:30:01 queue returns
        2025-06-02 10:30:01 queue repairs
        2025-06-02 10:40:01 status solved
        """,
    )
    facts = desk.facts()
    assert facts.ticket()["transfer_count"] == 2
    assert facts.rows("fact_ownership", OWNERSHIP, "ownership_no") == [
        (1, "orders", 5401, False, None, True, True),
        (2, "returns", 0, True, True, True, True),
        (3, "repairs", 600, True, True, False, None),
    ]


def test_who_held_it_for_no_time_has_no_share_of_any_clock(desk: Desk) -> None:
    desk.promise("resolution", 600)
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 queue returns
        2025-06-02 10:00 queue repairs
        2025-06-02 12:00 status solved
        """,
    )
    facts = desk.facts()
    for clock in ("life", "resolution"):
        assert facts.shares(clock) == {"orders": 1 / 3, "repairs": 2 / 3}
    assert sum(row[0] for row in facts.rows("fact_ownership", "calendar_seconds")) == 3 * 3600


def test_there_and_back_at_one_stamp_is_two_transfers(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 queue returns
        2025-06-02 10:00 queue orders
        2025-06-02 12:00 public_reply
        2025-06-02 12:00 status solved
        """,
    )
    facts = desk.facts()
    assert facts.ticket()["transfer_count"] == 2
    assert facts.ticket()["is_first_contact"] is False
    assert facts.ticket()["full_resolution_business_seconds"] == 3 * 3600
    assert facts.rows("fact_ticket_share") == []


def test_nobody_between_two_owners_at_one_stamp_is_one_transfer(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 queue nobody\n2025-06-02 10:00 queue returns\n",
    )
    assert desk.facts().ticket()["transfer_count"] == 1


@pytest.mark.parametrize(
    ("history", "reopenings", "solved", "minutes"),
    [
        ("10:00 solved 10:00 open 10:00 solved", 1, "10:00", 60),
        ("10:00 solved 11:00 open 11:00 solved", 1, "11:00", 120),
        ("10:00 solved 10:00 open", 1, None, None),
        ("10:00 solved 10:00 open 10:00 solved 10:00 open 11:00 closed", 2, "11:00", 120),
        ("10:00 solved 10:00 closed", 0, "10:00", 60),
    ],
)
def test_reopened_and_solved_at_one_stamp_is_a_reopening(
    desk: Desk, history: str, reopenings: int, solved: str | None, minutes: int | None
) -> None:
    steps = history.split()
    told = [
        f"2025-06-02 {clock} status {state}"
        for clock, state in zip(steps[::2], steps[1::2], strict=True)
    ]
    desk.ticket("2025-06-02 09:00", OPENED + "\n".join(told))
    ticket = desk.facts().ticket()
    assert ticket["reopen_count"] == reopenings
    assert ticket["first_solved_at"] == at("2025-06-02 10:00")
    assert ticket["solved_at"] == (at(f"2025-06-02 {solved}") if solved else None)
    assert ticket["full_resolution_calendar_seconds"] == (minutes * 60 if minutes else None)


def test_a_move_told_before_the_solving_of_its_stamp_is_a_transfer_and_one_after_is_filing(
    desk: Desk,
) -> None:
    before = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 queue returns\n2025-06-02 10:00 status solved",
    )
    after = desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 10:00 status solved\n2025-06-02 10:00 queue returns",
    )
    facts = desk.facts()
    assert facts.ticket(before)["transfer_count"] == 1
    assert facts.ticket(after)["transfer_count"] == 0


def test_a_target_in_force_for_no_time_breaks_nothing(desk: Desk) -> None:
    desk.promise("resolution", 60, priority="urgent").promise("resolution", 600, priority="low")
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 priority low
        2025-06-02 11:00 priority urgent
        2025-06-02 11:00 priority low
        2025-06-02 12:00 status solved
        """,
    )
    assert desk.facts().ticket()["resolution_promise"] == "met"


def test_agents_who_took_over_at_one_stamp_are_each_a_reassignment(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:00 agent anna
        2025-06-02 10:00 agent bert
        2025-06-02 10:00 agent carl
        """,
    )
    assert desk.facts().ticket()["reassignment_count"] == 2
