"""The cube gives what the facts give."""

from dataclasses import astuple
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.answers import figures
from etl.canonical.tables import shapes
from etl.metrics import cube
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Every, Period, Question
from etl.metrics.scan import Scan
from etl.problems import Problem
from etl.progress import Quiet
from etl.slices.registry import SLICES
from etl.warehouse import Builds, Loading
from tests.metrics.random_facts import FIRST, LAST, Facts, publish, tables_of
from tests.metrics.test_recomputation import periods

HELD = tuple(
    key for key, entry in catalogue().items() if entry.is_additive or entry.kind == "stock"
)


@given(
    period=periods().map(lambda period: Period(period.start, min(period.end, LAST))),
    by=st.sampled_from((None, "unit", "division", "reporting_line")),
    every=st.sampled_from((None, "day", "week", "month")),
    where=st.sampled_from(((), (("unit", ("retail",)),), (("division", ("business", "")),))),
    attribution=st.sampled_from(("event", "current")),
)
@settings(max_examples=60)
def test_the_cube_gives_what_the_facts_give(
    facts: Facts,
    period: Period,
    by: str | None,
    every: Every | None,
    where: tuple[tuple[str, tuple[str, ...]], ...],
    attribution: Attribution,
) -> None:
    question = Question(HELD, period, by, every, where, attribution=attribution)
    of_facts = Question(
        HELD, period, by, every, (*where, ("source", ("desk", "register"))), attribution=attribution
    )
    stocks_of_merged = {"backlog"}  # a merged ticket has no source any more
    assert cube.holds(question, SLICES)
    assert not cube.holds(of_facts, SLICES)
    held = figures.compute(facts.warehouse, question, SLICES).sums
    read = figures.compute(facts.warehouse, of_facts, SLICES).sums
    for metric in set(HELD) - stocks_of_merged:
        assert held[metric].keys() == read[metric].keys()
        for key, found in held[metric].items():  # fractions add up to the same but for rounding
            assert astuple(found) == pytest.approx(astuple(read[metric][key]), rel=1e-12)


def test_every_additive_metric_and_every_stock_is_in_the_cube(facts: Facts) -> None:
    found = facts.warehouse.query("select distinct metric from cube_unit_day").rows
    assert set(found) == {(metric,) for metric in HELD}


@pytest.mark.parametrize("table", ["cube_unit_day", "cube_source"])
def test_a_row_of_the_cube_is_known_by_its_key(facts: Facts, table: str) -> None:
    shape = shapes(resources.files("etl.metrics") / "schema.toml")[table]
    keys = ", ".join(shape.key)
    assert not facts.warehouse.query(
        f"select {keys} from {table} group by {keys} having count(*) > 1"
    ).rows


@pytest.mark.parametrize(
    ("by", "where", "attribution", "is_held"),
    [
        ("channel", (), "event", False),
        (None, (("priority", ("low",)),), "event", False),
        ("unit", (("channel", ("email",)),), "event", False),
        ("unit", (), "share", False),
        (None, (("unit", ("retail",)),), "share", False),
        (None, (), "share", True),
        ("division", (("unit", ("retail",)),), "current", True),
    ],
)
def test_the_cube_holds_what_is_cut_by_units_and_days_alone(
    by: str | None,
    where: tuple[tuple[str, tuple[str, ...]], ...],
    attribution: Attribution,
    is_held: bool,
) -> None:
    question = Question(
        HELD, Period(FIRST, date(2026, 1, 1)), by, None, where, attribution=attribution
    )
    assert cube.holds(question, SLICES) == is_held


def test_where_a_pass_fails_the_cube_does_and_nobody_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Scan] = []

    def insert(_: Loading, scan: Scan) -> None:
        taken.append(scan)
        if len(taken) >= 3:
            raise Problem("It is wrong.")

    monkeypatch.setattr(cube, "_insert_sums", insert)
    monkeypatch.setattr(cube, "_insert_changes", insert)
    with Builds(tmp_path).load() as new, pytest.raises(Problem, match="It is wrong"):
        cube.build(new.loading, Quiet())
    assert 3 <= len(taken) <= 4


def test_a_ticket_with_very_many_replies_is_counted(tmp_path: Path) -> None:
    tables = tables_of(seed=3, tickets=60)
    row = next(row for row in tables["fact_ticket"] if row["solved_date"] is not None)
    row["reply_count"] = 99_999  # whose square is more than an integer holds
    facts = publish(tmp_path, tables)
    question = Question(("replies_mean",), Period(row["solved_date"], LAST))
    (found,) = figures.compute(facts.warehouse, question, SLICES).sums["replies_mean"].values()
    assert found.total >= 99_999
    assert found.squares >= 99_999**2
