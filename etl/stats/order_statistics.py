"""Ranks that bound a quantile: no assumption about the shape of the values is made."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np


class Bounds(NamedTuple):
    """Ranks from 1 to n of the observed values that bound a quantile; None: no value does."""

    lower: int | None
    upper: int | None


def quantile_rank(n: int, quantile: float) -> int:
    """Return the rank of the least value that at least `quantile` of the n cases do not exceed."""
    return max(1, math.ceil(quantile * n - 1e-9))


def bounds(n: int, quantile: float, level: float = 0.95) -> Bounds:
    """Return the ranks of the exact binomial interval of a quantile, at least `level` sure.

    A rank l is a lower bound when at least l of n cases fall below the quantile with a chance of
    at least 1 - (1 - level) / 2; u likewise (David and Nagaraja, Order Statistics, 2003, 7.1).
    """
    if n < 1:
        return Bounds(None, None)
    tail = (1 - level) / 2
    lower = _least_successes(tail, n, quantile)
    upper = _least_successes(1 - tail, n, quantile) + 1
    return Bounds(lower if lower >= 1 else None, upper if upper <= n else None)


def shares_of(ranks: Iterable[tuple[int, int]]) -> list[float]:
    """Return few shares such that each of `ranks`, a pair (n, rank), is reached by one of them.

    Of n ordered values the one of rank r is the least that a share between (r - 1)/n and r/n of
    them do not exceed; groups of nearly as many cases can therefore be asked at the same share.
    """
    found: list[float] = []
    for n, rank in sorted(set(ranks), key=lambda pair: pair[1] / pair[0] - 0.25 / pair[0]):
        if not found or found[-1] < (rank - 0.75) / n:
            found.append((rank - 0.25) / n)
    return found


def place_of(shares: Sequence[float], n: int, rank: int) -> int:
    """Return which of `shares` reaches the value of this rank of n."""
    return bisect_left(shares, (rank - 0.75) / n)


def _least_successes(probability: float, n: int, p: float) -> int:
    """Return the least k for which P(at most k of n) reaches `probability`.

    Probabilities are exact up to rounding: each follows from the one before, and what lies more
    than ten standard deviations from the mean (below 1e-20) is left out.
    """
    reach = 10 * math.sqrt(n * p * (1 - p)) + 10
    k = np.arange(max(0, math.floor(n * p - reach)), min(n, math.ceil(n * p + reach)) + 1)
    growth = np.log((n - k[:-1]) / (k[:-1] + 1) * (p / (1 - p)))
    logarithm = np.concatenate(([0.0], np.cumsum(growth)))
    chance = np.exp(logarithm - logarithm.max())
    reached = np.cumsum(chance) / chance.sum()
    return int(k[min(int(np.searchsorted(reached, probability)), len(k) - 1)])
