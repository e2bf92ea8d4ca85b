"""What customers answer: would they recommend Brzoza, was it easy, are they happy.

Planted: Retail's customers recommend it, Business's hardly, Field's warn others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sample_data.customers import Pool
from sample_data.description import Company
from sample_data.dice import Dice
from sample_data.ledger import extract_at
from sample_data.ticket import Ticket

_HOUR, _DAY = 3600, 86_400

# By the division that solved the ticket, of a hundred asked: who would recommend Brzoza (9, 10),
# who neither would nor would not (7, 8), who would warn others (0 to 6).
_RECOMMEND = {
    "retail": (52, 30, 18),
    "business": (36, 38, 26),
    "field": (24, 36, 40),
    None: (36, 36, 28),
}
# What the customer of each ticket answers, if anything.
_ASKED = {"nps": 0.06, "ces": 0.02, "csat": 0.015, "": 0.905}
_WITHOUT_TICKET = 0.02  # of all customers, who answers a letter about nothing in particular
_SCALES = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
_BUSINESS_SCALES = {"nps": "0-10", "csat": "1-10", "ces": "1-5"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. No ticket: the customer was asked about the company."""

    answered: int
    kind: str
    score: int
    scale: str
    ticket: Ticket | None
    customer: int | None  # whose number stands in the answer
    division: str | None  # that solved the ticket; None: no ticket, or of no division


def answers(company: Company, pool: Pool, tickets: Iterable[Ticket], dice: Dice) -> list[Answer]:
    """Return all answers by the extract, in the order in which they came."""
    found = [*_about_tickets(company, pool, tickets, dice), *_about_nothing(company, pool, dice)]
    return sorted(found, key=lambda one: (one.answered, one.kind, one.score))


def _about_tickets(
    company: Company, pool: Pool, tickets: Iterable[Ticket], dice: Dice
) -> Iterator[Answer]:
    zone, extract = ZoneInfo(company.zone), extract_at(company)
    for ticket in tickets:
        ending = ticket.ending
        if ending is None:
            continue
        kind = dice.weighted(_ASKED)
        if not kind:
            continue
        answered = ending.over + int(dice.between(1, 5) * _DAY)
        if answered >= extract:
            continue
        day = datetime.fromtimestamp(answered, zone).date()
        division = company.division_of(ending.department, day)
        scale = (_BUSINESS_SCALES if ticket.desk == "business" else _SCALES)[kind]
        is_nps = kind == "nps"
        score = _recommends(division, dice) if is_nps else _rates(scale, ending.is_bad, dice)
        customer = pool.customer_of(ticket, day) if dice.happens(0.5) else None
        yield Answer(answered, kind, score, scale, ticket, customer, division)


def _about_nothing(company: Company, pool: Pool, dice: Dice) -> Iterator[Answer]:
    first = extract_at(company) - 600 * _DAY
    for place, customer in enumerate(pool.customers):
        if not dice.happens(_WITHOUT_TICKET):
            continue
        answered = first + int(dice.between(0, 590)) * _DAY + int(dice.between(8, 18)) * _HOUR
        score = _recommends(customer.division, dice)
        if customer.since <= datetime.fromtimestamp(answered, ZoneInfo(company.zone)).date():
            yield Answer(answered, "nps", score, "0-10", None, place, None)


def _recommends(division: str | None, dice: Dice) -> int:
    promoters, passives, detractors = _RECOMMEND[division]
    kind = dice.weighted({(9, 10): promoters, (7, 8): passives, (0, 2, 4, 5, 6): detractors})
    return dice.one_of(kind)


def _rates(scale: str, is_bad: bool, dice: Dice) -> int:
    """Return a score: the upper third of the scale for those who were served well."""
    least, most = (int(end) for end in scale.split("-"))
    part = dice.between(0.0, 0.75) if is_bad else dice.between(0.55, 1.0)
    return least + min(most - least, int(part * (most - least + 1)))
