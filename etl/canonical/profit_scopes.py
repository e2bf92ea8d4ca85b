"""Whose profit is whose, as of a day: core_profit_scope."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.canonical import tables
from etl.canonical.org_rows import Cells
from etl.canonical.posts import Codes, PostCode
from etl.canonical.validity import overlaps
from etl.problems import RefusedData
from etl.warehouse import Loading


@dataclass(frozen=True, slots=True)
class ProfitScope:
    """A post that owns the profit of a scope from a day until the day before another."""

    post: PostCode
    kind: str
    value: str
    valid_from: date
    valid_until: date
    told_in: str = field(compare=False)


def of_row(cells: Cells) -> ProfitScope:
    """Return the profit scope of a row of the plain form."""
    return ProfitScope(
        PostCode.of_row(cells), cells.word("scope_kind", tables.words()["scope"], "no_scope"),
        cells.required("scope"), *cells.span(), told_in=cells.place,
    )  # fmt: skip


def check(scopes: Sequence[ProfitScope], codes: Codes) -> None:
    """Raise RefusedData for every post that is not in the chart, and for every scope whose profit
    two posts own on one day."""
    twice = overlaps(
        scopes,
        lambda scope: (scope.kind, scope.value),
        lambda scope: f"the owner of the profit of {scope.kind} {scope.value!r}",
    )
    RefusedData.raise_if([*codes.check(scopes), *twice])


def build(loading: Loading, scopes: Sequence[ProfitScope], codes: Codes) -> None:
    """Fill core_profit_scope."""
    loading.insert(
        "core_profit_scope",
        ("post_id", "scope_kind", "scope_value", "valid_from", "valid_until"),
        [
            (
                codes.post_id(scope.post), scope.kind, scope.value, scope.valid_from,
                scope.valid_until,
            )
            for scope in scopes
        ],
    )  # fmt: skip
