"""What a responsibility matrix can be read in: measures of what service breaks."""

from dataclasses import dataclass
from typing import Literal, get_args

from etl.metrics.catalogue import Metric, Owner, metric
from etl.problems import WrongCall

MeasureId = Literal["broken_promises", "customers", "dissatisfied_customers"]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one grain that are cases of a measure.

    `metric` says of which rows, on which day and whose; `condition`, over the columns of its pass,
    which of them count; `amount`, over the columns of the grain, how much of a case each is.
    """

    metric: Metric
    condition: str
    amount: str = "1"


@dataclass(frozen=True, slots=True)
class Measure:
    """Cases to be laid on units and on owners of profit; they add up over the parts."""

    id: MeasureId
    parts: tuple[Part, ...]


def measure(measure_id: str) -> Measure:
    """Return the measure of this id. Raises WrongCall naming those there are."""
    try:
        return _MEASURES[measure_id]
    except KeyError:
        raise WrongCall(
            f"There is no measure {measure_id!r}; there are {', '.join(get_args(MeasureId))}."
        ) from None


def _of_promises() -> Measure:
    """Return the promises that were counted and not kept, each a case of its own."""
    kept = (metric("first_reply_promise_kept"), metric("resolution_promise_kept"))
    return Measure("broken_promises", tuple(Part(entry, f"{entry.id} = 0") for entry in kept))


def _of_customers(measure_id: MeasureId, *states: str) -> Measure:
    """Return the customers with a problem in one of `states` in which service failed.

    Each is one case, split equally over those problems of his that the filters on contacts keep.
    """
    named = ", ".join(f"'{state}'" for state in states)
    entry = Metric(
        id=measure_id,
        group="quality",
        grain="fact_problem",
        kind="count",
        unit="count",
        cohort="started_date",
        owner=Owner(event="unit_event", current="unit_now", share="cause"),
        cases=f"state in ({named}) and ({_FAILED})",
        decision="customers-with-a-problem",
    )
    problems = f"count(*) filter (where {entry.cases}) over (partition by party)"
    return Measure(measure_id, (Part(entry, f"is_case_of_{entry.id}", f"1.0 / {problems}"),))


_FAILED = "has_broken_promise or has_reopening or has_repeat or has_bad_rating or has_complaint"

_MEASURES: dict[str, Measure] = {
    found.id: found
    for found in (
        _of_promises(),
        _of_customers("customers", "dissatisfied", "silent", "mollified"),
        _of_customers("dissatisfied_customers", "dissatisfied"),
    )
}
