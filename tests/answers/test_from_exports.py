"""What holds of any figures holds of those that came the whole way, from exports to answers."""

import pytest

from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Question
from tests.sample_data.loaded import SAMPLE_DATA, loaded_copy

ALL = tuple(catalogue())


@pytest.fixture(scope="module")
def kramik(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Return the answers of the hand-written company."""
    return Answers(loaded_copy(SAMPLE_DATA / "tiny", tmp_path_factory.mktemp("kramik")))


@pytest.mark.parametrize("attribution", ["event", "current", "share"])
def test_the_members_of_every_slice_add_up_and_no_switch_moves_the_total(
    kramik: Answers, attribution: Attribution
) -> None:
    ever = kramik.span()
    totals = {result.metric: result for result in kramik.figures(Question(ALL, ever))}
    for by in kramik.slices():
        added = dict.fromkeys(ALL, 0.0)
        for result in kramik.figures(Question(ALL, ever, by, attribution=attribution)):
            added[result.metric] += result.n
        assert added == pytest.approx({metric: result.n for metric, result in totals.items()})


def test_a_ticket_is_in_the_backlog_of_a_day_once(kramik: Answers) -> None:
    (result,) = kramik.figures(Question(("backlog",), kramik.span()))
    rows = [
        row["ticket_id"]
        for page in kramik.tickets(Question(("backlog",), kramik.span()))
        for row in page.records()
    ]
    assert len(rows) == len(set(rows)) == result.value


def test_our_figures_are_the_sources_own_where_it_exports_them(kramik: Answers) -> None:
    for row in kramik.reconciliation().records():
        assert row["n"] >= row["equal"]
        assert (row["n"] == row["equal"]) == (row["largest_difference_seconds"] <= 60)
