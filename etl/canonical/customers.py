"""The company's customers: who they are, what they bring, and whose every request is."""

from etl.canonical import rates
from etl.canonical.staging import sql
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


def build(loading: Loading, workspace: Workspace) -> None:
    """Fill core_customer, core_customer_month and what core_identity knows of customers; make
    matched_asker: the customer behind each ticket, complaint and answer.

    Raises RefusedData for amounts in a currency that has no rate.
    """
    company = workspace.ledger.company
    rates.check_staged(loading, workspace, "customer_month", "month")
    for name in (
        "core_customer", "core_customer_month", "customer_identity", "known_customer",
        "matched_asker",
    ):  # fmt: skip
        loading.run_file(sql(name), {"currency": company.currency, "zone": company.zone})
