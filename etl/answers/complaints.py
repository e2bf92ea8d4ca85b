"""Complaints from inside: what they were about, how soon they were answered, how they ended."""

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, get_args

from etl.metrics.cases import cases, select
from etl.metrics.question import Question
from etl.metrics.scan import scans
from etl.metrics.slice import Slices
from etl.problems import WrongCall
from etl.warehouse import Warehouse

Aspect = Literal["cause", "bucket", "outcome"]
_OF: dict[Aspect, str] = {
    "cause": "complaints_received",
    "bucket": "complaints_closed",
    "outcome": "complaints_closed",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Complaints that are alike in one aspect. `value` None: the register does not say.

    Of these, `upheld` were upheld, in part or by silence. `share` is of all, also of those whose
    value is not said; `cumulative_share` is that of this value and all more frequent ones, None
    where the value is not said.
    """

    value: str | None
    n: int
    upheld: int
    share: float
    cumulative_share: float | None


def tally(
    warehouse: Warehouse, question: Question, aspect: Aspect, slices: Slices
) -> tuple[Tally, ...]:
    """Return the complaints of the period by `aspect`, the most frequent first.

    Those whose value is not said stand last, however many they are. Causes are those of complaints
    received in it, answers and outcomes those of complaints closed.
    """
    if aspect not in get_args(Aspect):
        raise WrongCall(
            f"There is no aspect {aspect!r} of complaints; there are {', '.join(get_args(Aspect))}."
        )
    found = scans(replace(question, metrics=(_OF[aspect],), by=None, every=None), slices)
    if not found:
        return ()
    (scan,) = found
    also = {
        "value": f"cast({aspect} as varchar)",
        "is_upheld": "outcome in ('upheld', 'partly', 'upheld_by_silence')",
    }
    columns = ["value", "count(*) as n", "count(*) filter (where is_upheld) as upheld"]
    text = select(columns, "grouped", group="value")
    rows = warehouse.query(
        f"{cases(scan, also)}\n{text}\norder by value is null, n desc, value", scan.parameters()
    ).rows
    total = sum(n for _, n, _ in rows)
    so_far = accumulate(n for _, n, _ in rows)
    return tuple(
        Tally(value, n, upheld, n / total, None if value is None else sum_ / total)
        for (value, n, upheld), sum_ in zip(rows, so_far, strict=True)
    )
