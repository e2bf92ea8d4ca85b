"""The sixteen cases computed by hand: Mon-Fri 09:00-17:00 in New York, 4 July closed."""

import pytest

from tests.facts.company import Desk, minutes, office


@pytest.fixture
def desk() -> Desk:
    return Desk(
        calendars={"office": office("America/New_York", holidays="US")},
        units={"one": "office", "two": "office"},
        zone="America/New_York",
    )


def opened(created_at: str) -> str:
    return f"""
        {created_at} status new
        {created_at} queue one
    """


def test_01_the_spring_change_lies_between(desk: Desk) -> None:
    desk.ticket("2025-03-07 21:00", opened("2025-03-07 21:00") + "2025-03-10 14:00 public_reply")
    ticket = desk.facts().ticket()
    assert minutes(ticket["first_reply_business_seconds"]) == 120
    assert minutes(ticket["first_reply_calendar_seconds"]) == 3900


def test_02_a_holiday_and_a_weekend_lie_between(desk: Desk) -> None:
    desk.ticket("2025-07-03 20:00", opened("2025-07-03 20:00") + "2025-07-07 14:00 public_reply")
    assert minutes(desk.facts().ticket()["first_reply_business_seconds"]) == 120


def test_03_wholly_outside_hours_is_no_time_and_the_promise_is_met(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket("2025-06-07 15:00", opened("2025-06-07 15:00") + "2025-06-08 15:00 public_reply")
    ticket = desk.facts().ticket()
    assert ticket["first_reply_business_seconds"] == 0
    assert ticket["first_reply_promise"] == "met"


def test_04_reopened_and_still_open_is_one_reopening_and_no_full_resolution(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00") + "2025-06-03 14:00 status solved\n2025-06-04 14:00 status open",
    )
    ticket = desk.facts().ticket()
    assert ticket["reopen_count"] == 1
    assert ticket["full_resolution_business_seconds"] is None
    assert ticket["full_resolution_calendar_seconds"] is None
    assert minutes(ticket["first_resolution_calendar_seconds"]) == 1440


def test_05_a_rating_changed_from_bad_to_good_is_good(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + """
        2025-06-02 15:00 status solved
        2025-06-02 15:00 rating offered
        2025-06-02 16:00 rating bad
        2025-06-02 17:00 rating good
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["rating"] == "good"
    assert str(ticket["rated_at"]) == "2025-06-02 17:00:00"


def test_06_a_life_of_65_weeks_is_counted_to_its_end() -> None:
    # 65 weeks of 2,400 minutes; the one holiday of the cases comes after it
    desk = Desk(
        calendars={"office": office("America/New_York")},
        units={"one": "office"},
        zone="America/New_York",
    )
    desk.ticket("2024-01-08 14:00", opened("2024-01-08 14:00") + "2025-04-07 13:00 status solved")
    assert minutes(desk.facts().ticket()["full_resolution_business_seconds"]) == 156_000


def test_07_there_and_back_is_two_transfers_and_two_units(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + """
        2025-06-02 14:00 agent anna
        2025-06-02 15:00 queue two
        2025-06-02 16:00 queue one
        2025-06-02 17:00 status solved
        """,
    )
    facts = desk.facts()
    assert facts.ticket()["transfer_count"] == 2
    assert {unit for (unit,) in facts.rows("fact_ownership", "unit_id")} == {"one", "two"}


def test_08_three_agents_are_two_reassignments_and_no_first_contact(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + """
        2025-06-02 14:00 agent anna
        2025-06-02 15:00 agent bert
        2025-06-02 16:00 agent carl
        2025-06-02 16:30 public_reply
        2025-06-02 17:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["reassignment_count"] == 2
    assert ticket["reply_count"] == 1
    assert ticket["is_first_contact"] is False


def test_09_the_message_that_opens_a_proactive_ticket_is_no_reply(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + """
        2025-06-02 14:00 public_reply
        2025-06-02 15:00 customer_message
        2025-06-02 17:00 public_reply
        2025-06-02 17:00 status solved
        """,
    )
    facts = desk.facts()
    ticket = facts.ticket()
    assert minutes(ticket["first_reply_business_seconds"]) == 180
    assert facts.rows("fact_turn", "business_seconds / 60, state") == [(120.0, "answered")]
    assert ticket["is_first_contact"] is True


def test_10_solved_and_never_replied_has_no_first_reply(desk: Desk) -> None:
    desk.ticket("2025-06-02 14:00", opened("2025-06-02 14:00") + "2025-06-02 17:00 status solved")
    ticket = desk.facts().ticket()
    assert ticket["first_reply_business_seconds"] is None
    assert ticket["first_reply_at"] is None


def test_11_a_reply_exactly_at_the_target_is_met(desk: Desk) -> None:
    desk.promise("first_reply", 60)
    desk.ticket("2025-06-02 14:00", opened("2025-06-02 14:00") + "2025-06-02 15:00 public_reply")
    assert desk.facts().ticket()["first_reply_promise"] == "met"


def test_12_the_autumn_change_lies_between(desk: Desk) -> None:
    desk.ticket("2025-10-31 20:00", opened("2025-10-31 20:00") + "2025-11-03 15:00 public_reply")
    ticket = desk.facts().ticket()
    assert minutes(ticket["first_reply_business_seconds"]) == 120
    assert minutes(ticket["first_reply_calendar_seconds"]) == 4020


def test_13_waiting_is_divided_by_whom_it_is_for(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + """
        2025-06-02 15:00 status waiting_customer
        2025-06-02 18:00 status open
        2025-06-02 19:00 status waiting_inside
        2025-06-02 20:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    for clock in ("business", "calendar"):
        assert minutes(ticket[f"agent_wait_{clock}_seconds"]) == 180
        assert minutes(ticket[f"hold_{clock}_seconds"]) == 60
        assert minutes(ticket[f"requester_wait_{clock}_seconds"]) == 180
        assert minutes(ticket[f"full_resolution_{clock}_seconds"]) == 360


def test_14_the_reply_of_someone_who_is_no_longer_an_agent_counts(desk: Desk) -> None:
    # who was an agent is decided when core_ticket_event is made; the fact must not ask again
    desk.ticket(
        "2025-06-02 14:00",
        opened("2025-06-02 14:00")
        + "2025-06-02 15:00 public_reply by agent\n2025-06-02 16:00 status solved",
    )
    assert minutes(desk.facts().ticket()["first_reply_business_seconds"]) == 60


def test_15_seconds_are_counted_not_minute_boundaries(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 14:00:59",
        opened("2025-06-02 14:00:59")
        + "2025-06-02 14:01:01 public_reply\n2025-06-02 14:01:01 status solved",
    )
    ticket = desk.facts().ticket()
    for figure in ("first_reply", "full_resolution"):
        assert ticket[f"{figure}_business_seconds"] == 2
        assert ticket[f"{figure}_calendar_seconds"] == 2


def test_16_half_an_hour_from_opening_is_half_an_hour(desk: Desk) -> None:
    desk.ticket("2025-06-02 13:00", opened("2025-06-02 13:00") + "2025-06-02 13:30 public_reply")
    assert minutes(desk.facts().ticket()["first_reply_business_seconds"]) == 30
