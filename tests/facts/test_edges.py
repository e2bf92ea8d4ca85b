"""What happens in the very second, on the very day, or where two are equally right."""

from datetime import date

import pytest

from tests.facts.company import Desk, at

OPENED = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
"""


@pytest.fixture
def desk() -> Desk:
    return Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-06-30 00:00")


class TestTheSecondOfTheExtract:
    """What happened in it counts; what lies after it did not happen yet."""

    def test_replies_solvings_and_ratings(self, desk: Desk) -> None:
        within = desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-30 00:00 public_reply
            2025-06-30 00:00 status solved
            2025-06-30 00:00 rating good
            """,
        )
        after = desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 09:00 agent anna
            2025-06-30 00:01 agent bert
            2025-06-30 00:01 public_reply
            2025-06-30 00:01 status solved
            2025-06-30 00:01 rating good
            """,
        )
        desk.row("core_source", extract_at=at(desk.extract_at))
        facts = desk.facts()
        names = ("reply_count", "solved_at", "rating", "reassignment_count")
        assert [facts.ticket(within)[name] for name in names] == [
            1, at("2025-06-30 00:00"), "good", 0,
        ]  # fmt: skip
        assert [facts.ticket(after)[name] for name in names] == [0, None, None, 0]

    def test_seven_days_are_over_at_it(self, desk: Desk) -> None:
        who = {"requester_id": "c1", "category": "delivery"}
        over = desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-23 00:00:00", **who)
        not_yet = desk.flat_ticket("2025-06-02 09:00", last_solved_at="2025-06-23 00:00:01", **who)
        facts = desk.facts()
        assert facts.ticket(over)["is_repeat_within_7_days"] is False
        assert facts.ticket(not_yet)["is_repeat_within_7_days"] is None


class TestTheSecondOfTheCreation:
    """A ticket begins there, whatever its history says of before."""

    def test_what_is_told_of_before_holds_from_it(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            "2025-06-02 08:00 queue orders\n2025-06-02 08:30 status open\n"
            "2025-06-02 12:00 status solved",
        )
        facts = desk.facts()
        assert facts.ticket()["unit_created"] == "orders"
        assert facts.ticket()["full_resolution_calendar_seconds"] == 3 * 3600
        assert facts.rows("fact_stretch", "starts_at, status_category") == [
            (at("2025-06-02 09:00"), "open")
        ]

    def test_answered_in_it_by_a_unit_without_hours_is_not_judged(self, desk: Desk) -> None:
        desk.units = {"orders": None}
        desk.promise("first_reply", 60)
        desk.ticket(
            "2025-06-02 09:00",
            OPENED + "2025-06-02 09:00 customer_message\n2025-06-02 09:00 public_reply",
        )
        ticket = desk.facts().ticket()
        assert ticket["first_reply_promise"] is None
        assert ticket["first_reply_business_seconds"] is None


class TestTheSecondOfTheSolving:
    """Who had the ticket before solved it; a rating given in it speaks of it."""

    def test_passed_on_in_it(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED + "2025-06-02 10:00 status solved\n2025-06-02 10:00 queue returns",
        )
        assert desk.facts().ticket()["unit_solved"] == "orders"

    def test_rated_in_it(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 10:00 status solved
            2025-06-02 11:00 status open
            2025-06-02 12:00 queue returns
            2025-06-02 13:00 status solved
            2025-06-02 13:00 rating bad
            2025-06-02 13:00 rating good
            2025-06-02 14:00 queue orders
            """,
        )
        ticket = desk.facts().ticket()
        assert (ticket["rating"], ticket["unit_rated"]) == ("good", "returns")

    def test_opened_and_solved_in_it_ends_the_life(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 10:00 status solved
            2025-06-02 11:00 status open
            2025-06-02 11:00 status solved
            """,
        )
        assert desk.facts().rows("fact_stretch", "calendar_seconds, is_solved", "starts_at") == [
            (3600, False),
            (3600, True),
        ]


class TestMerges:
    """Where no event tells when it was: closed then, else last changed then."""

    @pytest.mark.parametrize("is_flat", [True, False])
    def test_closing_comes_before_the_last_change(self, desk: Desk, is_flat: bool) -> None:
        stamps = {"closed_at": "2025-06-05 09:00", "updated_at": "2025-06-09 09:00"}
        if is_flat:
            desk.flat_ticket("2025-06-02 09:00", status_category="merged", **stamps)
            desk.flat_ticket(
                "2025-06-02 09:00", status_category="merged", updated_at="2025-06-09 09:00"
            )
        else:
            told = {name: at(stamp) for name, stamp in stamps.items()}
            desk.ticket("2025-06-02 09:00", OPENED, status_category="merged", **told)
            desk.ticket(
                "2025-06-02 09:00",
                OPENED,
                status_category="merged",
                updated_at=at("2025-06-09 09:00"),
            )
        assert desk.facts().rows(
            "fact_backlog_stay", "ticket_key, cast(left_date as varchar), left_by", "1"
        ) == [(1, "2025-06-05", "merged"), (2, "2025-06-09", "merged")]


class TestEquallyRight:
    """One of several is taken, the same every time."""

    def test_of_policies_with_as_many_conditions_the_newer_and_then_the_first_by_id(
        self, desk: Desk
    ) -> None:
        newer = {"valid_from": date(2025, 6, 1)}
        desk.promise("first_reply", 10, policy_id="a")
        desk.promise("first_reply", 20, policy_id="c", **newer)
        desk.promise("first_reply", 30, policy_id="b", **newer)
        desk.ticket("2025-06-02 09:00", OPENED)
        desk.ticket("2025-05-02 09:00", OPENED)
        facts = desk.facts()
        assert facts.ticket(1)["first_reply_target_seconds"] == 1800
        assert facts.ticket(2)["first_reply_target_seconds"] == 600

    def test_of_intake_units_one_that_a_queue_stands_for_and_then_the_newest(
        self, desk: Desk
    ) -> None:
        front = {"name": "f", "is_intake": True, "calendar_id": "always"}
        desk.row("core_unit", unit_id="old", **front)
        desk.row("core_unit", unit_id="new", valid_from=date(2025, 1, 1), **front)
        desk.ticket(
            "2025-06-02 09:00",
            "2025-06-02 09:00 status new\n2025-06-02 10:00 queue orders\n"
            "2025-06-02 12:00 status solved",
        )
        assert desk.facts().shares("life") == {"new": 1 / 3, "orders": 2 / 3}
        desk.row("core_identity", kind="queue", source="desk", key="Front", id="old")
        assert desk.facts().shares("life") == {"old": 1 / 3, "orders": 2 / 3}

    def test_without_a_history_of_priorities_the_last_known_one_holds(self, desk: Desk) -> None:
        desk.promise("first_reply", 10, priority="low").promise("first_reply", 20, priority="high")
        desk.ticket("2025-06-02 09:00", OPENED, priority="high", priority_first="low")
        desk.ticket("2025-06-02 09:00", OPENED, priority_first="low")
        facts = desk.facts()
        assert facts.ticket(1)["first_reply_target_seconds"] == 1200
        assert facts.ticket(2)["first_reply_target_seconds"] == 600

    def test_agents_of_one_second_are_taken_in_the_order_told(self, desk: Desk) -> None:
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 09:00 agent anna
            2025-06-02 10:00 agent bert
            2025-06-02 10:00 agent anna
            """,
        )
        assert desk.facts().ticket()["reassignment_count"] == 2


class TestShares:
    """Whose the clock was, where it stopped or could not be read."""

    def test_a_stricter_target_passed_already_is_shared_up_to_the_change(self, desk: Desk) -> None:
        desk.promise("resolution", 600, priority="low").promise("resolution", 60, priority="urgent")
        desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + """
            2025-06-02 09:00 priority low
            2025-06-02 10:00 queue returns
            2025-06-02 11:00 priority urgent
            2025-06-02 15:00 status solved
            """,
        )
        assert desk.facts().shares("resolution") == {"orders": 0.5, "returns": 0.5}

    def test_answered_as_it_was_created_solved_is_wholly_the_first_units(self, desk: Desk) -> None:
        desk.units = {**desk.units, "front": "always"}
        desk.promise("first_reply", 60)
        desk.ticket(
            "2025-06-02 09:00",
            """
            2025-06-02 09:00 queue orders
            2025-06-02 09:00 status solved
            2025-06-02 09:00 customer_message
            2025-06-02 09:00 public_reply
            2025-06-02 10:00 queue returns
            2025-06-02 10:00 status open
            2025-06-02 11:00 queue front
            2025-06-02 12:00 status solved
            """,
        )
        assert desk.facts().shares("first_reply") == {"orders": 1.0}

    def test_a_life_partly_without_hours_is_shared_by_the_calendar(self, desk: Desk) -> None:
        desk.units = {"orders": "always", "returns": None}
        desk.ticket(
            "2025-06-02 09:00",
            OPENED + "2025-06-02 10:00 queue returns\n2025-06-02 13:00 status solved",
        )
        assert desk.facts().shares("life") == {"orders": 0.25, "returns": 0.75}


def test_the_number_of_queues_says_no_transfers_where_a_unit_has_several(desk: Desk) -> None:
    for name in ("first_reply", "agent_history"):
        desk.row("load_capability", capability=name)
    for queue in ("a", "b"):
        desk.row("core_identity", kind="queue", source="desk", key=queue, id="orders")
    once = desk.ticket("2025-06-02 09:00", OPENED, queue_count=1)
    twice = desk.ticket("2025-06-02 09:00", OPENED, queue_count=2)
    facts = desk.facts()
    assert facts.ticket(once)["transfer_count"] is None
    assert facts.ticket(twice)["transfer_count"] is None


def test_the_region_is_that_of_the_unit_on_the_day_of_creation(desk: Desk) -> None:
    desk.units = {}
    moved = date(2025, 6, 3)
    desk.row("core_unit", unit_id="orders", name="o", region="north", valid_until=moved)
    desk.row("core_unit", unit_id="orders", name="o", region="south", valid_from=moved)
    before = desk.flat_ticket("2025-06-02 23:59:59")
    after = desk.flat_ticket("2025-06-03 00:00")
    own = desk.flat_ticket("2025-06-03 00:00", region="west")
    facts = desk.facts()
    assert [facts.ticket(key)["region"] for key in (before, after, own)] == [
        "north", "south", "west",
    ]  # fmt: skip


def test_a_reply_of_nobody_in_particular_is_an_agents(desk: Desk) -> None:
    desk.ticket("2025-06-02 09:00", OPENED + "2025-06-02 10:00 public_reply")
    desk.tables["core_ticket_event"][-1] = {**desk.tables["core_ticket_event"][-1], "who": None}
    assert desk.facts().ticket()["reply_count"] == 1


class TestWhatIsNoTicketForAWhile:
    """Spam, merged or deleted by mistake and brought back: neither solved nor opened again."""

    NAMES = (
        "reopen_count",
        "first_solved_at",
        "solved_at",
        "first_resolution_calendar_seconds",
        "requester_wait_calendar_seconds",
    )

    @pytest.mark.parametrize("void", ["spam", "merged", "deleted", "test"])
    def test_it_is_first_solved_when_it_is_solved(self, desk: Desk, void: str) -> None:
        key = desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + f"""
            2025-06-02 10:00 status {void}
            2025-06-04 09:00 status open
            2025-06-06 09:00 public_reply
            2025-06-06 09:00 status solved
            """,
        )
        ticket, solved = desk.facts().ticket(key), at("2025-06-06 09:00")
        hours = 3600
        assert [ticket[name] for name in self.NAMES] == [0, solved, solved, 96 * hours, 49 * hours]

    def test_it_is_still_open_and_was_never_opened_again(self, desk: Desk) -> None:
        key = desk.ticket(
            "2025-06-02 09:00",
            OPENED + "2025-06-02 10:00 status merged\n2025-06-04 09:00 status open\n",
        )
        ticket = desk.facts().ticket(key)
        assert [ticket[name] for name in self.NAMES[:4]] == [0, None, None, None]

    @pytest.mark.parametrize(("after", "reopened"), [("solved", 0), ("open", 1)])
    def test_what_was_solved_before_is_solved_still(
        self, desk: Desk, after: str, reopened: int
    ) -> None:
        key = desk.ticket(
            "2025-06-02 09:00",
            OPENED
            + f"""
            2025-06-02 10:00 status solved
            2025-06-02 11:00 status spam
            2025-06-04 09:00 status {after}
            """,
        )
        ticket, first = desk.facts().ticket(key), at("2025-06-02 10:00")
        last = None if reopened else first
        assert [ticket[name] for name in self.NAMES[:3]] == [reopened, first, last]
