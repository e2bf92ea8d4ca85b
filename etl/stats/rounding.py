"""Whole numbers that add up: what is rounded to be shown keeps its sum."""

import math
from collections.abc import Sequence


def whole(values: Sequence[float]) -> list[int]:
    """Return `values`, none negative, as whole numbers that add up to their rounded sum.

    By largest remainder (Hamilton's method): each is rounded down, and what is missing goes to
    those with the largest remainders, the earlier first.
    """
    near = [round(value) if abs(value - round(value)) < 1e-9 else value for value in values]
    found = [math.floor(value) for value in near]
    missing = round(math.fsum(near)) - sum(found)
    order = sorted(range(len(near)), key=lambda place: (found[place] - near[place], place))
    for place in order[:missing]:
        found[place] += 1
    return found
