"""What the switch and the cuts may never do: change a total, lose a case, or count one twice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.metrics.result import Result
from tests.metrics.random_facts import FIRST, LAST, Facts
from tests.metrics.test_recomputation import filters

ALL = tuple(catalogue())
EVER = Period(FIRST, LAST)
ATTRIBUTIONS: tuple[Attribution, ...] = ("event", "current", "share")


def figures(facts: Facts, question: Question) -> dict[str, list[Result]]:
    """Return the results of a question by metric."""
    found: dict[str, list[Result]] = {metric: [] for metric in question.metrics}
    for result in Answers(facts.warehouse).figures(question):
        found[result.metric].append(result)
    return found


@given(
    where=filters(),
    by=st.sampled_from(("unit", "division", "channel", "priority", "source")),
    attribution=st.sampled_from(ATTRIBUTIONS),
)
@settings(max_examples=40)
def test_the_members_of_a_slice_add_up_to_the_total_on_every_filter(
    facts: Facts,
    where: tuple[tuple[str, tuple[str, ...]], ...],
    by: str,
    attribution: Attribution,
) -> None:
    question = Question(ALL, EVER, where=where, attribution=attribution)
    total = figures(facts, question)
    parts = figures(facts, replace(question, by=by))
    for metric in ALL:
        (whole,) = total[metric]
        if catalogue()[metric].kind == "reach":  # one customer is heard by several
            assert all(part.n <= whole.n for part in parts[metric])
            continue
        if by in Answers(facts.warehouse).uncut(metric):
            assert {part.verdict for part in parts[metric]} <= {"not_measured"}
            continue
        columns = ["n", "excluded", "numerator"]
        columns += ["denominator"] if catalogue()[metric].kind == "ratio" else []
        for column in columns:
            if getattr(whole, column) is not None:
                added = sum(getattr(part, column) for part in parts[metric])
                assert added == pytest.approx(getattr(whole, column))


@pytest.mark.parametrize("where", [(), (("channel", ("email", "")),)], ids=["all", "a channel"])
def test_whom_a_case_counts_for_never_moves_the_grand_total(
    facts: Facts, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    question = Question(ALL, EVER, every="month", where=where)
    event, current, share = (
        Answers(facts.warehouse).figures(replace(question, attribution=attribution))
        for attribution in ATTRIBUTIONS
    )
    assert event == current == share


def test_months_of_a_count_add_up_to_the_period(facts: Facts) -> None:
    additive = tuple(entry.id for entry in catalogue().values() if entry.is_additive)
    question = Question(additive, EVER, by="unit")
    whole = {
        (result.metric, result.member): result
        for result in Answers(facts.warehouse).figures(question)
    }
    added: dict[tuple[str, str | None], float] = {}
    for result in Answers(facts.warehouse).figures(replace(question, every="month")):
        key = (result.metric, result.member)
        added[key] = added.get(key, 0) + result.n
    assert added == {key: result.n for key, result in whole.items()}


def test_todays_backlog_is_yesterdays_and_what_came_less_what_went(facts: Facts) -> None:
    days = {
        result.period: result.value or 0
        for result in Answers(facts.warehouse).figures(Question(("backlog",), EVER, every="day"))
    }
    stays = facts.tables["fact_backlog_stay"]
    before = 0.0
    for day, backlog in days.items():
        came = sum(row["entered_date"].isoformat() == day for row in stays)
        went = sum(row["left_date"].isoformat() == day for row in stays)
        assert backlog == before + came - went
        before = backlog


def test_shares_of_equal_weight_give_the_medians_of_whole_cases(facts: Facts) -> None:
    """Where no ticket was passed on, share and owner now are one: so must be both quantiles."""
    medians = tuple(entry.id for entry in catalogue().values() if entry.kind == "quantile")
    held_by_one = {row["ticket_key"] for row in facts.tables["fact_ticket"]} - {
        row["ticket_key"] for row in facts.tables["fact_ticket_share"]
    }
    assert held_by_one
    facts_of_one = facts.only(held_by_one)
    question = Question(medians, EVER, by="unit", attribution="current")
    current = figures(facts_of_one, question)
    share = figures(facts_of_one, replace(question, attribution="share"))
    for metric in medians:
        if catalogue()[metric].owner.share:
            assert share[metric] == current[metric]
