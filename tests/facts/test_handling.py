"""How tickets with a history were looked after: silence, chasing, specialists, what came first."""

from datetime import date
from typing import Any

import pytest

from tests.facts.company import Desk, Facts, at, office

TICKETS: dict[str, str] = {
    "answered twice": """
        2025-06-02 10:00 public_reply
        2025-06-03 09:30 public_reply
        2025-06-03 10:00 status solved
        """,
    "never answered": "2025-06-02 16:00 status solved",
    "silent while solved": """
        2025-06-02 10:00 public_reply
        2025-06-02 10:30 status solved
        2025-06-09 09:00 customer_message
        2025-06-09 09:00 status open
        2025-06-09 09:20 public_reply
        2025-06-09 09:20 status solved
        """,
    "asked three times": """
        2025-06-02 09:00 customer_message
        2025-06-02 11:00 customer_message
        2025-06-02 12:00 customer_message
        2025-06-02 12:30 public_reply
        2025-06-02 13:00 customer_message
        2025-06-02 13:30 customer_message
        2025-06-02 14:00 public_reply
        2025-06-02 15:00 status solved
        """,
    "told in time": """
        2025-06-02 10:00 public_reply
        2025-06-02 13:00 public_reply
        2025-06-03 12:00 status solved
        """,
    "told too early": """
        2025-06-02 10:00 public_reply
        2025-06-03 11:00 internal_note by agent
        2025-06-03 12:00 status solved
        """,
    "nothing done yet": "2025-06-02 10:00 public_reply",
    "called specialists": """
        2025-06-02 10:00 public_reply
        2025-06-02 11:00 queue workshop
        2025-06-02 12:00 status solved
        """,
    "passed among equals": """
        2025-06-02 10:00 public_reply
        2025-06-02 11:00 queue hotline
        2025-06-02 12:00 status solved
        """,
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Return a desk open from nine to five that promises to solve within seven hours of those."""
    desk = Desk(
        calendars={"office": office("UTC")}, units={}, extract_at="2025-06-20 12:00"
    ).promise("resolution", 420)  # fmt: skip
    for unit, function in (("orders", "intake"), ("hotline", "intake"), ("workshop", "technical")):
        desk.row(
            "core_unit", unit_id=unit, name=unit, calendar_id="office", service_function=function
        )
    for name, history in TICKETS.items():
        desk.ticket(
            "2025-06-02 09:00",
            "2025-06-02 09:00 queue orders\n2025-06-02 09:00 status new\n" + history,
            ticket_id=name,
        )
    return desk.facts()


def told(facts: Facts, name: str, *columns: str) -> tuple[Any, ...]:
    ((*found,),) = facts.loading.query(
        f"select {', '.join(f'fact_handling.{column}' for column in columns)} from fact_handling "
        "join core_ticket using (ticket_key) where ticket_id = $name",
        {"name": name},
    ).rows
    return tuple(found)


@pytest.mark.parametrize(
    ("name", "business_minutes", "calendar_minutes"),
    [
        ("answered twice", 7 * 60 + 30, 23 * 60 + 30),
        ("never answered", 7 * 60, 7 * 60),
        ("silent while solved", 60, 60),
        ("asked three times", 3 * 60 + 30, 3 * 60 + 30),
    ],
)
def test_the_longest_silence_is_between_creation_replies_and_end_while_unsolved(
    facts: Facts, name: str, business_minutes: int, calendar_minutes: int
) -> None:
    columns = ("longest_silence_business_seconds", "longest_silence_calendar_seconds")
    assert told(facts, name, *columns) == (business_minutes * 60, calendar_minutes * 60)


@pytest.mark.parametrize(("name", "count"), [("asked three times", 3), ("answered twice", 0)])
def test_who_writes_again_before_an_answer_chases(facts: Facts, name: str, count: int) -> None:
    """The message that made the ticket is none; of two after a reply the second is one."""
    assert told(facts, name, "chasing_count") == (count,)


def test_after_a_break_the_first_thing_an_agent_does_counts(facts: Facts) -> None:
    found = told(
        facts, "told too early", "failed_at", "failed_date", "failed_unit", "first_action_at",
        "first_action_business_seconds", "first_action_calendar_seconds",
    )  # fmt: skip
    assert found == (
        at("2025-06-02 16:00"), date(2025, 6, 2), "orders", at("2025-06-03 11:00"),
        3 * 3600, 19 * 3600,
    )  # fmt: skip


def test_where_nothing_was_done_there_is_no_first_action(facts: Facts) -> None:
    found = told(facts, "nothing done yet", "failed_at", "first_action_at")
    assert found == (at("2025-06-02 16:00"), None)


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("told in time", True),  # at half past three and a half of seven hours
        ("told too early", False),
        ("nothing done yet", False),
        ("called specialists", None),  # nothing broke
    ],
)
def test_told_before_the_break_in_the_second_half_of_its_time(
    facts: Facts, name: str, is_told: bool | None
) -> None:
    assert told(facts, name, "is_told_before_break") == (is_told,)


@pytest.mark.parametrize(
    ("name", "is_escalated"),
    [("called specialists", True), ("passed among equals", False), ("never answered", False)],
)
def test_passed_from_an_intake_to_another_function_is_escalated(
    facts: Facts, name: str, is_escalated: bool
) -> None:
    assert told(facts, name, "is_escalated") == (is_escalated,)


def test_where_no_unit_has_a_function_nobody_can_tell() -> None:
    desk = Desk(units={"orders": "always", "returns": "always"})
    desk.ticket(
        "2025-06-02 09:00",
        "2025-06-02 09:00 queue orders\n2025-06-02 10:00 queue returns\n"
        "2025-06-02 12:00 status solved",
    )
    assert desk.facts().rows("fact_handling", "is_escalated, chasing_count") == [(None, None)]
