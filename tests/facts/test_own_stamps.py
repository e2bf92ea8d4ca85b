"""Where a history does not tell a thing, the ticket's own stamps and counts do; else events win."""

import pytest

from tests.facts.company import Desk, at

MOVED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
    2025-06-02 10:00 queue returns
    2025-06-02 12:00 status solved
"""
TALKED = """
    2025-06-02 09:00 queue orders
    2025-06-02 09:00 customer_message
    2025-06-02 10:00 public_reply
    2025-06-02 11:00 queue returns
"""


@pytest.fixture
def desk() -> Desk:
    return Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-06-30 00:00")


def without(desk: Desk, *kinds: str) -> Desk:
    """Say that the history of the desk holds nothing of these kinds."""
    for name in ("first_reply", "events", "agent_history", "queue_history"):
        desk.row("load_capability", capability=name, state="no" if name in kinds else "yes")
    return desk


class TestReplies:
    """A history without messages, of tickets that say when they were answered."""

    def test_the_first_reply_is_the_stamps_and_of_the_unit_that_owned_it_then(
        self, desk: Desk
    ) -> None:
        desk.promise("first_reply", 60)
        early = desk.ticket(
            "2025-06-02 09:00", MOVED, first_reply_at=at("2025-06-02 09:30"), reply_count=2
        )
        late = desk.ticket("2025-06-02 09:00", MOVED, first_reply_at=at("2025-06-02 11:00"))
        never = desk.ticket("2025-06-02 09:00", MOVED)
        facts = desk.facts()
        names = (
            "unit_first_reply", "first_reply_business_seconds",
            "reply_count", "first_reply_promise",
        )  # fmt: skip
        assert {
            key: tuple(facts.ticket(key)[name] for name in names) for key in (early, late, never)
        } == {
            early: ("orders", 1800, 2, "met"),
            late: ("returns", 7200, None, "breached"),
            never: (None, None, 0, "breached"),
        }
        assert facts.rows("fact_turn") == []

    def test_one_reply_counted_by_the_export_is_first_contact(self, desk: Desk) -> None:
        solved = MOVED.replace("2025-06-02 10:00 queue returns", "")
        once = desk.ticket(
            "2025-06-02 09:00", solved, first_reply_at=at("2025-06-02 11:00"), reply_count=1
        )
        unknown = desk.ticket("2025-06-02 09:00", solved, first_reply_at=at("2025-06-02 11:00"))
        facts = desk.facts()
        assert facts.ticket(once)["is_first_contact"] is True
        assert facts.ticket(unknown)["is_first_contact"] is None

    def test_a_stamp_before_the_creation_or_after_the_extract_is_none(self, desk: Desk) -> None:
        before = desk.ticket("2025-06-02 09:00", MOVED, first_reply_at=at("2025-06-02 08:59"))
        after = desk.ticket("2025-06-02 09:00", MOVED, first_reply_at=at("2025-06-30 00:01"))
        facts = desk.facts()
        assert facts.ticket(before)["first_reply_at"] is None
        assert facts.ticket(after)["first_reply_at"] is None

    def test_where_the_history_holds_replies_it_is_believed(self, desk: Desk) -> None:
        desk.ticket("2025-06-02 09:00", TALKED)
        stamped = desk.ticket(
            "2025-06-02 09:00", MOVED, first_reply_at=at("2025-06-02 09:30"), reply_count=2
        )
        ticket = desk.facts().ticket(stamped)
        assert ticket["first_reply_at"] is None
        assert ticket["reply_count"] == 0


class TestSolvings:
    """A history without changes of status, of tickets that say when they were solved."""

    def test_first_and_last_solving_are_the_stamps(self, desk: Desk) -> None:
        desk.promise("resolution", 60)
        again = desk.ticket(
            "2025-06-02 09:00",
            TALKED,
            status_category="closed",
            first_solved_at=at("2025-06-02 10:30"),
            last_solved_at=at("2025-06-02 15:00"),
            closed_at=at("2025-06-09 15:00"),
            reopen_count=1,
        )
        ticket = desk.facts().ticket(again)
        assert ticket["status_category"] == "closed"
        assert ticket["first_resolution_calendar_seconds"] == 5400
        assert ticket["full_resolution_business_seconds"] == 6 * 3600
        assert (ticket["unit_first_solved"], ticket["unit_solved"]) == ("orders", "returns")
        assert ticket["reopen_count"] == 1
        assert ticket["is_first_contact"] is False
        assert ticket["resolution_promise"] == "breached"

    def test_once_solved_and_never_reopened_the_last_solving_is_the_first(self, desk: Desk) -> None:
        solved = {"status_category": "solved", "last_solved_at": at("2025-06-02 15:00")}
        once = desk.ticket("2025-06-02 09:00", TALKED, **solved, reopen_count=0)
        unknown = desk.ticket("2025-06-02 09:00", TALKED, **solved)
        facts = desk.facts()
        assert facts.ticket(once)["first_resolution_calendar_seconds"] == 6 * 3600
        assert facts.ticket(once)["is_first_contact"] is False
        assert facts.ticket(unknown)["first_solved_at"] is None
        assert facts.ticket(unknown)["reopen_count"] is None

    def test_an_open_ticket_solved_before_has_a_first_solving(self, desk: Desk) -> None:
        desk.ticket("2025-06-02 09:00", TALKED, status_category="solved")
        desk.ticket(
            "2025-06-02 09:00",
            TALKED,
            status_category="open",
            first_solved_at=at("2025-06-02 10:30"),
            reopen_count=2,
        )
        ticket = desk.facts().ticket(2)
        assert ticket["first_resolution_calendar_seconds"] == 5400
        assert ticket["solved_at"] is None
        assert ticket["reopen_count"] == 2

    def test_what_the_state_was_between_is_not_known_and_waits_are_the_exports(
        self, desk: Desk
    ) -> None:
        desk.promise("resolution", 60_000)
        solved = desk.ticket(
            "2025-06-02 09:00",
            TALKED,
            status_category="solved",
            last_solved_at=at("2025-06-02 15:00"),
            source_agent_wait_calendar_seconds=1200,
        )
        # what is recorded at the creation is the state of today
        waiting = desk.ticket(
            "2025-06-02 09:00", TALKED + "2025-06-02 09:00 status waiting_customer"
        )
        facts = desk.facts()
        assert facts.ticket(solved)["agent_wait_calendar_seconds"] == 1200
        assert facts.ticket(solved)["requester_wait_calendar_seconds"] is None
        assert facts.ticket(waiting)["agent_wait_calendar_seconds"] is None
        assert facts.ticket(waiting)["resolution_promise"] == "paused"

    def test_a_history_that_begins_with_the_solving_has_no_other_stamp_of_it(
        self, desk: Desk
    ) -> None:
        cut = desk.ticket(
            "2025-06-02 09:00",
            "2025-06-02 09:00 status solved\n2025-06-02 09:00 queue orders\n"
            "2025-06-09 09:00 status closed",
        )
        ticket = desk.facts().ticket(cut)
        assert str(ticket["solved_at"]) == "2025-06-02 09:00:00"
        assert ticket["reopen_count"] == 0


class TestCounts:
    """Counts of the export where the history tells no such changes."""

    def test_agents_and_queues(self, desk: Desk) -> None:
        history = """
            2025-06-02 09:00 queue orders
            2025-06-02 09:00 agent anna
            2025-06-02 12:00 status solved
        """
        counts = {"reassignment_count": 3, "agent_count": 2, "queue_count": 3}
        desk.ticket("2025-06-02 09:00", history, **counts)
        ticket = without(desk, "agent_history", "queue_history").facts().ticket()
        assert (ticket["reassignment_count"], ticket["transfer_count"]) == (3, 2)
        desk.tables.pop("load_capability")
        ticket = desk.facts().ticket()
        assert (ticket["reassignment_count"], ticket["transfer_count"]) == (0, 0)


class TestSolvedAllItsLife:
    """A ticket that is told as solved from its creation on, in a history that tells of others."""

    @pytest.mark.parametrize(
        ("told", "hours"),
        [
            ("2025-06-02 09:00 status solved", 4),
            ("2025-06-02 11:00 status solved", 2),
            ("2025-06-02 09:00 status open\n2025-06-02 09:00 status solved", 0),
        ],
    )
    def test_it_was_solved_at_its_stamp_unless_a_change_is_told(
        self, desk: Desk, told: str, hours: int
    ) -> None:
        desk.ticket("2025-06-02 09:00", MOVED)
        key = desk.ticket(
            "2025-06-02 09:00",
            f"2025-06-02 09:00 queue orders\n{told}",
            last_solved_at=at("2025-06-02 13:00"),
        )
        ticket = desk.facts().ticket(key)
        assert ticket["full_resolution_calendar_seconds"] == hours * 3600


def test_solved_nobody_knows_when_it_is_in_no_backlog_and_keeps_no_promise(desk: Desk) -> None:
    desk.promise("resolution", 60)
    desk.promise("first_reply", 60)
    answered = desk.ticket("2025-06-02 09:00", TALKED, status_category="solved")
    silent = desk.ticket(
        "2025-06-02 09:00", "2025-06-02 09:00 queue orders", status_category="solved"
    )
    facts = desk.facts()
    assert facts.rows("fact_backlog_stay") == []
    kept = facts.ticket(answered)
    assert (kept["first_reply_promise"], kept["resolution_promise"]) == ("met", None)
    unknown = facts.ticket(silent)
    assert (unknown["first_reply_promise"], unknown["resolution_promise"]) == (None, None)
    assert unknown["solved_at"] is None


class TestRatings:
    """The answer given last, wherever it stands."""

    SOLVED = MOVED + "2025-06-02 12:00 rating offered\n"

    def test_an_answer_only_the_ticket_holds_is_its_rating(self, desk: Desk) -> None:
        desk.ticket("2025-06-02 09:00", self.SOLVED, rating="bad", rated_at=at("2025-06-02 13:00"))
        ticket = desk.facts().ticket()
        assert (ticket["rating"], ticket["unit_rated"]) == ("bad", "returns")
        assert str(ticket["rated_at"]) == "2025-06-02 13:00:00"

    def test_an_answer_the_history_tells_beats_the_tickets(self, desk: Desk) -> None:
        told = self.SOLVED + "2025-06-02 13:00 rating bad\n"
        desk.ticket("2025-06-02 09:00", told, rating="good", rated_at=at("2025-06-02 14:00"))
        ticket = desk.facts().ticket()
        assert ticket["rating"] == "bad"
        assert str(ticket["rated_at"]) == "2025-06-02 13:00:00"

    def test_a_second_offer_takes_no_answer_back(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            self.SOLVED
            + """
            2025-06-02 13:00 rating bad
            2025-06-02 14:00 status open
            2025-06-02 15:00 status solved
            2025-06-02 15:00 rating offered
            """,
        )
        ticket = desk.facts().ticket()
        assert ticket["rating"] == "bad"
        assert str(ticket["rated_at"]) == "2025-06-02 13:00:00"
