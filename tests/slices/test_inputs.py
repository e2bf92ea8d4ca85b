"""What a company has to bring, and how much of what it is of use for a load's covers."""

from datetime import date

import pytest

from etl.slices import build, inputs
from tests.facts.company import Desk
from tests.slices.org import control, post, scope

Input = tuple[str, int, float | None]
JULY = date(2025, 7, 1)


def brought(desk: Desk) -> dict[str, Input]:
    """Return state, records and share of every input."""
    loading = desk.facts().loading
    build.build(loading)
    inputs.build(loading)
    return {
        name: (state, records, share)
        for name, state, records, share in loading.query(
            "select input, state, records, share from load_input"
        ).rows
    }


def desk(**source: object) -> Desk:
    """Return four tickets: two of orders, one of returns, one of nobody; two ask as customers."""
    company = Desk(units={"orders": "always", "returns": "always"})
    company.row("core_source", extract_at="2025-07-31 00:00", has_events=False, **source)
    for unit_id, requester in (("orders", 1), ("orders", 2), ("returns", 3), (None, None)):
        company.flat_ticket(
            "2025-06-30 08:00",
            last_solved_at="2025-07-02 08:00",
            unit_id=unit_id,
            requester_id=requester and str(requester),
            customer_id=f"c{requester}" if requester in (1, 2) else None,
        )
    return company


def everything() -> Desk:
    company = desk()
    for queue in ("Orders", "Returns"):
        company.row("core_identity", kind="queue", source="desk", key=queue, id=queue.lower())
    company.row("core_post", **post("p", "orders"))
    company.row("core_budget_control", **control("p", "orders"))
    company.row("core_profit_scope", **scope("p", "segment", "key"))
    company.row("core_customer", customer_id="c1", segment="key")
    company.row("core_customer", customer_id="c2")
    company.row("core_customer_month", customer_id="c1", month=JULY, margin=5)
    for key, unit_id in enumerate(("orders", None)):
        company.row(
            "core_complaint", complaint_key=key, source="desk", complaint_id=str(key),
            received_at="2025-07-01 00:00", unit_accountable=unit_id,
        )  # fmt: skip
    company.row("core_staffing", unit_id="orders", month=JULY, fte=2)
    company.row("core_profit_month", unit_id="returns", month=JULY, service_cost=9)
    return company


def test_each_input_says_how_much_it_covers_of_what_it_is_of_use_for() -> None:
    assert brought(everything()) == {
        "tickets": ("yes", 4, 1.0),
        "queue_map": ("partly", 2, 0.75),  # of the tickets: one is of no unit
        "posts": ("partly", 1, pytest.approx(2 / 3)),  # of the tickets of units
        "complaints": ("partly", 2, 0.5),  # whose failure it was can be told
        "customers": ("partly", 2, pytest.approx(2 / 3)),  # of the tickets somebody asked
        "customer_months": ("partly", 1, 0.5),  # of the tickets of customers
        "profit_scopes": ("partly", 1, 0.5),  # of the customers
        "budget_control": ("partly", 1, pytest.approx(2 / 3)),
        "fte": ("partly", 1, pytest.approx(2 / 3)),  # of the tickets solved by units
        "cost": ("partly", 1, pytest.approx(1 / 3)),
    }


def test_what_was_not_brought_is_said_and_is_never_a_share_of_nothing() -> None:
    found = brought(desk())
    assert found.pop("tickets") == ("yes", 4, 1.0)
    assert found.pop("queue_map") == ("partly", 0, 0.75)  # the tickets name their units
    assert {state for state, _, _ in found.values()} == {"no"}
    assert found["customers"] == found["fte"] == ("no", 0, 0.0)
    assert found["complaints"] == ("no", 0, None)
    assert found["profit_scopes"] == ("no", 0, None)


def test_queues_that_are_units_are_no_map() -> None:
    company = desk(queues_are_units=True)
    company.row("core_identity", kind="queue", source="desk", key="Orders", id="orders")
    assert brought(company)["queue_map"] == ("no", 0, 0.0)


def test_what_covers_nothing_was_brought_in_vain() -> None:
    company = desk().row("core_staffing", unit_id="orders", month=date(2024, 1, 1), fte=2)
    assert brought(company)["fte"] == ("no", 1, 0.0)


def test_a_post_above_a_unit_counts_for_it() -> None:
    company = desk().row("core_post", **post("p", "top"))
    company.row("core_unit", unit_id="top", name="Top")
    company.row("core_unit", unit_id="desk", name="Desk", parent_unit_id="top")
    company.flat_ticket("2025-06-30 08:00", unit_id="desk")
    assert brought(company)["posts"] == ("partly", 1, 0.25)
