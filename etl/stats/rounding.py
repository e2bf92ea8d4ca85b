"""Whole numbers that add up: what is rounded to be shown keeps its sum."""

import math
from collections.abc import Sequence

_DIGITS = 9
"""What lies beyond is the noise of the order in which fractions were added up."""


def whole(values: Sequence[float]) -> list[int]:
    """Return `values`, none negative, as whole numbers that add up to their rounded sum.

    By largest remainder (Hamilton's method): each is rounded down, and what is missing goes to
    those with the largest remainders, the earlier first.
    """
    near = [round(value, _DIGITS) for value in values]
    found = [math.floor(value) for value in near]
    missing = round(round(math.fsum(near), _DIGITS)) - sum(found)
    rests = [round(value - floor, _DIGITS) for value, floor in zip(near, found, strict=True)]
    order = sorted(range(len(near)), key=lambda place: (-rests[place], place))
    for place in order[:missing]:
        found[place] += 1
    return found
