"""Brzoza's customers, and who of them stands behind each requester of a help desk.

One pool for all desks: a company may write to Retail's shop and to Business's desk. A desk knows a
requester by a number of its own, by an e-mail address, by a phone number, or only by a name; the
company's lists say whose those are. Some belong to nobody in the lists, some to two customers at
once, and some to another customer from a day on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sample_data import addresses
from sample_data.chance import stream
from sample_data.description import Company, Desk
from sample_data.ticket import Ticket

MOVED = date(2025, 10, 1)  # on it some buyers of Business begin to write for another customer

_REGIONS = ("North", "South", "East", "West")
_FIRST_ID = 100_000
_OUTSIDE_ID = 900_000  # numbers that a desk has and no list of customers

# Of a desk's requesters, the share that belongs to each kind of customer; the rest to nobody.
_WHOSE = {
    "retail": {"household": 0.86, "company": 0.09},
    "business": {"company": 0.97},
    "field": {"household": 0.42, "site": 0.41, "company": 0.12},
    "group": {"household": 0.52, "company": 0.26, "site": 0.13, "old contract": 0.06},
}
# How a desk knows them: by its own number, an e-mail address, a phone number, a name.
_KNOWN_BY = {
    "retail": {"number": 0.45, "email": 0.55},
    "business": {"number": 0.80, "email": 0.20},
    "field": {"email": 0.42, "phone": 0.43, "name": 0.15},
    "group": {"customer": 1.0},
}
_DOMAINS = {"retail": "post", "business": "office", "field": "home", "group": "letter"}
_SHARED_EVERY = 40  # of those known by an address, one in so many shares it with another customer
_MOVED_EVERY = 25  # of Business's requesters known by number, one in so many
_PLANTED = {"retail": ("email",) * 120, "business": ("email",) * 20,
            "field": ("phone",) * addresses.PLANTED_PHONES + ("email",) * 15}  # fmt: skip


@dataclass(slots=True)
class Customer:
    """A customer of the company. `divisions` are those that earn from it, its own the first."""

    id: str
    kind: str  # household, company, site, old contract
    segment: str
    region: str
    divisions: tuple[str, ...]
    since: date
    email: str = ""
    phone: str = ""
    left: date | None = None
    left_because: str = ""

    @property
    def division(self) -> str | None:
        return self.divisions[0] if self.divisions else None


@dataclass(slots=True)
class Requester:
    """Whoever writes to a desk, and how the desk knows him."""

    customer: int | None  # which of the pool; None: in no list
    known_by: str  # customer number email phone name
    address: str
    shared_with: int | None = None  # whose address it is too, so that it is nobody's
    moves_to: int | None = None  # whose he is since MOVED

    def is_of(self, day: date) -> int | None:
        """Return which customer the company's lists say he is on a day, if they say."""
        if self.known_by == "name" or self.shared_with is not None:
            return None
        if self.moves_to is not None and day >= MOVED:
            return self.moves_to
        return self.customer


class Pool:
    """All customers, and the requesters of every desk."""

    def __init__(self, company: Company, tickets: int, seed: int) -> None:
        self._random = stream(seed, "customers")
        counts = {desk.id: requester_count(company, desk, tickets) for desk in company.desks}
        sizes = {
            "household": round(counts["retail"] * 1.15),
            "company": max(8, round(counts["business"] * 0.5)),
            "site": max(8, round(counts["field"] * 0.5)),
            "old contract": max(4, round(counts["group"] * 0.08)),
        }
        self.customers: list[Customer] = []
        self._kinds: dict[str, range] = {}
        for kind, size in sizes.items():
            self._kinds[kind] = range(len(self.customers), len(self.customers) + size)
            self.customers.extend(_customers(company, kind, self._kinds[kind], self._random))
        self.requesters = {desk: list(self._of_desk(desk, counts[desk])) for desk in counts}

    def plant(self, desk: str, tickets: Sequence[Ticket]) -> None:
        """Give the planted addresses of a desk to requesters of it who have a ticket."""
        wrote = {ticket.requester for ticket in tickets if ticket.ending is not None}
        able = (
            found
            for number, found in enumerate(self.requesters[desk])
            if number in wrote
            and found.customer is not None
            and found.shared_with is None
            and found.moves_to is None
        )
        numbers = {"email": _first_planted(desk), "phone": 0}
        for known_by, found in zip(_PLANTED.get(desk, ()), able, strict=False):
            number, numbers[known_by] = numbers[known_by], numbers[known_by] + 1
            found.known_by = known_by
            found.address = (
                addresses.planted_email(number)
                if known_by == "email"
                else addresses.planted_phone(number)
            )

    def customer_of(self, ticket: Ticket, day: date) -> int | None:
        """Return which customer wrote a ticket, as far as the company's lists say on a day."""
        return self.requesters[ticket.desk][ticket.requester].is_of(day)

    def number_of(self, desk: str, requester: int) -> str:
        """Return the company's number of a requester, of a desk that knows it."""
        customer = self.requesters[desk][requester].customer
        if customer is None:
            return f"C{_OUTSIDE_ID + requester}"
        return self.customers[customer].id

    def _of_desk(self, desk: str, count: int) -> Iterator[Requester]:
        whose = self._whose(desk, count)
        known_by = self._drawn(_KNOWN_BY[desk], count)
        shared = moved = 0
        for number, (customer, way) in enumerate(zip(whose, known_by, strict=True)):
            if desk == "field" and customer is not None:
                self._earns_field(customer)
            found = Requester(customer, way, _address(desk, number, way))
            if customer is not None and way in ("email", "phone"):
                shared += 1
                if shared % _SHARED_EVERY == 0:
                    found.shared_with = self._neighbour(customer)
            elif customer is not None and desk == "business":
                moved += 1
                if moved % _MOVED_EVERY == 0:
                    found.moves_to = self._neighbour(customer)
            yield found

    def _earns_field(self, customer: int) -> None:
        """Let Field earn from whoever has something installed: not from every second company."""
        known = self.customers[customer]
        if "field" not in known.divisions and (known.kind != "company" or customer % 2):
            known.divisions = (*known.divisions, "field")

    def _whose(self, desk: str, count: int) -> list[int | None]:
        """Return the customer of each requester: a person's desk knows him once."""
        kinds = np.array(self._drawn(_WHOSE[desk] | {"": 1 - sum(_WHOSE[desk].values())}, count))
        whose: list[int | None] = [None] * count
        for kind in _WHOSE[desk]:
            places = np.flatnonzero(kinds == kind)
            of_kind = self._kinds[kind]
            if kind == "company" or len(places) > len(of_kind):
                drawn = self._random.integers(0, len(of_kind), len(places))
            else:
                drawn = self._random.permutation(len(of_kind))[: len(places)]
            for place, customer in zip(places.tolist(), drawn.tolist(), strict=True):
                whose[place] = of_kind[customer]
        return whose

    def _drawn(self, shares: dict[str, float], count: int) -> list[str]:
        names, weights = list(shares), np.array(list(shares.values()))
        drawn = self._random.choice(len(names), size=count, p=weights / weights.sum())
        return [names[place] for place in drawn.tolist()]

    def _neighbour(self, customer: int) -> int:
        """Return the next customer of the same kind."""
        of_kind = next(found for found in self._kinds.values() if customer in found)
        return of_kind[(customer - of_kind.start + 1) % len(of_kind)]


def requester_count(company: Company, desk: Desk, tickets: int) -> int:
    """Return how many people write to a desk."""
    return max(20, round(desk_share(company, desk, tickets) * desk.customers_per_ticket))


def desk_share(company: Company, desk: Desk, tickets: int) -> int:
    """Return how many of about `tickets` tickets a desk gets."""
    own = sum(found.share for found in company.departments if found.desk == desk.id)
    return round(tickets * own / sum(found.share for found in company.departments))


def _customers(
    company: Company, kind: str, places: range, random: np.random.Generator
) -> Iterator[Customer]:
    count = len(places)
    regions = random.integers(0, len(_REGIONS), count).tolist()
    # seven in ten were customers before the first ticket, the others came since
    draws: NDArray[np.float64] = random.random((3, count))
    days = (company.extract - company.start).days
    for place, region, came, also, more in zip(places, regions, *draws.tolist(), strict=True):
        past = int(came / 0.7 * 3000) - 3000 if came < 0.7 else int((came - 0.7) / 0.3 * days)
        yield Customer(
            id=f"C{_FIRST_ID + place}",
            kind=kind,
            segment=_segment(kind, more),
            region=_REGIONS[region],
            divisions=_divisions(kind, also),
            since=company.start + timedelta(days=past),
        )


def _segment(kind: str, draw: float) -> str:
    if kind != "company":
        return kind
    return "key account" if draw < 0.08 else "wholesale" if draw < 0.20 else "company"


def _divisions(kind: str, draw: float) -> tuple[str, ...]:
    """Return whose customers they are: one company in two is Retail's too, some are Field's."""
    if kind == "household":
        return ("retail", "field") if draw < 0.12 else ("retail",)
    if kind == "company":
        if draw < 0.06:
            return ("business", "retail", "field")
        return ("business", "retail") if draw < 0.50 else ("business",)
    if kind == "site":
        return ("field", "retail") if draw < 0.08 else ("field",)
    return ()


def _address(desk: str, number: int, known_by: str) -> str:
    if known_by == "phone":
        return addresses.phone(number)
    if known_by == "name":
        return addresses.name(number)
    return addresses.email(number, _DOMAINS[desk])


def _first_planted(desk: str) -> int:
    """Return the number of the first planted e-mail address of a desk."""
    before = 0
    for name, ways in _PLANTED.items():
        if name == desk:
            break
        before += ways.count("email")
    return before
