"""Messages and counts: replies, turns, reopenings, first contact, customers who come back."""

import pytest

from tests.facts.company import Desk, at, office

OPENED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
    2025-06-02 09:00 customer_message
"""


@pytest.fixture
def desk() -> Desk:
    return Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-06-30 00:00")


def test_a_robots_answer_is_no_reply(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED + "2025-06-02 09:01 public_reply by robot\n2025-06-02 10:00 public_reply by agent",
    )
    ticket = desk.facts().ticket()
    assert ticket["first_reply_at"] == at("2025-06-02 10:00")
    assert ticket["reply_count"] == 1


def test_s18_an_internal_note_is_no_touch(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 09:30 internal_note by agent
        2025-06-02 10:00 public_reply
        2025-06-02 10:00 status solved
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["reply_count"] == 1
    assert ticket["is_first_contact"] is True


def test_s6_a_reply_before_the_first_working_minute_took_no_time(desk: Desk) -> None:
    desk.calendars = {"always": office("UTC")}
    desk.promise("first_reply", 10)
    desk.ticket("2025-06-02 05:00", "2025-06-02 05:00 queue orders\n2025-06-02 08:00 public_reply")
    ticket = desk.facts().ticket()
    assert ticket["first_reply_business_seconds"] == 0
    assert ticket["first_reply_promise"] == "met"


def test_where_replies_cannot_be_seen_their_number_is_not_known(desk: Desk) -> None:
    desk.row("load_capability", capability="first_reply", state="no")
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 10:00 status solved")
    ticket = desk.facts().ticket()
    assert ticket["can_reply_be_seen"] is False
    assert ticket["reply_count"] is None
    assert ticket["is_first_contact"] is None


@pytest.mark.parametrize("replies", [1, 3])
def test_where_transfers_cannot_be_seen_no_first_contact_is_judged(
    desk: Desk, replies: int
) -> None:
    desk.flat_ticket(
        "2025-06-02 09:00",
        status_category="solved",
        last_solved_at="2025-06-02 12:00",
        reply_count=replies,
        reopen_count=0,
        reassignment_count=0,
    )
    ticket = desk.facts().ticket()
    assert ticket["transfer_count"] is None
    assert ticket["is_first_contact"] is None


def test_a_second_queue_spoils_a_first_contact_where_only_their_number_is_known(
    desk: Desk,
) -> None:
    for key in ("a", "b"):
        desk.row("core_identity", kind="queue", source="desk", key=key, id="orders")
    solved = {
        "status_category": "solved",
        "last_solved_at": "2025-06-02 12:00",
        "reply_count": 1,
        "reopen_count": 0,
        "reassignment_count": 0,
    }
    once = desk.flat_ticket("2025-06-02 09:00", queue_count=1, **solved)
    twice = desk.flat_ticket("2025-06-02 09:00", queue_count=2, **solved)
    facts = desk.facts()
    assert facts.ticket(once)["is_first_contact"] is True
    assert facts.ticket(twice)["is_first_contact"] is False


def test_what_spoils_a_first_contact(desk: Desk) -> None:
    reply = "2025-06-02 10:00 public_reply\n"
    solved = "2025-06-02 12:00 status solved\n"
    kept = desk.ticket("2025-06-02 09:00", OPENED + reply + solved)
    twice = desk.ticket(
        "2025-06-02 09:00", OPENED + reply + "2025-06-02 11:00 public_reply\n" + solved
    )
    never = desk.ticket("2025-06-02 09:00", OPENED + solved)
    moved = desk.ticket(
        "2025-06-02 09:00", OPENED + reply + "2025-06-02 11:00 queue returns\n" + solved
    )
    again = desk.ticket(
        "2025-06-02 09:00",
        OPENED + reply + solved + "2025-06-02 13:00 status open\n2025-06-02 14:00 status solved",
    )
    unsolved = desk.ticket("2025-06-02 09:00", OPENED + reply)
    facts = desk.facts()
    judged = {
        key: facts.ticket(key)["is_first_contact"]
        for key in (kept, twice, never, moved, again, unsolved)
    }
    assert judged == {
        kept: True, twice: False, never: False, moved: False, again: False, unsolved: None,
    }  # fmt: skip


def test_s16_a_reopened_ticket_has_a_first_and_a_last_solving(desk: Desk) -> None:
    desk.ticket(
        "2025-06-02 09:00",
        OPENED
        + """
        2025-06-02 10:00 status solved
        2025-06-02 11:00 status open
        2025-06-02 13:00 status solved
        2025-06-05 13:00 status closed
        """,
    )
    ticket = desk.facts().ticket()
    assert ticket["first_resolution_calendar_seconds"] == 3600
    assert ticket["full_resolution_calendar_seconds"] == 4 * 3600
    assert ticket["solved_at"] == at("2025-06-02 13:00")
    assert ticket["reopen_count"] == 1


def test_s15_closed_without_being_solved_is_solved_when_closed(desk: Desk) -> None:
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 12:00 status closed")
    ticket = desk.facts().ticket()
    assert ticket["full_resolution_calendar_seconds"] == 3 * 3600
    assert ticket["reopen_count"] == 0


def test_waiting_of_an_open_ticket_grows_to_the_extract_not_to_the_clock_on_the_wall(
    desk: Desk,
) -> None:
    desk.ticket("2025-06-02 09:00", OPENED)
    assert desk.facts().ticket()["requester_wait_calendar_seconds"] == (27 * 24 + 15) * 3600


class TestTurns:
    """A wait for a next reply."""

    COLUMNS = "started_at, replied_at, state, calendar_seconds, unit_id"

    def test_messages_in_a_row_are_one_turn_and_the_first_wait_is_none(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 09:10 customer_message
            2025-06-02 10:00 public_reply
            2025-06-02 11:00 customer_message
            2025-06-02 11:30 customer_message
            2025-06-02 12:00 public_reply by robot
            2025-06-02 13:00 public_reply
            2025-06-02 14:00 public_reply
            """,
        )
        assert desk.facts().rows("fact_turn", self.COLUMNS) == [
            (at("2025-06-02 11:00"), at("2025-06-02 13:00"), "answered", 7200, "orders")
        ]

    def test_a_solving_closes_a_turn_in_silence_and_the_next_message_begins_another(
        self, desk: Desk
    ) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 10:00 public_reply
            2025-06-02 11:00 customer_message
            2025-06-02 12:00 status solved
            2025-06-02 13:00 customer_message
            2025-06-02 13:00 status open
            2025-06-02 13:30 queue returns
            2025-06-02 14:00 public_reply
            """,
        )
        assert desk.facts().rows("fact_turn", self.COLUMNS) == [
            (at("2025-06-02 11:00"), None, "closed_in_silence", None, "orders"),
            (at("2025-06-02 13:00"), at("2025-06-02 14:00"), "answered", 3600, "returns"),
        ]

    def test_answered_and_solved_in_one_second_is_answered(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 10:00 public_reply
            2025-06-02 11:00 customer_message
            2025-06-02 12:00 status solved
            2025-06-02 12:00 public_reply
            """,
        )
        assert [row[2] for row in desk.facts().rows("fact_turn", self.COLUMNS)] == ["answered"]

    def test_thanks_after_the_solving_wait_for_nobody(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 10:00 public_reply
            2025-06-02 10:00 status solved
            2025-06-02 11:00 customer_message
            """,
        )
        assert [row[2] for row in desk.facts().rows("fact_turn", self.COLUMNS)] == [
            "closed_in_silence"
        ]

    def test_an_unanswered_turn_of_an_open_ticket_is_waiting(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED + "2025-06-02 10:00 public_reply\n2025-06-02 11:00 customer_message\n"
            "2025-06-02 12:00 queue returns",
        )
        assert desk.facts().rows("fact_turn", self.COLUMNS) == [
            (at("2025-06-02 11:00"), None, "waiting", None, "returns")
        ]


class TestRepeatContact:
    """The customer comes back in the same category within seven days of the solving."""

    def solved(self, desk: Desk, created: str, solved: str, **columns: str) -> int:
        who = {"requester_id": "c1", "category": "delivery", **columns}
        return desk.flat_ticket(created, last_solved_at=solved, **who)

    @pytest.mark.parametrize(
        ("next_created_at", "is_repeat"),
        [
            ("2025-06-02 12:00:01", True),
            ("2025-06-09 12:00:00", True),
            ("2025-06-09 12:00:01", False),
            ("2025-06-02 12:00:00", False),
            ("2025-06-02 11:00:00", False),
        ],
    )
    def test_the_window_is_seven_days_to_the_second(
        self, desk: Desk, next_created_at: str, is_repeat: bool
    ) -> None:
        first = self.solved(desk, "2025-06-02 09:00", "2025-06-02 12:00")
        self.solved(desk, next_created_at, "2025-06-20 12:00")
        assert desk.facts().ticket(first)["is_repeat_within_7_days"] is is_repeat

    def test_another_category_or_customer_is_no_repeat(self, desk: Desk) -> None:
        first = self.solved(desk, "2025-06-02 09:00", "2025-06-02 12:00")
        self.solved(desk, "2025-06-03 09:00", "2025-06-20 12:00", category="billing")
        self.solved(desk, "2025-06-03 09:00", "2025-06-20 12:00", requester_id="c2")
        assert desk.facts().ticket(first)["is_repeat_within_7_days"] is False

    def test_a_ticket_created_while_the_first_was_open_does_not_hide_a_later_one(
        self, desk: Desk
    ) -> None:
        first = self.solved(desk, "2025-06-02 09:00", "2025-06-04 12:00")
        self.solved(desk, "2025-06-03 09:00", "2025-06-20 12:00")
        self.solved(desk, "2025-06-08 09:00", "2025-06-20 12:00")
        assert desk.facts().ticket(first)["is_repeat_within_7_days"] is True

    def test_a_merged_ticket_is_no_new_contact(self, desk: Desk) -> None:
        first = self.solved(desk, "2025-06-02 09:00", "2025-06-02 12:00")
        self.solved(desk, "2025-06-03 09:00", "2025-06-03 12:00", status_category="merged")
        assert desk.facts().ticket(first)["is_repeat_within_7_days"] is False

    def test_it_is_not_known_without_a_customer_a_category_or_the_days(self, desk: Desk) -> None:
        nobody = desk.flat_ticket(
            "2025-06-02 09:00", last_solved_at="2025-06-02 12:00", category="delivery"
        )
        nothing = desk.flat_ticket(
            "2025-06-02 09:00", last_solved_at="2025-06-02 12:00", requester_id="c1"
        )
        recent = self.solved(desk, "2025-06-02 09:00", "2025-06-23 00:00:01")
        self.solved(desk, "2025-06-24 09:00", "2025-06-24 12:00")
        facts = desk.facts()
        for key in (nobody, nothing, recent):
            assert facts.ticket(key)["is_repeat_within_7_days"] is None


class TestCountsOfAFlatSource:
    """What an export counted itself."""

    def test_one_queue_is_no_transfer_and_several_are_as_many_as_the_map_allows(
        self, desk: Desk
    ) -> None:
        once = desk.flat_ticket("2025-06-02 09:00", queue_count=1)
        thrice = desk.flat_ticket("2025-06-02 09:00", queue_count=3)
        desk.row("core_identity", kind="queue", source="desk", key="a", id="orders")
        facts = desk.facts()
        assert facts.ticket(once)["transfer_count"] == 0
        assert facts.ticket(thrice)["transfer_count"] == 2
        desk.row("core_identity", kind="queue", source="desk", key="b", id="orders")
        facts = desk.facts()
        assert facts.ticket(once)["transfer_count"] is None  # else only noughts were known
        assert facts.ticket(thrice)["transfer_count"] is None

    def test_agents_are_reassignments_but_for_the_first(self, desk: Desk) -> None:
        counted = desk.flat_ticket("2025-06-02 09:00", agent_count=3)
        nobody = desk.flat_ticket("2025-06-02 09:00", agent_count=0)
        unknown = desk.flat_ticket("2025-06-02 09:00")
        facts = desk.facts()
        assert facts.ticket(counted)["reassignment_count"] == 2
        assert facts.ticket(nobody)["reassignment_count"] == 0
        assert facts.ticket(unknown)["reassignment_count"] is None
