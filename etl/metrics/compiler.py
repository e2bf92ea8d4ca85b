"""A question becomes SQL: the sums of its cases, then the order statistics of its quantiles.

Sums come first because the ranks that bound a quantile depend on the number of cases. Columns of
sums are named after the metric: `_n` cases counted, `_cases` cases of the cohort, `_sum` and
`_squares` of values, `_per` of what a ratio is taken by, `_weights` of squared weights. Weights are
1 but under attribution by share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from etl.metrics.cases import cases, cte, keys, select
from etl.metrics.catalogue import METHODS, Kind, Metric
from etl.metrics.scan import Scan, Statement

PLAIN: tuple[Kind, ...] = ("count", "stock", "rate")
"""Kinds of which nothing is known but the cases: none is excluded."""

_SUMMED: tuple[Kind, ...] = ("proportion", "mean", "sum")


@dataclass(frozen=True, slots=True)
class Shares:
    """The part of a group's weight at which a quantile's interval begins and ends."""

    part: date | None
    member: str | None
    lower: float | None
    upper: float | None


def sums(scan: Scan, also: Mapping[str, str] = MappingProxyType({})) -> Statement:
    """Return the statement of a pass's sums, one row a part of the period and member.

    With `also`, expressions over the grain's columns by name: a row each of them and owner too.
    """
    by = [*keys(scan), *(["owner", *also] if also else [])]
    columns = [*by]
    for entry in scan.metrics:
        columns += _sums(entry, is_weighted=scan.share is not None)
    text = select(columns, "grouped", group=", ".join(by))
    return Statement(f"{cases(scan, also)}\n{text}", scan.parameters(), scan.metrics)


def measures(scan: Scan) -> dict[str, tuple[Metric, ...]]:
    """Return the metrics of a pass that order the same values, by the id of the first of them."""
    found: dict[str, list[Metric]] = {}
    for entry in scan.metrics:
        parts = (entry.cases, entry.counted, entry.measured(scan.question.clock))
        found.setdefault(" ".join(parts), []).append(entry)
    return {entries[0].id: tuple(entries) for entries in found.values()}


def quantiles(scan: Scan, shares: Mapping[str, Sequence[float]]) -> Statement:
    """Return the statement of a pass's quantiles: a list of values at the `shares` of a measure.

    A quantile is the least observed value that at least its share of the cases do not exceed.
    """
    by = keys(scan)
    columns = [
        # DuckDB sorts unsigned numbers, and finds a signed one of a rank four times as fast.
        f"percentile_disc(${name}_shares)\n"
        f"        within group (order by cast({name} as bigint)) as {name}"
        for name in shares
    ]
    text = select([*by, *columns], "grouped", group=", ".join(by))
    bound = {f"{name}_shares": list(found) for name, found in shares.items()}
    return Statement(f"{cases(scan)}\n{text}", scan.parameters() | bound, scan.metrics)


def shared_quantile(scan: Scan, shares: Sequence[Shares]) -> Statement:
    """Return the statement of one metric's quantile where cases have weights.

    It is the least observed value up to which the weights add up to its share of them all.
    """
    (entry,) = scan.metrics
    by = keys(scan)
    parameters, rows = scan.parameters(), []
    for number, share in enumerate(shares):
        names = {f"{name}_{number}": getattr(share, name) for name in _SHARE_TYPES}
        parameters |= names
        rows.append("(" + ", ".join(f"${name}" for name in names) + ")")
    bounds = cte(
        "bounds",
        [f"cast({name} as {kind}) as {name}" for name, kind in _SHARE_TYPES.items()],
        "(values\n    " + ",\n    ".join(rows) + f"\n) as bound ({', '.join(_SHARE_TYPES)})",
    )
    partition = f"partition by {', '.join(by)} " if by else ""
    weighed = cte(
        "weighed",
        [
            *by,
            f"{entry.id} as value",
            f"sum(weight) over ({partition}order by {entry.id})"
            "\n        * (1 + 1e-9) as weight_up_to",
            f"sum(weight) over ({partition.strip()}) as weight_of_all",
        ],
        "grouped",
        [f"{entry.id} is not null"],
    )
    same = [f"weighed.{name} is not distinct from bounds.{name}" for name in by]
    text = select(
        [
            *(f"weighed.{name}" for name in by),
            *(
                f"min(value) filter (where weight_up_to >= weight_of_all * {share})"
                f"\n        as {entry.id}_{name}"
                for name, share in (
                    ("value", entry.quantile),
                    ("lower", "bounds.lower"),
                    ("upper", "bounds.upper"),
                )
            ),
        ],
        "weighed\njoin bounds\n    on " + ("\n    and ".join(same) or "true"),
        group=", ".join(f"weighed.{name}" for name in by),
    )
    return Statement(f"{cases(scan)},\n{bounds},\n{weighed}\n{text}", parameters, scan.metrics)


_SHARE_TYPES = {"part": "date", "member": "varchar", "lower": "double", "upper": "double"}


def _sums(entry: Metric, *, is_weighted: bool) -> list[str]:
    name, case = entry.id, f"is_case_of_{entry.id}"
    is_plain = entry.kind in PLAIN
    if entry.kind == "ratio":
        of_counted = f"\n        filter (where {name} is not null)"
        return [
            f"sum({name}_size){of_counted} as {name}_n",
            f"sum({name}_size) as {name}_cases",
            f"sum({name}) as {name}_sum",
            f"sum({name}_per){of_counted} as {name}_per",
        ]
    if not is_weighted:
        every = "count(*)" if entry.cases == "true" else f"count(*) filter (where {case})\n       "
        columns = [f"{every if is_plain else f'count({name})'} as {name}_n"]
        columns += [] if is_plain else [f"{every} as {name}_cases"]
        columns += [f"sum({name}) as {name}_sum"] if entry.kind in _SUMMED else []
        if entry.kind == "mean":
            columns.append(f"sum(cast({name} as double) * {name}) as {name}_squares")
        return columns
    of_cases = "" if entry.cases == "true" else f"\n        filter (where {case})\n       "
    of_counted = of_cases if is_plain else f"\n        filter (where {name} is not null)"
    columns = [f"sum(weight){of_counted} as {name}_n"]
    if not is_plain:
        columns.append(f"sum(weight){of_cases} as {name}_cases")
    if METHODS[entry.kind]:
        columns.append(f"sum(weight * weight){of_counted} as {name}_weights")
    if entry.kind in _SUMMED:
        columns.append(f"sum(weight * {name}) as {name}_sum")
    if entry.kind == "mean":
        columns.append(f"sum(weight * {name} * {name}) as {name}_squares")
    return columns
