"""The register of the Complaints Office: who complains, of what, and how it is put right.

Planted: Returns is found accountable for most; most causes are the product's, whatever the
customer says; *refund not paid* comes back; the Office acknowledges at once and decides slowly, one
complaint in seven after the fourteen days that the law gives it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sample_data.calendars import Hours
from sample_data.customers import Pool
from sample_data.description import Company
from sample_data.dice import Dice
from sample_data.ledger import extract_at
from sample_data.ticket import Ticket

HANDLED_BY = "complaints-office"
PRODUCT_FAULT, NOT_PAID = "product fault", "refund not paid"

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_COMPLAINS = {"returns": 0.26}  # of those for whom it went badly; of every other department:
_COMPLAINS_ELSEWHERE = 0.024
_COMPLAINS_ANYWAY = 0.001
_LATE_EVERY = 7  # one answer in so many comes after the law's fourteen days
_SLOW_ACKNOWLEDGEMENT_EVERY = 20
_COMES_BACK_EVERY = 2  # of the complaints that a refund was not paid
_WITHOUT_CASE_EVERY = 15
_WRONG_CASE_EVERY = 97

# What is found to be the cause, by what the ticket was about.
_FOUND = {
    "refund": {PRODUCT_FAULT: 0.46, NOT_PAID: 0.40, "wrong information": 0.14},
    "warranty claim": {PRODUCT_FAULT: 0.80, "wrong information": 0.20},
    "breakdown": {PRODUCT_FAULT: 0.70, "promised date not kept": 0.30},
    "delivery": {"damaged in transport": 0.45, "promised date not kept": 0.55},
    "invoice": {"wrong invoice": 0.85, "wrong information": 0.15},
    "payment": {"wrong invoice": 0.60, "wrong information": 0.40},
}
_FOUND_ELSEWHERE = {
    "promised date not kept": 0.40, PRODUCT_FAULT: 0.35, "wrong information": 0.25,
}  # fmt: skip
# What customers say it is: the cause half of the time, else how they were treated.
_STATED = {"nobody answers": 0.5, "too slow": 0.35, "rude answer": 0.15}
_OUTCOMES = {"Upheld": 0.45, "Partly upheld": 0.22, "Rejected": 0.33}


@dataclass(slots=True)
class Complaint:
    """A row of the register. Instants are seconds since 1970; None: not yet, or not written."""

    received: int
    ticket: Ticket | None  # the original case
    case: str  # its number as the register has it
    customer: int | None  # whose number the register has
    email: str
    category: str
    product: str
    region: str
    channel: str
    cause_stated: str
    cause_found: str
    accountable: str | None  # a department
    number: int = 0
    acknowledged: int | None = None
    answered: int | None = None
    outcome: str = ""
    is_goodwill: bool = False
    redress: int = 0  # in hundredths of its currency; 0: none
    currency: str = ""
    paid: date | None = None
    satisfaction: str = ""
    is_taken_outside: bool = False


class Register:
    """Everything the Complaints Office wrote down by the day of the extract."""

    def __init__(
        self,
        company: Company,
        pool: Pool,
        office: Hours,
        tickets: Iterable[Ticket],
        dice: Dice,
    ) -> None:
        self._company, self._pool, self._office, self._dice = company, pool, office, dice
        self._zone = ZoneInfo(company.zone)
        self.extract = extract_at(company)
        self.complaints = sorted(
            self._of_tickets(tickets), key=lambda one: (one.received, one.case)
        )
        for number, complaint in enumerate(self.complaints, start=1):
            complaint.number = number
            self._handle(complaint)

    def customer_of(self, complaint: Complaint) -> int | None:
        """Return which customer complains, as far as the company's lists say."""
        if complaint.customer is not None:
            return complaint.customer
        ticket = complaint.ticket
        if ticket is None:
            return None
        return self._pool.customer_of(ticket, self.day(ticket.created))

    def day(self, at: int) -> date:
        """Return the company's day of an instant."""
        return datetime.fromtimestamp(at, self._zone).date()

    def _of_tickets(self, tickets: Iterable[Ticket]) -> Iterator[Complaint]:
        count = unpaid = 0
        for ticket in tickets:
            ending = ticket.ending
            if ending is None or ending.department == HANDLED_BY or ending.over >= self.extract:
                continue
            chance = _COMPLAINS_ANYWAY
            if ending.is_bad:
                chance = _COMPLAINS.get(ending.department, _COMPLAINS_ELSEWHERE)
            if not self._dice.happens(chance):
                continue
            received = _by_day(ending.over + int(self._dice.between(1, 9) * _DAY))
            if received >= self.extract:
                continue
            count += 1
            complaint = self._of_ticket(ticket, received, count)
            yield complaint
            if complaint.cause_found != NOT_PAID or complaint.customer is None:
                continue
            unpaid += 1
            again = _by_day(received + int(self._dice.between(18, 60) * _DAY))
            if unpaid % _COMES_BACK_EVERY == 0 and again < self.extract:
                yield self._comes_back(complaint, again)

    def _of_ticket(self, ticket: Ticket, received: int, count: int) -> Complaint:
        assert ticket.ending is not None
        found = self._dice.weighted(_FOUND.get(ticket.category, _FOUND_ELSEWHERE))
        requester = self._pool.requesters[ticket.desk][ticket.requester]
        customer = self._pool.customer_of(ticket, self.day(received))
        has_case = count % _WITHOUT_CASE_EVERY != 0
        is_wrong = count % _WRONG_CASE_EVERY == 0
        is_numbered = customer is not None and self._dice.happens(0.8)
        return Complaint(
            received=received,
            ticket=ticket if has_case and not is_wrong else None,
            case="" if not has_case else f"{ticket.id}0" if is_wrong else ticket.id,
            customer=customer if is_numbered or not has_case or is_wrong else None,
            email=requester.address if "@" in requester.address else "",
            category=ticket.category,
            product=ticket.product,
            region=ticket.region,
            channel=self._dice.weighted({"email": 0.6, "web": 0.2, "phone": 0.2}),
            cause_stated=found if self._dice.happens(0.5) else self._dice.weighted(_STATED),
            cause_found=found,
            accountable=self._accountable(ticket.ending.department),
        )

    def _accountable(self, department: str) -> str | None:
        draw = self._dice.share()
        if draw < 0.05:
            return None
        return "delivery" if draw < 0.12 and department == "returns" else department

    def _comes_back(self, first: Complaint, received: int) -> Complaint:
        """Return the same customer's next complaint of the same thing, which names no case."""
        return Complaint(
            received=received, ticket=None, case="", customer=first.customer, email=first.email,
            category=first.category, product=first.product, region=first.region,
            channel="phone", cause_stated=NOT_PAID, cause_found=NOT_PAID,
            accountable=first.accountable,
        )  # fmt: skip

    def _handle(self, complaint: Complaint) -> None:
        """Let the Office do its work, as far as it had by the extract."""
        dice = self._dice
        work = int(dice.between(20, 200)) * _MINUTE
        if complaint.number % _SLOW_ACKNOWLEDGEMENT_EVERY == 0:
            work += 10 * _HOUR
        acknowledged = self._office.after(complaint.received, work)
        days = dice.between(5.5, 12.5)
        if complaint.number % _LATE_EVERY == 0:
            days = dice.between(15.5, 40)
        answered = _by_day(complaint.received + int(days * _DAY))
        outcome = dice.weighted(_OUTCOMES)
        is_goodwill = outcome == "Rejected" and dice.happens(0.12)
        is_paid = is_goodwill or (outcome != "Rejected" and dice.happens(0.75))
        hundreds = 1 + int(dice.share() ** 3 * 14)
        in_zloty = complaint.ticket is not None and complaint.ticket.desk == "field"
        paid_after = int(dice.between(2, 25))
        satisfaction = dice.weighted({"": 0.6, "No": 0.26, "Yes": 0.14})
        is_taken_outside = dice.happens(0.10 if outcome == "Rejected" else 0.02)
        if acknowledged < min(self.extract, answered):
            complaint.acknowledged = acknowledged
        if answered >= self.extract:
            return
        complaint.answered, complaint.outcome = answered, outcome
        complaint.is_goodwill, complaint.satisfaction = is_goodwill, satisfaction
        complaint.is_taken_outside = is_taken_outside
        if is_paid:
            complaint.redress = hundreds * (10_000 if in_zloty else 2_500)
            complaint.currency = "PLN" if in_zloty else "EUR"
            paid = self.day(answered) + timedelta(days=paid_after)
            complaint.paid = paid if paid < self._company.extract else None


def _by_day(at: int) -> int:
    """Return an instant of the same day at which people are awake, to the minute."""
    morning = datetime.fromtimestamp(at, UTC).replace(hour=7, minute=0, second=0, microsecond=0)
    return int(morning.timestamp()) + (at // _MINUTE * 37 % (10 * 60)) * _MINUTE
