"""The org chart: what contradicts itself stops the load, with the line and the mend."""

from datetime import date

import pytest

from tests.adapters.company import DESK, LEDGER, Company, tickets

TICKET = tickets("T1,2026-03-31T21:59:59Z,open,Desk", columns="ticket_id,created_at,status,queue")
UNIT = """
[[units]]
id = "desk"
name = "Desk"
"""
QUEUE = """
[[queues]]
source = "desk"
queue = "Desk"
unit = "desk"
"""
MAPPED = "[sources.desk]\n"
UNITS = "unit_id,name,parent,calendar,valid_from,valid_until\n"
POSTS = "organisation,post_id,title,unit,heads,reports_to,fte\n"


@pytest.fixture
def company(company: Company) -> Company:
    return company.put("desk/tickets.csv", TICKET)


def test_a_queue_without_a_unit_stops_the_load(company: Company) -> None:
    said = company.ledger(MAPPED).refused()
    assert (
        "these queues of desk belong to no unit: 'Desk' (1 ticket, first in "
        "inbox/desk/tickets.csv, line 2)" in said
    )
    assert 'queues = "are_units" in [sources.desk]' in said


def test_a_queue_of_an_event_needs_a_unit_too(company: Company) -> None:
    company.ledger(MAPPED + UNIT + QUEUE)
    company.put(
        "desk/events.csv", "ticket_id,at,kind,from,to\nT1,2026-03-31T22:00:00Z,queue,Desk,Far\n"
    )
    company.put(
        "desk/late.csv",
        tickets("T9,2026-04-02T00:00:00Z,open,Desk", columns="ticket_id,created_at,status,queue"),
    )
    said = company.refused()
    assert "belong to no unit: 'Far' (1 ticket, first in inbox/desk/events.csv, line 2)" in said


def test_a_queue_of_a_unit_that_is_not_there_is_named_with_the_likeliest(company: Company) -> None:
    said = company.ledger(MAPPED + UNIT + QUEUE.replace('unit = "desk"', 'unit = "dsek"')).refused()
    assert "the unit 'dsek' is not in the org chart (is 'desk' meant?)" in said
    assert "ledger.toml" in said


def test_queues_that_are_units_stand_under_their_source(company: Company) -> None:
    with company.ledger(DESK).core() as core:
        assert core.rows("select unit_id, parent_unit_id from core_unit order by 1") == [
            ("desk", None),
            ("desk/Desk", "desk"),
        ]
        assert core.rows("select kind, source, key, id from core_identity") == [
            ("queue", "desk", "Desk", "desk/Desk")
        ]


def test_a_queue_changes_hands_at_midnight_of_the_company(company: Company) -> None:
    company.ledger(
        MAPPED + UNIT + UNIT.replace("desk", "other")
        + QUEUE + "until = 2026-04-01\n" + QUEUE.replace('unit = "desk"', 'unit = "other"')
        + "from = 2026-04-01\n"
    )  # fmt: skip
    company.put(
        "desk/after.csv",
        tickets(
            "T2,2026-03-31T20:00:00Z,solved,Desk,2026-03-31T21:59:59Z",
            "T3,2026-03-31T20:00:00Z,solved,Desk,2026-03-31T22:00:00Z",
            columns="ticket_id,created_at,status,queue,last_solved_at",
        ),
    )
    with company.core() as core:
        assert core.rows("select ticket_id, unit_id from core_ticket order by 1")[1:] == [
            ("T2", "desk"),
            ("T3", "other"),
        ]


def test_a_queue_of_two_units_on_one_day_stops_the_load(company: Company) -> None:
    company.ledger(MAPPED + UNIT)
    company.put("org/units.csv", UNITS + "other,Other,,,,\n")
    company.put(
        "org/queues.csv",
        "source,queue,unit,valid_from,valid_until\ndesk,Desk,desk,,2026-05-01\n"
        "desk,Desk,other,2026-04-01,\n",
    )
    said = company.refused()
    assert (
        "inbox/org/queues.csv, line 3: the queue 'Desk' of desk is described for 2026-04-01" in said
    )


def test_a_queue_of_a_source_that_is_not_there_is_named(company: Company) -> None:
    company.put("org/queues.csv", "source,queue,unit\ndesks,Desk,desk\n")
    assert "inbox/org/queues.csv, line 2: there is no source 'desks'" in company.refused()


def test_a_parent_that_is_not_there_is_named(company: Company) -> None:
    company.put("org/units.csv", UNITS + "a,A,tpo,,,\ntop,Top,,,,\n")
    said = company.refused()
    assert (
        "inbox/org/units.csv, line 2: the unit 'tpo' is not in the org chart (is 'top' meant?)"
        in said
    )


def test_units_in_a_circle_are_named(company: Company) -> None:
    company.put("org/units.csv", UNITS + "a,A,b,,,\nb,B,c,,,\nc,C,a,,,\nd,D,a,,,\n")
    assert "the units 'a', 'b', 'c' stand in a circle" in company.refused()


def test_a_circle_that_lasts_a_month_is_found(company: Company) -> None:
    company.put(
        "org/units.csv",
        UNITS + "a,A,,,,2026-05-01\na,A,b,,2026-05-01,\nb,B,a,,,2026-06-01\nb,B,,,2026-06-01,\n",
    )
    assert "stand in a circle" in company.refused()
    company.put(
        "org/units.csv",
        UNITS + "a,A,,,,2026-05-01\na,A,b,,2026-05-01,\nb,B,a,,,2026-05-01\nb,B,,,2026-05-01,\n",
    )
    with company.core() as core:
        assert core.value("select count(*) from core_unit where unit_id in ('a', 'b')") == 4


def test_a_unit_described_twice_for_a_day_is_named(company: Company) -> None:
    company.put("org/units.csv", UNITS + "a,A,,,,2026-05-01\na,A,,,2026-04-30,\n")
    said = company.refused()
    assert "inbox/org/units.csv, line 3: the unit 'a' is described for 2026-04-30 already" in said


def test_a_unit_with_a_calendar_that_is_not_there_is_named(company: Company) -> None:
    company.put("org/units.csv", UNITS + "a,A,,office,,\n")
    assert "line 2: there is no calendar 'office'; add [calendars.office]" in company.refused()


def test_a_unit_keeps_its_own_calendar_else_its_parents_else_the_companys(company: Company) -> None:
    calendar = '[calendars.{0}]\nzone = "UTC"\n[calendars.{0}.hours]\nmon = ["09:00-17:00"]\n'
    company.ledger(
        DESK + "".join(calendar.format(name) for name in ("office", "shop", "night")),
        head=LEDGER + 'calendar = "office"\n',
    )
    company.put(
        "org/units.csv",
        UNITS + "top,Top,,,,\nshops,Shops,top,shop,,2026-05-01\nshops,Shops,top,night,2026-05-01,\n"
        "one,One,shops,,,\ntwo,Two,shops,office,,\nthree,Three,one,,2026-01-01,\n",
    )
    with company.core() as core:
        found = core.rows(
            "select unit_id, calendar_id, valid_from from core_unit "
            "where unit_id not like 'desk%' order by unit_id, valid_from"
        )
    always, may = date(1900, 1, 1), date(2026, 5, 1)
    assert found == [
        ("one", "shop", always),
        ("one", "night", may),
        ("shops", "shop", always),
        ("shops", "night", may),
        ("three", "shop", date(2026, 1, 1)),
        ("three", "night", may),
        ("top", "office", always),
        ("two", "office", always),
    ]


def test_without_any_calendar_a_unit_has_none(company: Company) -> None:
    with company.core() as core:
        assert core.rows("select distinct calendar_id from core_unit") == [(None,)]


def test_two_intake_units_in_one_source_stop_the_load(company: Company) -> None:
    company.ledger(
        MAPPED + UNIT + "intake = true\n" + UNIT.replace("desk", "other") + "intake = true\n"
        + QUEUE + QUEUE.replace('"Desk"', '"Other"').replace('unit = "desk"', 'unit = "other"')
    )  # fmt: skip
    assert "desk has several intake units ('desk', 'other')" in company.refused()


def test_a_post_of_a_unit_that_is_not_there_is_named(company: Company) -> None:
    company.put("org/posts.csv", POSTS + "us,P1,Boss,dsek,,,1\n")
    said = company.refused()
    assert "inbox/org/posts.csv, line 2: the unit 'dsek' is not in the org chart" in said


def test_posts_in_a_circle_are_named(company: Company) -> None:
    company.put("org/posts.csv", POSTS + "us,P1,A,desk,,P2,1\nus,P2,B,desk,,P1,1\n")
    assert "the posts 'us:P1', 'us:P2' report to each other in a circle" in company.refused()


def test_a_code_belongs_to_its_organisation(company: Company) -> None:
    company.put(
        "org/posts.csv", POSTS + "us,1,Boss,desk,,,1\nthem,1,Boss,desk,,,1\nthem,2,Head,desk,,1,\n"
    )
    with company.core() as core:
        assert core.rows("select post_id, reports_to_post_id, fte from core_post order by 1") == [
            ("them:1", None, 1.0),
            ("them:2", "them:1", None),
            ("us:1", None, 1.0),
        ]


def test_a_unit_named_by_a_ticket_itself_has_to_be_there(company: Company) -> None:
    company.ledger(MAPPED + UNIT)
    company.put("desk/tickets.csv", "ticket_id,created_at,status,unit\nT1,2026-03-02,open,desk\n")
    with company.core() as core:
        assert core.rows("select unit_id from core_ticket") == [("desk",)]
    company.put("desk/tickets.csv", "ticket_id,created_at,status,unit\nT1,2026-03-02,open,dsek\n")
    assert "the unit 'dsek' is not in the org chart" in company.refused()


PROMISE = """
[[promises]]
id = "{0}"
promise = "first_reply"
target = "4h"
"""


def test_two_promises_that_could_both_win_stop_the_load(company: Company) -> None:
    company.ledger(
        DESK
        + PROMISE.format("a")
        + 'source = "desk"\n'
        + PROMISE.format("b")
        + 'priority = "high"\n'
    )
    said = company.refused()
    assert (
        "ledger.toml, line 16, [[promises]]: the promises 'a' and 'b' can both hold for tickets of "
        "source 'desk' and priority 'high', and neither is the more specific; add one for just "
        "these" in said
    )


def test_the_more_specific_promise_may_stand_beside_the_general(company: Company) -> None:
    company.ledger(
        DESK + PROMISE.format("a") + PROMISE.format("b") + 'priority = "high"\n'
        + PROMISE.format("c") + 'priority = "low"\n' + PROMISE.format("d")
        + 'priority = "high"\nsource = "desk"\nfrom = 2026-01-01\n'
    )  # fmt: skip
    with company.core() as core:
        assert core.rows(
            "select policy_id, priority, source, target_seconds, clock, valid_from "
            "from core_sla_policy order by 1"
        ) == [
            ("a", None, None, 14_400, "business", date(1900, 1, 1)),
            ("b", "high", None, 14_400, "business", date(1900, 1, 1)),
            ("c", "low", None, 14_400, "business", date(1900, 1, 1)),
            ("d", "high", "desk", 14_400, "business", date(2026, 1, 1)),
        ]


def promises(*conditions: str) -> str:
    """Return promises of a first reply, called a, b, c …, each with the conditions it is given."""
    return (
        DESK
        + UNIT.replace("desk", "team")
        + "".join(
            PROMISE.format(name) + condition + "\n"
            for name, condition in zip("abcdefg", conditions, strict=False)
        )
    )


SETTLED = {
    "by one with both conditions": (
        'source = "desk"', 'priority = "high"', 'source = "desk"\npriority = "high"',
    ),
    "by two, one after the other": (
        'source = "desk"', 'priority = "high"',
        'source = "desk"\npriority = "high"\nuntil = 2026-01-01',
        'source = "desk"\npriority = "high"\nfrom = 2026-01-01',
    ),
    "by one that holds as long as both do": (
        'source = "desk"\nfrom = 2026-01-01', 'priority = "high"\nuntil = 2026-06-01',
        'source = "desk"\npriority = "high"\nfrom = 2026-01-01\nuntil = 2026-06-01',
    ),
    "by one for each pair": (
        'source = "desk"', 'priority = "high"', 'unit = "team"',
        'source = "desk"\npriority = "high"', 'unit = "team"\npriority = "high"',
        'source = "desk"\nunit = "team"', 'source = "desk"\nunit = "team"\npriority = "high"',
    ),
    "by one for every source": ('priority = "high"', 'unit = "team"',
        'priority = "high"\nunit = "team"\nsource = "desk"'),
}  # fmt: skip
OPEN = {
    "a third that ends too soon": (
        ('source = "desk"', 'priority = "high"',
         'source = "desk"\npriority = "high"\nuntil = 2026-01-01'),
        "'a' and 'b' can both hold for tickets of source 'desk' and priority 'high' from "
        "2026-01-01 on",
    ),
    "a gap between two": (
        ('source = "desk"', 'priority = "high"',
         'source = "desk"\npriority = "high"\nuntil = 2026-01-01',
         'source = "desk"\npriority = "high"\nfrom = 2026-01-03'),
        "'a' and 'b' can both hold for tickets of source 'desk' and priority 'high' from "
        "2026-01-01 on",
    ),
    "a third for another priority": (
        ('source = "desk"', 'priority = "high"', 'source = "desk"\npriority = "low"'),
        "'a' and 'b' can both hold for tickets of source 'desk' and priority 'high'",
    ),
    "a third for one unit only": (
        ('source = "desk"', 'priority = "high"',
         'source = "desk"\npriority = "high"\nunit = "team"'),
        "'a' and 'b' can both hold for tickets of source 'desk' and priority 'high'",
    ),
    "a third that is a tie itself": (
        ('source = "desk"\npriority = "high"', 'priority = "high"\nunit = "team"'),
        "'a' and 'b' can both hold for tickets of source 'desk' and unit 'team' and priority "
        "'high'",
    ),
    "two without conditions": (("", ""), "'a' and 'b' can both hold for"),
}  # fmt: skip


@pytest.mark.parametrize("how", SETTLED)
def test_two_promises_of_which_neither_is_more_specific_may_be_settled(
    company: Company, how: str
) -> None:
    with company.ledger(promises(*SETTLED[how])).core() as core:
        assert core.value("select count(*) from core_sla_policy") == len(SETTLED[how])


@pytest.mark.parametrize("what", OPEN)
def test_what_a_third_promise_does_not_settle_is_named(company: Company, what: str) -> None:
    conditions, says = OPEN[what]
    assert says in company.ledger(promises(*conditions)).refused()


def test_a_promise_of_a_unit_that_is_not_there_is_named(company: Company) -> None:
    company.ledger(DESK + PROMISE.format("a") + 'unit = "dsek"\n')
    assert "the unit 'dsek' is not in the org chart" in company.refused()


def test_promises_about_complaints_stand_beside_those_about_tickets(company: Company) -> None:
    answer = PROMISE.replace("first_reply", "answer").format("complaint, answer")
    company.ledger(DESK + PROMISE.format("a") + answer + 'silence_upholds = true\nset_by = "law"\n')
    with company.core() as core:
        assert core.rows(
            "select policy_id, promise, silence_upholds from core_sla_policy order by 1"
        ) == [("a", "first_reply", False), ("complaint, answer", "answer", True)]


def test_two_promises_about_one_complaint_are_named_so(company: Company) -> None:
    answer = PROMISE.replace("first_reply", "answer")
    said = company.ledger(DESK + answer.format("a") + answer.format("b")).refused()
    assert "'a' and 'b' can both hold for complaints of source 'desk'" in said
