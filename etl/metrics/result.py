"""The one shape every comparison comes out in."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal[
    "better", "worse", "watch", "as_expected",
    "improving", "worsening", "steady",
    "too_few", "not_measured",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A number with what it rests on.

    `value` is a share (0 to 1), seconds, a count, or a mean, as the metric's `unit` says; None with
    a verdict that says why; a value of too few cases is given, and marked so. `n` counts the cases
    it rests on (fractions under attribution by share), `excluded` those of the same cohort it could
    not use, `coverage` is n / (n + excluded).
    `lower` and `upper` bound the 95 % interval by `method`. `member` is None for all members
    together and "" for cases without one. `verdict` is None while nothing has judged the number.
    """

    metric: str
    slice: str | None
    member: str | None
    period: str
    numerator: float | None
    denominator: float | None
    n: float
    excluded: float
    coverage: float | None
    value: float | None
    lower: float | None
    upper: float | None
    expected: float | None
    method: str | None
    verdict: Verdict | None
    build: int
