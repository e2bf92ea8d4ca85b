"""The whole company, made from a seed: tickets first, then everything that follows from them."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import numpy as np

from sample_data import loss, money, surveys
from sample_data.arrivals import arrivals
from sample_data.behaviour import Behaviour
from sample_data.calendars import Hours
from sample_data.chance import stream
from sample_data.complaints import HANDLED_BY, Register
from sample_data.customers import Pool, requester_count
from sample_data.description import Company, Department, Desk
from sample_data.dice import Dice
from sample_data.ledger import extract_at
from sample_data.ticket import Ticket


class World:
    """A company with about `tickets` tickets. The desks live one after the other."""

    def __init__(self, company: Company, tickets: int, seed: int) -> None:
        self.company, self.size, self.seed = company, tickets, seed
        self.hours = opening_hours(company)
        self.pool = Pool(company, tickets, seed)
        self.tickets: dict[str, list[Ticket]] = {}

    def desks(self) -> Iterator[Desk]:
        """Yield each desk once its tickets have lived and its requesters are known."""
        for number, desk in enumerate(self.company.desks, start=1):
            random = stream(self.seed, desk.id)
            lived = desk_tickets(self.company, desk, self.size, self.hours, random)
            self.tickets[desk.id] = _numbered(lived, first=number * 1_000_000)
            self.pool.plant(desk.id, lived)
            yield desk

    def follow(self) -> None:
        """Let the customers complain, answer, stay or leave, and everybody earn: after all desks.

        Makes `register`, `answers`, `contacts` (the last of each customer), `customer_months`,
        `staffing` and `unit_months`.
        """
        company, pool = self.company, self.pool
        tickets = [ticket for desk in company.desks for ticket in self.tickets[desk.id]]
        self.register = Register(
            company, pool, self.hours[HANDLED_BY], tickets, self._dice("complaints")
        )
        self.answers = surveys.answers(company, pool, tickets, self._dice("surveys"))
        complained = (
            (self.register.customer_of(complaint), complaint.answered or complaint.received)
            for complaint in self.register.complaints
        )
        self.contacts = loss.leave(
            company, pool, tickets, complained, self.answers, self._dice("loss")
        )
        self.customer_months = money.customer_months(company, pool, self._dice("months"))
        self.staffing = list(money.staffing(company))
        self.unit_months = list(
            money.unit_months(
                company, self.size, self.customer_months, self.staffing, self.register
            )
        )

    def _dice(self, subject: str) -> Dice:
        return Dice(stream(self.seed, subject))


def opening_hours(company: Company) -> dict[str, Hours]:
    """Return the opening hours of every department, a year beyond the extract."""
    first, last = company.start - timedelta(days=7), company.extract + timedelta(days=400)
    by_calendar = {calendar.id: Hours(calendar, first, last) for calendar in company.calendars}
    return {
        department.id: by_calendar[company.calendar_of(department).id]
        for department in company.departments
    }


def desk_tickets(
    company: Company,
    desk: Desk,
    tickets: int,
    hours: dict[str, Hours],
    random: np.random.Generator,
) -> list[Ticket]:
    """Return one desk's share of about `tickets` tickets, each with its whole life."""
    behaviour = Behaviour(company, hours, Dice(random))
    departments = [found for found in company.departments if found.desk == desk.id]
    shares = sum(department.share for department in company.departments)
    requesters = requester_count(company, desk, tickets)
    return list(
        chain.from_iterable(
            _department_tickets(
                behaviour,
                desk,
                department,
                round(tickets * department.share / shares),
                requesters,
                random,
            )
            for department in departments
        )
    )


def _department_tickets(
    behaviour: Behaviour,
    desk: Desk,
    department: Department,
    number: int,
    requesters: int,
    random: np.random.Generator,
) -> Iterator[Ticket]:
    """Yield about `number` tickets that reach `department`, returning customers included."""
    company = behaviour.company
    extract = extract_at(company)
    first = max(1, round(number / (1 + department.repeats)))
    for created in arrivals(company, desk, department, first, random):
        ticket = _arrived(behaviour, desk, department, created, requesters)
        solved = behaviour.live(ticket)
        yield ticket
        again = behaviour.returns_at(ticket, solved) if solved else None
        if again is not None and again < extract:
            repeat = Ticket(
                desk=ticket.desk,
                department=ticket.department,
                requester=ticket.requester,
                channel=ticket.channel,
                category=ticket.category,
                kind=ticket.kind,
                product=ticket.product,
                region=ticket.region,
                created=again,
            )
            behaviour.live(repeat)
            yield repeat


def _arrived(
    behaviour: Behaviour, desk: Desk, department: Department, created: int, requesters: int
) -> Ticket:
    dice = behaviour.dice
    category = dice.weighted(department.mix)
    work = behaviour.company.work[category]
    return Ticket(
        desk=desk.id,
        department=department.id,
        requester=int(dice.share() * requesters),
        channel=dice.weighted(department.channels),
        category=category,
        kind=work.kind,
        product=dice.one_of(work.products),
        region=department.region or dice.one_of(("North", "South", "East", "West")),
        created=created,
    )


def _numbered(tickets: list[Ticket], first: int) -> list[Ticket]:
    """Return `tickets` in the order they came, numbered as their help desk would."""
    tickets.sort(key=lambda ticket: (ticket.created, ticket.department, ticket.requester))
    for number, ticket in enumerate(tickets, start=first):
        ticket.number = number
    return tickets
