"""Problems of customers: which contacts make one, how it stands, and whose it was."""

from datetime import date

import pytest

from tests.facts.company import Desk, Facts, at

OFFICES = {"orders": "always", "returns": "always"}


def desk(extract_at: str = Desk.extract_at, intake: str | None = None) -> Desk:
    """Return a desk that promises a resolution in eight hours, day and night."""
    return Desk(units=OFFICES, extract_at=extract_at, intake=intake).promise("resolution", 480)


def contact(made: Desk, created_at: str, history: str, **columns: object) -> int:
    """Add a ticket of customer c1 about returns; its owner at first is Orders."""
    who = {"customer_id": "c1", "requester_id": "r1", "category": "refund", "kind": "request"}
    begun = f"{created_at} queue orders\n{created_at} status new\n"
    return made.ticket(created_at, begun + history, **(who | columns))


def complaint(made: Desk, received_at: str, **columns: object) -> None:
    """Add a complaint of customer c1."""
    key = len(made.tables.get("core_complaint", [])) + 1
    stamps = {
        name: at(str(value)) if name.endswith("_at") else value for name, value in columns.items()
    }
    made.row(
        "core_complaint",
        **{
            "complaint_key": key,
            "source": "desk",
            "complaint_id": f"K{key}",
            "customer_id": "c1",
            "received_at": at(received_at),
            "has_time_of_day": True,
            "is_open": "closed_at" not in columns,
            **stamps,
        },
    )


def states(facts: Facts) -> list[str]:
    return [state for (state,) in facts.rows("fact_problem", "state", "started_at")]


def causes(facts: Facts) -> dict[str | None, float]:
    """Return whose the only problem was, to nine decimals."""
    return {
        unit: round(share, 9) for unit, share in facts.rows("fact_problem_share", "unit_id, share")
    }


SOLVED_IN_TIME = "2025-06-02 12:00 public_reply\n2025-06-02 12:00 status solved"
SOLVED_LATE = "2025-06-02 12:00 public_reply\n2025-06-02 20:00 status solved"


def test_a_request_that_went_well_is_no_problem() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME)
    assert states(made.facts()) == []


@pytest.mark.parametrize("kind", ["incident", "complaint", "claim"])
def test_something_that_broke_is_a_problem_however_well_it_was_handled(kind: str) -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME, kind=kind)
    facts = made.facts()
    assert facts.rows("fact_problem", "state, is_inferred, is_of_kind") == [
        ("satisfied", True, True)
    ]
    assert causes(facts) == {None: 1.0}


def test_what_was_solved_less_than_thirty_days_ago_is_undecided() -> None:
    made = desk(extract_at="2025-07-02 11:59")
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME, kind="incident")
    assert states(made.facts()) == ["undecided"]


def test_nobody_knows_whether_an_unknown_customer_came_back() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00", SOLVED_IN_TIME,
        kind="incident", customer_id=None, requester_id=None,
    )  # fmt: skip
    assert states(made.facts()) == ["undecided"]


def test_a_broken_promise_that_nobody_speaks_of_is_borne_in_silence() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_LATE)
    facts = made.facts()
    assert states(facts) == ["silent"]
    assert causes(facts) == {"orders": 1.0}


def test_a_customer_who_chases_a_late_answer_is_not_silent() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 15:00 customer_message\n" + SOLVED_LATE.replace("12:00", "19:00"),
    )  # fmt: skip
    assert states(made.facts()) == ["mollified"]


def test_one_who_asks_again_in_another_ticket_chases_too() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_LATE)
    contact(made, "2025-06-02 15:00", "2025-06-02 16:00 status solved")
    facts = made.facts()
    assert facts.rows("fact_problem", "state, ticket_count, has_repeat") == [
        ("mollified", 2, False)
    ]


def test_one_who_comes_back_within_seven_days_is_dissatisfied() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME)
    contact(
        made, "2025-06-09 12:00", "2025-06-09 13:00 queue returns\n2025-06-09 14:00 status solved"
    )
    facts = made.facts()
    assert facts.rows("fact_problem", "state, ticket_count, has_repeat, unit_now") == [
        ("dissatisfied", 2, True, "returns")
    ]
    assert causes(facts) == {"orders": 1.0}  # who solved what did not stay solved


def test_after_seven_days_another_chain_begins() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME, kind="incident")
    contact(made, "2025-06-09 12:01", "2025-06-09 14:00 status solved", kind="incident")
    assert states(made.facts()) == ["undecided", "satisfied"]  # came back, though after a week


def test_another_category_is_another_matter() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME, kind="incident")
    contact(
        made, "2025-06-03 10:00", "2025-06-03 11:00 status solved",
        kind="incident", category="delivery",
    )  # fmt: skip
    assert states(made.facts()) == ["satisfied", "satisfied"]


def test_an_open_and_overdue_ticket_leaves_its_customer_dissatisfied() -> None:
    made = desk(extract_at="2025-06-03 10:00")
    contact(made, "2025-06-02 10:00", "2025-06-02 11:00 public_reply")
    facts = made.facts()
    assert facts.rows("fact_problem", "state, has_broken_promise, ended_date") == [
        ("dissatisfied", True, None)
    ]


def test_a_reopening_is_whose_solving_did_not_last() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 status solved\n2025-06-02 12:00 status open\n"
        "2025-06-02 12:00 queue returns\n2025-06-02 13:00 status solved",
    )  # fmt: skip
    facts = made.facts()
    assert facts.rows("fact_problem", "state, has_reopening") == [("dissatisfied", True)]
    assert causes(facts) == {"orders": 1.0}


def test_each_reopening_weighs_the_same() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 status solved\n2025-06-02 11:10 status open\n"
        "2025-06-02 11:20 queue returns\n2025-06-02 11:30 status solved\n"
        "2025-06-02 11:40 status open\n2025-06-02 11:50 status solved",
    )  # fmt: skip
    assert causes(made.facts()) == {"orders": 0.5, "returns": 0.5}


def test_a_broken_promise_is_shared_by_the_running_clock() -> None:
    """structure.md, section 5: 360 minutes at Orders, 30 at nobody, 90 at Returns of 480."""
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 16:00 queue nobody\n2025-06-02 16:30 queue returns\n"
        "2025-06-02 20:00 status solved",
    )  # fmt: skip
    facts = made.facts()
    assert causes(facts) == {"orders": 0.75, None: 0.0625, "returns": 0.1875}
    assert facts.rows("fact_problem", "unit_event, unit_now") == [("orders", "returns")]


def test_time_nobody_owned_is_the_intakes() -> None:
    made = desk(intake="orders")
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 16:00 queue nobody\n2025-06-02 16:30 queue returns\n"
        "2025-06-02 20:00 status solved",
    )  # fmt: skip
    assert causes(made.facts()) == {"orders": 0.8125, "returns": 0.1875}


def test_failures_of_two_kinds_weigh_the_same() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 status solved\n2025-06-02 11:10 status open\n"
        "2025-06-02 11:10 queue returns\n2025-06-02 22:10 status solved",
    )  # fmt: skip
    shares = causes(made.facts())  # of the promise Orders had 60 of 480 minutes
    assert shares == {"orders": (1 + 60 / 480) / 2, "returns": 420 / 480 / 2}


def test_a_bad_rating_is_shared_by_who_had_the_ticket_until_then() -> None:
    made = desk()
    contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 queue returns\n2025-06-02 12:00 status solved\n"
        "2025-06-02 13:00 rating bad\n",
    )  # fmt: skip
    facts = made.facts()
    assert states(facts) == ["dissatisfied"]
    assert causes(facts) == {"orders": 0.5, "returns": 0.5}


def test_what_came_after_a_bad_rating_is_not_in_its_shares() -> None:
    made = Desk(units=OFFICES)
    key = contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 queue returns\n2025-06-02 12:00 rating bad\n"
        "2025-06-02 20:00 status solved",
    )  # fmt: skip
    facts = made.facts()
    assert facts.shares("rating", key) == {"orders": 0.5, "returns": 0.5}
    assert causes(facts) == {"orders": 0.5, "returns": 0.5}


def test_a_complaint_is_the_accountable_units_and_nobody_elses() -> None:
    made = desk()
    key = contact(made, "2025-06-02 10:00", SOLVED_LATE)
    complaint(
        made, "2025-06-05 10:00", ticket_key=key, unit_handling="orders",
        unit_accountable="returns", closed_at="2025-06-06 10:00", outcome="upheld", redress=20,
    )  # fmt: skip
    facts = made.facts()
    assert causes(facts) == {"returns": 1.0}
    assert facts.rows("fact_problem", "state, ticket_count, complaint_count, has_complaint") == [
        ("mollified", 1, 1, True)
    ]


def test_a_complaint_without_an_accountable_unit_follows_its_tickets_clock() -> None:
    made = desk()
    key = contact(
        made, "2025-06-02 10:00",
        "2025-06-02 11:00 queue returns\n2025-06-02 12:00 status solved",
    )  # fmt: skip
    complaint(made, "2025-06-05 10:00", ticket_key=key, unit_handling="orders")
    assert causes(made.facts()) == {"orders": 0.5, "returns": 0.5}


def test_a_complaint_of_which_nothing_is_known_is_never_the_complaint_desks() -> None:
    made = desk()
    complaint(made, "2025-06-05 10:00", unit_handling="orders")
    facts = made.facts()
    assert causes(facts) == {None: 1.0}
    assert facts.rows("fact_problem", "state, unit_event, unit_now, ticket_key, started_date") == [
        ("undecided", None, "orders", None, date(2025, 6, 5))
    ]


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"outcome": "rejected"}, "dissatisfied"),
        ({"outcome": "partly"}, "mollified"),
        ({"outcome": "upheld", "redress": 5}, "satisfied"),
        ({"outcome": "upheld", "redress": 0}, "undecided"),
        ({"outcome": "upheld", "satisfaction": "good"}, "satisfied"),
        ({"outcome": "upheld", "satisfaction": "bad", "redress": 5}, "dissatisfied"),
    ],
)
def test_how_a_complaint_was_decided_tells_the_state(
    columns: dict[str, object], state: str
) -> None:
    made = desk()
    complaint(made, "2025-06-05 10:00", closed_at="2025-12-06 10:00", **columns)
    assert states(made.facts()) == [state]


def test_a_complaint_open_past_its_limit_leaves_the_customer_dissatisfied() -> None:
    made = desk(extract_at="2025-06-20 10:00")
    made.row(
        "core_sla_policy", policy_id="law", promise="answer", clock="calendar",
        target_seconds=14 * 86_400,
    )  # fmt: skip
    complaint(made, "2025-06-05 10:00")
    assert states(made.facts()) == ["dissatisfied"]


def test_two_customers_of_one_requesters_number_are_kept_apart() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME)
    contact(made, "2025-06-03 10:00", "2025-06-03 11:00 status solved", customer_id="c2")
    assert states(made.facts()) == []


def test_without_customers_the_requester_of_a_source_is_the_party() -> None:
    made = desk()
    contact(made, "2025-06-02 10:00", SOLVED_IN_TIME, customer_id=None)
    contact(made, "2025-06-03 10:00", "2025-06-03 11:00 status solved", customer_id=None)
    for requester, category in (("r1", "a"), ("r2", "a"), (None, "b"), (None, "b")):
        contact(
            made,
            "2025-06-04 10:00",
            "2025-06-06 11:00 status solved",
            kind="incident",
            customer_id=None,
            requester_id=requester,
            category=category,
        )
    found = made.facts().rows("fact_problem", "category, state, customer_id, party", "started_at")
    assert found[0][:3] == ("refund", "dissatisfied", None)
    parties = [row[3] for row in found]
    assert len(parties) == 5
    assert parties[0] == parties[1]
    assert len({*parties}) == 4  # of whom nobody knows who he is, each is one


def test_every_problems_shares_add_up_to_one() -> None:
    made = desk()
    for day in range(1, 20):
        contact(
            made, f"2025-06-{day:02} 10:00",
            f"2025-06-{day:02} {11 + day % 5}:00 queue returns\n"
            f"2025-06-{day:02} {17 + day % 6}:00 status solved",
            customer_id=f"c{day % 4}", category=("refund", None)[day % 2],
        )  # fmt: skip
    facts = made.facts()
    sums = facts.loading.query(
        "select count(*), max(abs(total - 1)) from (select problem_key, sum(share) as total "
        "from fact_problem left join fact_problem_share using (problem_key) group by problem_key)"
    ).rows
    ((problems, furthest),) = sums
    assert problems == len(facts.rows("fact_problem")) > 3
    assert furthest < 1e-9
