"""Problems of customers, read one by one: what went wrong for whom, how he took it, who caused it.

It shares no code with `etl` but follows the same rules, those of docs/decisions.md: agreement shows
that a rule is computed as it is stated, and not that it is the right one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sample_data.complaints import HANDLED_BY, Complaint
from sample_data.promises import Broken, Promises
from sample_data.ticket import Happening, Ticket

Party = tuple[object, ...] | int  # a customer of the pool; whoever wrote; whatever stands alone
State = Literal["dissatisfied", "silent", "mollified", "other"]

_WEEK = 7 * 86_400
_NEVER = 1 << 40


@dataclass(slots=True)
class _Contact:
    """A ticket, or a complaint about none; complaints about the ticket go with it."""

    party: Party | None
    category: str
    opened: int
    order: tuple[int, int, str]
    ended: int | None
    solved_by: str | None
    now: str
    ticket: Ticket | None = None
    broken: list[Broken] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    is_reopened: bool = False
    is_overdue: bool = False
    is_chased: bool = False
    rating: str | None = None
    failures: list[dict[str | None, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in which service failed; `shares` sum to 1. None: nobody that is known."""

    party: Party
    customer: int | None
    first: Ticket | Complaint  # contact
    day: date
    state: State
    shares: dict[str | None, float]
    now: str

    @property
    def mostly(self) -> str | None:
        """Return the unit with the largest share; of equals the first by name."""
        return min(self.shares, key=lambda unit: (-round(self.shares[unit], 9), unit or "~"))


class Problems:
    """Finds the problems in which service failed."""

    def __init__(
        self,
        promises: Promises,
        customer_of: Callable[[Ticket], int | None],
        party_of: Callable[[Complaint], Party | None],
        day_of: Callable[[int], date],
    ) -> None:
        self._promises, self._customer_of = promises, customer_of
        self._party_of, self._day_of = party_of, day_of

    def found(
        self, tickets: Iterable[Ticket], complaints: Iterable[Complaint]
    ) -> Iterator[Problem]:
        """Yield all problems that began by the extract."""
        contacts = [self._of_ticket(ticket) for ticket in tickets if ticket.ending is not None]
        by_ticket = {
            (contact.ticket.desk, contact.ticket.number): contact
            for contact in contacts
            if contact.ticket is not None
        }
        for complaint in complaints:
            if complaint.ticket is not None:
                key = (complaint.ticket.desk, complaint.ticket.number)
                by_ticket[key].complaints.append(complaint)
            else:
                contacts.append(self._of_complaint(complaint))
        chains: dict[object, list[_Contact]] = defaultdict(list)
        for contact in contacts:
            alone = (contact.order, contact.opened)
            chains[
                (contact.party, contact.category) if contact.party is not None else alone
            ].append(contact)
        for chain in chains.values():
            chain.sort(key=lambda contact: (contact.opened, contact.order))
            yield from self._of_party(chain)

    def _of_ticket(self, ticket: Ticket) -> _Contact:
        life = ticket.until(self._promises.extract)
        now = self._promises.standing(ticket, life)
        customer = self._customer_of(ticket)
        broken = list(self._promises.broken(ticket))
        is_open = now.solved is None
        unit = self._promises.unit_of(ticket, now.queue)
        contact = _Contact(
            party=customer if customer is not None else (ticket.desk, ticket.requester),
            category=ticket.category,
            opened=ticket.created,
            order=(0, ticket.number, ticket.desk),
            ended=now.solved,
            solved_by=None if is_open else unit,
            now=unit,
            ticket=ticket,
            broken=broken,
            is_reopened=now.reopens > 0,
            is_overdue=any(
                is_open and (one.promise == "resolution" or now.first_reply is None)
                for one in broken
            ),
            is_chased=self._promises.has_history(ticket) and _is_chased(life),
            rating=now.rating,
        )
        contact.failures = list(self._failures(ticket, contact, life))
        return contact

    def _failures(
        self, ticket: Ticket, contact: _Contact, life: list[Happening]
    ) -> Iterator[dict[str | None, float]]:
        """Yield whose each failure of a ticket is."""
        for broken in contact.broken:
            yield _parts(broken.shares)
        if contact.rating == "bad":
            yield _parts(self._promises.held(ticket, life))
        if contact.is_reopened:
            for unit in self._promises.undone(ticket, life):
                yield {unit: 1.0}

    def _of_complaint(self, complaint: Complaint) -> _Contact:
        return _Contact(
            party=self._party_of(complaint),
            category=complaint.category,
            opened=complaint.received,
            # of the same instant, complaints come before tickets, the later first
            order=(-1, -complaint.number, ""),
            ended=complaint.answered,
            solved_by=HANDLED_BY,
            now=HANDLED_BY,
            complaints=[complaint],
        )

    def _of_party(self, contacts: list[_Contact]) -> Iterator[Problem]:
        """Yield the problems of one party about one thing."""
        chain: list[_Contact] = []
        repeats: list[str | None] = []
        is_chased = False
        over = -_NEVER
        for place, contact in enumerate(contacts):
            if chain and contact.opened > over + _WEEK:
                yield from self._judged(chain, repeats, is_chased=is_chased)
                chain, repeats, is_chased = [], [], False
            if chain:
                if contact.opened > over:
                    repeats.append(contacts[place - 1].solved_by)
                else:
                    is_chased = True
            chain.append(contact)
            over = max(over, _NEVER if contact.ended is None else contact.ended)
        yield from self._judged(chain, repeats, is_chased=is_chased)

    def _judged(
        self, chain: list[_Contact], repeats: list[str | None], *, is_chased: bool
    ) -> Iterator[Problem]:
        complaints = [complaint for contact in chain for complaint in contact.complaints]
        has_broken = any(contact.broken for contact in chain)
        is_reopened = any(contact.is_reopened for contact in chain)
        is_bad = any(contact.rating == "bad" for contact in chain)
        is_bad = is_bad or any(one.satisfaction == "No" for one in complaints)
        if not (has_broken or is_reopened or repeats or is_bad or complaints):
            return
        is_good = any(contact.rating == "good" for contact in chain)
        is_good = is_good or any(one.satisfaction == "Yes" for one in complaints)
        is_chased = is_chased or any(contact.is_chased for contact in chain)
        is_ended = all(contact.ended is not None for contact in chain)
        is_ended = is_ended and all(one.answered is not None for one in complaints)
        is_overdue = any(contact.is_overdue for contact in chain)
        outcomes = [self._promises.outcome(complaint) for complaint in complaints]
        state: State = "other"
        if is_bad or is_overdue or is_reopened or repeats or {"rejected", "overdue"} & {*outcomes}:
            state = "dissatisfied"
        elif has_broken and not is_chased and not is_good and not complaints:
            state = "silent"
        elif (has_broken and is_ended) or "partly" in outcomes:
            state = "mollified"
        first, last = chain[0], self._last(chain)
        yield Problem(
            party=first.party if first.party is not None else first.order,
            customer=first.party if isinstance(first.party, int) else None,
            first=first.ticket if first.ticket is not None else first.complaints[0],
            day=self._day_of(first.opened),
            state=state,
            shares=self._shares(chain, repeats, complaints),
            now=last,
        )

    def _last(self, chain: list[_Contact]) -> str:
        """Return who has the last contact, complaints about tickets counted as contacts."""
        contacts = [(contact.opened, 0, contact.now) for contact in chain]
        contacts += [
            (complaint.received, 1, HANDLED_BY)
            for contact in chain
            for complaint in contact.complaints
        ]
        return max(contacts, key=lambda found: found[:2])[2]

    def _shares(
        self, chain: list[_Contact], repeats: list[str | None], complaints: list[Complaint]
    ) -> dict[str | None, float]:
        """Return who caused a problem: whom complaints name, else every failure alike."""
        failures: list[dict[str | None, float]] = [
            {complaint.accountable: 1.0}
            for complaint in complaints
            if complaint.answered is not None and complaint.accountable is not None
        ]
        if not failures:
            failures += [{unit: 1.0} for unit in repeats]
            for contact in chain:
                failures += contact.failures
                for _ in contact.complaints:
                    failures.append(self._of_life(contact))
        shares: dict[str | None, float] = defaultdict(float)
        for failure in failures:
            for unit, part in failure.items():
                shares[unit] += part / len(failures)
        return dict(shares)

    def _of_life(self, contact: _Contact) -> dict[str | None, float]:
        ticket = contact.ticket
        if ticket is None:
            return {None: 1.0}
        return _parts(self._promises.held(ticket, ticket.until(self._promises.extract)))


def _parts(seconds: Mapping[str, int]) -> dict[str | None, float]:
    whole = sum(seconds.values())
    return {unit: part / whole for unit, part in seconds.items()}


def _is_chased(life: list[Happening]) -> bool:
    """Return whether a message of the customer follows one of his that nobody had answered."""
    is_answered = False
    for one in life:
        if one.kind == "public_reply" and one.who == "agent":
            is_answered = True
        elif one.kind == "customer_message":
            if not is_answered:
                return True
            is_answered = False
    return False
