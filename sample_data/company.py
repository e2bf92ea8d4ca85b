"""Brzoza: household appliances for consumers, contracts for companies, people who come and repair.

Three divisions with three forms of organisation. What is planted stands beside the department it
is planted in; TRUTH.md has the figures.
"""

from datetime import date

from sample_data.description import (
    Calendar,
    Change,
    Company,
    Department,
    Desk,
    Head,
    Move,
    Pass,
    Promise,
    Season,
    Survey,
    Unit,
    Work,
)

REORGANISATION = date(2026, 1, 1)
DELIVERY_PROGRAMME = date(2025, 10, 1)

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

_SHOPPERS = Season(
    months=(1.15, 0.90, 0.90, 0.90, 0.95, 0.90, 0.80, 0.80, 0.90, 1.00, 1.55, 1.80),
    weekdays=(1.30, 1.15, 1.05, 1.00, 1.05, 0.80, 0.65),
)
_OFFICES = Season(
    months=(1.05, 1.05, 1.15, 1.05, 0.95, 0.95, 0.80, 0.75, 1.10, 1.10, 1.05, 0.85),
    weekdays=(1.40, 1.30, 1.25, 1.20, 1.00, 0.10, 0.05),
    growth_a_year=0.15,
)
_WINTER = Season(
    months=(1.40, 1.30, 1.05, 0.90, 0.85, 0.85, 0.85, 0.80, 0.90, 1.05, 1.15, 1.30),
    weekdays=(1.35, 1.15, 1.10, 1.05, 1.05, 0.60, 0.35),
    growth_a_year=0.05,
)
_DAY = ((0.55, 10.5, 1.8), (0.30, 14.5, 2.0), (0.15, 19.5, 1.8))

DESKS = (
    Desk("retail", _SHOPPERS, closes_after_hours=96, customers_per_ticket=0.7, hours=_DAY),
    Desk("business", _OFFICES, 96, customers_per_ticket=0.5, hours=((1.0, 11.8, 2.4),)),
    Desk("field", _WINTER, 120, customers_per_ticket=0.6, hours=((1.0, 11.0, 3.0),)),
    Desk("group", _OFFICES, 96, customers_per_ticket=0.6, hours=((1.0, 12.0, 3.0),)),
)

_HOME = ("Oven", "Washing machine", "Fridge", "Vacuum cleaner")
_SITE = ("Heat pump", "Boiler", "Ventilation")
_DEALS = ("Framework contract", "Service plan", "Leasing")

WORK = {
    "order": Work("request", 0.7, 0.05, _HOME),
    "delivery": Work("incident", 1.0, 0.12, _HOME),
    "refund": Work("claim", 1.2, 0.08, _HOME),
    "warranty claim": Work("claim", 1.6, 0.10, _HOME),
    "advice": Work("question", 0.4, 0.02, _HOME),
    "contract change": Work("request", 1.3, 0.08, _DEALS),
    "contract question": Work("question", 0.6, 0.05, _DEALS),
    "outage at a customer": Work("incident", 2.2, 0.45, _DEALS),
    "first delivery": Work("request", 1.0, 0.10, _DEALS),
    "breakdown": Work("incident", 2.4, 0.30, _SITE),
    "maintenance": Work("request", 1.0, 0.05, _SITE),
    "site question": Work("question", 0.5, 0.03, _SITE),
    "installation": Work("request", 1.3, 0.08, _SITE),
    "spare part": Work("request", 0.9, 0.12, _SITE),
    "invoice": Work("question", 0.8, 0.05, ("Invoice",)),
    "payment": Work("incident", 1.2, 0.12, ("Invoice",)),
    "complaint": Work("complaint", 1.5, 0.15, (*_HOME, *_SITE)),
}

_RETAIL = (
    Department(
        "orders", "Orders", "retail-service", "retail", "intake", share=16,
        mix={"order": 0.6, "delivery": 0.2, "advice": 0.2},
        first_reply=70, resolution=260, queues=("Orders", "Orders web shop"), agents=11,
        passes=(Pass("delivery", 0.07), Pass("returns", 0.04)),
    ),
    Department(  # a programme of October 2025 halved its first replies
        "delivery", "Delivery", "retail-service", "retail", "technical", share=13,
        mix={"delivery": 0.8, "order": 0.1, "advice": 0.1},
        first_reply=150, resolution=420, agents=9,
        change=Change(DELIVERY_PROGRAMME, first_reply=0.45),
        passes=(Pass("returns", 0.06, and_back=0.25),),
    ),
    Department(  # the slowest to answer; slower still since the reorganisation
        "returns", "Returns", "retail-service", "retail", "complaints", share=11,
        mix={"refund": 0.8, "delivery": 0.1, "warranty claim": 0.1},
        first_reply=250, resolution=620, calendar="shop", agents=6, reopens=0.08,
        change=Change(REORGANISATION, first_reply=1.4),
        survey=Survey(good=0.84),
    ),
    Department(  # its customers come back: it solves what is asked, not what is wrong
        "warranty", "Warranty", "retail-service", "retail", "technical", share=7,
        mix={"warranty claim": 0.7, "refund": 0.2, "advice": 0.1},
        first_reply=110, resolution=480, agents=5, repeats=0.24,
        queues=("Warranty", "Warranty abroad"),
    ),
    Department(  # hardly anybody answers its survey
        "night-desk", "Night Desk", "retail-service", "retail", "intake", share=5,
        mix={"order": 0.5, "delivery": 0.3, "advice": 0.2},
        first_reply=35, resolution=150, calendar="night", outsourced="external", agents=5,
        channels={"chat": 0.7, "email": 0.3}, survey=Survey(response=0.04),
    ),
)  # fmt: skip

_BUSINESS = (
    Department(  # fast at hard work, and looks weak: its customers' contracts set the target
        "key-accounts", "Key Accounts", "business-sales", "business", "intake", share=5,
        mix={"outage at a customer": 0.6, "contract change": 0.25, "contract question": 0.15},
        first_reply=60, resolution=560, skill=0.8, agents=6, product_line="contracts",
        passes=(Pass("contract-desk", 0.08, and_back=0.15),),
    ),
    Department(  # slow, and keeps its promise: the target is three times everybody else's
        "contract-desk", "Contract Desk", "business-sales", "business", "sales_support", share=5,
        mix={"outage at a customer": 0.05, "contract change": 0.45, "contract question": 0.5},
        first_reply=95, resolution=1600, agents=5, product_line="contracts",
    ),
    Department(  # parks tickets in "waiting for the customer" for days after he has answered
        "onboarding", "Onboarding", "business-sales", "business", "intake", share=3,
        mix={"first delivery": 0.8, "contract question": 0.2},
        first_reply=100, resolution=380, waits=0.95, more_rounds=0.6, parks=44, agents=4,
        product_line="contracts",
    ),
    Department(  # too few cases to say anything
        "wholesale", "Wholesale", "business-sales", "business", "sales_support", share=0.1,
        mix={"contract change": 0.5, "contract question": 0.5},
        first_reply=90, resolution=500, agents=2, product_line="wholesale",
    ),
)  # fmt: skip

_FIELD = (
    Department(
        "installations", "Installations", "field-operations", "field", "technical", share=8,
        mix={"installation": 0.55, "maintenance": 0.15, "breakdown": 0.1, "site question": 0.2},
        first_reply=120, resolution=560, agents=9, region="North",
        queues=("Installations North", "Installations South"),
    ),
    Department(  # looks worse than Site Support, and is better at every kind of work they share
        "repairs", "Repairs", "repair-works", "field", "technical", share=8,
        mix={"breakdown": 0.7, "maintenance": 0.2, "site question": 0.1},
        first_reply=90, resolution=560, skill=0.85, agents=9,
        passes=(Pass("spare-parts", 0.22, late=True), Pass("site-support", 0.03)),
    ),
    Department(  # gets its tickets from Repairs when the promise is nearly due
        "spare-parts", "Spare Parts", "repair-works", "field", "technical", share=3,
        mix={"spare part": 0.9, "site question": 0.1},
        first_reply=70, resolution=260, agents=4,
    ),
    Department(  # what it solves does not stay solved
        "site-support", "Site Support", "field-operations", "field", "technical", share=5,
        mix={"breakdown": 0.15, "maintenance": 0.45, "site question": 0.4},
        first_reply=80, resolution=560, skill=1.15, agents=5, reopens=0.15,
    ),
)  # fmt: skip

_GROUP = (
    Department(
        "billing", "Billing", "finance", "group", "billing", share=8,
        mix={"invoice": 0.65, "payment": 0.35},
        first_reply=130, resolution=420, calendar="office", agents=6,
        passes=(Pass("complaints-office", 0.03),),
    ),
    Department(  # answers to the president himself
        "complaints-office", "Complaints Office", "brzoza", "group", "complaints", share=2,
        mix={"complaint": 1.0},
        first_reply=140, resolution=500, agents=3, holds=0.25, survey=Survey(good=0.72),
        passes=(Pass("billing", 0.10, and_back=0.6),),
    ),
)  # fmt: skip

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
    departments=(*_RETAIL, *_BUSINESS, *_FIELD, *_GROUP),
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
    ),
)
