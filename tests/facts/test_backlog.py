"""The backlog at the end of a day: unsolved at the next local midnight."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts.company import Desk, at, examples, later

STAY = "unit_id, cast(entered_date as varchar), cast(left_date as varchar), entered_by, left_by"


@pytest.fixture
def desk() -> Desk:
    return Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-06-30 12:00")


def test_a_day_ends_at_the_next_local_midnight_of_the_company(desk: Desk) -> None:
    desk.zone = "America/New_York"
    # 03:00 UTC is still the evening before in New York, 05:00 is the day
    desk.ticket("2025-06-03 03:00", "2025-06-03 03:00 queue orders\n2025-06-04 05:00 status solved")
    assert desk.facts().rows("fact_backlog_stay", STAY) == [
        ("orders", "2025-06-02", "2025-06-04", "created", "solved")
    ]


def test_solved_on_the_day_it_came_is_never_in_the_backlog(desk: Desk) -> None:
    desk.ticket("2025-06-03 03:00", "2025-06-03 03:00 queue orders\n2025-06-03 05:00 status solved")
    desk.flat_ticket("2025-06-03 03:00", last_solved_at="2025-06-03 05:00")
    assert desk.facts().rows("fact_backlog_stay", STAY) == []


def test_each_stay_begins_and_ends_once(desk: Desk) -> None:
    desk.ticket(
        "2025-06-03 03:00",
        """
        2025-06-03 03:00 status new
        2025-06-03 03:00 queue orders
        2025-06-05 03:00 queue returns
        2025-06-06 03:00 status solved
        2025-06-08 03:00 status open
        2025-06-09 03:00 status solved
        2025-06-09 04:00 status open
        """,
    )
    assert desk.facts().rows("fact_backlog_stay", STAY, "entered_date") == [
        ("orders", "2025-06-03", "2025-06-05", "created", "transferred"),
        ("returns", "2025-06-05", "2025-06-06", "transferred", "solved"),
        ("returns", "2025-06-08", "2025-06-09", "reopened", "solved"),
        ("returns", "2025-06-09", "9999-12-31", "reopened", None),
    ]


def test_created_one_day_and_reopened_another_is_no_creation(desk: Desk) -> None:
    desk.ticket(
        "2025-06-03 03:00",
        "2025-06-03 03:00 queue orders\n2025-06-03 04:00 status solved\n"
        "2025-06-05 03:00 status open",
    )
    assert desk.facts().rows("fact_backlog_stay", STAY) == [
        ("orders", "2025-06-05", "9999-12-31", "reopened", None)
    ]


def test_s14_a_merge_takes_out_what_was_unsolved_and_nothing_else(desk: Desk) -> None:
    history = "2025-06-03 03:00 queue orders\n2025-06-03 03:00 status new\n"
    desk.ticket(
        "2025-06-03 03:00",
        history + "2025-06-05 03:00 merge\n2025-06-05 03:00 status closed",
        status_category="merged",
    )
    desk.ticket(
        "2025-06-03 03:00",
        history + "2025-06-04 03:00 status solved\n2025-06-05 03:00 merge",
        status_category="merged",
    )
    desk.flat_ticket("2025-06-03 03:00", status_category="merged", closed_at="2025-06-05 03:00")
    facts = desk.facts()
    assert facts.rows("fact_backlog_stay", "ticket_key, " + STAY, "ticket_key") == [
        (1, "orders", "2025-06-03", "2025-06-05", "created", "merged"),
        (2, "orders", "2025-06-03", "2025-06-04", "created", "solved"),
        (3, "orders", "2025-06-03", "2025-06-05", "created", "merged"),
    ]
    assert facts.rows("fact_ticket") == []


@pytest.mark.parametrize("status", ["spam", "deleted", "test"])
def test_what_is_no_ticket_is_counted_nowhere(desk: Desk, status: str) -> None:
    desk.ticket("2025-06-03 03:00", "2025-06-03 03:00 queue orders", status_category=status)
    desk.flat_ticket("2025-06-03 03:00", status_category=status)
    facts = desk.facts()
    for table in ("fact_ticket", "fact_stretch", "fact_backlog_stay", "fact_ownership"):
        assert facts.rows(table) == []


def test_solved_nobody_knows_when_is_not_in_the_backlog_for_ever(desk: Desk) -> None:
    desk.flat_ticket("2025-06-03 03:00", status_category="solved")
    assert desk.facts().rows("fact_backlog_stay") == []


HISTORIES = st.lists(
    st.tuples(
        st.integers(1, 60 * 60),
        st.sampled_from(
            ["status solved", "status open", "queue orders", "queue returns", "queue nobody"]
        ),
    ),
    max_size=12,
)


@examples(12)
@given(histories=st.lists(HISTORIES, min_size=1, max_size=6))
def test_the_backlog_of_a_day_is_that_of_the_day_before_and_what_came_less_what_left(
    histories: list[list[tuple[int, str]]],
) -> None:
    desk = Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-07-30 12:00")
    lives: list[list[tuple[str, str]]] = []
    for steps in histories:
        moment, life = "2025-06-02 20:00:00", []
        for minutes, what in steps:
            moment = later(moment, minutes=minutes)
            if at(moment) < at(desk.extract_at):
                life.append((moment, what))
        lives.append(life)
        desk.ticket(
            "2025-06-02 20:00",
            "2025-06-02 20:00 status new\n" + "\n".join(f"{when} {what}" for when, what in life),
        )
    stays = desk.facts().rows(
        "fact_backlog_stay", "ticket_key, entered_date, left_date, entered_by, left_by", "1, 2"
    )
    for before, after in pairwise(stays):
        assert before[0] < after[0] or before[2] <= after[1]
    day, yesterday = date(2025, 6, 1), 0
    while day < date(2025, 7, 30):
        today = sum(entered <= day < left for _, entered, left, _, _ in stays)
        came = sum(
            entered == day and by in ("created", "reopened") for _, entered, _, by, _ in stays
        )
        went = sum(left == day and by in ("solved", "merged") for _, _, left, _, by in stays)
        assert today == yesterday + came - went
        assert today == sum(_is_unsolved_at_the_end_of(day, life) for life in lives)
        day, yesterday = day + timedelta(days=1), today


def _is_unsolved_at_the_end_of(day: date, life: list[tuple[str, str]]) -> bool:
    midnight = at(f"{day + timedelta(days=1)} 00:00")
    statuses = ["status new"] if at("2025-06-02 20:00") < midnight else ["status solved"]
    statuses += [what for when, what in life if at(when) < midnight and what.startswith("status")]
    return statuses[-1] != "status solved"
