"""A queue that the map gives to another unit while tickets lie in it."""

from datetime import datetime

import pytest

from tests.adapters.company import Company, tickets

LEDGER = """
[sources.desk]
extract_at = 2026-04-20T00:00:00Z

[[units]]
id = "returns"
name = "Returns"

[[units]]
id = "accounts"
name = "Accounts"

[[queues]]
source = "desk"
queue = "Returns desk"
unit = "returns"
valid_until = 2026-04-01

[[queues]]
source = "desk"
queue = "Returns desk"
unit = "accounts"
valid_from = 2026-04-01

[[queues]]
source = "desk"
queue = "Other"
unit = "returns"
"""
HANDED = datetime(2026, 3, 31, 22)  # midnight in Warsaw
HISTORY = "ticket_id,at,kind,from,to\n"
OWNERS = "select \"at\", unit_id from core_ticket_event where kind = 'owner' order by sequence"


@pytest.fixture
def company(company: Company) -> Company:
    return company.ledger(LEDGER)


def one(company: Company, status: str, queue: str, *events: str) -> Company:
    """Put a ticket created on 25 March, with its history in April or March, into the inbox."""
    company.put(
        "desk/tickets.csv",
        tickets(
            f"T1,2026-03-25T10:00:00Z,{status},{queue}", columns="ticket_id,created_at,status,queue"
        ),
    )
    return company.put(
        "desk/events.csv", HISTORY + "".join(f"T1,2026-{event}\n" for event in events)
    )


def test_what_lies_in_the_queue_unsolved_goes_along(company: Company) -> None:
    one(company, "solved", "Returns desk", "04-02T10:00:00Z,status,open,solved")
    with company.core() as core:
        assert core.rows(OWNERS) == [(HANDED, "accounts")]
        assert core.value("select unit_id from core_ticket") == "accounts"


def test_what_is_still_open_at_the_extract_goes_along(company: Company) -> None:
    one(company, "open", "Returns desk", "03-26T10:00:00Z,status,new,open")
    with company.core() as core:
        assert core.rows(OWNERS) == [(HANDED, "accounts")]
        assert core.value("select unit_id from core_ticket") == "accounts"
        assert core.value("select max(updated_at) from core_ticket") is None


def test_a_solved_ticket_stays_with_who_solved_it(company: Company) -> None:
    one(
        company, "closed", "Returns desk",
        "03-26T10:00:00Z,status,open,solved", "04-05T10:00:00Z,status,solved,closed",
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(OWNERS) == []
        assert core.value("select unit_id from core_ticket") == "returns"


def test_opened_again_it_is_the_new_units(company: Company) -> None:
    one(
        company, "open", "Returns desk",
        "03-26T10:00:00Z,status,open,solved", "04-05T10:00:00Z,status,solved,open",
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(OWNERS) == [(datetime(2026, 4, 5, 10), "accounts")]
        assert core.rows(
            "select kind from core_ticket_event where \"at\" = '2026-04-05 10:00' order by sequence"
        ) == [("status",), ("owner",)]


def test_what_has_left_the_queue_does_not_go_along(company: Company) -> None:
    one(company, "open", "Other", "03-31T22:00:00Z,queue,Returns desk,Other")
    with company.core() as core:
        assert core.rows(OWNERS) == []
        assert core.value("select unit_id from core_ticket") == "returns"


def test_what_comes_into_the_queue_later_is_the_new_units_by_its_move(company: Company) -> None:
    one(company, "open", "Returns desk", "04-02T10:00:00Z,queue,Other,Returns desk")
    with company.core() as core:
        assert core.rows(OWNERS) == []
        assert core.rows(
            "select unit_id from core_ticket_event where kind = 'queue' order by sequence"
        ) == [("returns",), ("accounts",)]


def test_a_queue_that_stands_for_nobody_any_more_leaves_its_tickets_to_nobody(
    company: Company,
) -> None:
    ended = LEDGER.replace('unit = "accounts"\nvalid_from = 2026-04-01', 'unit = "returns"\n'
                           "valid_from = 2026-04-10")  # fmt: skip
    one(company.ledger(ended), "open", "Returns desk", "03-26T10:00:00Z,status,new,open")
    with company.core() as core:
        assert core.rows(OWNERS) == [(HANDED, None), (datetime(2026, 4, 9, 22), "returns")]


@pytest.mark.parametrize(
    ("row", "owner"),
    [
        ("open,,2026-03-26T10:00:00Z", "accounts"),
        ("solved,2026-03-26T10:00:00Z,2026-04-05T10:00:00Z", "returns"),
        ("solved,2026-04-02T10:00:00Z,2026-04-05T10:00:00Z", "accounts"),
        ("solved,,2026-03-26T10:00:00Z", "returns"),
    ],
)
def test_without_a_history_it_is_wholly_the_last_owners(
    company: Company, row: str, owner: str
) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            f"T1,2026-03-25T10:00:00Z,Returns desk,{row}",
            columns="ticket_id,created_at,queue,status,last_solved_at,updated_at",
        ),
    )
    with company.core() as core:
        assert core.value("select unit_id from core_ticket") == owner


FRONT = """
[[units]]
id = "front"
name = "Front"

[[queues]]
source = "desk"
queue = "Front"
unit = "front"
"""


def test_moved_after_it_was_solved_it_is_who_has_its_queue_then(company: Company) -> None:
    one(
        company.ledger(LEDGER + FRONT), "solved", "Returns desk",
        "03-26T10:00:00Z,status,open,solved", "04-03T10:00:00Z,queue,Front,Returns desk",
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(OWNERS) == []
        assert core.value("select unit_id from core_ticket") == "accounts"


def test_the_tickets_own_stamp_of_solving_ends_it_where_its_history_tells_none(
    company: Company,
) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-25T10:00:00Z,solved,2026-03-27T10:00:00Z",
            columns="ticket_id,created_at,status,last_solved_at",
        ),
    )
    company.put("desk/events.csv", HISTORY + "T1,2026-03-26T10:00:00Z,queue,Other,Returns desk\n")
    with company.core() as core:
        assert core.rows(OWNERS) == []
        assert core.value("select unit_id from core_ticket") == "returns"


def test_a_merge_ends_it_too(company: Company) -> None:
    one(company, "merged", "Returns desk", "03-26T10:00:00Z,merge,,")
    with company.core() as core:
        assert core.rows(OWNERS) == []


def test_opened_again_and_moved_in_one_second_it_was_never_the_new_units(company: Company) -> None:
    one(
        company, "open", "Other",
        "03-26T10:00:00Z,status,open,solved", "04-03T10:00:00Z,status,solved,open",
        "04-03T10:00:00Z,queue,Returns desk,Other",
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(OWNERS) == []


def test_before_a_queue_stands_for_a_unit_its_flat_tickets_are_the_first_units_to_come(
    company: Company,
) -> None:
    later = '\n[[queues]]\nsource = "desk"\nqueue = "{}"\nunit = "accounts"\nvalid_from = {}\n'
    company.ledger(
        LEDGER + later.format("New", "2026-04-01") + later.format("Next", "2026-05-01")
    ).put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-25T10:00:00Z,solved,New,2026-03-26T10:00:00Z",
            "T2,2026-03-25T10:00:00Z,open,New,",
            "T3,2026-03-25T10:00:00Z,solved,Next,2026-03-26T10:00:00Z",
            columns="ticket_id,created_at,status,queue,last_solved_at",
        ),
    )  # fmt: skip
    with company.core() as core:
        assert core.rows("select unit_id from core_ticket order by ticket_id") == [
            ("accounts",),
            ("accounts",),
            (None,),  # the unit comes after the extract
        ]
