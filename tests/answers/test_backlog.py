"""The backlog from inside: its age, and what went into it and out of it."""

from datetime import date
from pathlib import Path

import pytest

from etl.answers.answers import AgeBucket, Answers
from etl.metrics.question import Attribution, Period, Question
from tests.answers.small_company import company
from tests.metrics.random_facts import FIRST, LAST, Facts, Row, make

EVER = Period(FIRST, LAST)


def test_age_is_counted_to_the_end_of_the_period(answers: Answers) -> None:
    question = Question(("backlog",), Period.parse("2026-01-05..2026-01-20"))
    found = answers.ageing(question)
    assert [bucket for bucket in found if bucket.n] == [AgeBucket(14, 30, 12)]
    assert found[-1] == AgeBucket(90, None, 0)


def test_the_buckets_hold_the_whole_backlog(answers: Answers) -> None:
    for text in ("2026-01-05", "2026-01", "2026"):
        question = Question(("backlog",), Period.parse(text))
        (backlog,) = answers.figures(question)
        assert sum(bucket.n for bucket in answers.ageing(question)) == backlog.value


def test_what_came_and_went_explains_the_backlog(answers: Answers) -> None:
    days = Question(("backlog",), Period.parse("2026-01-05..2026-01-07"), every="day")
    first, second, third = answers.flow(days)
    assert (first.at_start, first.created, first.solved, first.at_end) == (0, 24, 0, 24)
    assert (second.at_start, second.solved, second.at_end) == (24, 12, 12)
    assert (third.at_start, third.created, third.at_end) == (12, 0, 12)


@pytest.fixture(scope="module")
def random_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return make(tmp_path_factory.mktemp("facts"), seed=5)


@pytest.mark.parametrize("attribution", ["event", "current"])
@pytest.mark.parametrize(
    "where",
    [(), (("unit", ("business",)),), (("channel", ("email",)),), (("division", ("retail",)),)],
    ids=str,
)
def test_the_flow_adds_up_on_every_filter(
    random_facts: Facts,
    where: tuple[tuple[str, tuple[str, ...]], ...],
    attribution: Attribution,
) -> None:
    answers = Answers(random_facts.warehouse)
    question = Question(("backlog",), EVER, None, "week", where, attribution=attribution)
    stocks = {result.period: result.value for result in answers.figures(question)}
    at_start = 0
    for part in answers.flow(question):
        assert part.at_start == at_start
        came = part.created + part.reopened + part.received
        assert part.at_start + came == part.at_end + part.solved + part.passed_on + part.merged
        assert part.at_end == stocks[part.period]
        at_start = part.at_end


def test_a_unit_that_moves_brings_its_backlog(tmp_path: Path) -> None:
    """Field stands under Repairs, which moves from Retail to Business on 15 January."""
    stay: Row = {"unit_id": "field", "entered_by": "created", "left_by": None}
    stays = [
        stay
        | {"ticket_key": key, "entered_date": date(2026, 1, 10), "left_date": date(9999, 12, 31)}
        for key in range(1, 4)
    ]
    answers = Answers(company(tmp_path, fact_backlog_stay=stays).warehouse)

    def flow(unit: str) -> list[tuple[int, int, int, int]]:
        question = Question(
            ("backlog",),
            Period.parse("2026-01-14..2026-01-15"),
            every="day",
            where=(("unit", (unit,)),),
        )
        return [(f.at_start, f.received, f.passed_on, f.at_end) for f in answers.flow(question)]

    assert flow("retail") == [(3, 0, 0, 3), (3, 0, 3, 0)]
    assert flow("business") == [(0, 0, 0, 0), (0, 3, 0, 3)]
    assert flow("field") == [(3, 0, 0, 3), (3, 0, 0, 3)]
