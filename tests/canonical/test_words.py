"""Words of an export mean what the adapter says, else what the ledger says, else the load stops."""

import stat

import pytest

from etl.problems import RefusedData
from etl.remarks import notice
from tests.adapters.company import DESK, Company, tickets

COLUMNS = "ticket_id,created_at,status,priority,channel,kind,rating"


def put(company: Company, *rows: str) -> Company:
    lines = (f"T{number},2026-03-02,{row}" for number, row in enumerate(rows))
    return company.put("desk/tickets.csv", tickets(*lines, columns=COLUMNS))


def test_an_unknown_status_stops_the_load_with_all_of_them(company: Company) -> None:
    put(company, "parked,,,,", "open,,,,", "parked,,,,", 'with "vendor",,,,')
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    (said,) = problem.value.sentences
    assert "'parked' (2 tickets, first in inbox/desk/tickets.csv, line 2)" in said
    assert "'with \"vendor\"' (1 ticket, first in inbox/desk/tickets.csv, line 5)" in said
    assert '[sources.desk.status] a line for each, such as "parked" = "open"' in said
    assert "'open' (" not in said


def test_the_ledger_adds_words_and_overrules_the_adapter(company: Company) -> None:
    company.ledger(
        DESK + '[sources.desk.status]\nparked = "waiting_inside"\nopen = "new"\n'
        '[sources.desk.priority]\nP1 = "urgent"\n[sources.desk.channel]\nFAX = "letter"\n'
        '[sources.desk.kind]\nmoan = "complaint"\n'
    )
    put(company, "Parked,p1,fax,Moan,", "OPEN,P1,Fax,moan,")
    with company.core() as core:
        assert core.rows(
            "select status, status_category, priority, channel, kind from core_ticket order by 1"
        ) == [
            ("OPEN", "new", "urgent", "letter", "complaint"),
            ("Parked", "waiting_inside", "urgent", "letter", "complaint"),
        ]


def test_other_unknown_words_are_noticed(company: Company) -> None:
    put(company, "open,whenever,pigeon,moan,fine", "open,high,email,claim,good")
    with company.core() as core:
        assert core.rows("select priority, channel, kind, rating from core_ticket order by 1") == [
            ("high", "email", "claim", "good"),
            ("whenever", "pigeon", None, None),
        ]
        assert core.rows("select kind, count from load_notice order by 1") == [
            ("unknown_kind", 1),
            ("unknown_priority", 1),
            ("unknown_rating", 1),
        ]
        (told,) = core.rows(
            "select kind, source, subject, count, details from load_notice "
            "where kind = 'unknown_priority'"
        )
        assert "kept as exported: 'whenever' (1)" in str(notice(*told))


def test_a_status_of_the_history_has_to_be_known_too(company: Company) -> None:
    put(company, "open,,,,")
    company.put(
        "desk/events.csv", "ticket_id,at,kind,from,to\nT0,2026-03-02T10:00:00Z,status,parked,open\n"
    )
    company.ledger(
        DESK.replace("[sources.desk]", "[sources.desk]\nextract_at = 2026-04-01T00:00:00Z")
    )
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    (said,) = problem.value.sentences
    assert "'parked' (1 ticket, first in inbox/desk/events.csv, line 2)" in said


def test_names_become_hashes_that_stay_the_same(company: Company) -> None:
    columns = "ticket_id,created_at,status,requester_id,requester_name,agent"
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02,open,901,Ann,Bob",
            "T2,2026-03-02,open,,Ann,Bob",
            "T3,2026-03-02,open,, ANN ,Eve",
            "T4,2026-03-02,open,ann@example.com,,",
            columns=columns,
        ),
    )
    query = "select requester_id, agent_id from core_ticket order by ticket_id"
    with company.core() as core:
        first = core.rows(query)
    with company.core() as core:
        assert core.rows(query) == first
    ids = [customer for customer, _ in first]
    assert ids[0] == "901"
    assert ids[1] == ids[2]
    assert len({*ids}) == 3
    assert all(name.startswith("c-") for name in ids[1:])
    agents = [agent for _, agent in first]
    assert agents[0] == agents[1] != agents[2]
    assert agents[3] is None


def test_another_company_makes_other_hashes(
    company: Company, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Company(tmp_path_factory.mktemp("other")).ledger()
    found = []
    for made in (company, other):
        made.put(
            "desk/tickets.csv",
            tickets("T1,2026-03-02,open,Ann", columns="ticket_id,created_at,status,requester_name"),
        )
        with made.core() as core:
            found.append(core.value("select requester_id from core_ticket"))
    assert found[0] != found[1]


def test_the_key_of_the_hashes_is_its_owners_only(company: Company) -> None:
    put(company, "open,,,,")
    with company.core():
        pass
    assert stat.S_IMODE((company.folder / "people.key").stat().st_mode) == 0o600
