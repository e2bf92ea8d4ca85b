"""Who service answers to: the first rule of the structure of responsibility, case by case."""

from datetime import date
from pathlib import Path

import pytest

from etl.remarks import notice
from etl.warehouse import Loading
from tests.slices.org import ALWAYS, NEVER, Row, charted, post, unit

MOVED = date(2026, 1, 15)
UNITS: list[Row] = [
    unit("company", None, "executive"),
    unit("retail", "company", "executive"),
    unit("sales", "company", "sales"),
    unit("finance", "company", "accounting_and_finance"),
    unit("service", "company"),
    unit("desk", "service"),
]
CEO = post("ceo", "company", None, "executive")


def line(loading: Loading, unit_id: str = "desk", day: date = MOVED) -> tuple[object, ...]:
    """Return head, reporting line and service levels of a unit on a day."""
    (row,) = loading.query(
        "select head_post_id, reporting_line, service_levels from slice_reporting_line "
        "where unit_id = $unit_id and $day >= valid_from and $day < valid_until",
        {"unit_id": unit_id, "day": day},
    ).rows
    return row


CASES: dict[str, tuple[list[Row], tuple[object, ...]]] = {
    "straight under the head of the company": (
        [CEO, post("head", "desk", "ceo")],
        ("head", "top", 0),
    ),
    "under the root, whatever its function": (
        [post("owner", "sales", None, "sales"), post("head", "desk", "owner")],
        ("head", "top", 0),
    ),
    "under the head of sales": (
        [CEO, post("sales", "sales", "ceo", "sales"), post("head", "desk", "sales")],
        ("head", "sales", 0),
    ),
    "service posts passed on the way are counted": (
        [
            CEO,
            post("cfo", "finance", "ceo", "accounting_and_finance"),
            post("service", "service", "cfo"),
            post("region", "service", "service"),
            post("head", "desk", "region"),
        ],
        ("head", "accounting_and_finance", 2),
    ),
    "under the president of a division": (
        [CEO, post("president", "retail", "ceo", "executive"), post("head", "desk", "president")],
        ("head", "division", 0),
    ),
    "under a general manager of two functions": (
        [
            CEO,
            post("manager", "retail", "ceo", "production"),
            post("sales", "sales", "manager", "sales"),
            post("finance", "finance", "manager", "accounting_and_finance"),
            post("head", "desk", "manager"),
        ],
        ("head", "division", 0),
    ),
    "sales and marketing are parts of commercial activities": (
        [
            CEO,
            post("commercial", "sales", "ceo", "commercial"),
            post("sales", "sales", "commercial", "sales"),
            post("marketing", "sales", "commercial", "marketing"),
            post("head", "desk", "commercial"),
        ],
        ("head", "commercial", 0),
    ),
    "the head also heads a unit that is not service": (
        [CEO, post("both", "sales", "ceo", "sales", heads_unit_id="desk")],
        ("both", "sales", 0),
    ),
    "the head of the company heads service too": (
        [post("ceo", "company", None, "executive", heads_unit_id="desk")],
        ("ceo", "top", 0),
    ),
    "a dotted line does not count": (
        [
            CEO,
            post("sales", "sales", "ceo", "sales"),
            post("head", "desk", "ceo", dotted_to_post_id="sales"),
        ],
        ("head", "top", 0),
    ),
    "a line that ends in service answers to nobody": (
        [post("service", "service", None), post("head", "desk", "service")],
        ("head", "nobody", 0),
    ),
    "a post whose superior is not in the chart answers to nobody": (
        [CEO, post("head", "desk", "gone")],
        ("head", "nobody", 0),
    ),
    "no post at all": ([], (None, "nobody", 0)),
    "a unit without a post answers through the nearest above": (
        [CEO, post("sales", "sales", "ceo", "sales"), post("service", "service", "sales")],
        ("service", "sales", 0),
    ),
    "a marked head comes before the post whose line leads out": (
        [CEO, post("a", "desk", "ceo"), post("b", "desk", "a", heads_unit_id="desk")],
        ("b", "top", 1),
    ),
    "of several heads the highest grade": (
        [CEO, post("a", "desk", "ceo", grade="1", fte=1.0), post("b", "desk", "ceo", grade="2")],
        ("b", "top", 0),
    ),
    "then the most FTE": (
        [
            CEO,
            post("a", "desk", "ceo", grade="1", fte=0.5),
            post("b", "desk", "ceo", grade="1", fte=1.0),
        ],
        ("b", "top", 0),
    ),
    "then the first code": (
        [CEO, post("b", "desk", "ceo", fte=1.0), post("a", "desk", "ceo", fte=1.0)],
        ("a", "top", 0),
    ),
    "a post of no known function": (
        [CEO, post("someone", "sales", "ceo", None), post("head", "desk", "someone")],
        ("head", "other", 0),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_service_answers_to(tmp_path: Path, case: str) -> None:
    posts, expected = CASES[case]
    with charted(tmp_path, UNITS, posts) as loading:
        assert line(loading) == expected


def test_a_company_of_many_units_loads(tmp_path: Path) -> None:
    """One statement for all of it ended in an internal error of DuckDB 2.0 from 14 desks on."""
    above = (("retail", "executive"), ("sales", "sales"), ("finance", "accounting_and_finance"))
    desks = [f"desk{number:02}" for number in range(40)]
    units = UNITS + [unit(desk, above[number % 3][0]) for number, desk in enumerate(desks)]
    posts = [
        CEO,
        *(post(name, name, "ceo", function) for name, function in above),
        *(post(f"h-{desk}", desk, above[number % 3][0]) for number, desk in enumerate(desks)),
    ]
    with charted(tmp_path, units, posts) as loading:
        found = [line(loading, desk)[1] for desk in desks[:6]]
    assert found == ["division", "sales", "accounting_and_finance"] * 2


def test_the_line_is_that_of_the_day(tmp_path: Path) -> None:
    posts = [
        CEO,
        post("sales", "sales", "ceo", "sales"),
        post("head", "desk", "sales", valid_until=MOVED),
        post("head", "desk", "ceo", valid_from=MOVED),
    ]
    with charted(tmp_path, UNITS, posts) as loading:
        found = loading.query(
            "select reporting_line, valid_from, valid_until from slice_reporting_line "
            "where unit_id = 'desk' order by valid_from"
        ).rows
    assert found == [("sales", ALWAYS, MOVED), ("top", MOVED, NEVER)]


def test_days_on_which_nothing_changes_for_a_unit_are_one_row(tmp_path: Path) -> None:
    posts = [
        CEO,
        post("head", "desk", "ceo"),
        post("clerk", "finance", "ceo", "it", valid_until=MOVED),
    ]
    with charted(tmp_path, UNITS, posts) as loading:
        assert loading.query(
            "select valid_from, valid_until from slice_reporting_line where unit_id = 'desk'"
        ).rows == [(ALWAYS, NEVER)]


def test_a_choice_among_several_heads_is_noticed(tmp_path: Path) -> None:
    posts = [CEO, post("b", "desk", "ceo"), post("a", "desk", "ceo")]
    with charted(tmp_path, UNITS, posts) as loading:
        (told,) = loading.query(
            "select kind, source, subject, count, details from load_notice"
        ).rows
    assert str(notice(*told)) == (
        "The unit desk has 2 posts that could be its head; a was taken. Write the unit in the "
        "column heads of the one that is."
    )


def test_only_service_units_have_a_reporting_line(tmp_path: Path) -> None:
    with charted(tmp_path, UNITS, [CEO]) as loading:
        found = loading.query("select distinct unit_id from slice_reporting_line").rows
    assert {unit_id for (unit_id,) in found} == {"service", "desk"}
