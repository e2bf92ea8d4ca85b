"""What a header says of its column besides its name."""

import pytest

from etl.adapters import told
from etl.adapters.contract import DAY_FIRST, MONTH_FIRST, DayOrder

DATES: list[tuple[str, str, DayOrder | None]] = [
    ("Date Complaint Received - DD/MM/YY", "Date Complaint Received", DAY_FIRST),
    ("Date received (dd.mm.yyyy)", "Date received", DAY_FIRST),
    ("Date\nreceived\n(DD/MM/YYYY hh:mm)", "Date received", DAY_FIRST),
    ("Date received [MM/DD/YYYY]", "Date received", MONTH_FIRST),
    ("Date received: m/d/yy", "Date received", MONTH_FIRST),
    ("Closed (YYYY-MM-DD)", "Closed", None),
    ("Data wpływu (DD-MM-RRRR)", "Data wpływu", DAY_FIRST),
    ("Eingang (TT.MM.JJJJ)", "Eingang", DAY_FIRST),
    ("Дата получения (ДД.ММ.ГГГГ)", "Дата получения", DAY_FIRST),
    ("Дата надходження, ДД.ММ.РРРР", "Дата надходження", DAY_FIRST),
    ("Date received", "Date received", None),
    ("Days (D) or months", "Days (D) or months", None),
]
MONEY = [
    ("Redress (£)", "Redress", "GBP"),
    ("Redress, EUR", "Redress", "EUR"),
    ("Kwota (zł)", "Kwota", "PLN"),
    ("Сумма (руб.)", "Сумма", "RUB"),
    ("Redress - $", "Redress", "USD"),
    ("Redress", "Redress", None),
    ("Referred to FOS", "Referred to FOS", None),
]


@pytest.mark.parametrize(("header", "name", "order"), DATES)
def test_a_header_may_say_whether_the_day_comes_first(
    header: str, name: str, order: DayOrder | None
) -> None:
    assert told.name_of(header) == name
    assert told.day_order_of(header) == order


@pytest.mark.parametrize(("header", "name", "currency"), MONEY)
def test_a_header_may_say_the_currency(header: str, name: str, currency: str | None) -> None:
    assert told.name_of(header) == name
    assert told.currency_of(header) == currency


@pytest.mark.parametrize(
    "header",
    ["Upheld Y/N/Partial", "Upheld (Y/N)", "Upheld?", "Upheld *", "Upheld - Y/N", "Upheld (yes/no)",
     "Upheld (Y/N)?"],
)  # fmt: skip
def test_what_may_stand_in_a_column_is_no_part_of_its_name(header: str) -> None:
    assert told.name_of(header) == "Upheld"
