"""Intervals by resampling, where cases of one customer hang together."""

from collections.abc import Sequence

import numpy as np

from etl.stats.intervals import UNKNOWN, Interval

SEED = 1
RESAMPLINGS = 2000
LEAST = 10


def ratio(pairs: Sequence[tuple[float, float]]) -> Interval:
    """Return the 95 % percentile interval of Σ numerator ÷ Σ denominator (Efron 1981).

    The `pairs` are drawn anew with replacement, RESAMPLINGS times from SEED, so that the same
    pairs give the same interval. There is none below LEAST pairs, nor where every drawing gives
    the same ratio: nothing tells how far the next would lie from it.
    """
    n = len(pairs)
    if n < LEAST:
        return UNKNOWN
    values = np.array(pairs, dtype=float)
    dice = np.random.default_rng(SEED)
    sums = np.array(
        [np.bincount(dice.integers(n, size=n), minlength=n) @ values for _ in range(RESAMPLINGS)]
    )
    ratios = sums[:, 0] / sums[:, 1]
    lower, upper = np.quantile(ratios, (0.025, 0.975))
    if upper - lower <= 1e-12:
        return UNKNOWN
    return Interval(float(lower), float(upper))
