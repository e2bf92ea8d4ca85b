"""The catalogue: every entry is whole, names only columns there are, and has its decision."""

import re
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

from etl.answers.decisions import decisions
from etl.canonical.tables import shapes
from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.question import Clock
from etl.metrics.slice import Slice
from etl.problems import WrongCall
from etl.slices.registry import SLICES

FACTS = shapes(resources.files("etl.facts") / "schema.toml")
CORE = shapes()
SQL_WORDS = {
    "and", "or", "not", "is", "null", "in", "case", "when", "then", "else", "end", "true",
    "false", "coalesce", "least", "cast", "as", "bigint", "epoch",
}  # fmt: skip
CLOCKS: tuple[Clock, ...] = ("business", "calendar")


def expressions(entry: Metric) -> list[str]:
    """Return every SQL expression of an entry."""
    found = [entry.cohort, entry.cases, entry.counted, entry.numerator, entry.reason]
    found += [entry.owner.event, entry.owner.current]
    found += [entry.measured(clock) for clock in CLOCKS]
    return found


def names(expression: str) -> set[str]:
    """Return the columns an expression names."""
    without_texts = re.sub(r"'[^']*'", "", expression)
    return set(re.findall(r"[a-z_][a-z0-9_]*", without_texts)) - SQL_WORDS


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_expressions_name_only_columns_of_the_schema(entry: Metric) -> None:
    known = set(FACTS[entry.grain].columns) | set(FACTS["fact_ticket"].columns)
    if entry.grain == "fact_backlog_stay":
        known |= set(CORE["core_company_day"].columns)
    for expression in expressions(entry):
        assert names(expression) <= known


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_what_is_adjusted_for_is_a_column_as_first_recorded(entry: Metric) -> None:
    assert set(entry.adjust_for) <= set(FACTS["fact_ticket"].columns)


def test_a_grain_shares_only_the_key_with_its_tickets() -> None:
    tickets = set(FACTS["fact_ticket"].columns)
    for grain in {entry.grain for entry in catalogue().values()} - {"fact_ticket"}:
        assert set(FACTS[grain].columns) & tickets == {"ticket_key"}


def test_no_metric_is_named_like_a_column() -> None:
    columns = {column for shape in FACTS.values() for column in shape.columns}
    assert not columns & catalogue().keys()


@pytest.mark.parametrize("found", SLICES.values(), ids=lambda found: found.id)
def test_slices_name_only_columns_of_the_schema(found: Slice) -> None:
    declared = shapes(resources.files("etl.slices") / "schema.toml")
    if found.table:
        assert {found.column, "unit_id", "valid_from", "valid_until"} <= set(
            declared[found.table].columns
        )
    elif not found.is_of_unit:
        assert found.column in FACTS["fact_ticket"].columns


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_every_metric_has_its_decision(entry: Metric) -> None:
    assert len(decisions()[entry.decision]) > 100


def test_what_is_counted_whole_has_no_least_number_and_no_interval() -> None:
    for entry in catalogue().values():
        is_whole = entry.kind in ("count", "stock")
        assert (entry.least_n, entry.method) == ((0, None) if is_whole else (10, entry.method))
        assert is_whole == (entry.method is None)


WHOLE: dict[str, Any] = {
    "id": "made_up",
    "group": "quality",
    "grain": "fact_ticket",
    "kind": "proportion",
    "unit": "share",
    "cohort": "created_date",
    "owner": {"event": "unit_created", "current": "unit_now"},
    "numerator": "reopen_count > 0",
    "decision": "reopened",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"numerator": ""}, "needs `numerator`"),
        ({"value": {"calendar": "reply_count"}}, "must not have `value`"),
        ({"kind": "mean", "numerator": ""}, "needs `value`"),
        ({"quantile": 0.5}, "must not have `quantile`"),
        ({"label": "Reopened"}, "Extra inputs"),
        ({"better": "faster"}, "'higher' or 'lower'"),
        ({"needs": ["telepathy"]}, "Input should be"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(change: dict[str, Any], said: str) -> None:
    assert Metric(**WHOLE).id == "made_up"
    with pytest.raises(ValidationError, match=said):
        Metric(**(WHOLE | change))


def test_an_unknown_metric_is_a_wrong_call_that_names_those_there_are() -> None:
    with pytest.raises(WrongCall, match="no metric 'happiness'; there are tickets_created, "):
        metric("happiness")
