"""What a page's title says: the finding, chosen from results by plain rules.

Raw figures only: a unit stands out when its 95 % interval does not hold the total. What the work
explains is not taken out here, and nobody is called better or worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.data import Change, Flow, Metric, Period, Result

End = Literal["", "lowest", "highest"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A message without its words: `message` is its id, `result` the member it speaks of.

    `others` differ from the total in the same direction; the intervals of `close` overlap its own.
    `end` says at which end of the ranking it stands: with the lowest or the highest value.
    """

    message: str
    result: Result | None = None
    others: int = 0
    close: tuple[Result, ...] = ()
    end: End = ""

    @property
    def further(self) -> int:
        """Return how many differ in the same direction besides the `close` ones."""
        return self.others - len(self.close)


def is_judged(result: Result) -> bool:
    """Tell whether a result is a number that may be compared."""
    return result.value is not None and result.verdict not in ("too_few", "not_measured")


def not_all(share: float) -> float:
    """Return a share of less than all so that it does not read as all once it is rounded."""
    return min(share, 0.99)


def parts_of_whole(parts: Sequence[float], whole: float) -> list[float | None]:
    """Return what share of a positive `whole` each part is; None where it is none."""
    return [part / whole if whole > 0 else None for part in parts]


def is_nothing(result: Result) -> bool:
    """Tell whether a result rests on no case at all, counted or left out."""
    return result.value is None and not result.n and not result.excluded


def nearest(results: Sequence[Result]) -> Result | None:
    """Return what comes nearest to a figure: judged, else too few cases, none, not measured."""
    return min(
        results,
        key=lambda r: (not is_judged(r), r.verdict == "not_measured", is_nothing(r)),
        default=None,
    )


def stands_out(result: Result, total: Result, metric: Metric) -> bool:
    """Tell whether the total lies outside a result's interval, where the two can be compared."""
    if not metric.is_compared or not is_judged(result) or total.value is None:
        return False
    if result.lower is None or result.upper is None:
        return False
    return not result.lower <= total.value <= result.upper


def ranked(results: Sequence[Result], metric: Metric) -> tuple[list[Result], list[Result]]:
    """Return results from the worst to the best (else from the highest); and those too few."""
    judged = [result for result in results if is_judged(result)]
    judged.sort(key=lambda result: result.value or 0.0, reverse=metric.better != "higher")
    return judged, [result for result in results if not is_judged(result)]


def of_ranking(judged: Sequence[Result], total: Result, metric: Metric) -> Finding:
    """Return who stands out: the worst if anybody is worse than the total, else the best."""
    if not judged:
        return Finding("finding.nobody_to_compare")
    if len(judged) == 1:
        return Finding("finding.only_one", judged[0])
    if not metric.is_compared or all(result.lower is None for result in judged):
        return Finding(f"finding.most.{metric.id}", judged[0], end="highest")
    apart = [result for result in judged if stands_out(result, total, metric)]
    if not apart:
        return Finding("finding.nobody")
    worse = [result for result in apart if _is_first(result, total, metric)]
    if worse:
        end: End = "lowest" if metric.better == "higher" else "highest"
        return _first(f"finding.worst.{metric.id}", worse, end)
    end = "highest" if metric.better == "higher" else "lowest"
    return _first(f"finding.best.{metric.id}", apart[::-1], end)


def _first(message: str, rows: Sequence[Result], end: End) -> Finding:
    first, *others = rows
    close = tuple(other for other in others if _overlap(first, other))
    return Finding(message, first, len(others), close, end)


def _overlap(one: Result, other: Result) -> bool:
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return False
    return one.lower <= other.upper and other.lower <= one.upper


def biggest_moves(changes: Sequence[Change]) -> list[Change]:
    """Return the changes that are known: those beyond chance first, each kind by size."""
    known = [
        c for c in changes if c.change is not None and is_judged(c.now) and is_judged(c.before)
    ]
    return sorted(known, key=lambda c: (not is_sure(c), -abs(c.change or 0.0)))


def side(change: Change, metric: Metric) -> Literal["", "better", "worse"]:
    """Return whether a change is for the better or for the worse; "" without a better side."""
    if metric.better is None or not change.change:
        return ""
    return "better" if (change.change > 0) == (metric.better == "higher") else "worse"


def is_sure(change: Change) -> bool:
    """Tell whether chance does not explain a change: its interval does not hold zero."""
    return (
        change.lower is not None
        and change.upper is not None
        and (change.lower > 0 or change.upper < 0)
    )


def behind(results: Sequence[Result], totals: Sequence[Result], metrics: Sequence[Metric]) -> int:
    """Return in how many figures a member is on the worse side of the whole, beyond chance."""
    return sum(
        stands_out(own, total, metric) and is_behind(own, total, metric)
        for own, total, metric in zip(results, totals, metrics, strict=True)
    )


def distance(own: Result, total: Result, others: Sequence[Result]) -> float:
    """Return how far a result is from the total, in widths of the range of all results."""
    values = [r.value for r in (own, total, *others) if r.value is not None and is_judged(r)]
    width = max(values, default=0.0) - min(values, default=0.0)
    if own.value is None or total.value is None or not width:
        return 0.0
    return abs(own.value - total.value) / width


def is_behind(result: Result, total: Result, metric: Metric) -> bool:
    """Tell whether a result is on the worse side of the total; never without a better side."""
    return metric.better is not None and _is_first(result, total, metric)


def _is_first(result: Result, total: Result, metric: Metric) -> bool:
    """Tell whether a result stands on the side of the total that a ranking begins with."""
    value, middle = result.value or 0.0, total.value or 0.0
    return value < middle if metric.better == "higher" else value > middle


def net_flow(parts: Sequence[Flow], period: Period) -> int | None:
    """Return how many more tickets came than went in the parts that lie within `period`.

    What came and went within a day is no move of the backlog: the difference is whole, either side
    is not. None where the parts do not cover the period from its start.
    """
    inside = [
        part
        for part, days in ((part, Period.parse(part.period)) for part in parts)
        if period.start <= days.start and days.end <= period.end
    ]
    if not inside or Period.parse(inside[0].period).start != period.start:
        return None
    came = sum(part.created + part.reopened + part.received for part in inside)
    return came - sum(part.solved + part.passed_on + part.merged for part in inside)
