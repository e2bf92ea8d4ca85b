"""What a header says of its column besides its name: `Date received - DD/MM/YY`, `Redress (£)`."""

import re

from etl.adapters.contract import DAY_FIRST, MONTH_FIRST, DayOrder

# The letters of day, month and year in English, German, Polish, Russian and Ukrainian.
_DAY, _MONTH, _YEAR = "[DTДdtд]{1,2}", "[MМmм]{1,4}", "[YJRГРyjrгр]{2,4}"
_BETWEEN = r"[-./ ]"
_CLOCK = r"(?:[ T,]*[HhГг]{1,2}:[MmМм]{2}(?::[SsСс]{2})?)?"
_ORDERS: tuple[tuple[str, DayOrder | None], ...] = (
    (f"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}", DAY_FIRST),
    (f"{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}", MONTH_FIRST),
    (f"{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}", None),
)
_CURRENCIES = {
    "€": "EUR", "euro": "EUR", "£": "GBP", "$": "USD", "zł": "PLN", "грн": "UAH", "₴": "UAH",
    "руб": "RUB", "₽": "RUB", "kč": "CZK",
}  # fmt: skip
_CHOICE = r"[YTJДТ]\s*/\s*[NН](?:\s*/\s*P(?:artial(?:ly)?)?)?|yes\s*/\s*no(?:\s*/\s*partly)?"
_CODE = r"[A-Z]{3}"
_SIGNS = "|".join(re.escape(sign) for sign in _CURRENCIES)


def _at_end(what: str) -> re.Pattern[str]:
    """Return a pattern of a name with `what` after it, in brackets or behind a dash or comma."""
    return re.compile(rf"(?P<name>.*?\S)\s*(?:[-–—:,]\s*|[(\[]\s*)(?P<told>{what})\s*[)\]]?\s*")


_BEHIND = tuple((_at_end(pattern + _CLOCK), order) for pattern, order in _ORDERS)
_CHOSEN = re.compile(rf"(?P<name>.*?\S)\s*[-–—:,(\[]?\s*\b(?:{_CHOICE})\s*[)\]]?\s*", re.IGNORECASE)
_MONEY = _at_end(rf"(?i:{_SIGNS})\.?|{_CODE}")


def name_of(header: str) -> str:
    """Return the name of a column without what else its header says."""
    name = _plain(header)
    for pattern in (*(pattern for pattern, _ in _BEHIND), _CHOSEN, _MONEY):
        if found := pattern.fullmatch(name):
            name = _plain(found["name"])
    return name


def day_order_of(header: str) -> DayOrder | None:
    """Return whether the day or the month comes first; None where the header does not say."""
    name = _plain(header)
    return next((order for pattern, order in _BEHIND if pattern.fullmatch(name)), None)


def currency_of(header: str) -> str | None:
    """Return the code of the currency a header names; None where it names none."""
    found = _MONEY.fullmatch(_plain(header))
    if found is None:
        return None
    sign = found["told"].rstrip(".")
    return _CURRENCIES.get(sign.casefold(), sign if re.fullmatch(_CODE, sign) else None)


def _plain(header: str) -> str:
    return " ".join(header.split()).rstrip(" ?:*")
