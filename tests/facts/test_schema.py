"""The fact_ tables are what etl/facts/schema.toml says, whatever they are made from."""

from datetime import datetime
from importlib import resources

import pytest

from etl.canonical.tables import shapes
from tests.facts.company import Desk, Facts

SCHEMA = shapes(resources.files("etl.facts") / "schema.toml")
HISTORY = """
    2025-06-02 09:00 status new
    2025-06-02 09:00 queue orders
    2025-06-02 09:00 customer_message
    2025-06-02 10:00 public_reply
    2025-06-02 11:00 customer_message
    2025-06-02 12:00 queue nobody
    2025-06-02 13:00 queue returns
    2025-06-02 14:00 public_reply
    2025-06-03 15:00 status solved
"""


@pytest.fixture(scope="module")
def facts() -> Facts:
    desk = Desk(units={"orders": "always", "returns": "always"}, extract_at="2025-06-30 00:00")
    desk.promise("first_reply", 30).promise("resolution", 300)
    for hour in ("11:00", "09:00", "10:00"):
        desk.ticket(f"2025-06-02 {hour}", HISTORY)
        desk.flat_ticket(f"2025-06-02 {hour}", last_solved_at="2025-06-04 00:00")
    desk.row(
        "core_complaint", complaint_key=1, source="desk", complaint_id="K1",
        received_at=datetime(2025, 6, 5), has_time_of_day=False, is_open=True,
    )  # fmt: skip
    desk.row(
        "core_survey_response", response_key=1, source="desk", kind="nps", score=9, scale_least=0,
        scale_most=10, answered_at=datetime(2025, 6, 5),
    )  # fmt: skip
    return desk.facts()


@pytest.fixture(scope="module")
def nothing() -> Facts:
    return Desk().row("core_source", extract_at="2025-06-30 00:00").facts()


def columns_of(facts: Facts, table: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in facts.loading.query(f"describe {table}").rows]


def declared(facts: Facts, table: str) -> list[tuple[str, str]]:
    """Return the columns of the schema, each with the type that its word stands for here."""
    columns = SCHEMA[table].columns
    casts = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
    return [(row[0], row[1]) for row in facts.loading.query(f"describe select {casts}").rows]


@pytest.mark.parametrize("table", SCHEMA)
def test_columns_stand_as_declared_by_name_type_and_order(facts: Facts, table: str) -> None:
    assert columns_of(facts, table) == declared(facts, table)


@pytest.mark.parametrize("table", SCHEMA)
def test_keys_are_unique_and_there_are_rows(facts: Facts, table: str) -> None:
    key = ", ".join(SCHEMA[table].key)
    assert facts.loading.query(f"select count(*) from {table}").rows[0][0] > 0
    assert facts.loading.query(
        f"select {key} from {table} group by {key} having count(*) > 1"
    ).rows == []  # fmt: skip


@pytest.mark.parametrize("table", SCHEMA)
def test_fractions_are_finite(facts: Facts, table: str) -> None:
    for column, kind in SCHEMA[table].columns.items():
        if kind == "double":
            bad = f"select count(*) from {table} where not isfinite({column})"
            assert facts.loading.query(bad).rows == [(0,)]


def test_only_fact_tables_are_left_behind(facts: Facts) -> None:
    left = facts.loading.query(
        "select table_name from information_schema.tables where table_name not like 'core_%' "
        "and table_name not like 'load_%'"
    ).rows
    assert {name for (name,) in left} == set(SCHEMA)


@pytest.mark.parametrize("table", SCHEMA)
def test_a_company_without_a_ticket_gets_empty_tables(nothing: Facts, table: str) -> None:
    assert columns_of(nothing, table) == declared(nothing, table)
