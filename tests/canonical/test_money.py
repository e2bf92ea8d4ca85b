"""Amounts of money as people write them: read in the one way they can be read in, or not at all."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.canonical import staging
from etl.warehouse import Builds

Read = Callable[[str], tuple[Decimal | None, str | None]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Return what reads an amount and its currency."""
    with Builds(tmp_path_factory.mktemp("money") / "builds").load() as new:
        new.loading.run_file(staging.sql("reading"))

        def amount_of(text: str) -> tuple[Decimal | None, str | None]:
            found = new.loading.query(
                "select money_of(text), currency_of(text) from (select $text as text)",
                {"text": text},
            )
            amount, currency = found.rows[0]
            return amount, currency

        yield amount_of


READ = [
    ("40", "40.00", None),
    (" 40.5 ", "40.50", None),
    ("£1,250.00", "1250.00", "GBP"),
    ("£ 1,250", "1250.00", "GBP"),
    ("1.250,00 €", "1250.00", "EUR"),
    ("€1.250,00", "1250.00", "EUR"),
    ("1.250 €", "1250.00", "EUR"),
    ("1 250,00 zł", "1250.00", "PLN"),
    ("1\u00a0250,00\u00a0zł", "1250.00", "PLN"),
    ("1\u202f250 zł.", "1250.00", "PLN"),
    ("12 500 000,5 грн.", "12500000.50", "UAH"),
    ("1 250,00 рублей", "1250.00", "RUB"),
    ("CHF 1'250.00", "1250.00", "CHF"),
    ("Fr. 1’250.–", "1250.00", "CHF"),
    ("40,- EUR", "40.00", "EUR"),
    ("EUR 40.00", "40.00", "EUR"),
    ("40eur", "40.00", "EUR"),
    ("PLN40", "40.00", "PLN"),
    ("US$40", "40.00", "USD"),
    ("$40.00", "40.00", "USD"),
    ("A$40.00", "40.00", "AUD"),
    ("1.234.567", "1234567.00", None),
    ("1.234.567,89", "1234567.89", None),
    ("1,234,567.89", "1234567.89", None),
    ("1,250", "1250.00", None),
    ("12,5", "12.50", None),
    ("0.125", "0.13", None),
    ("37.0350", "37.04", None),
    ("0.30000000000000004", "0.30", None),
    ("-5", "-5.00", None),
    ("−5,00 €", "-5.00", "EUR"),
    ("-£5.00", "-5.00", "GBP"),
    ("£-5.00", "-5.00", "GBP"),
    ("5.00-", "-5.00", None),
    ("1.250,00- EUR", "-1250.00", "EUR"),
    ("(40.00)", "-40.00", None),
    ("(£1,250.00)", "-1250.00", "GBP"),
    ("£(40)", "-40.00", "GBP"),
]
UNREAD = [
    "1.250",  # 1,250.00 or 1.25
    "1,25,0",
    "1,250,00",
    "1.250.00",
    "12 34",
    "1 2500",
    "voucher",
    "£25 voucher",
    "40 or 50",
    "5 EUR 20",
    "40 kr",
    ".50",
    "£.50",
    "40)",
    "(-40)",
    "5+5",
    "40 EUR net",
    "19%",
    "2026-03-05",
    "05/03/2026",
    "#REF!",
    "1e5",
    "--5",
    "99999999999999999",
    "-",
    "",
]


@pytest.mark.parametrize(("text", "amount", "currency"), READ)
def test_an_amount_is_read_however_it_is_written(
    read: Read, text: str, amount: str, currency: str | None
) -> None:
    assert read(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_amount_or_could_be_two_is_not_read(read: Read, text: str) -> None:
    assert read(text) == (None, None)


GROUPED = {
    "English": (",", ".", "£{}"),
    "German": (".", ",", "{} €"),
    "Polish": ("\u00a0", ",", "{} zł"),
    "Swiss": ("’", ".", "CHF {}"),
}


@settings(max_examples=60)
@given(
    cents=st.integers(0, 10**14), is_negative=st.booleans(), manner=st.sampled_from(list(GROUPED))
)
def test_every_amount_comes_back_from_every_manner_of_writing(
    read: Read, cents: int, is_negative: bool, manner: str
) -> None:
    thousands, point, around = GROUPED[manner]
    whole, rest = divmod(cents, 100)
    written = f"{whole:,}".replace(",", thousands) + f"{point}{rest:02}"
    text = around.format(("-" if is_negative and cents else "") + written)
    amount = Decimal(cents).scaleb(-2)
    assert read(text)[0] == (-amount if is_negative else amount)
