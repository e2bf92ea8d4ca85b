"""What other currencies are worth in the company's: rate_span, from ledger.toml."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from etl.canonical import whereabouts
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL
from etl.problems import RefusedData, counted
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_CENT = Decimal("0.01")


class Rate(NamedTuple):
    """What one of a currency is worth in the company's, from a day until the day before another."""

    currency: str
    rate: Decimal
    valid_from: date
    valid_until: date


class Priced(NamedTuple):
    """A day on which something is said in a currency (None: the company's), and where."""

    told_in: str
    currency: str | None
    day: date


def known(workspace: Workspace) -> list[Rate]:
    """Return every rate of ledger.toml, and the company's own currency at 1."""
    own = Rate(workspace.ledger.company.currency, Decimal(1), ALWAYS_FROM, ALWAYS_UNTIL)
    return [own] + [
        Rate(rate.currency, Decimal(str(rate.rate)), rate.valid_from, rate.valid_until)
        for rate in workspace.ledger.rates
    ]


def build(loading: Loading, workspace: Workspace) -> None:
    """Make rate_span: a row a rate, for statements that convert: cast(amount * rate as
    decimal(18, 2)) is what `in_own_currency` returns, for both are exact."""
    loading.run(
        "create or replace table scratch.rate_span (currency varchar, rate decimal(30, 10), "
        "valid_from date, valid_until date)"
    )
    loading.insert("rate_span", Rate._fields, known(workspace))


def in_own_currency(
    workspace: Workspace, amount: Decimal | None, currency: str | None, day: date
) -> Decimal | None:
    """Return an amount of a day in the company's currency, to the cent; halves go away from zero.

    `check` must have passed for the currency and day.
    """
    if amount is None or currency is None:
        return amount
    rate = _rate(known(workspace), currency, day)
    return None if rate is None else (amount * rate).quantize(_CENT, ROUND_HALF_UP)


def check(workspace: Workspace, told: Iterable[Priced]) -> None:
    """Raise RefusedData for every currency that has no rate on a day it is used on."""
    rates = known(workspace)
    without: dict[str, list[Priced]] = {}
    for each in told:
        if each.currency is not None and _rate(rates, each.currency, each.day) is None:
            without.setdefault(each.currency, []).append(each)
    RefusedData.raise_if(
        missing(
            workspace,
            found[0].told_in,
            currency,
            len(found),
            min(each.day for each in found),
            max(each.day for each in found),
        )
        for currency, found in without.items()
    )


def check_staged(loading: Loading, workspace: Workspace, thing: str, day: str) -> None:
    """Raise RefusedData for staged amounts of a `thing` in a currency without a rate on its `day`.

    Both are our own names.
    """
    rows = loading.query(
        f"select currency, count(*), min(kept.row_no), min({day}), max({day}) "
        f"from kept_{thing} as kept where currency is not null and not exists (select 1 from "
        f"rate_span where rate_span.currency = kept.currency and rate_span.valid_from <= {day} "
        f"and rate_span.valid_until > {day}) group by currency order by currency"
    ).rows
    RefusedData.raise_if(
        missing(
            workspace,
            whereabouts.first(loading, f"staged_{thing}", row),
            currency,
            records,
            first,
            last,
        )
        for currency, records, row, first, last in rows
    )


def missing(
    workspace: Workspace, place: str, currency: str, records: int, first: date, last: date
) -> str:
    """Return what to say of `records`, the first of them at `place`, in a currency without a rate
    from the day `first` to the day `last`."""
    when = f"on {first}" if first == last else f"from {first} to {last}"
    return (
        f"{place}: {counted(records, 'record')} in {currency} {when}, and ledger.toml does not say "
        f'what {currency} was worth then: add [[rates]] with currency = "{currency}", rate = what '
        f"one of it is in {workspace.ledger.company.currency}, and from = {first} or earlier."
    )


def _rate(rates: Iterable[Rate], currency: str, day: date) -> Decimal | None:
    return next(
        (
            span.rate
            for span in rates
            if span.currency == currency and span.valid_from <= day < span.valid_until
        ),
        None,
    )
