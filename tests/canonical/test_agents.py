"""Which agent holds which post: by pseudonym, the same that his tickets have."""

import pytest

from tests.adapters.company import Company, tickets
from tests.canonical.organised import organised

HEADER = "source,agent,post,organisation,valid_from,valid_until\n"


def desk(company: Company, *rows: str) -> Company:
    organised(company)
    company.put(
        "desk/tickets.csv",
        tickets("T1,2026-03-02T10:00:00Z,open,Nowak", columns="ticket_id,created_at,status,agent"),
    )
    return company.put("org/agents.csv", HEADER + "\n".join(rows) + "\n")


def test_an_agent_of_a_post_is_the_agent_of_his_tickets(company: Company) -> None:
    rows = (
        "desk,NOWAK,P3,us,,2026-05-01",
        "desk,nowak,P2,,2026-05-01,",
        "desk,nowak,P2,,2026-05-01,",
    )
    with desk(company, *rows).core() as core:
        assert core.rows(
            "select agent_id, id from core_identity join core_ticket on key = agent_id "
            "where core_identity.kind = 'agent' and core_identity.source = 'desk' "
            "order by core_identity.valid_from"
        ) == [(core.value("select agent_id from core_ticket"), post) for post in ("us:P3", "us:P2")]
        assert core.balance("agent") == [(3, 2, 1, 0)]


def test_no_agents_name_is_in_the_build(company: Company) -> None:
    with desk(company, "desk,Nowak,P2,,,", "desk,Kowalski,P3,us,,").core() as core:
        tables = core.rows("select table_name from duckdb_tables() where not temporary")
        for (table,) in tables:
            told = " ".join(map(str, core.rows(f"select * from {table}"))).lower()
            assert not [name for name in ("nowak", "kowalski") if name in told], table


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("desks,Nowak,P2,,,",), "line 2: there is no source 'desks' in ledger.toml; write one of"),
        (("desk,Nowak,P9,,,",), "line 2: the post 'P9' is not in the chart"),
        (
            ("desk,Nowak,P2,,,", "desk,nowak,P1,,2026-05-01,"),
            "line 3: the post of this agent of desk is described for 2026-05-01 already",
        ),
    ],
)
def test_what_contradicts_the_chart_or_itself_stops_the_load_without_a_name(
    company: Company, rows: tuple[str, ...], says: str
) -> None:
    said = desk(company, *rows).refused()
    assert f"inbox/org/agents.csv, {says}" in said
    assert "nowak" not in said.lower()
