"""What a source does not tell stays unknown: it becomes no figure, no date, no broken promise."""

from typing import Any

import pytest

from tests.facts.company import Desk, office

ASKED = """
    2025-06-02 13:20 status new
    2025-06-02 13:20 queue orders
"""
SOLVING = "2025-06-04 10:00 status solved"
OF_REPLIES = (
    "first_reply_at", "first_reply_date", "unit_first_reply",
    "first_reply_business_seconds", "first_reply_calendar_seconds",
)  # fmt: skip
OF_FIRST_SOLVING = (
    "first_solved_at", "first_solved_date", "unit_first_solved",
    "first_resolution_business_seconds", "first_resolution_calendar_seconds",
)  # fmt: skip
OF_SOLVING = (
    "solved_at", "solved_date", "unit_solved",
    "full_resolution_business_seconds", "full_resolution_calendar_seconds",
)  # fmt: skip
OF_PROMISES = tuple(
    f"{promise}_promise{part}"
    for promise in ("first_reply", "resolution")
    for part in ("", "_at", "_date", "_unit")
)


def known(ticket: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: ticket[name] for name in names if ticket[name] is not None}


@pytest.fixture
def desk() -> Desk:
    return Desk(
        calendars={"office": office("UTC", "09:00-12:00", "13:00-17:00")},
        units={"orders": "office"},
        extract_at="2025-06-10 00:00",
    )


@pytest.mark.parametrize("is_flat", [True, False])
def test_a_ticket_nobody_answered_or_solved_has_no_figure_of_either(
    desk: Desk, is_flat: bool
) -> None:
    if is_flat:
        desk.flat_ticket("2025-06-02 13:20")
    else:
        desk.ticket("2025-06-02 13:20", ASKED)
    ticket = desk.facts().ticket()
    assert known(ticket, OF_REPLIES + OF_FIRST_SOLVING + OF_SOLVING + OF_PROMISES) == {}


@pytest.mark.parametrize("is_flat", [True, False])
def test_a_running_promise_has_no_day_of_decision(desk: Desk, is_flat: bool) -> None:
    desk.promise("first_reply", 6_000).promise("resolution", 6_000)
    if is_flat:
        desk.flat_ticket("2025-06-02 13:20")
    else:
        desk.ticket("2025-06-02 13:20", ASKED)
    assert known(desk.facts().ticket(), OF_PROMISES) == {
        "first_reply_promise": "running",
        "resolution_promise": "running",
    }


@pytest.mark.parametrize("is_flat", [True, False])
def test_where_replies_cannot_be_seen_no_promise_of_one_is_judged(
    desk: Desk, is_flat: bool
) -> None:
    desk.promise("first_reply", 60).promise("resolution", 60)
    if is_flat:
        desk.flat_ticket(
            "2025-06-02 13:20",
            last_solved_at="2025-06-04 10:00",
            reopen_count=1,
            reassignment_count=2,
        )
    else:
        desk.ticket("2025-06-02 13:20", ASKED + SOLVING)
    desk.row("load_capability", capability="first_reply", state="no")
    ticket = desk.facts().ticket()
    assert ticket["can_reply_be_seen"] is False
    assert ticket["resolution_promise"] == "breached"
    assert known(ticket, (*OF_REPLIES, *OF_PROMISES[:4], "first_reply_target_seconds")) == {}
    assert ticket["is_first_contact"] is None


def test_both_forms_of_one_ticket_come_to_the_same_figures(desk: Desk) -> None:
    desk.promise("first_reply", 60).promise("resolution", 600)
    desk.ticket("2025-06-02 13:20", ASKED + "2025-06-02 16:00 public_reply\n" + SOLVING)
    desk.flat_ticket(
        "2025-06-02 13:20",
        first_reply_at="2025-06-02 16:00",
        first_solved_at="2025-06-04 10:00",
        last_solved_at="2025-06-04 10:00",
        status_category="solved",
    )
    facts = desk.facts()
    names = OF_REPLIES + OF_FIRST_SOLVING + OF_SOLVING + OF_PROMISES
    tracked, flat = (known(facts.ticket(key), names) for key in (1, 2))
    assert tracked == flat
    assert tracked["first_reply_business_seconds"] == 9_600
    assert set(tracked) == set(names)
