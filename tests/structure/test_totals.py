"""What no filter and no attribution may do to the matrix: lose a case, or count one twice."""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.answers.answers import Answers
from etl.metrics.question import Attribution, Period, Question
from etl.structure.cell import CLASSES
from tests.metrics import random_facts
from tests.metrics.random_facts import FIRST, LAST, UNITS, Facts, Row
from tests.metrics.test_recomputation import filters, periods

POSTS = ("p1", "p2", "p3", None)
FAILURES = ("broken_promise", "reopening", "repeat", "bad_rating", "complaint")
STATES = ("dissatisfied", "silent", "mollified", "satisfied", "undecided")
COUNTED = {"customers": STATES[:3], "dissatisfied_customers": STATES[:1]}
PROMISES = ("first_reply_promise_kept", "resolution_promise_kept")
EVER = Period(FIRST - timedelta(days=99), LAST + timedelta(days=1))

attributions = st.sampled_from(("event", "current", "share"))
Where = tuple[tuple[str, tuple[str, ...]], ...]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return random facts, with customers, their problems, and posts that change on any day."""
    dice = random.Random(5)
    tables = random_facts.make(tmp_path_factory.mktemp("random"), seed=5).tables
    tickets = [row | {"customer_id": _customer(dice)} for row in tables["fact_ticket"]]
    problems = [_problem(dice, key) for key in range(300)]
    more = {
        "fact_ticket": tickets,
        "fact_problem": problems,
        "fact_problem_share": [row for found in problems for row in _cause(dice, found)],
        "slice_control": [row for unit in UNITS for row in _control(dice, unit)],
        "slice_profit_owner": [row for number in range(30) for row in _owners(dice, number)],
    }
    return random_facts.publish(tmp_path_factory.mktemp("facts"), tables | more)


@given(where=filters(), period=periods(), attribution=attributions)
@settings(max_examples=30)
def test_the_cells_add_up_to_the_promises_that_were_not_kept(
    facts: Facts, where: Where, period: Period, attribution: Attribution
) -> None:
    answers = Answers(facts.warehouse)
    asked = Question(PROMISES, period, where=where, attribution=attribution)
    broken = sum(result.n - (result.numerator or 0) for result in answers.figures(asked))
    found = answers.responsibility(asked, "broken_promises")
    assert sum(cell.n for cell in found.cells) == pytest.approx(broken)
    assert found.n == pytest.approx(broken)


@given(period=periods(), attribution=attributions, measure=st.sampled_from(sorted(COUNTED)))
@settings(max_examples=20)
def test_the_cells_add_up_to_the_customers_with_such_a_problem(
    facts: Facts, period: Period, attribution: Attribution, measure: str
) -> None:
    parties = {
        row["party"]
        for row in facts.tables["fact_problem"]
        if period.start <= row["started_date"] < period.end
        and row["state"] in COUNTED[measure]
        and any(row[f"has_{failure}"] for failure in FAILURES)
    }
    asked = Question((), period, attribution=attribution)
    found = Answers(facts.warehouse).responsibility(asked, measure)
    assert sum(cell.n for cell in found.cells) == pytest.approx(len(parties))


@given(
    where=filters(),
    attribution=attributions,
    measure=st.sampled_from(("broken_promises", "customers")),
)
@settings(max_examples=20)
def test_the_classes_part_the_cases_and_what_is_shown_adds_up(
    facts: Facts, where: Where, attribution: Attribution, measure: str
) -> None:
    asked = Question((), EVER, where=where, attribution=attribution)
    found = Answers(facts.warehouse).responsibility(asked, measure)
    assert sum(found.share(kind) for kind in CLASSES) == pytest.approx(1 if found.n else 0)
    assert sum(found.whole(kind) for kind in CLASSES) == found.total
    assert abs(found.total - found.n) < 0.5 + 1e-6
    assert all(abs(cell.whole - cell.n) < 1 for cell in found.cells)
    mapped = [cell for cell in found.cells if cell.kind != "unmapped"]
    assert found.index.n == pytest.approx(sum(cell.n for cell in mapped))
    for cell in found.cells:
        assert (cell.kind == "unmapped") == (cell.owner_post_id is None) == bool(cell.why)
    for cell in mapped:
        is_own = cell.profit_post_id == cell.owner_post_id
        assert cell.kind == ("orphaned" if cell.profit_post_id is None else
                             "aligned" if is_own else "crossed")  # fmt: skip


@pytest.mark.parametrize("measure", ["broken_promises", "customers"])
def test_whom_a_case_counts_for_moves_it_between_rows_and_never_between_columns(
    facts: Facts, measure: str
) -> None:
    columns = []
    for attribution in get_args(Attribution):
        asked = Question((), EVER, attribution=attribution)
        owners: dict[str | None, float] = defaultdict(float)
        for cell in Answers(facts.warehouse).responsibility(asked, measure).cells:
            owners[cell.owner_post_id] += cell.n
        columns.append(owners)
    assert columns[1] == pytest.approx(columns[0])
    assert columns[2] == pytest.approx(columns[0])


def test_units_part_the_customers(facts: Facts) -> None:
    answers = Answers(facts.warehouse)
    whole = answers.responsibility(Question((), EVER, attribution="share"), "customers").n
    parts = [
        answers.responsibility(
            Question((), EVER, where=(("unit", (unit,)),), attribution="share"), "customers"
        ).n
        for unit in ("retail", "business", "")
    ]
    assert sum(parts) == pytest.approx(whole)


def test_the_same_question_has_the_same_interval(facts: Facts) -> None:
    asked = Question((), EVER)
    first, second = (
        Answers(facts.warehouse).responsibility(asked, "broken_promises") for _ in range(2)
    )
    assert first.index.lower is not None
    assert first == second


def _customer(dice: random.Random) -> str | None:
    return f"c{dice.randrange(40)}" if dice.random() < 0.8 else None


def _problem(dice: random.Random, key: int) -> Row:
    customer = _customer(dice)
    start = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    return {
        "problem_key": key,
        "customer_id": customer,
        "party": customer or f"desk:{dice.randrange(20)}",
        "source": "desk",
        "channel": dice.choice((None, "email", "phone", "chat")),
        "priority": dice.choice((None, "urgent", "low")),
        "ticket_key": dice.choice((None, dice.randrange(1, 400))),
        "started_date": start,
        "state": dice.choice(STATES),
        "unit_event": dice.choice((None, *UNITS)),
        "unit_now": dice.choice((None, *UNITS)),
        **{f"has_{failure}": dice.choice((None, True, False, False)) for failure in FAILURES},
    }  # fmt: skip


def _cause(dice: random.Random, problem: Row) -> list[Row]:
    owners = dice.sample([None, *UNITS], dice.randrange(4))
    parts = [dice.randrange(1, 1000) for _ in owners]
    return [
        {"problem_key": problem["problem_key"], "unit_id": owner, "share": part / sum(parts)}
        for owner, part in zip(owners, parts, strict=True)
    ]


def _control(dice: random.Random, unit: str) -> list[Row]:
    return [
        {
            "unit_id": unit, "controller_post_id": dice.choice(POSTS),
            "profit_post_id": dice.choice(POSTS), "valid_from": start, "valid_until": end,
        }
        for start, end in _stretches(dice)
    ]  # fmt: skip


def _owners(dice: random.Random, number: int) -> list[Row]:
    rows = []
    for start, end in _stretches(dice):
        posts = dice.sample(POSTS, dice.randrange(1, 4))
        parts = [dice.randrange(1, 100) for _ in posts]
        rows += [
            {
                "customer_id": f"c{number}", "post_id": post, "share": part / sum(parts),
                "valid_from": start, "valid_until": end,
            }
            for post, part in zip(posts, parts, strict=True)
        ]  # fmt: skip
    return rows


def _stretches(dice: random.Random) -> list[tuple[date, date]]:
    """Return stretches that do not overlap, with days that none of them has."""
    days = sorted(dice.sample(range((LAST - FIRST).days), 4))
    edges = [FIRST + timedelta(days=day) for day in days]
    return [(date(1900, 1, 1), edges[0]), (edges[0], edges[1]), (edges[2], date(9999, 12, 31))]
