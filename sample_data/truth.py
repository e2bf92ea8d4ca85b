"""What is true of the demo company, to the count, for tests to hold the product to.

python -m sample_data.truth --tickets 100000

It lives the company once more and reads it by the generator's own knowledge: who stands behind a
requester, whose hands a promise broke in, who controls that unit, and whose profit the customer is.
"""

import argparse
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args

from sample_data import money
from sample_data.company import BRZOZA
from sample_data.complaints import NOT_PAID, PRODUCT_FAULT, Complaint
from sample_data.departments import REORGANISATION
from sample_data.description import Company
from sample_data.generate import SEED, TICKETS
from sample_data.problems import Party, Problem, Problems
from sample_data.promises import ANSWER, Broken, Promises
from sample_data.ticket import Ticket
from sample_data.world import World

Attribution = Literal["event", "current", "share"]
Measure = Literal["broken_promises", "customers", "dissatisfied_customers"]
Where = Mapping[str, str]  # source channel category product region, of the ticket; unit
Cell = tuple[str | None, str | None]  # the post that controls the service, the owner of the profit

_STATES = {"dissatisfied", "silent", "mollified"}
_REPEATED_WITHIN = 90 * 86_400


@dataclass(frozen=True, slots=True)
class Known:
    """A broken promise with the customer the company knows behind it; None: it knows none."""

    broken: Broken
    customer: int | None


class Truth:
    """Everything planted in a company of about `tickets` tickets, counted."""

    def __init__(self, tickets: int = TICKETS, seed: int = SEED, company: Company = BRZOZA) -> None:
        self.company = company
        self.world = World(company, tickets, seed)
        for _ in self.world.desks():
            pass
        self.world.follow()

    @property
    def tickets(self) -> Iterator[Ticket]:
        for tickets in self.world.tickets.values():
            yield from tickets

    # Whose hands, whose profit

    @cached_property
    def broken(self) -> list[Known]:
        """Return every promise that had broken by the extract."""
        return [
            Known(broken, self.customer_of(ticket))
            for ticket in self.tickets
            for broken in self._promises.broken(ticket)
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        """Return every problem of a customer in which service failed."""
        problems = Problems(self._promises, self.customer_of, self._party, self.world.register.day)
        return list(problems.found(self.tickets, self.world.register.complaints))

    @cached_property
    def _promises(self) -> Promises:
        return Promises(self.company, self.world.hours)

    def customer_of(self, ticket: Ticket) -> int | None:
        """Return the customer who wrote a ticket, as far as the company's lists say."""
        return self.world.pool.customer_of(ticket, self.world.register.day(ticket.created))

    def matrix(
        self,
        start: date,
        end: date,
        attribution: Attribution = "event",
        measure: Measure = "broken_promises",
        where: Where | None = None,
    ) -> dict[Cell, float]:
        """Return what went wrong from `start` until `end`, by controller and owner of profit.

        Promises that broke then; or customers with a problem that began then, each one case.
        `where` keeps tickets, or problems whose first contact it is, and units with those below.
        """
        cells: dict[Cell, float] = defaultdict(float)
        about = dict(where or {})
        below = about.pop("unit", None)
        cases = self._of_promises if measure == "broken_promises" else self._of_customers
        for unit, customer, day, n in cases(start, end, attribution, measure, about):
            if below is not None and below not in self._above(unit, day):
                continue
            for owner, share in self.owners(customer, day).items():
                cells[self.controller(unit, day), owner] += n * share
        return dict(cells)

    def _of_promises(
        self, start: date, end: date, attribution: Attribution, _: Measure, about: Where
    ) -> Iterator[tuple[str | None, int | None, date, float]]:
        for known in self.broken:
            broken = known.broken
            if not start <= broken.day < end or not _is_about(broken.ticket, about):
                continue
            for unit, part in _parts(broken, attribution):
                yield unit, known.customer, broken.day, part

    def _of_customers(
        self, start: date, end: date, attribution: Attribution, measure: Measure, about: Where
    ) -> Iterator[tuple[str | None, int | None, date, float]]:
        states = {"dissatisfied"} if measure == "dissatisfied_customers" else _STATES
        problems = [
            problem
            for problem in self.problems
            if problem.state in states
            and start <= problem.day < end
            and _is_about(problem.first, about)
        ]
        of_party = Counter(problem.party for problem in problems)
        for problem in problems:
            shares: Mapping[str | None, float] = problem.shares
            if attribution != "share":
                shares = {problem.mostly if attribution == "event" else problem.now: 1.0}
            for unit, part in shares.items():
                yield unit, problem.customer, problem.day, part / of_party[problem.party]

    def classes(self, matrix: Mapping[Cell, float]) -> dict[str, float]:
        """Return what of a matrix is aligned, crossed, orphaned and unmapped."""
        classes: dict[str, float] = defaultdict(float)
        for (controller, owner), n in matrix.items():
            above = self.profit_above(controller)
            if owner is None:
                classes["unmapped"] += n
            elif above is None:
                classes["orphaned"] += n
            else:
                classes["aligned" if above == owner else "crossed"] += n
        return dict(classes)

    def controller(self, unit: str | None, day: date) -> str | None:
        """Return the post that controls the budget of a unit, or of the nearest above it."""
        for place in self._above(unit, day):
            for control in self.company.controls:
                since, until = control.since or date.min, control.until or date.max
                if control.unit == place and since <= day < until:
                    return control.post
        return None

    def _above(self, unit: str | None, day: date) -> tuple[str, ...]:
        """Return a unit and all above it on a day, the nearest first."""
        moved = {move.unit: move.parent for move in self.company.moves if day >= move.day}
        found: list[str] = []
        while unit is not None:
            found.append(unit)
            unit = moved.get(unit, self._parents[unit])
        return tuple(found)

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        parents = {found.id: found.parent for found in self.company.units}
        return parents | {found.id: found.parent for found in self.company.departments}

    def profit_above(self, post: str | None) -> str | None:
        """Return the first owner of profit at or above a post, below the top."""
        above = {head.post: head.reports_to for head in self.company.heads}
        owners = {scope.post for scope in self.company.profit_scopes}
        while post is not None and above[post] is not None:
            if post in owners:
                return post
            post = above[post]
        return None

    def owners(self, customer: int | None, day: date) -> dict[str | None, float]:
        """Return whose profit a customer is, by his margin of the twelve months up to the day's."""
        if customer is None:
            return {None: 1.0}
        known = self.world.pool.customers[customer]
        owner_of = {scope.division: scope.post for scope in self.company.profit_scopes}
        rows = self._margins[known.id]
        last = bisect_left(rows, (day.replace(day=1), "~"))
        year_before = date(day.year - 1, day.month, 1)
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for month, division, margin in rows[:last]:
            if month > year_before:
                sums[division] += margin
        earned = {division: margin for division, margin in sums.items() if margin > 0}
        total = sum(earned.values())
        if not earned:
            return {owner_of.get(known.division or ""): 1.0}
        return {
            owner_of.get(division): float(margin / total) for division, margin in earned.items()
        }

    @cached_property
    def _margins(self) -> dict[str, list[tuple[date, str, Decimal]]]:
        """Return each customer's margins in the company's money, in the order of months."""
        found: dict[str, list[tuple[date, str, Decimal]]] = defaultdict(list)
        for row in self.world.customer_months:
            worth = row.margin * money.rate(self.company, row.currency, row.month)
            found[row.customer].append((row.month, row.division, worth))
        for rows in found.values():
            rows.sort()
        return found

    # Complaints

    def complaints(self) -> dict[str, int]:
        """Return what is planted in the register, counted."""
        complaints = self.world.register.complaints
        decided = [one for one in complaints if one.answered is not None]
        return {
            "received": len(complaints),
            "answered": len(decided),
            "not answered in 14 days": sum(map(self._is_late, complaints)),
            "upheld by silence": sum(
                self._promises.outcome(one) == "upheld_by_silence" for one in complaints
            ),
            "without an original case": sum(not one.case for one in complaints),
            "naming a case that is none": sum(
                bool(one.case) and one.ticket is None for one in complaints
            ),
            "accountable: Returns": sum(one.accountable == "returns" for one in decided),
            "accountable: not said": sum(one.accountable is None for one in decided),
            "found: product fault": sum(one.cause_found == PRODUCT_FAULT for one in decided),
            "found: refund not paid": sum(one.cause_found == NOT_PAID for one in decided),
            "same customer, same cause within 90 days": len(self.repeated()),
            "redress paid": sum(one.paid is not None for one in complaints),
            "redress not paid yet": sum(one.redress > 0 and one.paid is None for one in complaints),
        }

    def _is_late(self, complaint: Complaint) -> bool:
        due = complaint.received + ANSWER
        return due < (complaint.answered or self.world.register.extract)

    def repeated(self) -> list[Complaint]:
        """Return the complaints of whoever had complained of the same within 90 days before.

        The cause is the one found; while there is none, the one the customer states.
        """
        last: dict[tuple[object, str], int] = {}
        found = []
        for complaint in self.world.register.complaints:
            party = self._party(complaint)
            is_found = complaint.answered is not None
            cause = complaint.cause_found if is_found else complaint.cause_stated
            before = last.get((party, cause)) if party is not None else None
            if before is not None and complaint.received - before <= _REPEATED_WITHIN:
                found.append(complaint)
            last[party, cause] = complaint.received
        return found

    def _party(self, complaint: Complaint) -> Party | None:
        """Return who complains: the customer, else whoever wrote; None: nobody can know."""
        customer = self.world.register.customer_of(complaint)
        if customer is not None:
            return customer
        if complaint.email:
            return (complaint.email,)
        ticket = complaint.ticket
        return (ticket.desk, ticket.requester) if ticket is not None else None

    # Customers, answers, people, money

    def ways(self) -> dict[str, Counter[str]]:
        """Return by what the customers of each desk's tickets are known."""
        found: dict[str, Counter[str]] = {}
        for desk, tickets in self.world.tickets.items():
            found[desk] = Counter()
            for ticket in tickets:
                requester = self.world.pool.requesters[desk][ticket.requester]
                if requester.customer is None or requester.known_by == "name":
                    found[desk]["nobody"] += 1
                elif requester.shared_with is not None:
                    found[desk]["several"] += 1
                else:
                    found[desk][requester.known_by] += 1
        return found

    def recommend(self) -> dict[str, tuple[int, int, int]]:
        """Return how many answers about a ticket each division has: promoters, passives, others."""
        found: dict[str, tuple[int, int, int]] = {}
        for division in (scope.division for scope in self.company.profit_scopes):
            scores = [
                one.score
                for one in self.world.answers
                if one.kind == "nps" and one.division == division
            ]
            promoters = sum(score >= 9 for score in scores)
            detractors = sum(score <= 6 for score in scores)
            found[division] = (promoters, len(scores) - promoters - detractors, detractors)
        return found

    def lost(self) -> dict[tuple[bool, str], tuple[int, int]]:
        """Return, by severity and state, last contacts a year old, and who left in that year."""
        found: Counter[tuple[bool, str]] = Counter()
        gone: Counter[tuple[bool, str]] = Counter()
        year_ago = self.company.extract.replace(year=self.company.extract.year - 1)
        for contact in self.world.contacts:
            if contact.day < year_ago:
                left = self.world.pool.customers[contact.customer].left
                found[contact.is_severe, contact.state] += 1
                gone[contact.is_severe, contact.state] += left is not None
        return {key: (found[key], gone[key]) for key in sorted(found)}

    def load_of_returns(self) -> tuple[float, float]:
        """Return the tickets Returns solved a month and person, before and since the move."""
        solved: Counter[bool] = Counter()
        for ticket in self.tickets:
            ending = ticket.ending
            if ending is not None and ending.department == "returns":
                day = self.world.register.day(ending.solved)
                if day < self.company.extract:
                    solved[day >= REORGANISATION] += 1
        worked = {False: 0.0, True: 0.0}
        for row in self.world.staffing:
            if row.unit == "returns":
                worked[row.month >= REORGANISATION] += row.fte
        return solved[False] / worked[False], solved[True] / worked[True]


def _is_about(contact: Ticket | Complaint, where: Where) -> bool:
    """Return whether a contact is of a source, channel, category, product and region."""
    about = {name: getattr(contact, name) for name in where if name != "source"}
    about["source"] = contact.desk if isinstance(contact, Ticket) else "complaints"
    return all(about[name] == value for name, value in where.items())


def _parts(broken: Broken, attribution: Attribution) -> Iterator[tuple[str, float]]:
    if attribution == "share":
        whole = sum(broken.shares.values())
        for unit, seconds in broken.shares.items():
            yield unit, seconds / whole
    else:
        yield broken.unit if attribution == "event" else broken.unit_now, 1.0


def main() -> None:
    """Print what is planted."""
    parser = argparse.ArgumentParser(description="Print what is planted in the demo company.")
    parser.add_argument("--tickets", type=int, default=TICKETS)
    truth = Truth(parser.parse_args().tickets)
    for name, found in (
        ("complaints", truth.complaints()),
        ("known by", truth.ways()),
        ("recommend", truth.recommend()),
        ("lost", truth.lost()),
        ("load of Returns", truth.load_of_returns()),
    ):
        print(f"{name}: {found}")
    year = truth.company.extract.replace(year=truth.company.extract.year - 1)
    for measure in get_args(Measure):
        matrix = truth.matrix(year, truth.company.extract, "event", measure)
        print(f"{measure} since {year}: {sum(matrix.values()):.2f}")
        for (controller, owner), n in sorted(matrix.items(), key=str):
            print(f"  {controller} {owner} {n:.2f}")
        print({name: round(n, 2) for name, n in truth.classes(matrix).items()})


if __name__ == "__main__":
    main()
