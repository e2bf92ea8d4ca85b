"""What customers bring, what units earn and cost, and who works in them, month by month.

Planted: the profit and loss account knows more of Retail's margin than the list of customers (sales
over the counter) and, in one month, less of Business's (a credit note nobody booked to a customer);
three customers with months stand in no list; Returns' load rises with the reorganisation, which
took two of its people away; Spare Parts does not report its hours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sample_data.complaints import Register
from sample_data.customers import Customer, Pool
from sample_data.departments import REORGANISATION
from sample_data.description import Company, Department
from sample_data.dice import Dice

CURRENCIES = {"field": "PLN"}  # of all others: the company's
UNLISTED = ("C990001", "C990002", "C990003")
COUNTER_SALES = 5  # hundredths a month and ticket: Retail's margin without a customer's number
CREDIT_NOTE = 20  # hundredths a ticket, once: Business's margin that no customer's month shows
CREDIT_NOTE_MONTH = date(2026, 3, 1)
NO_HOURS = "spare-parts"
LEFT_RETURNS = 2  # people of Returns who went with the reorganisation

_HOURS_A_MONTH = 160
_COST_OF_FTE = 420_000  # hundredths a month
_COST_OF_VENDORS_FTE = 290_000
_INVOICES = {"retail": 180, "business": 2_400, "field": 700, "": 300}  # medians, in its currency
_MARGINS = {"retail": 0.28, "business": 0.35, "field": 0.32, "": 0.60}
_ZLOTY_STEP = 10_000  # Field writes whole hundreds, which come to whole euros and cents


@dataclass(frozen=True, slots=True)
class CustomerMonth:
    """What a customer brought in a month, in hundredths of `currency`."""

    customer: str
    month: date
    division: str  # whose profit it is; empty: nobody's
    is_told: bool  # the file says so; else the customer's own division does
    revenue: int
    margin: int
    currency: str


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """A unit's month in the profit and loss account, in hundredths; None: it has no such figure."""

    unit: str
    month: date
    revenue: int | None
    margin: int | None
    service_cost: int | None
    redress: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who worked in a unit in a month, and what that cost in hundredths; None: not reported."""

    unit: str
    month: date
    fte: float
    paid_hours: int | None
    cost: int


def months(company: Company) -> list[date]:
    """Return the first days of all months from the start to the extract."""
    first, found = company.start, []
    while first < company.extract:
        found.append(first)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return found


def rate(company: Company, currency: str, day: date) -> Decimal:
    """Return what one unit of a currency is worth in the company's on a day."""
    if currency == company.currency:
        return Decimal(1)
    return next(
        Decimal(found.rate)
        for found in company.rates
        if found.currency == currency
        and (found.since is None or found.since <= day)
        and (found.until is None or day < found.until)
    )


def customer_months(company: Company, pool: Pool, dice: Dice) -> list[CustomerMonth]:
    """Return all months of customers, customer after customer; those in no list come last."""
    all_months = months(company)
    rows = [
        _customer_month(company, customer, division, all_months[place], dice)
        for number, customer in enumerate(pool.customers)
        for division in customer.divisions or ("",)
        for place in _places(customer, division, number, all_months, dice)
    ]
    for number, unlisted in enumerate(UNLISTED, start=1):
        division = "business" if number == 2 else "retail"
        for month in all_months[12:]:
            rows.append(
                CustomerMonth(
                    unlisted, month, division, True, 10_000 * number, 3_000 * number,
                    company.currency,
                )
            )  # fmt: skip
    return rows


def _places(
    customer: Customer, division: str, number: int, all_months: list[date], dice: Dice
) -> Iterable[int]:
    """Return the places of the months in which a customer bought: contracts pay every quarter."""
    start = all_months[0]
    first = max(0, _months_between(start, customer.since))
    last = len(all_months) - 1
    if customer.left is not None:
        last = min(last, _months_between(start, customer.left - timedelta(days=1)))
    if last < first:
        return ()
    if division == "retail" or customer.kind == "household":
        orders = 1 + int(dice.share() ** 2 * 4)
        return sorted({first + int(dice.share() * (last - first + 1)) for _ in range(orders)})
    return range(first + (number - first) % 3, last + 1, 3)


def _customer_month(
    company: Company, customer: Customer, division: str, month: date, dice: Dice
) -> CustomerMonth:
    currency = CURRENCIES.get(division, company.currency)
    step = 1 if currency == company.currency else _ZLOTY_STEP
    revenue = dice.around(_INVOICES[division] * 100, 0.6)
    margin = revenue * dice.near(_MARGINS[division], 0.14)
    return CustomerMonth(
        customer=customer.id,
        month=month,
        division=division,
        is_told=bool(division) and (customer.kind, division) != ("site", "field"),
        revenue=round(revenue / step) * step,
        margin=round(margin / step) * step,
        currency=currency,
    )


def unit_months(
    company: Company,
    tickets: int,
    customers: Iterable[CustomerMonth],
    staffing: Iterable[Staffing],
    register: Register,
) -> Iterator[UnitMonth]:
    """Yield the profit and loss of the divisions, then the cost of each department's service."""
    revenue: Counter[tuple[str, date]] = Counter()
    margin: Counter[tuple[str, date]] = Counter()
    for row in customers:
        revenue[row.division, row.month] += row.revenue
        margin[row.division, row.month] += row.margin
    for scope in company.profit_scopes:
        for month in months(company):
            key = (scope.division, month)
            more = unexplained(scope.division, month, tickets)
            yield UnitMonth(
                scope.division, month, revenue[key] + more, margin[key] + more, None, None,
                CURRENCIES.get(scope.division, company.currency),
            )  # fmt: skip
    redress = redress_of(company, register)
    for staffed in staffing:
        yield UnitMonth(
            staffed.unit, staffed.month, None, None, staffed.cost,
            redress[staffed.unit, staffed.month], company.currency,
        )  # fmt: skip


def unexplained(division: str, month: date, tickets: int) -> int:
    """Return what the account has of a division's margin and its customers' months have not."""
    if division == "retail":
        return COUNTER_SALES * tickets
    if division == "business" and month == CREDIT_NOTE_MONTH:
        return -CREDIT_NOTE * tickets
    return 0


def redress_of(company: Company, register: Register) -> Counter[tuple[str, date]]:
    """Return the redress paid, by accountable department and month, in the company's money."""
    paid: Counter[tuple[str, date]] = Counter()
    for complaint in register.complaints:
        if complaint.paid is not None and complaint.accountable is not None:
            worth = complaint.redress * rate(company, complaint.currency, complaint.paid)
            paid[complaint.accountable, complaint.paid.replace(day=1)] += int(worth)
    return paid


def staffing(company: Company) -> Iterator[Staffing]:
    """Yield who worked where: as many as serve, a little fewer in summer."""
    for department in company.departments:
        for month in months(company):
            fte = _fte(department, month)
            cost = _COST_OF_VENDORS_FTE if department.outsourced != "no" else _COST_OF_FTE
            yield Staffing(
                unit=department.id,
                month=month,
                fte=fte,
                paid_hours=None if department.id == NO_HOURS else round(fte * _HOURS_A_MONTH),
                cost=round(fte * cost),
            )


def _fte(department: Department, month: date) -> float:
    people: float = department.agents
    if department.id == "returns" and month >= REORGANISATION:
        people -= LEFT_RETURNS
    return people - 0.5 * (month.month in (7, 8))


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
