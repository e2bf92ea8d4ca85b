"""Goals for metrics: each value as its metric is measured."""

import pytest

from tests.adapters.company import Company
from tests.canonical.organised import organised

HEADER = "metric,unit,value,valid_from,valid_until\n"


def aiming(company: Company, *rows: str) -> Company:
    return organised(company).put("org/targets.csv", HEADER + "\n".join(rows) + "\n")


def test_a_value_is_read_as_its_metric_is_measured(company: Company) -> None:
    company = aiming(
        company,
        "resolution_promise_kept,,92%,,2026-05-01", "resolution_promise_kept,,0.95,2026-05-01,",
        "resolution_promise_kept,orders,92.5 %,,", "first_reply_median,,1h 30min,,",
        "replies_mean,returns,2.5,,", "tickets_created,,-12,,", "first_reply_median,,1h 30min,,",
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(
            "select metric, unit_id, value from core_target order by metric, unit_id, valid_from"
        ) == [
            ("first_reply_median", None, 5400.0),
            ("replies_mean", "returns", 2.5),
            ("resolution_promise_kept", "orders", 0.925),
            ("resolution_promise_kept", None, 0.92),
            ("resolution_promise_kept", None, 0.95),
            ("tickets_created", None, -12.0),
        ]
        assert core.balance("target") == [(7, 6, 1, 0)]


def test_what_cannot_be_read_is_refused_by_itself(company: Company) -> None:
    company = aiming(
        company,
        "resolution_promise_kept,,92,,", "resolution_promise_kept,,-1%,,",
        "first_reply_median,,4,,", "first_reply_median,,soon,,", "replies_mean,,inf,,",
        "replies_mean,,,,", "replies_mean,,2,,",
    )  # fmt: skip
    with company.core() as core:
        assert core.refusals() == [
            "line 2, value: '92' is no share; write it as 0.92 or 92%.",
            "line 3, value: '-1%' is no share; write it as 0.92 or 92%.",
            "line 4, value: '4' is no time; write it as 30min, 4h, 1h 30min or 2d.",
            "line 5, value: 'soon' is no time; write it as 30min, 4h, 1h 30min or 2d.",
            "line 6, value: 'inf' is not written like a number.",
            "line 7, value: it is empty.",
        ]
        assert core.balance("target") == [(7, 1, 0, 6)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            ("first_reply_mediam,,4h,,",),
            "line 2: there is no metric 'first_reply_mediam'; write 'first_reply_median'",
        ),
        (("replies_mean,oders,2,,",), "line 2: the unit 'oders' is not in the org chart"),
        (
            ("replies_mean,,2,,", "replies_mean,,3,2026-05-01,"),
            "line 3: the target for replies_mean of the company is described for 2026-05-01",
        ),
        (
            ("replies_mean,orders,2,,", "replies_mean,orders,3,,"),
            "line 3: the target for replies_mean of orders is described already",
        ),
    ],
)
def test_what_contradicts_the_chart_or_itself_stops_the_load(
    company: Company, rows: tuple[str, ...], says: str
) -> None:
    assert f"inbox/org/targets.csv, {says}" in aiming(company, *rows).refused()
