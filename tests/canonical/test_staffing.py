"""Who worked in a unit's month, and what it cost: what is loaded, refused, noticed, and what stops
the load."""

from datetime import date
from decimal import Decimal

import pytest

from tests.adapters.company import Company
from tests.canonical.organised import organised

HEADER = "unit,month,fte,paid_hours,cost,currency\n"
RATES = """
[[rates]]
currency = "PLN"
rate = 0.25
until = 2026-03-02
[[rates]]
currency = "PLN"
rate = 0.2
from = 2026-03-02
"""


def staffed(company: Company, *rows: str, ledger: str = "") -> Company:
    return organised(company, ledger).put("org/staffing.csv", HEADER + "\n".join(rows) + "\n")


def test_a_month_may_be_written_as_any_day_of_it(company: Company) -> None:
    with staffed(company, "orders,2026-03,2.5,400,9000,", "returns,2026-03-31,1,,,").core() as core:
        assert core.rows("select * from core_staffing order by 1") == [
            ("orders", date(2026, 3, 1), 2.5, 400.0, Decimal("9000.00")),
            ("returns", date(2026, 3, 1), 1.0, None, None),
        ]
        assert core.balance("staffing") == [(2, 2, 0, 0)]


def test_money_is_that_of_the_company_at_the_rate_of_the_months_first_day(company: Company) -> None:
    company = staffed(
        company,
        "orders,2026-03-15,1,1,0.1,PLN", "orders,2026-04,1,1,100.02,pln", "top,2026-04,1,1,7,EUR",
        ledger=RATES,
    )  # fmt: skip
    with company.core() as core:
        assert core.rows("select unit_id, month, cost from core_staffing order by 1, 2") == [
            ("orders", date(2026, 3, 1), Decimal("0.03")),  # 0.025, and halves go up
            ("orders", date(2026, 4, 1), Decimal("20.00")),
            ("top", date(2026, 4, 1), Decimal("7.00")),
        ]


def test_money_may_be_written_as_people_write_it_with_its_currency_beside(
    company: Company,
) -> None:
    rows = ('orders,2026-03,1,1,"9.000,50 zł",', 'top,2026-03,1,1,"€1,250.00",')
    with staffed(company, *rows, ledger=RATES).core() as core:
        assert core.rows("select cost from core_staffing order by unit_id") == [
            (Decimal("2250.13"),),
            (Decimal("1250.00"),),
        ]


def test_a_currency_without_a_rate_stops_the_load(company: Company) -> None:
    said = staffed(
        company, "orders,2026-03,1,1,5,", "orders,2026-04,1,1,5,CZK", "orders,2026-06,1,1,5,CZK",
        "orders,2026-05,1,1,5,USD",
    ).refused()  # fmt: skip
    assert (
        "inbox/org/staffing.csv, line 3: 2 records in CZK from 2026-04-01 to 2026-06-01, and "
        'ledger.toml does not say what CZK was worth then: add [[rates]] with currency = "CZK", '
        "rate = what one of it is in EUR, and from = 2026-04-01 or earlier." in said
    )
    assert "inbox/org/staffing.csv, line 5: 1 record in USD on 2026-05-01" in said


def test_a_rate_that_begins_too_late_stops_the_load(company: Company) -> None:
    late = RATES.replace("rate = 0.25", "rate = 0.25\nfrom = 2026-01-01")
    said = staffed(company, "orders,2025-12,1,1,5,PLN", ledger=late).refused()
    assert "1 record in PLN on 2025-12-01" in said


def test_a_currency_without_an_amount_needs_no_rate(company: Company) -> None:
    with staffed(company, "orders,2026-03,1,160,,CZK").core() as core:
        assert core.value("select cost from core_staffing") is None


def test_what_cannot_be_read_is_refused_by_itself(company: Company) -> None:
    company = staffed(
        company,
        "orders,2026-13,1,,,", "orders,March,1,,,", "orders,2026-03,-1,,,", "orders,2026-04,,-8,,",
        "orders,2026-05,1,,many,", "orders,2026-06,,,,", ",2026-07,1,,,", "orders,,1,,,",
        "orders,2026-08,1,,5,zloty", "orders,2026-09,nan,,,", "orders,2026-10,1,160,5,",
    )  # fmt: skip
    with company.core() as core:
        assert core.refusals() == [
            "line 2, month: '2026-13' is no month; write it as 2026-03.",
            "line 3, month: 'March' is no month; write it as 2026-03.",
            "line 4, fte: '-1' is no number of posts.",
            "line 5, paid_hours: '-8' is no number of hours.",
            "line 6, cost: 'many' is no amount of money, or could be two; write it as 1250.00.",
            "line 7, fte: it holds no figure.",
            "line 8, unit: it is empty.",
            "line 9, month: it is empty.",
            "line 10, currency: 'zloty' is no currency; write the three letters of its code, such "
            "as EUR.",
            "line 11, fte: 'nan' is no number of posts.",
        ]
        assert core.balance("staffing") == [(11, 1, 0, 10)]


def test_a_unit_that_is_not_there_stops_the_load(company: Company) -> None:
    said = staffed(company, "oders,2026-03,1,,,", "oders,2026-04,1,,,").refused()
    assert (
        "inbox/org/staffing.csv, line 2 (2 records): the unit 'oders' is not in the org chart (is "
        "'orders' meant?); add it, or mend the name." in said
    )


def test_a_month_told_twice_alike_is_skipped_and_told_otherwise_stops_the_load(
    company: Company,
) -> None:
    company = staffed(company, "orders,2026-03,1,160,5,", "orders,2026-03-01,1.0,160,5.00,")
    company.put("org/staffing2.csv", HEADER + "orders,2026-03,1,160,5,\n")
    with company.core() as core:
        assert core.value("select count(*) from core_staffing") == 1
        assert core.balance("staffing") == [(2, 1, 1, 0), (1, 0, 1, 0)]
    company.put("org/staffing2.csv", HEADER + "orders,2026-03,2,160,5,\n")
    assert (
        "inbox/org/staffing2.csv, line 2: the figures of 'orders' for 2026-03 are not those of "
        "inbox/org/staffing.csv, line 2; keep one of the two." in company.refused()
    )


@pytest.mark.parametrize(
    ("row", "notice"),
    [
        ("2,,5", "2 months of 'orders', 'top' have FTE but no paid hours: nothing per paid hour"),
        (",160,5", "2 months of 'orders', 'top' have paid hours but no FTE: tickets per FTE are"),
        (",,5", "2 months of 'orders', 'top' have a cost but neither FTE nor paid hours"),
        ("2,160,", None),
    ],
)
def test_what_a_month_lacks_is_said_with_what_cannot_be_computed(
    company: Company, row: str, notice: str | None
) -> None:
    rows = (f"orders,2026-03,{row},", f"top,2026-03,{row},", "returns,2026-03,1,160,5,")
    with staffed(company, *rows).core() as core:
        told = core.notices()
        assert core.balance("staffing") == [(3, 3, 0, 0)]
    assert len([said for said in told if "FTE" in said]) == (notice is not None)
    assert notice is None or any(said.startswith(notice) for said in told)
