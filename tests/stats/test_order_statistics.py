"""Ranks hold the published vectors, the binomial's own sums, and SQL's percentile_disc."""

import math

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.stats.order_statistics import Bounds, bounds, place_of, quantile_rank, shares_of


@pytest.mark.parametrize(
    ("n", "share", "lower", "upper", "sureness"),
    [
        (25, 0.5, 8, 18, 0.957),
        (100, 0.5, 40, 61, 0.965),
        (1000, 0.5, 469, 532, 0.954),
        (1000, 0.9, 881, 919, 0.955),
    ],
)
def test_ranks_of_the_published_vectors(
    n: int, share: float, lower: int, upper: int, sureness: float
) -> None:
    assert bounds(n, share) == (lower, upper)
    held = math.fsum(
        math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(lower, upper)
    )
    assert held == pytest.approx(sureness, abs=0.0015)


@given(n=st.integers(1, 400), share=st.sampled_from((0.5, 0.9, 0.1)))
def test_ranks_are_the_narrowest_with_no_more_than_a_fortieth_on_either_side(
    n: int, share: float
) -> None:
    def below(rank: int) -> float:
        """Return the chance that fewer than `rank` of n fall below the quantile."""
        return math.fsum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(rank))

    lower, upper = bounds(n, share)
    assert below(lower or 0) <= 0.025
    assert below((lower or 0) + 1) > 0.025 - 1e-12
    if upper is not None:
        assert 1 - below(upper) <= 0.025
    assert 1 - below((upper or n + 1) - 1) > 0.025 - 1e-12


def test_a_bound_no_case_stands_at_is_not_given() -> None:
    assert bounds(5, 0.5) == Bounds(None, None)
    assert bounds(10, 0.9) == Bounds(7, None)
    assert bounds(0, 0.5) == Bounds(None, None)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_the_rank_of_a_quantile_is_that_of_percentile_disc(share: float) -> None:
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select n, percentile_disc({share}) within group (order by i) "
            "from range(1, 300) sizes(n) join range(1, 300) numbers(i) on i <= n group by n"
        ).fetchall()
    assert {n: quantile_rank(n, share) for n in range(1, 300)} == dict(found)


@given(st.dictionaries(st.integers(1, 5000), st.floats(0, 1), min_size=1, max_size=40))
def test_every_rank_is_found_at_a_shared_share(wanted: dict[int, float]) -> None:
    ranks = {n: 1 + math.floor(share * (n - 1)) for n, share in wanted.items()}
    shares = shares_of(ranks.items())
    assert len(shares) <= len(ranks)
    for n, rank in ranks.items():
        assert math.ceil(shares[place_of(shares, n, rank)] * n) == rank


def test_groups_of_nearly_one_size_share_their_shares() -> None:
    sizes = range(2900, 3236)
    ranks = [(n, rank) for n in sizes for rank in bounds(n, 0.5) if rank]
    assert len(shares_of(ranks)) < 20
