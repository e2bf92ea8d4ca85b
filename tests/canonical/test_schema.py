"""Every core_ and load_ table is what etl/canonical/schema.toml says it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.canonical import tables
from tests.adapters.company import Company, Core
from tests.adapters.test_every_adapter import fixture

MADE_LATER = {"load_build", "load_part"}
NAMES = sorted(set(tables.shapes()) - MADE_LATER)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    with fixture("plain", tmp_path_factory.mktemp("schema")).core() as found:
        yield found


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_the_columns_of_the_schema_in_their_order(core: Core, name: str) -> None:
    columns = tables.shapes()[name].columns
    casts = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in columns.items())
    found, declared = core.rows(f"describe {name}"), core.rows(f"describe select {casts}")
    assert [row[:2] for row in found] == [row[:2] for row in declared]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_required_is_never_null(core: Core, name: str) -> None:
    for column in tables.shapes()[name].required:
        assert core.rows(f'select 1 from {name} where "{column}" is null limit 1') == []


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_there_once(core: Core, name: str) -> None:
    key = ", ".join(f'"{column}"' for column in tables.shapes()[name].key)
    assert core.rows(f"select {key} from {name} group by {key} having count(*) > 1") == []


def test_nothing_but_the_schema_is_left_in_the_build(core: Core) -> None:
    found = core.rows("select table_name from duckdb_tables() where not temporary")
    assert {name for (name,) in found} == set(NAMES)


def test_nothing_is_left_of_the_names_that_were_read(core: Core) -> None:
    left = core.rows(
        "select table_name from duckdb_tables() where temporary or database_name = 'scratch'"
    )
    assert {name for (name,) in left} <= {"reject_errors", "reject_scans"}


def test_every_capability_of_every_source_is_said(tmp_path: Path) -> None:
    with fixture("zendesk_csv", tmp_path).core() as core:
        states = dict(core.rows("select capability, state from load_capability where source <> ''"))
    assert states == {
        "tickets": "yes",
        "first_reply": "yes",
        "events": "no",
        "pauses": "yes",
        "sla_source": "no",
        "queue_history": "no",
        "agent_history": "no",
        "reopens": "yes",
        "replies": "yes",
        "rating": "yes",
        "rating_offers": "yes",
        "customer": "yes",
        "time_of_day": "yes",
        "raised": "no",
        "complaints": "no",
        "closings": "no",
        "redress": "no",
        "surveys": "no",
        "problems": "yes",
    }


def test_what_an_export_lacks_is_no_capability(company: Company) -> None:
    company.put("desk/tickets.csv", "ticket_id,created_at,status\nT1,2026-03-02,open\n")
    with company.core() as core:
        lacking = core.rows("select max(share) from load_capability where state = 'no'")
        others = core.rows("select capability, share from load_capability where state <> 'no'")
    assert lacking == [(0.0,)]
    assert others == [("tickets", 1.0)]


def test_a_register_has_no_tickets_and_the_company_brings_what_no_source_does(
    company: Company,
) -> None:
    company.ledger("[sources.desk]\n[sources.register]\n")
    company.put("desk/tickets.csv", "ticket_id,created_at,status\nT1,2026-03-02,open\n")
    company.put(
        "register/complaints.csv",
        "complaint_id,received_at,closed_at,outcome\nC1,2026-03-02,2026-03-04,upheld\n"
        "C2,2026-03-03,,\n",
    )
    company.put("org/customers.csv", "customer_id,segment,since\nK1,retail,2020-01-01\n")
    with company.core() as core:
        found = {
            (source, capability): (state, share)
            for source, capability, state, share in core.rows(
                "select source, capability, state, share from load_capability"
            )
        }
    for capability, state in (
        ("tickets", "no"), ("first_reply", "no"), ("complaints", "yes"), ("redress", "no"),
        ("surveys", "no"), ("problems", "yes"),
    ):  # fmt: skip
        assert found["register", capability][0] == state, capability
    assert found["register", "closings"] == ("yes", 0.5)
    assert found["desk", "complaints"] == ("no", 0.0)
    assert found["", "customers"] == ("yes", 1.0)
    assert found["", "staffing"] == found["", "staffing_cost"] == ("no", 0.0)


@pytest.mark.parametrize(("rating", "state"), [("bad", "no"), ("offered", "yes")])
def test_who_was_asked_for_a_rating_is_seen_where_somebody_did_not_answer(
    company: Company, rating: str, state: str
) -> None:
    company.put(
        "desk/tickets.csv",
        "ticket_id,created_at,status,rating\n"
        f"T1,2026-03-02,open,good\nT2,2026-03-02,open,{rating}\n",
    )
    with company.core() as core:
        states = dict(core.rows("select capability, state from load_capability"))
    assert (states["rating"], states["rating_offers"]) == ("yes", state)


def test_a_column_that_is_always_empty_shows_nothing(company: Company) -> None:
    company.ledger("[sources.silent]\n[sources.unanswered]\n[sources.answered]\n")
    header = "ticket_id,created_at,status,first_reply_at,reply_count\n"
    company.put("silent/tickets.csv", header + "T1,2026-03-02,open,,\n")
    company.put("unanswered/tickets.csv", header + "T1,2026-03-02,open,,0\n")
    company.put(
        "answered/tickets.csv", header + "T1,2026-03-02,open,2026-03-03,\nT2,2026-03-02,open,,\n"
    )
    with company.core() as core:
        found = core.rows(
            "select source, state from load_capability where capability = 'first_reply' order by 1"
        )
    assert found == [("answered", "yes"), ("silent", "no"), ("unanswered", "yes")]
