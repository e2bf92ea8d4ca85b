"""Intervals hold the published vectors and the equations that define them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.stats.intervals import (
    UNKNOWN,
    Interval,
    byar,
    difference,
    effective_n,
    student,
    wilson,
)


@pytest.mark.parametrize(
    ("numerator", "n", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I: method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (3, 5, 0.2307, 0.8824),  # the tour's
    ],
)
def test_wilson_gives_newcombes_table(numerator: int, n: int, lower: float, upper: float) -> None:
    found = wilson(numerator, n)
    assert found.lower == pytest.approx(lower, abs=6e-5)
    assert found.upper == pytest.approx(upper, abs=6e-5)


@given(n=st.floats(0.5, 1e6), share=st.floats(0, 1))
def test_wilson_stays_within_0_and_1_and_holds_the_share(n: float, share: float) -> None:
    lower, upper = wilson(share * n, n)
    assert lower is not None
    assert upper is not None
    assert 0 <= lower <= share + 1e-12
    assert share - 1e-12 <= upper <= 1


def test_no_cases_have_no_interval() -> None:
    assert wilson(0, 0) == UNKNOWN
    assert student(0, 0, 0, 0) == UNKNOWN


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (10, 4.795, 18.390),  # Garwood 1936: the exact bounds
        (25, 16.179, 36.905),
        (50, 37.111, 65.919),
        (100, 81.364, 121.627),
    ],
)
def test_byar_gives_garwoods_table(count: int, lower: float, upper: float) -> None:
    found = byar(count, count)
    assert found.lower == pytest.approx(lower, rel=2e-3)
    assert found.upper == pytest.approx(upper, rel=2e-3)


def test_no_case_at_all_still_has_an_upper_bound() -> None:
    lower, upper = byar(0, 0)
    assert lower == 0
    assert upper == pytest.approx(3.668, abs=5e-4)


@pytest.mark.parametrize("count", [10, 25, 65, 388])
def test_byar_is_near_the_exact_interval_of_poisson(count: int) -> None:
    """Where the expected number is a bound, as few or as many are seen 1 time in 40."""
    lower, upper = byar(count, count)
    assert lower is not None
    assert upper is not None
    for bound, last in ((lower, count - 1), (upper, count)):
        seen = math.fsum(
            math.exp(k * math.log(bound) - bound - math.lgamma(k + 1)) for k in range(last + 1)
        )
        assert min(seen, 1 - seen) == pytest.approx(0.025, rel=0.03)


@given(n=st.floats(0, 1e6), weight=st.floats(0.01, 1))
def test_byar_holds_the_count_and_grows_with_the_weights(n: float, weight: float) -> None:
    lower, upper = byar(n * weight, n)
    assert lower is not None
    assert upper is not None
    assert 0 <= lower <= n * weight <= upper
    whole = byar(n, n)
    assert lower == pytest.approx((weight if n else 1) * (whole.lower or 0))


@pytest.mark.parametrize(
    ("n", "point"),
    [(10, 2.262157), (11, 2.228139), (21, 2.085963), (31, 2.042272), (1001, 1.962339)],
)
def test_the_interval_of_a_mean_is_students(n: int, point: float) -> None:
    values = [math.sin(number) * 7 for number in range(n)]
    mean = math.fsum(values) / n
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    lower, upper = student(math.fsum(values), math.fsum(v * v for v in values), n, n)
    assert lower == pytest.approx(mean - point * deviation / math.sqrt(n), abs=1e-4)
    assert upper == pytest.approx(mean + point * deviation / math.sqrt(n), abs=1e-4)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1])
def test_a_mean_of_equal_values_has_no_interval(value: float) -> None:
    assert student(400 * value, 400 * value * value, 400, 400) == UNKNOWN


def test_a_mean_of_fewer_than_ten_has_no_interval() -> None:
    assert student(9, 9, 9, 9) == UNKNOWN


@pytest.mark.parametrize(
    ("now", "before", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998, table II: method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_the_difference_of_shares_gives_newcombes_table(
    now: tuple[int, int], before: tuple[int, int], lower: float, upper: float
) -> None:
    found = difference(now[0] / now[1], wilson(*now), before[0] / before[1], wilson(*before))
    assert found.lower == pytest.approx(lower, abs=6e-5)
    assert found.upper == pytest.approx(upper, abs=6e-5)


def test_a_difference_needs_all_four_bounds() -> None:
    assert difference(3.0, Interval(1, None), 2.0, Interval(1, 3)) == UNKNOWN


def test_cases_of_equal_weight_tell_as_much_as_their_number() -> None:
    assert effective_n(12, 12) == 12
    assert effective_n(0.5 * 12, 0.25 * 12) == 12
    assert effective_n(1 + 0.5, 1 + 0.25) == pytest.approx(1.8)
    assert effective_n(0, 0) == 0
