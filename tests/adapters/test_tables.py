"""Tables whose columns ledger.toml names: of tickets, and of everything else a source may hold."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from etl.problems import RefusedData
from tests.adapters.company import Company, tickets

DESK = '[sources.desk]\nqueues = "are_units"\n'
TABLE = (
    '[sources.office]\nadapter = "table"\nqueues = "are_units"\n{0}[sources.office.columns]\n{1}'
)


def company_of(
    company: Company, records: str | None, columns: dict[str, str], text: str
) -> Company:
    said = f'records = "{records}"\n' if records else ""
    mapped = "".join(f'{ours} = "{theirs}"\n' for ours, theirs in columns.items())
    company.put("desk/t.csv", tickets("T1,2026-03-01T10:00:00Z,open", columns=TICKETS))
    return company.ledger(DESK + TABLE.format(said, mapped)).put("office/table.csv", text)


TICKETS = "ticket_id,created_at,status"
COMPLAINTS = {
    "received_at": "Came in", "closed_at": "Letter sent", "outcome": "Right?", "redress": "Paid",
    "ticket_id": "Case", "unit": "Office",
}  # fmt: skip


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


def test_a_table_of_complaints(company: Company) -> None:
    text = "Came in;Letter sent;Right?;Paid;Case;Office\n"
    text += "13.03.2026;20.03.2026;teilweise;40,00 €;T1;A\n"
    with company_of(company, "complaint", COMPLAINTS, text).core() as core:
        assert core.rows(
            "select complaint_id, ticket_key, received_at, closed_at, outcome, redress, "
            "unit_handling from core_complaint"
        ) == [
            ("table.csv:1", 1, datetime(2026, 3, 12, 23), datetime(2026, 3, 19, 23), "partly",
             Decimal("40.00"), "office/A")
        ]  # fmt: skip


def test_a_header_of_a_mapped_table_may_say_more_than_its_name(company: Company) -> None:
    columns = COMPLAINTS | {"received_at": "Came in (MM/DD/YY)"}
    text = "Came in (MM/DD/YY),Letter sent,Right?,Paid,Case,Office\n03/05/26,,,,T1,A\n"
    with company_of(company, "complaint", columns, text).core() as core:
        assert core.value("select received_at from core_complaint") == datetime(2026, 3, 4, 23)


def test_a_table_of_answers_to_surveys(company: Company) -> None:
    columns = {"answered_at": "When", "kind": "Survey", "score": "Mark", "ticket_id": "Case"}
    text = "When,Survey,Mark,Case\n2026-03-05,NPS,9,T1\n"
    with company_of(company, "survey_response", columns, text).core() as core:
        assert core.rows(
            "select cast(kind as varchar), score, ticket_key from core_survey_response"
        ) == [("nps", 9, 1)]


def test_tables_of_customers_and_of_their_months(company: Company) -> None:
    columns = {"customer_id": "Account", "segment": "Size", "since": "First order"}
    text = "Account,Size,First order\n17,small,2024-05-01\n"
    with company_of(company, "customer", columns, text).core() as core:
        assert core.rows("select customer_id, segment, since_date from core_customer") == [
            ("17", "small", date(2024, 5, 1))
        ]
    columns = {"customer_id": "Account", "month": "Month", "margin": "Contribution (EUR)"}
    text = 'Account,Month,Contribution (EUR)\n17,2026-03,"1.250,00"\nTotal,,"1.250,00"\n'
    with company_of(company, "customer_month", columns, text).core() as core:
        assert core.rows('select customer_id, "month", margin from core_customer_month') == [
            ("17", date(2026, 3, 1), Decimal("1250.00"))
        ]


@pytest.mark.parametrize(
    ("records", "ours", "said"),
    [
        (None, "received_at", "'received_at' is no column of tickets; is 'created_at' meant? If "
         'these are complaints, write records = "complaint".'),
        ("complaint", "recieved_at",
         "'recieved_at' is no column of complaints; is 'received_at' meant?"),
        ("survey_response", "status", "'status' is no column of answers to surveys; docs/exports.md"
         ' lists them. If these are tickets, write records = "ticket".'),
        ("contact", "valid_form", "'valid_form' is no column of contacts; is 'valid_from' meant?"),
    ],
)  # fmt: skip
def test_a_column_that_such_a_record_does_not_have_is_named(
    company: Company, records: str | None, ours: str, said: str
) -> None:
    told = refused(company_of(company, records, {ours: "A"}, "A,B\n1,2\n"))
    assert said in told
    assert "ledger.toml, line" in told


@pytest.mark.parametrize(
    ("records", "lacking"),
    [("ticket", "ticket_id and created_at and status"), ("complaint", "received_at"),
     ("survey_response", "answered_at and kind and score"), ("customer", "customer_id"),
     ("contact", "customer_id"), ("customer_month", "customer_id and month and margin")],
)  # fmt: skip
def test_what_such_a_record_cannot_do_without_is_named(
    company: Company, records: str, lacking: str
) -> None:
    column = {
        "ticket": "queue", "complaint": "unit", "survey_response": "scale", "customer": "region",
        "contact": "email", "customer_month": "scope",
    }[records]  # fmt: skip
    told = refused(company_of(company, records, {column: "A"}, "A,B\n1,2\n"))
    assert f"nothing is said of {lacking}; add" in told


def test_records_that_are_none_of_those_are_named(company: Company) -> None:
    told = refused(company_of(company, "complaints", {"received_at": "A"}, "A,B\n1,2\n"))
    assert "records" in told
    assert "'complaint'" in told


def test_records_are_said_of_tables_only(company: Company) -> None:
    company.ledger('[sources.desk]\nrecords = "complaint"\n').put("desk/t.csv", "A,B\n1,2\n")
    told = refused(company)
    assert 'records are said of the adapter "table" only' in told
