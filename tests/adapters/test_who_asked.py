"""Help desks that number their requesters tell the addresses too, and both lead to customers."""

import json

import pytest

from tests.adapters.company import DESK, Company

CUSTOMERS = """customer_id,email,phone,segment,since
1,anna@post.example,,household,2020-01-01
2,,600100200,household,2020-01-01
3,,,household,2020-01-01
"""
CONTACTS = """customer_id,source,requester_id,email,phone,valid_from,valid_until
3,desk,903,,,,
"""
VIEW = """Id,Status,Created at,Requester id,Requester email
1,Open,2026-03-02 09:00:00,901,Anna@post.example
2,Open,2026-03-02 09:00:00,903,
3,Open,2026-03-02 09:00:00,904,nobody@post.example
"""
PAGE = {
    "tickets": [
        {
            "id": number, "status": "open", "via": {"channel": "email"},
            "created_at": "2026-03-02T09:00:00Z", "requester_id": requester,
        }
        for number, requester in ((1, 901), (2, 903), (3, 904), (4, 902))
    ],
    "users": [
        {"id": 901, "role": "end-user", "email": "anna@post.example"},
        {"id": 902, "role": "end-user", "email": None, "phone": "+48 600 100 200"},
        {"id": 903, "role": "end-user", "email": "other@post.example"},
    ],
}  # fmt: skip


@pytest.fixture
def company(company: Company) -> Company:
    return company.put("org/customers.csv", CUSTOMERS).put("org/contacts.csv", CONTACTS)


def test_a_view_leads_to_customers_by_number_and_by_email(company: Company) -> None:
    with company.put("desk/view.csv", VIEW).core() as core:
        found = core.rows("select ticket_id, requester_id, customer_id from core_ticket order by 1")
        assert found == [("1", "901", "1"), ("2", "903", "3"), ("3", "904", None)]


def test_json_leads_to_customers_by_what_it_says_of_its_users(company: Company) -> None:
    with company.put("desk/page.json", json.dumps(PAGE)).core() as core:
        found = core.rows("select ticket_id, requester_id, customer_id from core_ticket order by 1")
        assert found == [
            ("1", "901", "1"), ("2", "903", "3"), ("3", "904", None), ("4", "902", "2"),
        ]  # fmt: skip


@pytest.mark.parametrize("column", ["customer_id", "requester_email", "requester_phone"])
def test_whoever_is_known_by_anything_can_come_back(column: str, company: Company) -> None:
    known = {
        "customer_id": "1",
        "requester_email": "anna@post.example",
        "requester_phone": "600100200",
    }
    tickets = (
        f"ticket_id,created_at,status,{column}\nT1,2026-03-02T09:00:00Z,open,{known[column]}\n"
    )
    with company.ledger(DESK).put("desk/tickets.csv", tickets).core() as core:
        assert core.rows(
            "select state, share from load_capability "
            "where source = 'desk' and capability = 'customer'"
        ) == [("yes", 1.0)]
