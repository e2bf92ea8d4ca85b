"""Whose export a file is: said by its header, or by ledger.toml, and never guessed."""

import csv
import io

import pytest

from etl.problems import RefusedData
from tests.adapters.company import DESK, Company

VIEW = {
    "Id": "1", "Requester": "Ann", "Assignee": "Bob", "Group": "Orders", "Subject": "words",
    "Status": "Open", "Priority": "High", "Via": "Mail", "Ticket type": "Incident",
    "Created at": "2026-03-02 10:00:00", "Updated at": "2026-03-02 11:00:00",
}  # fmt: skip
NAMED = DESK.replace("[sources.desk]", '[sources.desk]\nadapter = "zendesk_csv"')
OTHERS = {
    "Redmine": "#,Project,Tracker,Status,Priority,Subject,Author,Assignee,Updated,Category,Created",
    "Linear": "ID,Team,Title,Status,Priority,Creator,Assignee,Labels,Created,Updated,Completed",
    "Freshdesk": "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Tags,"
    "First response time (in hrs),Agent interactions,Survey results,Product",
    "Zammad": "#,Title,State,Priority,Group,Owner,Customer,Created At,Updated At,Closed At",
    "GLPI": "ID,Title,Status,Last update,Opening date,Priority,Requester,Technician",
    "osTicket": "Ticket Number,Date Created,Subject,From,Priority,Department,Current Status",
    "HubSpot": "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Close date,Priority",
}


def export(*without: str) -> str:
    file = io.StringIO()
    kept = {name: cell for name, cell in VIEW.items() if name not in without}
    csv.writer(file).writerows([kept.keys(), kept.values()])
    return file.getvalue()


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


@pytest.mark.parametrize(
    "without",
    [
        ("Assignee",), ("Via",), ("Group",), ("Assignee", "Via"), ("Group", "Via"),
        ("Requester", "Assignee"), ("Priority", "Ticket type", "Subject"),
    ],
)  # fmt: skip
def test_a_zendesk_view_is_known_whatever_columns_it_shows(
    company: Company, without: tuple[str, ...]
) -> None:
    with company.put("desk/view.csv", export(*without)).core() as core:
        assert core.rows("select adapter, read, loaded from load_file") == [("zendesk_csv", 1, 1)]


@pytest.mark.parametrize("product", OTHERS)
def test_the_export_of_another_product_is_not_taken_for_zendesks(
    company: Company, product: str
) -> None:
    header = OTHERS[product]
    cells = ",".join("1" for _ in header.split(","))
    said = refused(company.put("desk/export.csv", f"{header}\n{cells}\n"))
    assert "inbox/desk/export.csv" in said
    assert "ledger.toml" in said


def test_a_view_that_could_be_anybodys_is_loaded_once_its_adapter_is_named(
    company: Company,
) -> None:
    bare = export(*(set(VIEW) - {"Id", "Status", "Created at"}))
    said = refused(company.put("desk/view.csv", bare))
    assert "inbox/desk/view.csv, line 1: nothing in its header says whose export it is" in said
    assert 'write adapter = "zendesk_csv" under its source in ledger.toml' in said
    with company.ledger(NAMED).core() as core:
        assert core.rows("select adapter, read, loaded from load_file") == [("zendesk_csv", 1, 1)]


def test_of_a_named_adapter_only_what_is_required_has_to_be_there_and_all_that_lacks_is_named(
    company: Company,
) -> None:
    company.ledger(NAMED).put("desk/view.csv", export("Status", "Created at", "Via", "Group"))
    said = refused(company)
    assert "inbox/desk/view.csv, line 1: as zendesk_csv (ticket) it lacks" in said
    assert "the column 'Status'" in said
    assert "the column 'Created at'" in said
    assert "'Via'" not in said
    assert "'Group'" not in said
