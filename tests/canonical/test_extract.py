"""A few stamps long after all others, the last of which would be taken for the extract's."""

from typing import Any

import pytest

from etl.remarks import notice
from tests.adapters.company import DESK, Company, tickets

MANY = [f"T{number},2026-03-{number % 28 + 1:02}T10:00:00Z,open" for number in range(200)]


def said(company: Company, *rows: str, ledger: str = DESK) -> list[tuple[Any, ...]]:
    """Return the notices of a desk with these tickets."""
    company.ledger(ledger).put("desk/tickets.csv", tickets(*rows))
    with company.core() as core:
        return core.rows("select kind, source, subject, count, details from load_notice")


def test_a_stamp_long_after_all_others_is_pointed_out_with_the_mend(company: Company) -> None:
    (found,) = said(company, *MANY, "F1,2062-03-01T10:00:00Z,open")
    assert str(notice(*found)) == (
        "1 stamp lies more than 30 days after all others of desk, which end on 2026-03-28: its "
        "day, 2062-03-01, is taken for that of the extract, and every open ticket looks that old. "
        "If it is wrong, write extract_at into [sources.desk]."
    )


def test_told_when_the_extract_was_made_the_stamp_is_refused_and_nothing_is_odd(
    company: Company,
) -> None:
    told = DESK + "extract_at = 2026-04-01T00:00:00Z\n"
    assert said(company, *MANY, "F1,2062-03-01T10:00:00Z,open", ledger=told) == []


@pytest.mark.parametrize(
    "later",
    [
        ["F1,2026-04-20T10:00:00Z,open"],
        [f"F{number},2026-07-01T10:00:00Z,open" for number in range(20)],
    ],
    ids=["within 30 days", "a season"],
)
def test_a_pause_of_the_desk_is_not_odd(company: Company, later: list[str]) -> None:
    assert said(company, *MANY, *later) == []
