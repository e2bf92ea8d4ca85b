"""The history of a ticket in our words: replayable from its creation, customers first."""

from datetime import datetime

import pytest

from tests.adapters.company import Company, tickets

TICKET = tickets(
    "T1,2026-03-02T10:00:00Z,solved,Desk,nowak,high,delivery",
    columns="ticket_id,created_at,status,queue,agent,priority,category",
)
LEDGER = """
[sources.desk]
queues = "are_units"
robots = ["Autoreply"]
agents = ["Eve"]
extract_at = 2026-04-01T00:00:00Z
"""


@pytest.fixture
def company(company: Company) -> Company:
    return company.ledger(LEDGER).put("desk/tickets.csv", TICKET)


def events(company: Company, *rows: str, columns: str = "ticket_id,at,kind,from,to,who") -> Company:
    lines = (f"T1,2026-03-{row}" for row in rows)
    return company.put("desk/events.csv", "\n".join((columns, *lines)) + "\n")


TOLD = 'select "at", kind, from_value, to_value, who from core_ticket_event order by sequence'
CREATED = datetime(2026, 3, 2, 10)


def test_what_the_first_change_changes_from_held_since_creation(company: Company) -> None:
    events(
        company,
        "03T10:00:00Z,status,open,solved,agent",
        "03T11:00:00Z,priority,low,high,agent",
        "03T12:00:00Z,queue,Other,Desk,agent",
    )
    with company.core() as core:
        told = core.rows(TOLD)
        assert [row[:4] for row in told if row[1] in ("status", "priority", "queue")] == [
            (CREATED, "priority", None, "low"),
            (CREATED, "queue", None, "Other"),
            (CREATED, "status", None, "open"),
            (datetime(2026, 3, 3, 10), "status", "open", "solved"),
            (datetime(2026, 3, 3, 11), "priority", "low", "high"),
            (datetime(2026, 3, 3, 12), "queue", "Other", "Desk"),
        ]
        assert core.rows("select priority_first, priority, category_first from core_ticket") == [
            ("low", "high", "delivery")
        ]


def test_what_never_changes_held_since_creation(company: Company) -> None:
    events(company, "03T10:00:00Z,public_reply,,,agent")
    with company.core() as core:
        first = {kind: (at, to) for at, kind, _, to, _ in core.rows(TOLD) if at == CREATED}
        assert first["queue"] == (CREATED, "Desk")
        assert first["category"] == (CREATED, "delivery")


def test_no_ticket_is_born_solved_because_its_history_is_silent_about_it(company: Company) -> None:
    events(company, "03T10:00:00Z,public_reply,,,agent")
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,solved,2026-03-05T10:00:00Z",
            "T2,2026-03-02T10:00:00Z,open,",
            columns="ticket_id,created_at,status,closed_at",
        ),
    )
    with company.core() as core:
        assert core.rows("select 1 from core_ticket_event where kind = 'status'") == []
        assert core.rows(
            "select first_solved_at, last_solved_at from core_ticket order by ticket_id"
        ) == [(None, datetime(2026, 3, 5, 10)), (None, None)]


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("03T10:00:00Z,public_reply,,,agent", {"first_reply", "replies"}),
        ("03T10:00:00Z,status,open,solved,agent", {"pauses", "reopens"}),
        ("03T10:00:00Z,queue,Other,Desk,agent", {"queue_history"}),
        ("03T10:00:00Z,agent,anna,nowak,agent", {"agent_history"}),
    ],
)
def test_a_history_shows_what_it_tells_and_no_more(
    company: Company, told: str, seen: set[str]
) -> None:
    events(company, told)
    with company.core() as core:
        shown = {
            capability
            for (capability,) in core.rows(
                "select capability from load_capability where state <> 'no'"
            )
        }
        assert shown - {"tickets", "events", "time_of_day", "problems"} == seen


def test_a_status_first_told_later_was_new_before(company: Company) -> None:
    events(company, "03T10:00:00Z,status,,open,agent", "04T10:00:00Z,status,open,solved,agent")
    with company.core() as core:
        assert [row[:4] for row in core.rows(TOLD) if row[1] == "status"] == [
            (CREATED, "status", None, "new"),
            (datetime(2026, 3, 3, 10), "status", None, "open"),
            (datetime(2026, 3, 4, 10), "status", "open", "solved"),
        ]


def test_a_queue_first_told_later_was_nobodys_before(company: Company) -> None:
    events(company, "03T10:00:00Z,queue,,Desk,agent")
    with company.core() as core:
        assert [row[:4] for row in core.rows(TOLD) if row[1] == "queue"] == [
            (datetime(2026, 3, 3, 10), "queue", None, "Desk")
        ]


def test_at_the_same_second_the_customer_comes_first(company: Company) -> None:
    events(company, "03T10:00:00Z,public_reply,,,agent", "03T10:00:00Z,customer_message,,,customer")
    with company.core() as core:
        said = [
            kind for _, kind, *_ in core.rows(TOLD) if kind in ("public_reply", "customer_message")
        ]
        assert said == ["customer_message", "public_reply"]


def test_robots_and_agents_are_who_the_ledger_and_the_history_say(company: Company) -> None:
    events(
        company,
        "03T10:00:00Z,public_reply,,,autoreply",
        "03T11:00:00Z,public_reply,,,Eve",
        "03T12:00:00Z,public_reply,,,nowak",
        "03T13:00:00Z,public_reply,,,Somebody",
        "03T14:00:00Z,customer_message,,,Somebody",
        "03T15:00:00Z,agent,nowak,Late,agent",
        "03T16:00:00Z,public_reply,,,Late",
    )
    with company.core() as core:
        who = [row[4] for row in core.rows(TOLD) if row[1] in ("public_reply", "customer_message")]
        assert who == ["robot", "agent", "agent", None, "customer", "agent"]
        assert core.value("select first_reply_at from core_ticket") == datetime(2026, 3, 3, 11)


def test_the_message_that_opens_a_ticket_answers_nobody(company: Company) -> None:
    events(company, "02T10:00:00Z,public_reply,,,agent", "03T10:00:00Z,public_reply,,,agent")
    with company.core() as core:
        assert core.value("select first_reply_at from core_ticket") == datetime(2026, 3, 3, 10)


def test_stamps_come_from_the_history_where_the_ticket_does_not_say_them(company: Company) -> None:
    events(
        company,
        "03T10:00:00Z,agent,,nowak,agent",
        "03T11:00:00Z,status,open,solved,agent",
        "04T10:00:00Z,status,solved,open,customer",
        "05T10:00:00Z,status,open,solved,agent",
        "06T10:00:00Z,status,solved,closed,",
        "07T10:00:00Z,rating,offered,good,customer",
    )
    with company.core() as core:
        assert core.rows(
            "select first_assigned_at, first_solved_at, last_solved_at, closed_at, rated_at, "
            "has_events from core_ticket"
        ) == [
            (
                datetime(2026, 3, 3, 10),
                datetime(2026, 3, 3, 11),
                datetime(2026, 3, 5, 10),
                datetime(2026, 3, 6, 10),
                datetime(2026, 3, 7, 10),
                True,
            )
        ]


def test_what_was_spam_for_a_while_is_solved_as_it_was_before(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,solved",
            "T2,2026-03-02T10:00:00Z,solved",
            columns="ticket_id,created_at,status",
        ),
    )
    events(
        company,
        "03T11:00:00Z,status,open,spam,agent",
        "04T11:00:00Z,status,spam,solved,agent",
        "05T11:00:00Z,status,solved,spam,agent",
        "06T11:00:00Z,status,spam,solved,agent",
    )
    with company.core() as core:
        assert core.rows(
            "select first_solved_at, last_solved_at from core_ticket where ticket_id = 'T1'"
        ) == [(datetime(2026, 3, 4, 11), datetime(2026, 3, 4, 11))]


def only_told(company: Company, *rows: str) -> Company:
    """Return a company whose tickets say nothing but when they were created, and their status."""
    company.put("org/units.csv", "unit_id,name\nworkshop,Workshop\ncounter,Counter\n")
    company.put("desk/tickets.csv", tickets("T1,2026-03-02T10:00:00Z,open"))
    return events(company, *rows)


NOW = "select unit_id, agent_id, priority, category from core_ticket"


def test_what_only_the_history_tells_is_so_now_as_it_was_told_last(company: Company) -> None:
    only_told(
        company,
        "03T10:00:00Z,unit,,workshop,agent",
        "03T11:00:00Z,unit,workshop,counter,agent",
        "03T10:00:00Z,agent,,zoe,agent",
        "03T11:00:00Z,agent,zoe,ann,agent",
        "03T10:00:00Z,priority,,urgent,agent",
        "03T11:00:00Z,priority,urgent,high,agent",
        "03T10:00:00Z,category,,returns,agent",
        "03T11:00:00Z,category,returns,delivery,agent",
    )
    with company.core() as core:
        ann = core.value(
            "select to_value from core_ticket_event where kind = 'agent' "
            "order by sequence desc limit 1"
        )
        assert core.rows(NOW) == [("counter", ann, "high", "delivery")]


def test_what_the_history_says_nobody_has_now_nobody_has(company: Company) -> None:
    only_told(
        company,
        "03T10:00:00Z,unit,,workshop,agent",
        "03T11:00:00Z,unit,workshop,,agent",
        "03T10:00:00Z,agent,,ann,agent",
        "03T11:00:00Z,agent,ann,,agent",
    )
    with company.core() as core:
        assert core.rows(NOW) == [(None, None, None, None)]


def test_what_a_ticket_says_itself_is_so_now(company: Company) -> None:
    events(
        company,
        "03T11:00:00Z,queue,Desk,Other,agent",
        "03T11:00:00Z,priority,high,low,agent",
        "03T11:00:00Z,category,delivery,returns,agent",
        "03T11:00:00Z,agent,nowak,ann,agent",
    )
    with company.core() as core:
        [(unit, agent, priority, category)] = core.rows(NOW)
        assert (unit, priority, category) == ("desk/Desk", "high", "delivery")
        assert agent == core.value(
            "select from_value from core_ticket_event "
            "where kind = 'agent' and from_value is not null"
        )


def test_a_change_to_the_same_is_no_event(company: Company) -> None:
    events(company, "03T10:00:00Z,status,open,open,agent", "03T11:00:00Z,status,open,solved,agent")
    with company.core() as core:
        assert [row[3] for row in core.rows(TOLD) if row[1] == "status"] == ["open", "solved"]


def test_an_event_that_stands_there_twice_happened_once(company: Company) -> None:
    events(company, "03T10:00:00Z,public_reply,,,agent", "03T10:00:00Z,public_reply,,,agent")
    with company.core() as core:
        assert core.rows("select loaded, skipped from load_file where thing = 'event'") == [(1, 1)]
        assert core.value("select count(*) from core_ticket_event where kind = 'public_reply'") == 1


def test_a_move_may_name_the_unit_itself(company: Company) -> None:
    company.put("org/units.csv", "unit_id,name\nworkshop,Workshop\n")
    events(company, "03T10:00:00Z,unit,,workshop,agent")
    with company.core() as core:
        assert core.rows(
            "select to_value, unit_id from core_ticket_event where kind = 'queue' and sequence > 1"
        ) == [("workshop", "workshop")]


def test_a_ticket_that_names_its_unit_was_that_units_since_creation(company: Company) -> None:
    company.put("org/units.csv", "unit_id,name\nworkshop,Workshop\n")
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,open,Desk,workshop",
            "T2,2026-03-02T10:00:00Z,open,Desk,",
            columns="ticket_id,created_at,status,queue,unit",
        ),
    )
    company.put(
        "desk/events.csv",
        "ticket_id,at,kind,from,to\n"
        "T1,2026-03-03T10:00:00Z,status,new,open\n"
        "T2,2026-03-03T10:00:00Z,status,new,open\n",
    )
    with company.core() as core:
        assert core.rows(
            "select event.unit_id, ticket.unit_id from core_ticket_event as event "
            "join core_ticket as ticket using (ticket_key) "
            "where event.kind = 'queue' order by ticket_id"
        ) == [("workshop", "workshop"), ("desk/Desk", "desk/Desk")]


CONTRADICTED = "select kind, subject, count from load_notice order by kind"


def stated(company: Company, *rows: str) -> Company:
    """Return a company whose tickets say their status and when they were solved."""
    columns = "ticket_id,created_at,status,last_solved_at"
    return company.put("desk/tickets.csv", tickets(*rows, columns=columns))


def changes(company: Company, *rows: str) -> Company:
    """Say changes of status of any ticket."""
    return company.put("desk/events.csv", "\n".join(("ticket_id,at,kind,from,to", *rows)) + "\n")


def test_a_history_that_ends_otherwise_than_its_ticket_is_noticed(company: Company) -> None:
    stated(
        company,
        "T1,2026-03-02T10:00:00Z,solved,2026-03-05T10:00:00Z",
        "T2,2026-03-02T10:00:00Z,solved,",
        "T3,2026-03-02T10:00:00Z,open,",
        "T4,2026-03-02T10:00:00Z,closed,",
        "T5,2026-03-02T10:00:00Z,open,",
        "T6,2026-03-02T10:00:00Z,spam,",
    )
    changes(
        company,
        "T1,2026-03-03T10:00:00Z,status,new,open",
        "T2,2026-03-03T10:00:00Z,status,new,open",
        "T3,2026-03-03T10:00:00Z,status,new,solved",
        "T4,2026-03-03T10:00:00Z,status,new,solved",
        "T5,2026-03-03T10:00:00Z,status,new,open",
        "T6,2026-03-03T10:00:00Z,status,new,open",
    )
    with company.core() as core:
        assert core.rows(CONTRADICTED) == [("told_open", "status", 2), ("told_solved", "status", 1)]


def test_a_history_that_tells_no_changes_of_status_contradicts_no_ticket(company: Company) -> None:
    stated(
        company,
        "T1,2026-03-02T10:00:00Z,solved,2026-03-05T10:00:00Z",
        "T2,2026-03-02T10:00:00Z,solved,2026-03-05T10:00:00Z",
    )
    changes(
        company,
        "T1,2026-03-02T10:00:00Z,status,,new",
        "T2,2026-03-03T10:00:00Z,public_reply,,",
    )
    with company.core() as core:
        assert core.rows(CONTRADICTED) == []


def test_a_duration_says_when_something_was(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-28T10:00:00+01:00,solved,86400,90000,0",
            "T2,2026-03-28T10:00:00+01:00,open,60,90000,1",
            columns="ticket_id,created_at,status,source_first_reply_calendar_seconds,"
            "source_full_resolution_calendar_seconds,reopen_count",
        ),
    )
    with company.core() as core:
        assert core.rows(
            "select first_reply_at, last_solved_at from core_ticket order by ticket_id"
        ) == [
            (datetime(2026, 3, 29, 9), datetime(2026, 3, 29, 10)),
            (datetime(2026, 3, 28, 9, 1), None),
        ]


def test_solved_tickets_of_which_nothing_says_when_are_counted(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,solved,,",
            "T2,2026-03-02T10:00:00Z,closed,,",
            "T3,2026-03-02T10:00:00Z,closed,2026-03-03T10:00:00Z,",
            "T4,2026-03-02T10:00:00Z,solved,,60",
            "T5,2026-03-02T10:00:00Z,open,,",
            columns="ticket_id,created_at,status,closed_at,source_full_resolution_calendar_seconds",
        ),
    )
    with company.core() as core:
        assert core.rows("select kind, count from load_notice") == [("solving_unknown", 2)]
