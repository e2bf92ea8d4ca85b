"""Who stays and who leaves, and what bad service has to do with it.

Planted: of customers whose last contact left them dissatisfied, more are gone twelve months later,
of those with a broken promise some more. Part of that is not service's doing: what was hard to put
right to begin with both goes wrong more often and makes customers leave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sample_data.customers import Customer, Pool
from sample_data.description import Company
from sample_data.dice import Dice
from sample_data.surveys import Answer
from sample_data.ticket import Ticket

LOST_IN_A_YEAR = 0.04
SEVERE_COSTS = 0.15
COSTS = {"well": 0.0, "silent": 0.08, "dissatisfied": 0.16}
_SEVERE_FROM = 1.5  # the effort of a category from which it is hard to put right
_REASONS = {
    "well": {"price": 0.5, "other": 0.3, "product": 0.2},
    "silent": {"service": 0.45, "price": 0.3, "other": 0.15, "product": 0.1},
    "dissatisfied": {"service": 0.65, "price": 0.15, "product": 0.15, "other": 0.05},
}


@dataclass(frozen=True, slots=True)
class LastContact:
    """A customer's last contact: how it ended for him, and on which day."""

    customer: int
    state: str  # well silent dissatisfied
    is_severe: bool
    day: date


class Touched(NamedTuple):
    first: date
    last: date


def state_of(ticket: Ticket) -> str:
    """Return how a customer parts from a ticket."""
    assert ticket.ending is not None
    if ticket.ending.rating == "bad" or ticket.ending.is_reopened:
        return "dissatisfied"
    return "silent" if ticket.ending.is_late else "well"


def leave(
    company: Company,
    pool: Pool,
    tickets: Iterable[Ticket],
    complaints: Iterable[tuple[int | None, int]],
    answers: Iterable[Answer],
    dice: Dice,
) -> list[LastContact]:
    """Let customers leave, and return the last contact of each who had one.

    `complaints` are customers, and the last instants of theirs. Nobody leaves before his last word,
    and nobody was a customer after his first.
    """
    zone = ZoneInfo(company.zone)
    last_tickets: dict[int, Ticket] = {}
    touched: dict[int, Touched] = {}

    def touch(customer: int | None, first: date, last: date) -> None:
        if customer is not None:
            known = touched.get(customer, Touched(first, last))
            touched[customer] = Touched(min(known.first, first), max(known.last, last))

    for ticket in tickets:
        if ticket.ending is None:
            continue
        created = _day(ticket.created, zone)
        customer = pool.customer_of(ticket, created)
        if customer is None:
            continue
        touch(customer, created, _day(ticket.ending.over, zone))
        before = last_tickets.get(customer)
        if before is None or before.created < ticket.created:
            last_tickets[customer] = ticket
    for customer, at in complaints:
        touch(customer, _day(at, zone), _day(at, zone))
    for answer in answers:
        day = _day(answer.answered, zone)
        touch(answer.customer, day, day)
    contacts = []
    for place, known in enumerate(pool.customers):
        if place in touched:
            known.since = min(known.since, touched[place].first)
        last = last_tickets.get(place)
        if last is None:
            _leave_unheard(company, known, touched.get(place), dice)
            continue
        contact = LastContact(
            place,
            state_of(last),
            company.work[last.category].effort >= _SEVERE_FROM,
            touched[place].last,
        )
        contacts.append(contact)
        _leave_after(company, known, contact, dice)
    return contacts


def _leave_after(company: Company, customer: Customer, last: LastContact, dice: Dice) -> None:
    chance = LOST_IN_A_YEAR + SEVERE_COSTS * last.is_severe + COSTS[last.state]
    leaves = dice.happens(chance)
    left = last.day + timedelta(days=10 + int(dice.share() ** 1.5 * 350))
    because = dice.weighted(_REASONS[last.state])
    if leaves and left < company.extract:
        customer.left, customer.left_because = left, because


def _leave_unheard(
    company: Company, customer: Customer, touched: Touched | None, dice: Dice
) -> None:
    days = (company.extract - company.start).days
    leaves = dice.happens(LOST_IN_A_YEAR * days / 365)
    left = company.start + timedelta(days=int(dice.between(30, days)))
    because = dice.weighted(_REASONS["well"])
    if leaves and left > customer.since and (touched is None or left > touched.last):
        customer.left, customer.left_because = left, because


def _day(at: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, zone).date()
