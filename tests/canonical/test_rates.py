"""What other currencies are worth: the same to a statement as to a program, to the cent."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from etl.canonical import rates
from etl.problems import RefusedData
from etl.workspace.ledger import Company, Ledger, Rate
from etl.workspace.workspace import Workspace
from tests.facts.company import loading_of

DAYS = [date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 12, 31)]
WORKSPACE = Workspace(
    Path(),
    Ledger(
        company=Company(name="Test", currency="EUR", zone="UTC"),
        rates=(
            Rate(currency="PLN", rate=0.23, valid_until=DAYS[2]),
            Rate(currency="PLN", rate=0.2345678901, valid_from=DAYS[2]),
            Rate(currency="KWD", rate=3.0615, valid_from=DAYS[1]),
        ),
    ),
    "",
)
LOADING = loading_of({})
rates.build(LOADING, WORKSPACE)
CONVERTED = """
    select cast(cast($amount as decimal(18, 2)) * rate as decimal(18, 2)) from rate_span
    where currency = $currency and valid_from <= $day and valid_until > $day
"""


@given(
    some.decimals(-10**9, 10**9, places=2), some.sampled_from(["EUR", "PLN", "KWD"]),
    some.sampled_from(DAYS[1:]),
)  # fmt: skip
@example(Decimal("1.50"), "PLN", DAYS[1])  # 0.345: halves go away from zero
@example(Decimal("-1.50"), "PLN", DAYS[1])
def test_a_statement_and_the_program_convert_alike(
    amount: Decimal, currency: str, day: date
) -> None:
    asked = {"amount": amount, "currency": currency, "day": day}
    [(converted,)] = LOADING.query(CONVERTED, asked).rows
    assert rates.in_own_currency(WORKSPACE, amount, currency, day) == converted


def test_a_currency_has_no_rate_before_its_first() -> None:
    told = [rates.Priced("here", "KWD", day) for day in DAYS[:2]]
    assert rates.in_own_currency(WORKSPACE, Decimal(1), "KWD", DAYS[0]) is None
    rates.check(WORKSPACE, told[1:])
    with pytest.raises(RefusedData, match="here: 1 record in KWD on 2026-01-01, and "):
        rates.check(WORKSPACE, told)
