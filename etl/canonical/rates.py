"""What other currencies are worth in the company's: rate_span, from ledger.toml."""

from etl.canonical import whereabouts
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL
from etl.problems import RefusedData, counted
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


def build(loading: Loading, workspace: Workspace) -> None:
    """Make rate_span: the company's own currency at 1, and every rate of ledger.toml."""
    loading.run(
        "create or replace temp table rate_span (currency varchar, rate double, "
        "valid_from date, valid_until date)"
    )
    own = (workspace.ledger.company.currency, 1.0, ALWAYS_FROM, ALWAYS_UNTIL)
    loading.insert(
        "rate_span",
        ("currency", "rate", "valid_from", "valid_until"),
        [own]
        + [
            (rate.currency, rate.rate, rate.valid_from, rate.valid_until)
            for rate in workspace.ledger.rates
        ],
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
        f"{whereabouts.first(loading, f'staged_{thing}', row)}: {counted(count, 'amount')} in "
        f"{currency} from {first} to {last}, and ledger.toml does not say what {currency} was "
        f'worth then: add [[rates]] with currency = "{currency}" and rate = what one of it is in '
        f"{workspace.ledger.company.currency}."
        for currency, count, row, first, last in rows
    )
