"""Who controls a unit's service and whose profit stands above: structure rule 7, case by case."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etl.warehouse import Loading
from tests.facts.company import examples
from tests.slices.org import (
    ALWAYS,
    NEVER,
    Row,
    charted_in_memory,
    control,
    post,
    scope,
    unit,
)

MAY = date(2026, 5, 1)
UNITS: list[Row] = [
    unit("company", None, "executive"),
    unit("retail", "company", "executive"),
    unit("service", "retail"),
    unit("desk", "service"),
]
POSTS: list[Row] = [
    post("ceo", "company", None, "executive"),
    post("president", "retail", "ceo", "executive"),
    post("sales", "retail", "president", "sales"),
    post("head", "desk", "sales"),
    post("cfo", "company", "ceo", "accounting_and_finance"),
]


def told(loading: Loading, unit_id: str = "desk") -> list[tuple[Any, ...]]:
    return loading.query(
        "select controller_post_id, profit_post_id, valid_from, valid_until from slice_control "
        "where unit_id = $unit_id order by valid_from",
        {"unit_id": unit_id},
    ).rows


RETAIL = scope("president", "division", "retail")
CASES: dict[str, tuple[list[Row], list[Row], list[Row], tuple[str | None, str | None]]] = {
    "the controller owns the profit himself": (
        [control("president", "desk")], [RETAIL], [], ("president", "president"),
    ),
    "the first owner above the controller": (
        [control("head", "desk")], [RETAIL], [], ("head", "president"),
    ),
    "of two above each other the lower": (
        [control("head", "desk")], [RETAIL, scope("sales", "region", "North")], [],
        ("head", "sales"),
    ),
    "the top owns nobody's profit in particular": (
        [control("head", "desk")], [scope("ceo", "division", "retail")], [], ("head", None),
    ),
    "a top that controls the unit itself": (
        [control("ceo", "desk")], [scope("ceo", "division", "retail")], [], ("ceo", None),
    ),
    "nobody above the controller owns a profit": (
        [control("cfo", "desk")], [RETAIL], [], ("cfo", None),
    ),
    "nobody controls it": ([], [RETAIL], [], (None, None)),
    "who controls the unit above controls it": (
        [control("sales", "retail")], [RETAIL], [], ("sales", "president"),
    ),
    "the nearest unit above decides": (
        [control("cfo", "company"), control("sales", "service")], [RETAIL], [],
        ("sales", "president"),
    ),
    "its own controller comes before all above": (
        [control("president", "service"), control("cfo", "desk")], [RETAIL], [], ("cfo", None),
    ),
    "a dotted line leads nowhere": (
        [control("cfo2", "desk")], [RETAIL],
        [post("cfo2", "company", "ceo", dotted_to_post_id="president")], ("cfo2", None),
    ),
    "a vacant post counts": (
        [control("empty", "desk")], [scope("empty", "segment", "household")],
        [post("empty", "desk", "sales", is_vacant=True)], ("empty", "empty"),
    ),
    "a post that is not in the chart answers to nobody": (
        [control("gone", "desk")], [scope("gone", "division", "retail")], [], ("gone", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_who_controls_and_whose_profit_stands_above(case: str) -> None:
    controls, scopes, more, expected = CASES[case]
    loading = charted_in_memory(
        unit=UNITS, post=POSTS + more, budget_control=controls, profit_scope=scopes
    )
    assert told(loading) == [(*expected, ALWAYS, NEVER)]


def test_it_is_that_of_the_day() -> None:
    loading = charted_in_memory(
        unit=UNITS,
        post=POSTS,
        budget_control=[
            control("head", "desk", end=MAY), control("cfo", "service", date(2026, 6, 1)),
        ],
        profit_scope=[scope("president", "division", "retail", date(2026, 3, 1))],
    )  # fmt: skip
    assert told(loading) == [
        ("head", None, ALWAYS, date(2026, 3, 1)),
        ("head", "president", date(2026, 3, 1), MAY),
        (None, None, MAY, date(2026, 6, 1)),
        ("cfo", None, date(2026, 6, 1), NEVER),
    ]


def test_a_unit_that_moves_is_controlled_by_who_controls_where_it_is() -> None:
    units = [*UNITS[:2], unit("business", "company"), unit("desk", "retail", end=MAY),
             unit("desk", "business", start=MAY)]  # fmt: skip
    loading = charted_in_memory(
        unit=units,
        post=POSTS,
        budget_control=[control("cfo", "company"), control("sales", "retail")],
    )
    assert told(loading) == [("sales", None, ALWAYS, MAY), ("cfo", None, MAY, NEVER)]


def test_a_day_on_which_nothing_changes_for_a_unit_begins_no_row() -> None:
    loading = charted_in_memory(
        unit=UNITS,
        post=[*POSTS[:-1], post("cfo", "company", "ceo", valid_from=MAY)],
        budget_control=[control("head", "desk", end=MAY), control("head", "desk", MAY)],
        profit_scope=[
            scope("president", "division", "retail", end=MAY),
            scope("president", "division", "business", date(2026, 4, 1)),
        ],
    )
    assert told(loading) == [("head", "president", ALWAYS, NEVER)]


DAYS = [date(2026, 1, 1) + timedelta(days=10 * step) for step in range(5)]
SPANS = [pair for first in DAYS for pair in [(first, after) for after in DAYS if after > first]]
NAMES = ["a", "b", "c", "d", "e"]


@some.composite
def companies(draw: some.DrawFn) -> dict[str, list[Row]]:
    """Return units and posts in which everybody stands under one before him, while he is there."""

    def spans() -> list[tuple[date, date]]:
        cuts = sorted(draw(some.sets(some.sampled_from(DAYS), min_size=2, max_size=3)))
        return list(pairwise(cuts))

    def above(name: str) -> str | None:
        return draw(some.sampled_from([None, *NAMES[: NAMES.index(name)]]))

    units = [
        unit(name, above(name), start=start, end=end) for name in NAMES for start, end in spans()
    ]
    posts = [
        post(name, "a", above(name), valid_from=start, valid_until=end)
        for name in NAMES
        for start, end in spans()
    ]
    controls = [
        control(draw(some.sampled_from(NAMES)), name, *draw(some.sampled_from(SPANS)))
        for name in draw(some.sets(some.sampled_from(NAMES)))
    ]
    scopes = [
        scope(name, "division", name, *draw(some.sampled_from(SPANS)))
        for name in draw(some.sets(some.sampled_from(NAMES)))
    ]
    return {"unit": units, "post": posts, "budget_control": controls, "profit_scope": scopes}


def on(rows: list[Row], day: date) -> list[Row]:
    return [row for row in rows if row["valid_from"] <= day < row["valid_until"]]


def slowly(company: dict[str, list[Row]], unit_id: str, day: date) -> tuple[str | None, str | None]:
    """Return controller and owner of profit of a unit on a day, by walking up."""
    units = {row["unit_id"]: row for row in on(company["unit"], day)}
    posts = {row["post_id"]: row for row in on(company["post"], day)}
    controls = {row["unit_id"]: row["post_id"] for row in on(company["budget_control"], day)}
    owners = {row["post_id"] for row in on(company["profit_scope"], day)}
    place: str | None = unit_id
    while place in units and place not in controls:
        place = units[place]["parent_unit_id"]
    controller = controls[place] if place in units and place in controls else None
    at = controller
    while at in posts and not (at in owners and posts[at]["reports_to_post_id"]):
        at = posts[at]["reports_to_post_id"]
    return controller, at if at in posts else None


@given(companies())
@examples(40)
def test_every_day_is_as_a_walk_up_the_chart_finds_it(company: dict[str, list[Row]]) -> None:
    found = charted_in_memory(**company).query("select * from slice_control").records()
    for day in DAYS[:-1]:
        valid = {row["unit_id"]: row for row in on(company["unit"], day)}
        rows = on(found, day)
        assert sorted(row["unit_id"] for row in rows) == sorted(valid)  # one a unit and day
        for row in rows:
            told = (row["controller_post_id"], row["profit_post_id"])
            assert told == slowly(company, row["unit_id"], day)
