"""Customers, their months, staffing, and the profit and loss account, in our own plain forms."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sample_data.addresses import digits
from sample_data.customers import MOVED, Pool, Requester
from sample_data.formats.export import money, write_csv
from sample_data.formats.zendesk_ids import requester_number
from sample_data.world import World

CUSTOMERS = (
    "customer_id", "email", "phone", "segment", "region", "division", "since", "left",
    "left_because", "renewal",
)  # fmt: skip
CONTACTS = (
    "customer_id", "source", "requester_id", "email", "phone", "valid_from", "valid_until",
)  # fmt: skip
MONTHS = ("customer_id", "month", "scope_kind", "scope", "revenue", "margin", "currency")
STAFFING = ("unit", "month", "fte", "paid_hours", "cost", "currency")
PROFIT = ("unit", "month", "revenue", "margin", "service_cost", "redress", "currency")

_FIRST_RENEWAL = date(2026, 10, 1)  # contracts of companies run on for a year
_KEEP_NUMBERS = ("retail", "business")  # desks whose own numbers the lists of contacts hold


def write(folder: Path, world: World) -> None:
    """Write customers, contacts, months of customers, staffing, and profit and loss."""
    currency = world.company.currency
    contacts = list(_contacts(world.pool))  # gives customers their own addresses first
    write_csv(folder / "customers.csv", CUSTOMERS, _customers(world.pool))
    write_csv(folder / "contacts.csv", CONTACTS, contacts)
    write_csv(
        folder / "customer_months.csv",
        MONTHS,
        (
            [
                row.customer, _month(row.month), "division" if row.is_told else "",
                row.division if row.is_told else "", money(row.revenue), money(row.margin),
                "" if row.currency == currency else row.currency,
            ]
            for row in world.customer_months
        ),
    )  # fmt: skip
    write_csv(
        folder / "staffing.csv",
        STAFFING,
        (
            [
                row.unit, _month(row.month), row.fte,
                "" if row.paid_hours is None else row.paid_hours, money(row.cost), currency,
            ]
            for row in world.staffing
        ),
    )  # fmt: skip
    write_csv(
        folder / "profit_months.csv",
        PROFIT,
        (
            [
                row.unit, _month(row.month), money(row.revenue), money(row.margin),
                money(row.service_cost), money(row.redress), row.currency,
            ]
            for row in world.unit_months
        ),
    )  # fmt: skip


def _customers(pool: Pool) -> Iterator[list[object]]:
    for place, customer in enumerate(pool.customers):
        renewal: date | str = ""
        if customer.kind == "company" and customer.left is None:
            renewal = _FIRST_RENEWAL + timedelta(days=place * 37 % 365)
        yield [
            customer.id, customer.email, customer.phone, customer.segment, customer.region,
            customer.division or "", customer.since, customer.left or "", customer.left_because,
            renewal,
        ]  # fmt: skip


def _contacts(pool: Pool) -> Iterator[list[object]]:
    """Yield all contacts but a customer's first e-mail and phone: customers.csv holds those."""
    for desk, requesters in pool.requesters.items():
        for number, requester in enumerate(requesters):
            if requester.customer is None or requester.known_by in ("name", "customer"):
                continue
            if requester.known_by in ("email", "phone") and _is_own(pool, requester):
                continue
            until = MOVED if requester.moves_to is not None else ""
            yield _contact(pool, requester.customer, desk, number, requester, "", until)
            if requester.moves_to is not None:
                yield _contact(pool, requester.moves_to, desk, number, requester, MOVED, "")
            if requester.shared_with is not None:
                yield _contact(pool, requester.shared_with, desk, number, requester, "", "")


def _is_own(pool: Pool, requester: Requester) -> bool:
    """Put an address into the customer's own row, where it is free; return whether it was."""
    assert requester.customer is not None
    customer = pool.customers[requester.customer]
    if requester.shared_with is not None or requester.moves_to is not None:
        return False
    if requester.known_by == "email" and not customer.email:
        customer.email = requester.address
        return True
    if requester.known_by == "phone" and not customer.phone:
        customer.phone = _without_country(requester.address)
        return True
    return False


def _contact(
    pool: Pool, customer: int, desk: str, number: int, requester: Requester,
    since: date | str, until: date | str,
) -> list[object]:  # fmt: skip
    row = [pool.customers[customer].id, "", "", "", ""]
    if requester.known_by == "number":
        assert desk in _KEEP_NUMBERS
        row[1:3] = [desk, str(requester_number(desk, number))]
    elif requester.known_by == "email":
        row[3] = requester.address
    else:
        row[4] = _without_country(requester.address)
    return [*row, since, until]


def _without_country(phone: str) -> str:
    """Return a number as Sales writes it: without country or spaces."""
    return digits(phone)[-9:]


def _month(month: date) -> str:
    return f"{month:%Y-%m}"
