"""The company of the worked example, by hand: three units, three controllers, two owners of profit.

President Retail controls Orders; Sales Business, under President Business, controls Returns; the
CFO, who answers for no profit, controls Repairs. c1 is Retail's by 0.7 and Business's by 0.3, c2 is
Retail's, c3 is Business's.
"""

from datetime import date, datetime
from pathlib import Path

from etl.answers.answers import Answers
from etl.metrics.question import Attribution, Period, Question
from etl.structure.responsibility import Responsibility
from tests.answers.small_company import tables as small_company
from tests.metrics.random_facts import EXTRACT_AT, Row, publish

ALWAYS, NEVER = date(1900, 1, 1), date(9999, 12, 31)
DAY = date(2026, 1, 12)
QUARTER = Period.parse("2026-Q1")

RETAIL, BUSINESS, SALES, CFO = "k:retail", "k:business", "k:sales", "k:cfo"


def always(**row: object) -> Row:
    """Return a row that holds on every day."""
    return {**row, "valid_from": ALWAYS, "valid_until": NEVER}


CONTROL = [
    always(unit_id="orders", controller_post_id=RETAIL, profit_post_id=RETAIL),
    always(unit_id="returns", controller_post_id=SALES, profit_post_id=BUSINESS),
    always(unit_id="repairs", controller_post_id=CFO, profit_post_id=None),
    always(unit_id="field", controller_post_id=None, profit_post_id=None),
]
OWNERS = [
    always(customer_id="c1", post_id=RETAIL, share=0.7),
    always(customer_id="c1", post_id=BUSINESS, share=0.3),
    always(customer_id="c2", post_id=RETAIL, share=1.0),
    always(customer_id="c3", post_id=BUSINESS, share=1.0),
    always(customer_id="c4", post_id=None, share=1.0),
]
POSTS = [
    always(post_id=RETAIL, title="President Retail", unit_id="retail"),
    always(post_id=BUSINESS, title="President Business", unit_id="business"),
    always(post_id=SALES, title="Head of Sales", unit_id="business"),
    always(post_id=CFO, title="Chief Financial Officer", unit_id="company"),
]
SCOPES = [
    always(post_id=RETAIL, scope_kind="division", scope_value="retail"),
    always(post_id=BUSINESS, scope_kind="division", scope_value="business"),
]


def problem(key: int, customer: str | None, unit: str | None, **more: object) -> Row:
    """Return a problem in which service failed: a promise was broken, in silence."""
    return {
        "problem_key": key,
        "customer_id": customer,
        "party": customer or f"desk:{key}",
        "source": "desk",
        "ticket_key": key,
        "started_date": DAY,
        "state": "silent",
        "has_broken_promise": True,
        "unit_event": unit,
        "unit_now": unit,
        **more,
    }


def cause(key: int, **shares: float) -> list[Row]:
    """Return who caused a problem, by unit."""
    return [{"problem_key": key, "unit_id": unit, "share": share} for unit, share in shares.items()]


def ticket(key: int, customer: str | None, unit: str | None, **more: object) -> Row:
    """Return a ticket whose resolution promise its unit broke."""
    return {
        "ticket_key": key,
        "source": "desk",
        "ticket_id": f"T{key}",
        "customer_id": customer,
        "unit_now": unit,
        "created_at": datetime(2026, 1, 12, 9),
        "created_date": DAY,
        "extract_at": EXTRACT_AT,
        "status_category": "solved",
        "resolution_target_seconds": 3600,
        "resolution_promise": "breached",
        "resolution_promise_date": DAY,
        "resolution_promise_unit": unit,
        **more,
    }


def company(folder: Path, **changes: list[Row]) -> Answers:
    """Return the answers of the company's build under `folder`, with these rows in its tables."""
    everything = small_company() | {
        "core_post": POSTS,
        "core_profit_scope": SCOPES,
        "core_budget_control": [always(post_id=CFO, unit_id="repairs")],
        "core_customer_month": [{"customer_id": "c1", "month": date(2026, 1, 1), "margin": 10}],
        "slice_control": CONTROL,
        "slice_profit_owner": OWNERS,
        "fact_ticket": [],
        "fact_backlog_stay": [],
    }
    return Answers(publish(folder, everything | changes).warehouse)


def asked(
    answers: Answers,
    measure: str = "broken_promises",
    attribution: Attribution = "event",
    *where: tuple[str, tuple[str, ...]],
) -> Responsibility:
    """Return the matrix of the first quarter."""
    return answers.responsibility(question(attribution, *where), measure)


def question(attribution: Attribution = "event", *where: tuple[str, tuple[str, ...]]) -> Question:
    """Return a question about the first quarter."""
    return Question((), QUARTER, where=where, attribution=attribution)


def numbers(found: Responsibility) -> dict[tuple[str | None, str | None], float]:
    """Return the cases by controller and owner of profit."""
    cells: dict[tuple[str | None, str | None], float] = {}
    for cell in found.cells:
        place = (cell.controller_post_id, cell.owner_post_id)
        cells[place] = cells.get(place, 0) + cell.n
    return cells
