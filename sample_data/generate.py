"""Make the demo company's workspace: the same bytes for the same seed.

python -m sample_data.generate FOLDER --tickets 100000
"""

import argparse
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import numpy as np

from etl.progress import Progress, Quiet
from sample_data import ledger
from sample_data.arrivals import arrivals
from sample_data.behaviour import Behaviour
from sample_data.calendars import Hours
from sample_data.company import BRZOZA
from sample_data.description import Company, Department, Desk
from sample_data.dice import Dice
from sample_data.formats import organisation, plain, servicenow_log, zendesk_csv, zendesk_json
from sample_data.formats.export import Export
from sample_data.ticket import Ticket

SEED = 20261001
TICKETS = 100_000

_WRITERS: dict[str, Callable[[Export], None]] = {
    "retail": zendesk_csv.write,
    "business": zendesk_json.write,
    "field": servicenow_log.write,
    "group": plain.write,
}


def generate(
    folder: Path,
    tickets: int = TICKETS,
    seed: int = SEED,
    progress: Progress | None = None,
    company: Company = BRZOZA,
) -> None:
    """Write the workspace of `company` with about `tickets` tickets into `folder`."""
    progress = progress or Quiet()
    progress.stage("make the demo company", len(company.desks) + 1)
    inbox = folder / "inbox"
    ledger.write(folder / "ledger.toml", company)
    organisation.write(inbox / "org", company)
    progress.advance(of="organisation")
    hours = opening_hours(company)
    for number, desk in enumerate(company.desks, start=1):
        random = np.random.default_rng([seed, zlib.crc32(desk.id.encode())])
        lived = desk_tickets(company, desk, tickets, hours, random)
        numbered = _numbered(lived, first=number * 1_000_000)
        (inbox / desk.id).mkdir(parents=True, exist_ok=True)
        _WRITERS[desk.id](Export(inbox / desk.id, company, desk, hours, numbered))
        progress.advance(of=desk.id)


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
    total = round(tickets * sum(department.share for department in departments) / shares)
    customers = max(20, round(total * desk.customers_per_ticket))
    return list(
        chain.from_iterable(
            _department_tickets(
                behaviour,
                desk,
                department,
                round(tickets * department.share / shares),
                customers,
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
    customers: int,
    random: np.random.Generator,
) -> Iterator[Ticket]:
    """Yield about `number` tickets that reach `department`, returning customers included."""
    company = behaviour.company
    extract = ledger.extract_at(company)
    first = max(1, round(number / (1 + department.repeats)))
    for created in arrivals(company, desk, department, first, random):
        ticket = _arrived(behaviour, desk, department, created, customers)
        solved = behaviour.live(ticket)
        yield ticket
        again = behaviour.returns_at(ticket, solved) if solved else None
        if again is not None and again < extract:
            repeat = Ticket(
                desk=ticket.desk,
                department=ticket.department,
                customer=ticket.customer,
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
    behaviour: Behaviour, desk: Desk, department: Department, created: int, customers: int
) -> Ticket:
    dice = behaviour.dice
    category = dice.weighted(department.mix)
    work = behaviour.company.work[category]
    return Ticket(
        desk=desk.id,
        department=department.id,
        customer=int(dice.share() * customers),
        channel=dice.weighted(department.channels),
        category=category,
        kind=work.kind,
        product=dice.one_of(work.products),
        region=department.region or dice.one_of(("North", "South", "East", "West")),
        created=created,
    )


def _numbered(tickets: list[Ticket], first: int) -> list[Ticket]:
    """Return `tickets` in the order they came, numbered as their help desk would."""
    tickets.sort(key=lambda ticket: (ticket.created, ticket.department, ticket.customer))
    for number, ticket in enumerate(tickets, start=first):
        ticket.number = number
    return tickets


def main() -> None:
    """Make a workspace from the command line."""
    parser = argparse.ArgumentParser(description="Make the demo company's workspace.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    generate(wanted.folder, wanted.tickets, wanted.seed)


if __name__ == "__main__":
    main()
