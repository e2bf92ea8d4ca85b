"""Whatever chance decides, a ticket's life makes sense."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from sample_data.company import BRZOZA
from sample_data.ticket import Ticket, state
from sample_data.world import desk_tickets, opening_hours


@pytest.fixture(scope="module")
def tickets() -> list[Ticket]:
    return list(_lived())


def _lived() -> Iterator[Ticket]:
    hours = opening_hours(BRZOZA)
    for desk in BRZOZA.desks:
        yield from desk_tickets(BRZOZA, desk, 2_000, hours, np.random.default_rng(7))


def test_a_life_begins_at_creation_and_its_stamps_are_in_order(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        stamps = [happening.at for happening in ticket.happenings]
        assert stamps[0] == ticket.created
        assert stamps == sorted(stamps)
        assert all(stamp % 60 == 0 for stamp in stamps)


@pytest.mark.parametrize("kind", ["status", "queue", "agent", "priority"])
def test_every_change_starts_from_what_the_one_before_led_to(
    kind: str, tickets: list[Ticket]
) -> None:
    for ticket in tickets:
        changes = [happening for happening in ticket.happenings if happening.kind == kind]
        assert changes[0].before is None
        assert all(one.after == other.before for one, other in pairwise(changes))
        assert all(one.before != one.after for one in changes)


def test_first_replies_are_written_in_the_opening_hours_of_the_owner(
    tickets: list[Ticket],
) -> None:
    hours = opening_hours(BRZOZA)
    for ticket in tickets:
        reply = state(ticket.happenings).first_reply
        if reply is not None:
            assert hours[ticket.department].between(reply - 60, reply) == 60


def test_time_spent_in_every_status_adds_up_to_the_life(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        now = state(ticket.happenings)
        unsolved = now.seconds(None, "new", "open", "waiting_customer", "waiting_inside")
        solved = now.seconds(None, "solved")
        assert now.closed is not None
        assert unsolved + solved == now.closed - ticket.created


def test_a_life_cut_at_the_extract_is_the_beginning_of_the_whole(tickets: list[Ticket]) -> None:
    for ticket in tickets[::7]:
        middle = ticket.happenings[len(ticket.happenings) // 2].at
        cut = ticket.until(middle)
        assert cut == ticket.happenings[: len(cut)]
        assert all(happening.at > middle for happening in ticket.happenings[len(cut) :])
