"""What holds of any figures holds of those that came the whole way, from exports to answers."""

from pathlib import Path

import pytest

from etl import pipeline
from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.workspace.workspace import Workspace
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
    rows = kramik.reconciliation().records()
    assert {row["source"]: row["n"] for row in rows if row["measure"].startswith("first_r")} == {
        "shop": 7,
        "trade": 6,
    }
    for row in rows:
        assert (row["equal"], row["largest_difference_seconds"]) == (row["n"], 0)


def test_between_the_end_of_one_source_and_the_start_of_another_nothing_is_known(
    tmp_path: Path,
) -> None:
    (tmp_path / "ledger.toml").write_text(
        '[company]\nname = "Two"\ncurrency = "EUR"\nzone = "UTC"\n[sources.old]\n[sources.new]\n'
    )
    for source, day in (("old", "2021-01-04"), ("new", "2023-05-08")):
        folder = tmp_path / "inbox" / source
        folder.mkdir(parents=True)
        (folder / "tickets.csv").write_text(
            f"ticket_id,created_at,status\n1,{day} 09:00:00,open\n2,{day} 10:00:00,open\n"
        )
    pipeline.load(Workspace.open(tmp_path))
    answers = Answers.open(Workspace.open(tmp_path))
    for period, created in (("2021-01", 2), ("2022-01", None), ("2023-05", 2)):
        (result,) = answers.figures(Question(("tickets_created",), Period.parse(period)))
        assert (result.value, result.verdict) == (created, None if created else "not_measured")
