"""The catalogue: every entry is whole, names only columns there are, and has its decision."""

import re
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

from etl.answers.decisions import decisions
from etl.canonical.tables import shapes
from etl.metrics.cases import source_of
from etl.metrics.catalogue import Metric, catalogue, metric
from etl.metrics.grain import GRAINS, Grain, GrainId
from etl.metrics.question import Clock
from etl.metrics.scan import uncut
from etl.metrics.slice import Slice
from etl.problems import WrongCall
from etl.slices.registry import SLICES

FACTS = shapes(resources.files("etl.facts") / "schema.toml")
CORE = shapes()
SQL_WORDS = {
    "and", "or", "not", "is", "null", "in", "case", "when", "then", "else", "end", "true",
    "false", "coalesce", "least", "cast", "as", "bigint", "epoch", "double", "varchar", "last_day",
}  # fmt: skip
CLOCKS: tuple[Clock, ...] = ("business", "calendar")


def expressions(entry: Metric) -> list[str]:
    """Return every SQL expression of an entry."""
    found = [entry.cohort, entry.cases, entry.counted, entry.numerator, entry.reason]
    found += [entry.owner.event, entry.owner.current, entry.per, entry.size]
    found += [entry.measured(clock) for clock in CLOCKS]
    return found


def names(expression: str) -> set[str]:
    """Return the columns an expression names."""
    without_texts = re.sub(r"'[^']*'", "", expression)
    return set(re.findall(r"[a-z_][a-z0-9_]*", without_texts)) - SQL_WORDS


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_expressions_name_only_columns_of_the_schema(entry: Metric) -> None:
    known = set(entry.table.cut_by)
    if entry.grain == "fact_backlog_stay":
        known |= set(CORE["core_company_day"].columns)
    for expression in expressions(entry):
        assert names(expression) <= known


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_what_is_adjusted_for_is_a_column_as_first_recorded(entry: Metric) -> None:
    assert set(entry.adjust_for) <= set(FACTS["fact_ticket"].columns)


@pytest.mark.parametrize("grain", GRAINS.values(), ids=lambda grain: grain.id)
def test_a_column_that_a_row_shares_with_its_ticket_is_the_rows_own(grain: Grain) -> None:
    tickets = set(FACTS["fact_ticket"].columns)
    shared = grain.columns & tickets - {"ticket_key"}
    assert not grain.borrowed(shared)
    text = source_of(grain.id, ["priority_first", *shared])
    if "ticket_key" not in grain.columns:
        assert text == grain.id
    elif grain.id != "fact_ticket" and shared:
        (joined,) = re.findall(r"select (.*)", text)
        assert joined == "ticket_key, priority_first"


def test_a_grain_that_no_table_holds_is_a_query_of_the_columns_it_says() -> None:
    contact = GRAINS["customer_contact"]
    first, *others = contact.cte.split("union all")
    named = set(re.findall(r"(?:as |\.|^    )([a-z_]+),?$", first, re.MULTILINE))
    assert named == contact.columns
    assert len(others) == 2


def test_no_metric_is_named_like_a_column_of_its_rows() -> None:
    for entry in catalogue().values():
        assert entry.id not in entry.table.cut_by


@pytest.mark.parametrize("found", SLICES.values(), ids=lambda found: found.id)
def test_slices_name_only_columns_of_the_schema(found: Slice) -> None:
    declared = shapes(resources.files("etl.slices") / "schema.toml")
    if found.table:
        assert {found.column, "unit_id", "valid_from", "valid_until"} <= set(
            declared[found.table].columns
        )
    elif not found.is_of_unit:
        assert found.column in FACTS["fact_ticket"].columns


def test_months_of_units_can_be_cut_by_units_alone() -> None:
    known = {found.id for found in SLICES.values() if found.is_of_unit}
    assert set(uncut(GRAINS["fact_unit_month"], SLICES)) == SLICES.keys() - known
    others: tuple[GrainId, ...] = ("fact_complaint", "fact_survey_response", "fact_problem")
    for name in (*others, "customer_contact"):
        assert uncut(GRAINS[name], SLICES) == ()


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_every_metric_has_its_decision(entry: Metric) -> None:
    assert len(decisions()[entry.decision]) > 100


def test_what_is_counted_whole_has_no_least_number_and_no_interval() -> None:
    for entry in catalogue().values():
        is_whole = entry.kind in ("count", "sum", "stock")
        assert entry.is_whole == is_whole
        assert entry.least_n == (0 if is_whole else 10)
        assert (entry.method is None) == (is_whole or entry.kind == "ratio")


def test_what_adds_up_or_rests_on_all_customers_is_not_held_against_the_whole() -> None:
    for kind, is_compared in (
        ("tickets_created", False),
        ("redress_paid", False),
        ("complaints_per_1000_customers", False),
        ("customers_heard_share", False),
        ("nps", True),
        ("tickets_per_fte", True),
    ):
        assert metric(kind).is_compared == is_compared


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
RATIO: dict[str, Any] = {
    "kind": "ratio",
    "numerator": "",
    "value": {"calendar": "reply_count"},
    "per": "reopen_count",
    "size": "1",
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
        ({"per": "reply_count"}, "must not have `per`"),
        (RATIO | {"per": ""}, "a ratio needs `per`"),
        (RATIO | {"owner": WHOLE["owner"] | {"share": "life"}}, "must not have `owner.share`"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(change: dict[str, Any], said: str) -> None:
    assert Metric(**WHOLE).id == "made_up"
    with pytest.raises(ValidationError, match=said):
        Metric(**(WHOLE | change))


def test_an_unknown_metric_is_a_wrong_call_that_names_those_there_are() -> None:
    with pytest.raises(WrongCall, match="no metric 'happiness'; there are tickets_created, "):
        metric("happiness")
