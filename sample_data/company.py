"""Brzoza: household appliances for consumers, contracts for companies, people who come and repair.

Three divisions with three forms of organisation; `departments` has those that serve customers.
"""

from datetime import date

from sample_data.departments import DELIVERY_PROGRAMME, DEPARTMENTS, DESKS, REORGANISATION, WORK
from sample_data.description import (
    Calendar,
    Company,
    Control,
    Event,
    Head,
    Move,
    ProfitScope,
    Promise,
    Rate,
    Target,
    Unit,
)

_WEEK = ("mon", "tue", "wed", "thu", "fri")

CALENDARS = (
    Calendar(
        "shop",
        "Europe/Warsaw",
        dict.fromkeys(_WEEK, ("08:00-12:30", "13:00-18:00")) | {"sat": ("09:00-14:00",)},
        holidays="PL",
    ),
    Calendar(
        "office",
        "Europe/Warsaw",
        dict.fromkeys(_WEEK, ("08:30-12:30", "13:00-17:00")),
        holidays="PL",
    ),
    Calendar(
        "field",
        "Europe/Warsaw",
        dict.fromkeys(_WEEK, ("07:00-11:00", "11:30-19:00")) | {"sat": ("08:00-14:00",)},
        holidays="PL",
    ),
    # The vendor sits in Lisbon and works while Warsaw sleeps, holidays included.
    Calendar("night", "Europe/Lisbon", dict.fromkeys((*_WEEK, "sat", "sun"), ("18:00-00:30",))),
)

UNITS = (
    Unit("brzoza", "Brzoza", None, "executive"),
    Unit("retail", "Retail", "brzoza", "executive", calendar="shop"),
    Unit("retail-sales", "Retail Sales", "retail", "sales"),
    Unit("retail-marketing", "Retail Marketing", "retail", "marketing"),
    Unit("retail-service", "Customer Service Retail", "retail", "service"),
    Unit("business", "Business", "brzoza", "executive"),
    Unit("business-sales", "Business Sales", "business", "sales"),
    Unit("business-marketing", "Business Marketing", "business", "marketing"),
    Unit("field", "Field", "brzoza", "executive", calendar="field"),
    Unit("field-operations", "Field Operations", "field", "production"),
    Unit("field-sales", "Field Sales", "field", "sales"),
    Unit("finance", "Finance", "brzoza", "accounting_and_finance"),
    Unit("repair-works", "Repair Works", "finance", "accounting_and_finance", calendar="field"),
    Unit("it", "IT", "brzoza", "it"),
)

HEADS = (
    Head("001", "President", "brzoza", 1, "strategy", None, None),
    Head("010", "President Retail", "retail", 2, "strategy", None, "001"),
    Head("011", "Director of Retail Sales", "retail-sales", 3, "management", "quota", "010"),
    Head("012", "Director of Retail Marketing", "retail-marketing", 3, "management", None, "010"),
    Head(
        "013",
        "Director of Customer Service Retail",
        "retail-service",
        3,
        "management",
        "satisfaction",
        "010",
    ),
    Head("014", "Head of Orders", "orders", 4, "management", "satisfaction", "013"),
    Head("015", "Head of Delivery", "delivery", 4, "management", "satisfaction", "013"),
    Head("016", "Head of Returns", "returns", 4, "management", "satisfaction", "013"),
    Head("017", "Head of Warranty", "warranty", 4, "management", "satisfaction", "013"),
    Head("018", "Contract manager, Vox", "night-desk", 5, "management", "cost", "013"),
    Head("020", "President Business", "business", 2, "strategy", None, "001"),
    Head("021", "Director of Business Sales", "business-sales", 3, "management", "quota", "020"),
    Head(
        "022", "Director of Business Marketing", "business-marketing", 3, "management", None, "020"
    ),
    Head("023", "Head of Key Accounts", "key-accounts", 4, "management", "satisfaction", "021"),
    Head("024", "Head of the Contract Desk", "contract-desk", 4, "management", "quota", "021"),
    Head("025", "Head of Onboarding", "onboarding", 4, "management", "quota", "021"),
    Head("026", "Wholesale coordinator", "wholesale", 5, "expert", "quota", "021", fte=0.5),
    Head("030", "General Manager Field", "field", 2, "strategy", None, "001"),
    Head("031", "Head of Field Operations", "field-operations", 3, "management", "cost", "030"),
    Head("032", "Head of Field Sales", "field-sales", 3, "management", "quota", "030"),
    Head("033", "Head of Installations", "installations", 4, "management", "cost", "031"),
    Head("034", "Head of Site Support", "site-support", 4, "management", "satisfaction", "031"),
    Head("040", "Chief Financial Officer", "finance", 2, "strategy", "cost", "001"),
    Head(
        "041",
        "Head of Repair Works",
        "repair-works",
        3,
        "management",
        "cost",
        "040",
        dotted_to="030",
    ),
    Head("042", "Head of Repairs", "repairs", 4, "management", "cost", "041"),
    Head("043", "Head of Spare Parts", "spare-parts", 4, "management", "cost", "041"),
    Head("044", "Head of Billing", "billing", 4, "management", "cost", "040"),
    Head(
        "045",
        "Head of the Complaints Office",
        "complaints-office",
        3,
        "expert",
        "satisfaction",
        "001",
    ),
    Head("050", "Head of IT", "it", 2, "management", "cost", "001"),
)

# On 1 January 2026 Returns went from Retail's service to Business's sales.
MOVES = (Move("returns", REORGANISATION, parent="business-sales", reports_to="021"),)

# Whose profit is whose. Nobody owns what stands under no division: the old contracts that only
# Billing knows.
PROFIT_SCOPES = (
    ProfitScope("010", "retail"),
    ProfitScope("020", "business"),
    ProfitScope("030", "field"),
)

# The CFO controls three desks and owns no profit; the President, who owns none either, controls
# the Complaints Office himself; Returns' customers are Retail's, and Business controls it since
# the reorganisation.
CONTROLS = (
    Control("013", "retail-service"),
    Control("013", "returns", until=REORGANISATION),
    Control("021", "returns", since=REORGANISATION),
    Control("021", "business-sales"),
    Control("030", "field-operations"),
    Control("040", "repair-works"),
    Control("040", "billing"),
    Control("001", "complaints-office"),
)

# Field's books are in złoty.
RATES = (
    Rate("PLN", "0.23", until=date(2025, 10, 1)),
    Rate("PLN", "0.24", since=date(2025, 10, 1)),
)

EVENTS = (
    Event(date(2024, 11, 4), date(2024, 11, 30), "campaign", "November sale", "retail"),
    Event(date(2025, 6, 16), None, "release", "New web shop", "retail"),
    Event(DELIVERY_PROGRAMME, None, "other", "Programme for first replies", "delivery"),
    Event(date(2025, 11, 3), date(2025, 11, 30), "campaign", "November sale", "retail"),
    Event(REORGANISATION, None, "reorganisation", "Returns goes to Business Sales", "returns"),
    Event(date(2026, 3, 2), None, "release", "New billing system", "billing"),
)

TARGETS = (
    Target("first_reply_promise_kept", None, "85%", date(2024, 10, 1)),
    Target("resolution_promise_kept", None, "80%", date(2024, 10, 1)),
    Target("resolution_promise_kept", "key-accounts", "0.90", date(2024, 10, 1)),
    Target("first_reply_median", None, "2h", date(2024, 10, 1)),
    Target("first_reply_median", "returns", "4h", date(2026, 1, 1)),
    Target("reopened_share", None, "5%", date(2025, 1, 1)),
)

BRZOZA = Company(
    name="Brzoza",
    currency="EUR",
    zone="Europe/Warsaw",
    start=date(2024, 10, 1),
    extract=date(2026, 10, 1),
    calendar="office",
    calendars=CALENDARS,
    units=UNITS,
    heads=HEADS,
    moves=MOVES,
    desks=DESKS,
    departments=DEPARTMENTS,
    work=WORK,
    promises=(
        Promise("first reply", "first_reply", 4),
        Promise("first reply, high priority", "first_reply", 2, priority="high"),
        Promise("resolution", "resolution", 24),
        Promise("resolution, high priority", "resolution", 12, priority="high"),
        # Three times everybody else's.
        Promise("resolution, contract desk", "resolution", 72, "contract-desk", "normal"),
        Promise("resolution, contract desk, high", "resolution", 36, "contract-desk", "high"),
        # What the framework contracts of key accounts say.
        Promise("resolution, key accounts", "resolution", 20, "key-accounts", "normal", "customer"),
        Promise(
            "resolution, key accounts, high", "resolution", 10, "key-accounts", "high", "customer"
        ),
        Promise("acknowledgement of complaints", "acknowledgement", 8),
        # In Poland a complaint about goods that is not answered in 14 days counts as accepted.
        Promise(
            "answer to complaints",
            "answer",
            14 * 24,
            set_by="law",
            clock="calendar",
            silence_upholds=True,
        ),
    ),
    profit_scopes=PROFIT_SCOPES,
    controls=CONTROLS,
    rates=RATES,
    events=EVENTS,
    targets=TARGETS,
)
