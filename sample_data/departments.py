"""What reaches Brzoza, and the departments that serve its customers.

What is planted stands beside the department it is planted in; TRUTH.md has the figures.
"""

from datetime import date

from sample_data.description import Change, Department, Desk, Pass, Season, Survey, Work

REORGANISATION = date(2026, 1, 1)  # Returns goes from Retail's service to Business's sales
DELIVERY_PROGRAMME = date(2025, 10, 1)

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
    Department(  # parks tickets in "waiting for the customer" for days after the answer has come
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

DEPARTMENTS = (*_RETAIL, *_BUSINESS, *_FIELD, *_GROUP)
