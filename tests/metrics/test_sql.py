"""The SQL that is run and shown: readable, bound, and deaf to whatever stands in a filter."""

from typing import Any

import pytest

from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.problems import WrongCall
from tests.metrics.random_facts import FIRST, LAST, Facts

ALL = tuple(catalogue())
EVER = Period(FIRST, LAST)
HOSTILE = (
    "' or 1=1 --",
    "'; drop table fact_ticket; --",
    '"fact_ticket"',
    "$start",
    "{member}",
    "%s",
    "\\",
    "\x00",
    "Рига 🐈",
)


@pytest.mark.parametrize("attribution", ["event", "current", "share"])
@pytest.mark.parametrize("slice_id", ["unit", "division", "reporting_line", "channel", "source"])
def test_no_value_of_a_filter_becomes_sql(
    facts: Facts, slice_id: str, attribution: Attribution
) -> None:
    question = Question(ALL, EVER, "unit", "month", ((slice_id, HOSTILE),), attribution=attribution)
    answers = Answers(facts.warehouse)
    assert answers.figures(question) == ()
    for value in HOSTILE[:3]:
        assert value not in answers.sql(question)


@pytest.mark.parametrize(
    "asked",
    [
        {"metrics": ("tickets_created; drop table fact_ticket",)},
        {"by": "owner from fact_ticket --"},
        {"where": (("1=1", ("x",)),)},
        {"every": "month') --"},
        {"clock": "lunar"},
        {"attribution": "nobody"},
    ],
    ids=str,
)
def test_an_id_that_is_none_is_a_wrong_call_that_names_those_there_are(
    facts: Facts, asked: dict[str, Any]
) -> None:
    answers = Answers(facts.warehouse)
    whole: dict[str, Any] = {"metrics": ("backlog",), "period": EVER} | asked
    for ask in (answers.figures, answers.sql):
        with pytest.raises(WrongCall, match="there are"):
            ask(Question(**whole))


def test_the_sql_shown_keeps_to_lines_a_reader_can_follow(facts: Facts) -> None:
    for by in (None, "unit", "division", "channel"):
        for attribution in ("event", "current", "share"):
            question = Question(
                ALL, EVER, by, "month", (("unit", ("retail", "")),), attribution=attribution
            )
            lines = Answers(facts.warehouse).sql(question).splitlines()
            assert max(len(line) for line in lines) <= 110
            assert not any("\t" in line for line in lines)


def test_a_filter_that_names_a_member_twice_counts_it_once(facts: Facts) -> None:
    answers = Answers(facts.warehouse)
    once = Question(ALL, EVER, where=(("unit", ("retail",)), ("channel", ("email",))))
    twice = Question(ALL, EVER, where=(("unit", ("retail",) * 2), ("channel", ("email",) * 3)))
    assert answers.figures(once) == answers.figures(twice)


def test_a_unit_and_one_below_it_are_the_unit_above(facts: Facts) -> None:
    answers = Answers(facts.warehouse)
    above = Question(ALL, EVER, "unit", where=(("unit", ("business",)),))
    both = Question(ALL, EVER, "unit", where=(("unit", ("field", "business", "repairs")),))
    in_both = {(r.metric, r.member): r.n for r in answers.figures(both)}
    for result in answers.figures(above):
        assert in_both[result.metric, result.member] >= result.n
    wide = Question(ALL, EVER, where=(("unit", ("company",)),))
    wider = Question(ALL, EVER, where=(("unit", ("company", "orders", "retail")),))
    assert answers.figures(wide) == answers.figures(wider)
