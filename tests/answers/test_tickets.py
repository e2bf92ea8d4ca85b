"""The tickets behind a figure are the figure."""

from datetime import datetime
from typing import Any

import pytest

from etl.answers.answers import Answers
from etl.metrics.catalogue import Metric, catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.problems import WrongCall
from tests.metrics.random_facts import FIRST, LAST, Facts, make

JANUARY = Period.parse("2026-01")


def rows(answers: Answers, question: Question) -> list[dict[str, Any]]:
    """Return every row behind a figure."""
    return [record for page in answers.tickets(question) for record in page.records()]


def test_a_ticket_says_how_and_why_it_counts(answers: Answers) -> None:
    found = rows(answers, Question(("first_reply_promise_kept",), JANUARY))
    assert [(row["ticket_id"], row["counts"], row["reason"]) for row in found][8:11] == [
        ("T09", "numerator", "met"),
        ("T10", "denominator", "breached"),
        ("T11", "denominator", "breached"),
    ]
    assert {(row["unit"], row["value"], row["weight"]) for row in found} == {
        ("Orders", 1, 1),
        ("Orders", 0, 1),
    }


def test_an_excluded_ticket_says_why(answers: Answers) -> None:
    unseen = rows(answers, Question(("first_reply_median",), JANUARY))[-1]
    assert (unseen["ticket_id"], unseen["counts"], unseen["reason"]) == (
        "T24",
        "excluded",
        "not_seen",
    )
    closed = rows(answers, Question(("full_resolution_median",), JANUARY))[0]
    assert (closed["counts"], closed["reason"], closed["value"]) == (
        "excluded",
        "no_calendar",
        None,
    )


def test_stamps_are_on_the_companys_clock_and_seconds_are_none_where_there_are_none(
    answers: Answers,
) -> None:
    first = rows(answers, Question((), JANUARY))[0]
    assert first["created_at"] == datetime(2026, 1, 5, 10)
    assert first["solved_at"] is None
    assert first["first_reply_calendar_seconds"] == 3600
    assert first["full_resolution_business_seconds"] is None


def test_without_a_metric_the_tickets_created(answers: Answers) -> None:
    assert len(rows(answers, Question((), JANUARY))) == 24


def test_two_metrics_at_once_are_a_wrong_call(answers: Answers) -> None:
    with pytest.raises(WrongCall, match="one metric at a time"):
        answers.tickets(Question(("backlog", "tickets_created"), JANUARY))


def test_the_first_rows_can_be_had_alone(answers: Answers) -> None:
    (page,) = answers.tickets(Question((), JANUARY), limit=5)
    assert [row["ticket_id"] for row in page.records()] == ["T01", "T02", "T03", "T04", "T05"]


@pytest.fixture(scope="module")
def random_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return make(tmp_path_factory.mktemp("facts"), seed=6)


@pytest.mark.parametrize("attribution", ["event", "current", "share"])
@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_the_rows_add_up_to_the_figure(
    random_facts: Facts, entry: Metric, attribution: Attribution
) -> None:
    answers = Answers(random_facts.warehouse)
    where: tuple[tuple[str, tuple[str, ...]], ...] = (("unit", ("retail", "")),)
    if "channel" not in answers.uncut(entry.id):
        where += (("channel", ("email", "phone")),)
    question = Question((entry.id,), Period(FIRST, LAST), where=where, attribution=attribution)
    (result,) = answers.figures(question)
    found = rows(answers, question)

    def weight(*counts: str) -> float:
        return float(sum(row["weight"] for row in found if row["counts"] in counts))

    assert weight("numerator", "denominator") == pytest.approx(result.n)
    assert weight("excluded") == pytest.approx(result.excluded)
    if entry.kind in ("proportion", "reach"):
        assert weight("numerator") == pytest.approx(result.numerator)
    if entry.kind == "sum":
        paid = [row["value"] for row in found if row["value"] is not None]
        assert sum(paid) == pytest.approx(result.value)
    if entry.kind == "quantile":
        assert result.value in {row["value"] for row in found}
    assert all(row["reason"] for row in found if row["counts"] == "excluded")


def test_every_row_has_what_it_is_known_by(random_facts: Facts) -> None:
    answers = Answers(random_facts.warehouse)
    for metric, columns in (
        ("complaint_resolution_median", ("source", "complaint_id", "received_at", "unit")),
        ("redress_paid", ("complaint_id", "redress", "redressed_date")),
        ("nps", ("source", "answered_date", "score")),
        ("silent_problems_per_1000_customers", ("source", "started_at", "state")),
        ("customers_heard_share", ("first_contact_date", "contact_count", "counts")),
        ("tickets_per_fte", ("month", "unit", "tickets_solved", "fte")),
    ):
        found = rows(answers, Question((metric,), Period(FIRST, LAST)))
        assert found
        for column in columns:
            assert any(row[column] is not None for row in found), (metric, column)


def test_rows_that_know_nothing_of_a_cut_are_a_wrong_call(random_facts: Facts) -> None:
    question = Question(("tickets_per_fte",), JANUARY, where=(("channel", ("email",)),))
    with pytest.raises(WrongCall, match="Nothing is known of channel where tickets_per_fte is"):
        Answers(random_facts.warehouse).tickets(question)
