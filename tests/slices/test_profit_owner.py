"""Whose profit a customer is: structure rule 7, case by case and against a slow reading."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etl.warehouse import Loading
from tests.facts.company import examples
from tests.slices.org import ALWAYS, NEVER, Row, charted_in_memory, scope

RETAIL, BUSINESS = ("division", "retail"), ("division", "business")


def customer(customer_id: str = "c", **more: object) -> Row:
    return {"customer_id": customer_id, **more}


def month(
    text: str,
    margin: object,
    kind: str | None = None,
    value: str | None = None,
    customer_id: str = "c",
) -> Row:
    """Return a row of core_customer_month."""
    return {
        "customer_id": customer_id,
        "month": date.fromisoformat(f"{text}-01"),
        "margin": margin,
        "scope_kind": kind,
        "scope_value": value,
    }


def on(loading: Loading, day: date, customer_id: str = "c") -> dict[str | None, float]:
    return dict(
        loading.query(
            "select post_id, share from slice_profit_owner where customer_id = $customer_id "
            "and $day >= valid_from and $day < valid_until",
            {"customer_id": customer_id, "day": day},
        ).rows
    )


OWNERS = [
    scope("P-retail", *RETAIL),
    scope("P-business", *BUSINESS),
    scope("P-grinder", "product", "grinder"),
    scope("P-north", "region", "North"),
    scope("P-key", "segment", "key"),
    scope("P-acme", "customer", "acme"),
]
NORTH_KEY: Row = {"segment": "key", "region": "North", "division": "retail"}
CASES: dict[str, tuple[list[Row], list[Row], dict[str | None, float]]] = {
    "a month says to whose profit it belongs": (
        [customer(**NORTH_KEY)], [month("2026-03", 10, *BUSINESS)], {"P-business": 1},
    ),
    "by shares of what each brought": (
        [], [month("2026-03", 300, *BUSINESS),
             month("2026-02", 700, *RETAIL)], {"P-business": 0.3, "P-retail": 0.7},
    ),
    "several scopes of one owner are added up": (
        [], [month("2026-03", 10, "product", "grinder"), month("2026-03", 30, "product", "saw"),
             month("2026-02", 60, *RETAIL)],
        {"P-grinder": 0.1, None: 0.3, "P-retail": 0.6},
    ),
    "a sum below nought counts as nought": (
        [], [month("2026-03", 10, *BUSINESS), month("2026-03", -5, *RETAIL),
             month("2026-02", 4, *RETAIL)], {"P-business": 1},
    ),
    "a month below nought lowers its own scope's sum": (
        [], [month("2026-03", 30, *BUSINESS), month("2026-03", -10, *RETAIL),
             month("2026-02", 20, *RETAIL)], {"P-business": 0.75, "P-retail": 0.25},
    ),
    "where nothing is above nought the customer's own decide": (
        [customer(region="North")], [month("2026-03", -5, *RETAIL)], {"P-north": 1},
    ),
    "a month without a scope belongs to the customer's own": (
        [customer(region="North")], [month("2026-03", 5), month("2026-03", 15, *RETAIL)],
        {"P-north": 0.25, "P-retail": 0.75},
    ),
    "a scope that nobody owns is nobody's": (
        [customer(**NORTH_KEY)], [month("2026-03", 5, "division", "wholesale")], {None: 1},
    ),
    "of what fits a customer the most specific that anybody owns": (
        [customer(**NORTH_KEY)], [], {"P-key": 1},
    ),
    "then his region": ([customer(**NORTH_KEY | {"segment": "small"})], [], {"P-north": 1}),
    "then his division": (
        [customer(**NORTH_KEY | {"segment": None, "region": "South"})], [], {"P-retail": 1},
    ),
    "nothing that anybody owns fits him": ([customer(region="South")], [], {None: 1}),
    "a customer who is in no list": ([], [month("2026-03", 5)], {None: 1}),
    "the twelfth month back counts": (
        [], [month("2025-05", 5, *RETAIL), month("2026-04", 5, *BUSINESS)],
        {"P-retail": 0.5, "P-business": 0.5},
    ),
    "the thirteenth does not": (
        [], [month("2025-04", 5, *RETAIL), month("2026-04", 5, *BUSINESS)],
        {"P-business": 1},
    ),
    "nor does the month to come": (
        [], [month("2026-04", 5, *RETAIL), month("2026-05", 5, *BUSINESS)],
        {"P-retail": 1},
    ),
    "a month whose margin nobody knows says nothing": (
        [customer(region="North")], [month("2026-03", None, *RETAIL)], {"P-north": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_whose_profit_a_customer_is(case: str) -> None:
    customers, months, expected = CASES[case]
    loading = charted_in_memory(profit_scope=OWNERS, customer=customers, customer_month=months)
    assert on(loading, date(2026, 4, 15)) == pytest.approx(expected, abs=1e-12)


def test_a_customer_whose_own_profit_is_somebodys() -> None:
    loading = charted_in_memory(
        profit_scope=OWNERS,
        customer=[customer("acme", **NORTH_KEY), customer("other", **NORTH_KEY)],
    )
    assert on(loading, date(2026, 4, 15), "acme") == {"P-acme": 1}
    assert on(loading, date(2026, 4, 15), "other") == {"P-key": 1}


def test_the_owner_is_that_of_the_day_and_a_row_lasts_as_long_as_nothing_changes() -> None:
    may = date(2026, 5, 1)
    loading = charted_in_memory(
        profit_scope=[
            scope("A", "division", "retail", end=may), scope("B", "division", "retail", may),
            scope("C", "region", "North", date(2027, 1, 1)),
        ],
        customer=[customer(region="North", division="retail")],
        customer_month=[month(f"2026-0{number}", 7, *RETAIL) for number in range(1, 10)],
    )  # fmt: skip
    assert loading.query("select * exclude (customer_id) from slice_profit_owner").rows == [
        ("A", 1.0, ALWAYS, may),
        ("B", 1.0, may, date(2027, 9, 1)),
        ("C", 1.0, date(2027, 9, 1), NEVER),
    ]


@pytest.mark.parametrize(
    ("later", "day", "owner"),
    [
        ("2026-03", date(2026, 2, 28), "P-retail"),
        ("2026-04", date(2026, 2, 28), "P-retail"),
        ("2026-04", date(2026, 3, 1), "P-north"),
        ("2026-04", date(2026, 4, 1), "P-retail"),
    ],
)
def test_after_a_year_without_a_month_the_customers_own_decide(
    later: str, day: date, owner: str
) -> None:
    loading = charted_in_memory(
        profit_scope=OWNERS,
        customer=[customer(region="North")],
        customer_month=[month("2025-03", 5, *RETAIL), month(later, 5, *RETAIL)],
    )
    assert on(loading, day) == {owner: 1}


KINDS: list[tuple[str | None, str | None]] = [
    (None, None), ("division", "x"), ("division", "y"), ("product", "p"), ("segment", "s"),
    ("customer", "c1"),
]  # fmt: skip
FIRSTS = [date(2025 + step // 12, step % 12 + 1, 1) for step in range(24)]


@some.composite
def books(draw: some.DrawFn) -> dict[str, list[Row]]:
    """Return customers, their months and the owners of scopes."""
    ids = ["c1", "c2", "c3", "c4"]
    scopes: list[Row] = []
    for kind, value in KINDS[1:]:
        cuts = sorted(draw(some.sets(some.dates(FIRSTS[0], FIRSTS[-1]), max_size=3)))
        for start, end in pairwise([*cuts, NEVER] if cuts else []):
            if draw(some.booleans()):
                owner = draw(some.sampled_from(["P1", "P2"]))
                scopes.append(scope(owner, str(kind), str(value), start, end))
    attributes = some.fixed_dictionaries(
        {
            "segment": some.sampled_from([None, "s"]),
            "division": some.sampled_from([None, "x", "y"]),
        }
    )
    customers = [customer(each, **draw(attributes)) for each in ids[:3]]
    months: list[Row] = []
    for each in ids:
        kinds = draw(some.lists(some.sampled_from(KINDS), max_size=3, unique=True))
        margins = some.sampled_from([None, -30, -2, 0, 0.01, 1, 3, 10])
        for kind, value in kinds:
            first = draw(some.integers(0, 20))
            for begins in FIRSTS[first : first + draw(some.integers(1, 16))]:
                margin = draw(margins)
                months.append(month(f"{begins:%Y-%m}", margin, kind, value, each))
    return {"profit_scope": scopes, "customer": customers, "customer_month": months}


def slowly(book: dict[str, list[Row]], customer_id: str, day: date) -> dict[str | None, float]:
    """Return the shares of a customer on a day, straight from the rule."""
    owners = {
        (row["scope_kind"], row["scope_value"]): row["post_id"]
        for row in book["profit_scope"]
        if row["valid_from"] <= day < row["valid_until"]
    }
    him: Row = next((row for row in book["customer"] if row["customer_id"] == customer_id), {})
    fitting = [("customer", customer_id), ("segment", him.get("segment")),
               ("region", him.get("region")), ("division", him.get("division"))]  # fmt: skip
    own = next((owners[each] for each in fitting if each in owners), None)
    last = day.year * 12 + day.month
    sums: dict[tuple[Any, Any], Decimal] = {}
    for row in book["customer_month"]:
        age = last - row["month"].year * 12 - row["month"].month
        if row["customer_id"] == customer_id and 0 <= age < 12 and row["margin"] is not None:
            key = (row["scope_kind"], row["scope_value"])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(row["margin"]))
    total = sum(max(brought, Decimal(0)) for brought in sums.values())
    shares: dict[str | None, float] = {}
    for key, brought in sums.items() if total else ():
        if brought > 0:
            post = owners.get(key) if key[0] else own
            shares[post] = shares.get(post, 0) + float(brought / total)
    return shares or {own: 1.0}


@given(books(), some.lists(some.dates(FIRSTS[0] - timedelta(40), date(2028, 6, 1)), max_size=8))
@examples(60)
def test_every_day_is_as_the_rule_says_and_shares_sum_to_one(
    book: dict[str, list[Row]], days: list[date]
) -> None:
    loading = charted_in_memory(**book)
    ids = {row["customer_id"] for name in ("customer", "customer_month") for row in book[name]}
    changes = [
        row["valid_from"] for row in loading.query("select * from slice_profit_owner").records()
    ]
    for day in {*days, *changes, *(change - timedelta(1) for change in changes if change > ALWAYS)}:
        for customer_id in ids:
            found = on(loading, day, customer_id)
            assert found == pytest.approx(slowly(book, customer_id, day), abs=1e-9)
            assert abs(sum(found.values()) - 1) < 1e-9
    keys = loading.query("select customer_id, post_id, valid_from from slice_profit_owner").rows
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("kind", "value", "near"),
    [
        ("segment", "kay", "key"),
        ("division", "Retail", "retail"),
        ("product", "grindr", "grinder"),
        ("customer", "cc", "c"),
        ("region", "Alps", "North"),
    ],
)
def test_a_scope_that_nobody_has_is_said_with_the_nearest(kind: str, value: str, near: str) -> None:
    loading = charted_in_memory(
        customer=[customer(**NORTH_KEY)],
        customer_month=[month("2026-03", Decimal(5), "product", "grinder")],
        profit_scope=[*OWNERS[:1], *OWNERS[2:5], scope("P-slip", kind, value)],
    )
    assert loading.query(
        "select kind, subject, json_extract_string(details, ['posts', 'near']) from load_notice"
    ).rows == [("scope_of_nobody", value, ["P-slip", near])]


def test_where_no_customer_is_known_no_scope_is_called_idle() -> None:
    loading = charted_in_memory(profit_scope=OWNERS)
    assert loading.query("select kind from load_notice").rows == []
