"""Whoever has a case in a slice is a member of it, and its sources are those of the cases."""

from pathlib import Path

import pytest

from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.slices.registry import SLICES
from tests.metrics.random_facts import FIRST, LAST, Facts, make

EVERYTHING = tuple(catalogue())


@pytest.fixture(scope="module", params=[6, 25])
def facts(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Facts:
    """Return random facts: so few tickets that some owners have none of them now, and more."""
    return make(tmp_path_factory.mktemp("facts"), seed=3, tickets=request.param)


def test_few_tickets_tell_owners_then_from_owners_now(tmp_path: Path) -> None:
    few = make(tmp_path, seed=3, tickets=6)
    gone = few.warehouse.query("select 1 from slice_member where is_then and not is_now").rows
    assert gone


@pytest.mark.parametrize("attribution", ["event", "current"])
@pytest.mark.parametrize("by", SLICES)
def test_members_and_their_sources_are_those_of_the_cases(
    facts: Facts, by: str, attribution: Attribution
) -> None:
    answers = Answers(facts.warehouse)
    column = "is_then" if attribution == "event" else "is_now"
    pairs = set(
        facts.warehouse.query(
            f"select member, source from slice_member where slice = $by and {column} "
            "and source <> ''",
            {"by": by},
        ).rows
    )
    found = set()
    for source in ("desk", "register"):
        question = Question(
            EVERYTHING,
            Period(FIRST, LAST),
            by,
            "day",
            (("source", (source,)),),
            attribution=attribution,
        )
        results = answers.figures(question)
        found |= {(each.member, source) for each in results if each.n + each.excluded}
    assert found == pairs


def test_a_row_is_known_by_its_key(facts: Facts) -> None:
    keys = facts.warehouse.query("select slice, member, source from slice_member").rows
    assert len(keys) == len(set(keys))
    assert {slice_id for slice_id, _, _ in keys} == set(SLICES)


def test_a_build_without_tickets_has_no_members(tmp_path: Path) -> None:
    nobody = make(tmp_path, seed=1, tickets=0)
    assert nobody.warehouse.query("select * from slice_member").rows == []
