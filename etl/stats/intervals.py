"""95 % intervals of shares, means and counts, and of differences between two of them."""

import math
from typing import NamedTuple

Z = 1.959964  # 97.5 % point of the normal distribution


class Interval(NamedTuple):
    """Bounds in the unit of the estimate; None where the data set no bound."""

    lower: float | None
    upper: float | None


UNKNOWN = Interval(None, None)


def wilson(numerator: float, n: float) -> Interval:
    """Return the score interval of a share (Wilson 1927); n need not be whole."""
    if n <= 0:
        return UNKNOWN
    share = numerator / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def byar(count: float, n: float) -> Interval:
    """Return Byar's interval of the number of cases expected where `count` were seen.

    Breslow and Day, Statistical Methods in Cancer Research II (1987), page 69; within 0.2 % of the
    exact Poisson interval from ten cases on. Where cases have weights, `count` is their sum and `n`
    the number of cases of equal weight that tell as much (Dobson et al. 1991); else both are one.
    """
    weight = count / n if n else 1.0
    below = 1 - 1 / (9 * n) - Z / (3 * math.sqrt(n)) if n else 0.0
    above = 1 - 1 / (9 * (n + 1)) + Z / (3 * math.sqrt(n + 1))
    return Interval(weight * n * max(0.0, below) ** 3, weight * (n + 1) * above**3)


def student(total: float, squares: float, weight: float, n: float) -> Interval:
    """Return the t interval of a mean from sums of weighted values, squares and weights.

    `n` is the effective number of cases, equal to `weight` where every weight is 1. Below ten
    cases there is none: it would rest on the shape of the values. Nor is there one where all
    values are equal: nothing tells how far the next would lie from them.
    """
    if n < 10 or weight <= 0:
        return UNKNOWN
    mean = total / weight
    variance = max(0.0, squares / weight - mean * mean) * n / (n - 1)
    if variance <= 1e-12 * max(1.0, mean * mean):
        return UNKNOWN
    half = student_point(n - 1) * math.sqrt(variance / n)
    return Interval(mean - half, mean + half)


def student_point(freedom: float) -> float:
    """Return the 97.5 % point of Student's t (Abramowitz and Stegun 26.7.5).

    Within 2e-5 of the exact value from 9 degrees of freedom on.
    """
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def difference(now: float, now_bounds: Interval, before: float, bounds: Interval) -> Interval:
    """Return the interval of `now` - `before` by square-and-add of each one's own interval.

    With Wilson's intervals this is Newcombe's hybrid score interval (1998, method 10); for other
    estimates it is the method of variance estimates recovery (Zou and Donner 2008).
    """
    lower, upper = now_bounds
    lower_before, upper_before = bounds
    if lower is None or upper is None or lower_before is None or upper_before is None:
        return UNKNOWN
    change = now - before
    return Interval(
        change - math.hypot(now - lower, upper_before - before),
        change + math.hypot(upper - now, before - lower_before),
    )


def effective_n(weight: float, squared_weights: float) -> float:
    """Return how many cases of equal weight tell as much (Kish 1965): (Σw)² / Σw²."""
    return weight * weight / squared_weights if squared_weights else 0.0
