"""Whether a number may be said at all."""

import pytest

from etl.stats.judgement import judge


@pytest.mark.parametrize(
    ("n", "excluded", "is_supported", "verdict"),
    [
        (10, 0, True, None),
        (9, 500, True, "too_few"),
        (9.999, 0, True, "too_few"),
        (0, 0, True, "too_few"),
        (0, 3, True, "not_measured"),
        (0, 0, False, "not_measured"),
        (12, 0, False, None),
    ],
)
def test_ten_cases_are_needed_and_some_way_to_measure(
    n: float, excluded: float, is_supported: bool, verdict: str | None
) -> None:
    assert judge(n, excluded, 10, is_supported=is_supported) == verdict


@pytest.mark.parametrize(
    ("n", "excluded", "is_supported", "base", "verdict"),
    [
        (0, 0, True, 1000, None),
        (3, 0, True, 10, None),
        (30, 0, True, 9.5, "too_few"),
        (30, 0, True, 0, "not_measured"),
        (0, 3, True, 1000, "not_measured"),
        (0, 0, False, 1000, "not_measured"),
    ],
)
def test_where_there_is_a_base_it_must_be_large_enough(
    n: float, excluded: float, is_supported: bool, base: float, verdict: str | None
) -> None:
    assert judge(n, excluded, 10, is_supported=is_supported, base=base) == verdict


def test_what_is_counted_whole_is_never_too_few() -> None:
    assert judge(0, 0, 0, is_supported=True) is None
