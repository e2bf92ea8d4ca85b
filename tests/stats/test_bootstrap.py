"""Intervals by resampling."""

import math
import random

import pytest

from etl.stats.bootstrap import LEAST, ratio
from etl.stats.intervals import UNKNOWN


def test_of_independent_cases_it_is_the_interval_of_a_share() -> None:
    """400 customers of one case each, 100 of them aligned: near 0.25 ± 1.96·√(.25·.75/400)."""
    lower, upper = ratio([(1, 1)] * 100 + [(0, 1)] * 300)
    half = 1.96 * math.sqrt(0.25 * 0.75 / 400)
    assert lower == pytest.approx(0.25 - half, abs=0.006)
    assert upper == pytest.approx(0.25 + half, abs=0.006)


def test_cases_that_hang_together_tell_less() -> None:
    alone = ratio([(1, 1)] * 100 + [(0, 1)] * 300)
    together = ratio([(10, 10)] * 10 + [(0, 10)] * 30)
    widths = [upper - lower for lower, upper in (alone, together) if lower is not None and upper]
    assert widths[1] == pytest.approx(widths[0] * math.sqrt(10), rel=0.15)


def test_it_holds_the_truth_as_often_as_it_says() -> None:
    dice = random.Random(11)
    held = 0
    for _ in range(100):
        pairs = []
        for _ in range(60):
            n = dice.randrange(1, 6)
            pairs.append((float(sum(dice.random() < 0.3 for _ in range(n))), float(n)))
        lower, upper = ratio(pairs)
        assert lower is not None
        assert upper is not None
        held += lower <= 0.3 <= upper
    assert 88 <= held <= 99


def test_the_same_pairs_give_the_same_interval() -> None:
    pairs = [(float(n % 3), 3.0) for n in range(50)]
    assert ratio(pairs) == ratio(list(pairs))


def test_too_few_pairs_and_pairs_that_are_all_alike_have_none() -> None:
    assert ratio([(0, 1), (1, 1)] * (LEAST // 2 - 1)) == UNKNOWN
    assert ratio([]) == UNKNOWN
    assert ratio([(1, 1)] * 50) == UNKNOWN
