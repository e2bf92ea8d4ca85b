"""The unit tree closed, and the division of every unit, as of every day."""

from datetime import date
from pathlib import Path

import pytest

from etl.warehouse import Loading
from tests.slices.org import ALWAYS, NEVER, Row, charted, unit

MOVED = date(2026, 1, 15)
COMPANY: list[Row] = [
    unit("company"),
    unit("retail", "company"),
    unit("business", "company"),
    unit("repairs", "retail", end=MOVED),
    unit("repairs", "business", start=MOVED),
    unit("field", "repairs"),
]


def test_every_unit_stands_under_each_of_its_ancestors_and_itself(tmp_path: Path) -> None:
    with charted(tmp_path, COMPANY) as loading:
        found = loading.query(
            "select ancestor_id, depth, valid_from, valid_until from slice_unit "
            "where unit_id = 'field' order by valid_from, depth"
        ).rows
    assert sorted(found, key=str) == sorted(
        [
            ("field", 0, ALWAYS, NEVER),
            ("repairs", 1, ALWAYS, MOVED),
            ("repairs", 1, MOVED, NEVER),
            ("retail", 2, ALWAYS, MOVED),
            ("business", 2, MOVED, NEVER),
            ("company", 3, ALWAYS, MOVED),
            ("company", 3, MOVED, NEVER),
        ],
        key=str,
    )


def test_a_unit_is_under_an_ancestor_at_most_once_on_any_day(tmp_path: Path) -> None:
    with charted(tmp_path, COMPANY) as loading:
        assert not loading.query(
            "select * from slice_unit as one join slice_unit as other using (unit_id, ancestor_id) "
            "where one.valid_from < other.valid_from and other.valid_from < one.valid_until"
        ).rows


@pytest.mark.parametrize(
    ("unit_id", "day", "division"),
    [
        ("field", date(2026, 1, 14), "retail"),
        ("field", date(2026, 1, 15), "business"),
        ("repairs", date(2026, 1, 14), "retail"),
        ("retail", MOVED, "retail"),
        ("company", MOVED, "company"),
    ],
)
def test_the_division_is_just_below_the_top(
    tmp_path: Path, unit_id: str, day: date, division: str
) -> None:
    with charted(tmp_path, COMPANY) as loading:
        assert _division(loading, unit_id, day) == [(division,)]


def test_a_unit_that_is_its_own_top_is_its_own_division(tmp_path: Path) -> None:
    with charted(tmp_path, [unit("desk"), unit("register")]) as loading:
        assert _division(loading, "desk", MOVED) == [("desk",)]


def test_a_unit_whose_parent_ends_first_is_its_own_division_from_then_on(tmp_path: Path) -> None:
    units = [unit("company"), unit("retail", "company", end=MOVED), unit("orders", "retail")]
    with charted(tmp_path, units) as loading:
        assert _division(loading, "orders", date(2026, 1, 14)) == [("retail",)]
        assert _division(loading, "orders", MOVED) == [("orders",)]


def _division(loading: Loading, unit_id: str, day: date) -> list[tuple[object, ...]]:
    return loading.query(
        "select division_id from slice_division where unit_id = $unit_id "
        "and $day >= valid_from and $day < valid_until",
        {"unit_id": unit_id, "day": day},
    ).rows
