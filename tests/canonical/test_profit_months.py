"""A unit's month in the profit and loss account."""

from datetime import date
from decimal import Decimal

from tests.adapters.company import Company
from tests.canonical.organised import organised

HEADER = "unit,month,revenue,margin,service_cost,redress,currency\n"


def told(company: Company, *rows: str, ledger: str = "") -> Company:
    return organised(company, ledger).put("org/profit.csv", HEADER + "\n".join(rows) + "\n")


def test_amounts_keep_their_sign_and_what_is_not_said_is_not_nought(company: Company) -> None:
    company = told(
        company, "orders,2026-03,100.0051,-20,,,", "top,2026-03,,8,4,2,USD",
        ledger='[[rates]]\ncurrency = "USD"\nrate = 0.5\n',
    )  # fmt: skip
    with company.core() as core:
        assert core.rows("select * from core_profit_month order by 1") == [
            ("orders", date(2026, 3, 1), Decimal("100.01"), Decimal("-20.00"), None, None),
            ("top", date(2026, 3, 1), None, Decimal("4.00"), Decimal("2.00"), Decimal("1.00")),
        ]


def test_what_contradicts_itself_stops_the_load(company: Company) -> None:
    said = told(
        company, "orders,2026-03,100,20,,,", "orders,2026-03,100,21,,,", "oders,2026-03,1,1,,,",
        "top,2026-03,,,,1,GBP",
    ).refused()  # fmt: skip
    assert "line 3: the figures of 'orders' for 2026-03 are not those of" in said
    assert "line 4: the unit 'oders' is not in the org chart" in said
    assert "line 5: 1 record in GBP on 2026-03-01" in said


def test_a_month_without_an_amount_is_refused(company: Company) -> None:
    with told(company, "orders,2026-03,,,,,EUR", "top,2026-03,1,1,,,", "top,x,1,1,,,").core() as (
        core
    ):
        assert core.refusals() == [
            "line 2, margin: it holds no figure.",
            "line 4, month: 'x' is no month; write it as 2026-03.",
        ]
        assert core.balance("profit_month") == [(3, 1, 0, 2)]
