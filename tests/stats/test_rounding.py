"""Whole numbers that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.stats.rounding import whole


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], []),
        ([1.4, 1.4, 1.2], [2, 1, 1]),
        ([0.5, 0.5], [1, 0]),
        ([1 / 3] * 3, [1, 0, 0]),
        ([880.0, 217.0], [880, 217]),
        ([0.1 + 0.2, 0.7], [0, 1]),
        ([2.9999999999, 1.0], [3, 1]),
        ([1.5, 2.5 + 1e-13, 3.0], [2, 2, 3]),
        ([1.5 - 1e-13, 2.5, 3.0], [2, 2, 3]),
    ],
)
def test_what_is_missing_goes_to_the_largest_remainders(
    values: list[float], shown: list[int]
) -> None:
    assert whole(values) == shown


@given(st.lists(st.floats(0, 1e6), max_size=50))
def test_they_add_up_to_the_rounded_sum_and_none_is_off_by_one(values: list[float]) -> None:
    found = whole(values)
    assert sum(found) == pytest.approx(sum(values), abs=0.501)
    assert all(abs(n - value) < 1 + 1e-6 for n, value in zip(found, values, strict=True))
