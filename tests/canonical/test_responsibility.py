"""Whose profit is whose and who controls which budget: the tables, and what stops the load."""

from datetime import date

import pytest

from tests.adapters.company import Company
from tests.canonical.organised import organised

SCOPES = "post,organisation,scope_kind,scope,valid_from,valid_until\n"
CONTROLS = "post,organisation,unit,valid_from,valid_until\n"
ALWAYS, NEVER = date(1900, 1, 1), date(9999, 12, 31)
MAY = date(2026, 5, 1)


def test_scopes_and_controls_are_of_posts_by_their_ids(company: Company) -> None:
    organised(company)
    company.put(
        "org/scopes.csv",
        SCOPES + "P2,,Division,retail,,2026-05-01\nP3,us,division,retail,2026-05-01,\n"
        "P3,them,segment,retail,,\nP2,,division,retail,,2026-05-01\n",
    )
    company.put(
        "org/control.csv",
        CONTROLS
        + "P2,,orders,,2026-05-01\nP3,them,orders,2026-05-01,\nP3,them,orders,2026-05-01,\n",
    )
    with company.core() as core:
        assert core.rows("select * from core_profit_scope order by valid_from, post_id") == [
            ("them:P3", "segment", "retail", ALWAYS, NEVER),
            ("us:P2", "division", "retail", ALWAYS, MAY),
            ("us:P3", "division", "retail", MAY, NEVER),
        ]
        assert core.rows("select * from core_budget_control order by valid_from") == [
            ("us:P2", "orders", ALWAYS, MAY),
            ("them:P3", "orders", MAY, NEVER),
        ]
        assert core.balance("profit_scope") == [(4, 3, 1, 0)]
        assert core.balance("budget_control") == [(3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            "P1,,division,retail,,\nP2,,division,retail,2026-05-01,\n",
            "line 3: the owner of the profit of division 'retail' is described for 2026-05-01 "
            "already (inbox/org/scopes.csv, line 2); keep one, or let the first end where the "
            "second begins.",
        ),
        (
            "P22,,division,retail,,\nP22,,division,business,,\n",
            "line 2 (2 records): the post 'P22' is not in the chart (is 'P2' meant?); add it to "
            "the posts, or mend its code.",
        ),
        (
            "P3,,division,retail,,\n",
            "line 2: several organisations have a post 'P3' ('them', 'us'); say in the column "
            "organisation which is meant.",
        ),
        ("P2,them,division,retail,,\n", "line 2: the post 'P2' of 'them' is not in the chart;"),
    ],
)
def test_scopes_that_contradict_the_chart_or_each_other_stop_the_load(
    company: Company, rows: str, says: str
) -> None:
    said = organised(company).put("org/scopes.csv", SCOPES + rows).refused()
    assert f"inbox/org/scopes.csv, {says}" in said


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("P2,,oders,,\n", "line 2: the unit 'oders' is not in the org chart (is 'orders' meant?)"),
        (
            "P1,,orders,,\nP2,,orders,,\n",
            "line 3: the controller of the unit 'orders' is described already "
            "(inbox/org/control.csv, line 2)",
        ),
        ("P3,,orders,,\n", "line 2: several organisations have a post 'P3'"),
        ("P77,,orders,,\n", "line 2: the post 'P77' is not in the chart"),
    ],
)
def test_controls_that_contradict_the_chart_or_each_other_stop_the_load(
    company: Company, rows: str, says: str
) -> None:
    said = organised(company).put("org/control.csv", CONTROLS + rows).refused()
    assert f"inbox/org/control.csv, {says}" in said


def test_what_cannot_be_read_is_refused_by_itself(company: Company) -> None:
    organised(company)
    company.put(
        "org/scopes.csv",
        SCOPES + "P2,,brand,x,,\nP2,,division,,,\nP2,,region,North,2026-05-01,2026-05-01\n"
        "P2,,region,South,,\n",
    )
    with company.core() as core:
        assert core.refusals() == [
            "line 2, scope_kind: 'brand' is no kind of profit scope; write customer, segment, "
            "product, region or division.",
            "line 3, scope: it is empty.",
            "line 4, valid_until: 2026-05-01 is not after the first day.",
        ]
        assert core.balance("profit_scope") == [(4, 1, 0, 3)]
