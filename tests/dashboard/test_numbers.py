"""Numbers as each language writes them: short, with its own signs and words."""

import re
from datetime import date, datetime

import pytest

from dashboard.text.catalogue import LANGUAGES, Text, plain
from dashboard.text.numbers import Numbers


def numbers(language: str) -> Numbers:
    return Numbers(Text(language))


def spaced(words: str) -> str:
    """Return words with every kind of space as the plain one."""
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "1 h 52 min"), ("ru", "1 ч 52 мин"), ("uk", "1 год 52 хв"), ("pl", "1 godz. 52 min")],
)
def test_durations_are_written_as_the_terms_say(language: str, written: str) -> None:
    assert spaced(numbers(language).duration(6720)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "88.9%"), ("ru", "88,9 %"), ("uk", "88,9%"), ("pl", "88,9%")],
)
def test_percentages_are_written_as_cldr_says(language: str, written: str) -> None:
    assert spaced(numbers(language).percent(0.8894)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "−2.3 points"), ("ru", "−2,3 п. п."), ("uk", "−2,3 в. п."), ("pl", "−2,3 pkt proc.")],
)
def test_changes_of_shares_are_in_points_with_a_sign(language: str, written: str) -> None:
    assert spaced(numbers(language).change(-0.0229, "share")) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (3599, "1 h"),
        (3600, "1 h"),
        (35_940, "9 h 59 min"),
        (36_000, "10 h"),
        (200_000, "56 h"),
    ],
)
def test_durations_are_short(seconds: float, written: str) -> None:
    assert spaced(numbers("en").duration(seconds)) == written


def test_days_are_written_only_where_a_day_has_24_hours() -> None:
    assert spaced(numbers("en").duration(200_000, days=True)) == "2 d 8 h"
    assert spaced(numbers("en").duration(172_800, days=True)) == "2 d"


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    for language in LANGUAGES:
        assert " " not in numbers(language).duration(6720)
        assert " " not in numbers(language).change(-0.02, "share")


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (48210, "count", "48,210"),
        (1.844, "per_ticket", "1.84"),
        (0.5, "share", "50.0%"),
        (4.104, "per_1000", "4.10 per 1,000"),
        (41.04, "per_1000", "41.0 per 1,000"),
        (-12.4, "points", "−12"),
        (12.4, "points", "+12"),
        (5.31, "score", "5.31"),
        (18.75, "per_fte", "18.8"),
    ],
)
def test_a_value_is_written_in_its_metrics_unit(value: float, unit: str, written: str) -> None:
    assert spaced(numbers("en").value(value, unit)) == written


@pytest.mark.parametrize(
    ("language", "currency", "written"),
    [
        ("en", "EUR", ["€12.40", "€1,240", "€1.2M"]),
        ("ru", "EUR", ["12,40 €", "1 240 €", "1,2 млн €"]),
        ("uk", "EUR", ["12,40 €", "1 240 €", "1,2 млн €"]),
        ("uk", "UAH", ["12,40 ₴", "1 240 ₴", "1,2 млн ₴"]),
        ("pl", "PLN", ["12,40 zł", "1 240 zł", "1,2 mln zł"]),
        ("en", "", ["12.40", "1,240", "1,240,000"]),
    ],
)
def test_money_is_in_the_companys_currency(
    language: str, currency: str, written: list[str]
) -> None:
    money = Numbers(Text(language), currency)
    assert [spaced(money.value(amount, "money")) for amount in (12.4, 1240, 1_240_000)] == written
    assert Numbers(Text(language), currency) == money
    assert Numbers(Text(language), "XXX") != money


@pytest.mark.parametrize(
    ("currency", "sign"), [("EUR", "€"), ("GBP", "£"), ("PLN", "zł"), ("UAH", "₴"), ("USD", "$")]
)
def test_a_currency_has_its_sign_in_every_language(currency: str, sign: str) -> None:
    for language in LANGUAGES:
        money = Numbers(Text(language), currency)
        for amount in (12.4, 19_028, 1_240_000):
            written = money.money(amount)
            assert sign in written
            assert currency not in written


def test_letters_of_a_currency_stand_off_the_number() -> None:
    amounts = (12.4, 1240, 1_240_000)
    zloty, franc = Numbers(Text("en"), "PLN"), Numbers(Text("en"), "CHF")
    no_break = "\N{NO-BREAK SPACE}"
    assert [zloty.money(amount) for amount in amounts] == [
        f"zł{no_break}12.40", f"zł{no_break}1,240", f"zł{no_break}1.2M",
    ]  # fmt: skip
    assert franc.money(1240) == f"CHF{no_break}1,240"
    assert Numbers(Text("uk"), "CHF").money(1240) == f"1{no_break}240{no_break}CHF"


@pytest.mark.parametrize(
    ("language", "change", "bounds"),
    [
        ("en", "−€1,200,000", ["€900,000", "€1,100,000"]),
        ("ru", "−1 200 000 €", ["900 000 €", "1 100 000 €"]),
        ("uk", "−1 200 000 €", ["900 000 €", "1 100 000 €"]),
        ("pl", "−1 200 000 €", ["900 000 €", "1 100 000 €"]),
    ],
)
def test_millions_beside_less_than_a_million_are_written_out(
    language: str, change: str, bounds: list[str]
) -> None:
    money = Numbers(Text(language), "EUR")
    assert spaced(money.change(-1_200_000, "money", beside=2636)) == change
    written = [spaced(money.value(b, "money", beside=990_000)) for b in (900_000, 1_100_000)]
    assert written == bounds


@pytest.mark.parametrize(
    ("language", "currency", "whole", "cents", "million"),
    [
        ("en", "EUR", "+€61", "−€1,240.00", "−€61,000"),
        ("ru", "EUR", "+61 €", "−1 240,00 €", "−61 000 €"),
        ("uk", "UAH", "+61 ₴", "−1 240,00 ₴", "−61 000 ₴"),
        ("pl", "PLN", "+61 zł", "−1 240,00 zł", "−61 000 zł"),
        ("en", "", "+61", "−1,240.00", "−61,000"),
    ],
)
def test_the_change_of_an_amount_has_the_decimals_of_the_amount(
    language: str, currency: str, whole: str, cents: str, million: str
) -> None:
    money = Numbers(Text(language), currency)
    changes = [(61.0, 2636.0), (-1240.0, 12.4), (-61_000.0, 1_240_000.0)]
    written = [spaced(money.change(change, "money", beside=now)) for change, now in changes]
    assert written == [whole, cents, million]


def test_a_figure_beside_another_has_its_decimals() -> None:
    assert spaced(numbers("en").value(9.5, "per_1000", beside=41)) == "9.5 per 1,000"
    assert spaced(numbers("en").value(11, "per_1000", beside=9.5)) == "11.00 per 1,000"
    assert numbers("en").value(99.5, "money", beside=2636) == "100"


def test_a_change_too_small_for_the_decimals_of_its_figure_is_flat() -> None:
    assert numbers("en").is_flat(0.3, "money", beside=2636)
    assert not numbers("en").is_flat(0.3, "money", beside=12.4)


def test_a_change_of_points_has_one_sign() -> None:
    assert numbers("en").change(3.2, "points") == "+3"
    assert numbers("en").change(-3.2, "points") == "−3"
    assert numbers("en").is_flat(0.3, "points")


def test_a_change_too_small_for_the_digits_shown_is_flat() -> None:
    assert numbers("en").is_flat(0.0004, "share")
    assert numbers("en").is_flat(-0.4, "seconds")
    assert not numbers("en").is_flat(0.0006, "share")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "September 2026"), ("ru", "сентябрь 2026"), ("uk", "вересень 2026")],
)
def test_a_month_alone_stands_in_the_nominative(language: str, written: str) -> None:
    assert spaced(numbers(language).month(date(2026, 9, 1))).startswith(written)


def test_a_day_of_a_month_stands_in_the_genitive() -> None:
    assert "нояб" in numbers("ru").day(date(2026, 11, 20))
    assert numbers("pl").day(date(2026, 11, 20)) == "20 lis 2026"


def test_a_moment_has_24_hours() -> None:
    assert numbers("en").moment(datetime(2026, 11, 20, 18, 5)) == "Nov 20, 2026, 18:05"


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_get_their_locale_from_cldr(language: str) -> None:
    locale = numbers(language).vega_locale()
    assert len(locale["time"]["months"]) == 12
    assert len(set(locale["time"]["days"])) == 7
    assert locale["number"]["decimal"] == ("." if language == "en" else ",")


def test_week_days_of_a_chart_begin_with_sunday() -> None:
    assert numbers("en").vega_locale()["time"]["days"][0] == "Sunday"


@pytest.mark.parametrize(
    "name", ["*bold* [link](http://x)", "<script>", "# head", "a_b_c", ":material/bolt: $x$", "`c`"]
)
def test_names_from_files_are_shown_as_they_are_written(name: str) -> None:
    escaped = plain(name)
    assert escaped.replace("\\", "").replace("\N{WORD JOINER}", "") == name
    for position, sign in enumerate(escaped):
        if sign in "*_[]()<>#`$:":
            assert escaped[position - 1] == "\\"


@pytest.mark.parametrize("name", ["WWW.", "www.example.com", "http://example.com", "a@example.com"])
def test_names_from_files_never_become_links(name: str) -> None:
    escaped = plain(name)
    assert not re.search(r"www\.|http\\?:|@\w", escaped, re.IGNORECASE)
    assert escaped.replace("\\", "").replace("\N{WORD JOINER}", "") == name
