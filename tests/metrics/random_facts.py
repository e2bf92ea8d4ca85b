"""Fact tables full of random rows, consistent in keys and days only.

Nothing here knows how a help desk works: every combination of values may stand in a row, so that
a metric is held to its definition and not to likely data.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from etl.canonical.tables import create
from etl.metrics import cube
from etl.progress import Quiet
from etl.slices import build as slices
from etl.slices import members
from etl.version import code_version
from etl.warehouse import Builds, Loading, Warehouse

FIRST = date(2025, 11, 3)
LAST = date(2026, 3, 10)  # the extract's day
EXTRACT_AT = datetime(2026, 3, 10, 15, 30)
UNITS = ("orders", "returns", "repairs", "field")
REORGANISED = date(2026, 1, 15)  # repairs moves from retail to business
_FACTS = resources.files("etl.facts") / "schema.toml"

Row = dict[str, Any]
T = TypeVar("T")


class Facts:
    """The same rows in a warehouse and in Python."""

    def __init__(self, folder: Path, warehouse: Warehouse, tables: dict[str, list[Row]]) -> None:
        self.folder = folder
        self.warehouse = warehouse
        self.tables = tables

    def only(self, tickets: set[int]) -> "Facts":
        """Return a build of some of the tickets."""
        kept = {
            name: [row for row in rows if row.get("ticket_key", min(tickets)) in tickets]
            for name, rows in self.tables.items()
        }
        return publish(self.folder / "only", kept)

    def __repr__(self) -> str:
        return f"Facts of {len(self.tables['fact_ticket'])} tickets"


def make(folder: Path, seed: int, tickets: int = 400) -> Facts:
    """Return random fact tables, published as a build under `folder`."""
    return publish(folder, tables_of(seed, tickets))


def publish(folder: Path, tables: dict[str, list[Row]], keep: int = 1) -> Facts:
    """Return a build under `folder` with these rows in its tables, and slices and cube made."""
    builds = Builds(folder / "builds")
    with builds.load() as new:
        create(new.loading)
        create(new.loading, *_FACT_TABLES, schema=_FACTS)
        for name, rows in tables.items():
            _insert(new.loading, name, rows)
        slices.build(new.loading, Quiet())
        cube.build(new.loading, Quiet())
        members.build(new.loading, Quiet())
        new.publish(keep)
    return Facts(folder, Warehouse(builds.path(builds.current)), tables)


_FACT_TABLES = (
    "fact_ticket", "fact_ticket_share", "fact_turn", "fact_ownership", "fact_backlog_stay",
)  # fmt: skip


def units() -> list[Row]:
    """Return core_unit: a company of two divisions, and a unit that moves between them."""

    def unit(unit_id: str, parent: str | None, start: date, end: date) -> Row:
        return {
            "unit_id": unit_id, "name": unit_id.title(), "parent_unit_id": parent,
            "function": "service", "valid_from": start, "valid_until": end,
        }  # fmt: skip

    begin, never = date(1900, 1, 1), date(9999, 12, 31)
    return [
        unit("company", None, begin, never),
        unit("retail", "company", begin, never),
        unit("business", "company", begin, never),
        unit("orders", "retail", begin, never),
        unit("returns", "retail", begin, never),
        unit("repairs", "retail", begin, REORGANISED),
        unit("repairs", "business", REORGANISED, never),
        unit("field", "repairs", begin, never),
    ]


def tables_of(seed: int, tickets: int) -> dict[str, list[Row]]:
    """Return the rows of random tables."""
    dice = random.Random(seed)
    rows = [_ticket(dice, key) for key in range(1, tickets + 1)]
    merged = [_ticket(dice, key) for key in range(tickets + 1, tickets + tickets // 20)]
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 40)]
    return {
        "core_source": [
            {"source": source, "extract_at": EXTRACT_AT, "has_events": True}
            for source in ("desk", "register")
        ],
        "load_build": [
            {
                "build": "1",
                "made_at": EXTRACT_AT,
                "code_version": code_version(),
                "ledger_sha256": "",
                "company": "Kramik",
                "currency": "EUR",
                "zone": "Europe/Warsaw",
                "extract_at": EXTRACT_AT,
            }
        ],
        "core_unit": units(),
        "core_company_day": [
            {
                "day": day,
                "starts_at": datetime(day.year, day.month, day.day) - timedelta(hours=1),
                "ends_at": datetime(day.year, day.month, day.day) + timedelta(hours=23),
            }
            for day in days
        ],
        "fact_ticket": rows,
        "fact_ticket_share": [share for row in rows for share in _shares(dice, row)],
        "fact_turn": [turn for row in rows for turn in _turns(dice, row)],
        "fact_ownership": [stretch for row in rows for stretch in _ownership(dice, row)],
        "fact_backlog_stay": [
            *(stay for row in rows for stay in _stays(dice, row)),
            *(stay for row in merged for stay in _stays(dice, row)),
        ],
    }


def _ticket(dice: random.Random, key: int) -> Row:
    def maybe(make: Callable[[], T], chance: float = 0.75) -> T | None:
        return make() if dice.random() < chance else None

    def unit() -> str | None:
        return maybe(lambda: dice.choice(UNITS), 0.9)

    def seconds() -> int:
        return dice.choice((0, 60, 3600, dice.randrange(500_000)))

    created_at = _moment(dice, FIRST)
    row: Row = {
        "ticket_key": key,
        "source": dice.choice(("desk", "register")),
        "ticket_id": f"T{key}",
        "customer_id": maybe(lambda: f"c{dice.randrange(50)}"),
        "channel": maybe(lambda: dice.choice(("email", "phone", "chat"))),
        "priority": maybe(lambda: dice.choice(("urgent", "high", "normal", "low"))),
        "category": maybe(lambda: dice.choice(("billing", "delivery"))),
        "product": maybe(lambda: dice.choice(("kettle", "toaster"))),
        "region": maybe(lambda: dice.choice(("north", "south"))),
        "unit_now": unit(),
        "unit_created": unit(),
        "unit_first_reply": unit(),
        "unit_first_solved": unit(),
        "unit_solved": unit(),
        "unit_rated": unit(),
        "first_reply_promise_unit": unit(),
        "resolution_promise_unit": unit(),
        "created_at": created_at,
        "created_date": _day(created_at),
        "extract_at": EXTRACT_AT,
        "can_reply_be_seen": dice.random() < 0.9,
        "reply_count": maybe(lambda: dice.randrange(5)),
        "reopen_count": maybe(lambda: dice.randrange(3)),
        "reassignment_count": maybe(lambda: dice.randrange(4)),
        "transfer_count": maybe(lambda: dice.randrange(4)),
        "is_first_contact": maybe(lambda: dice.random() < 0.6),
        "is_repeat_within_7_days": maybe(lambda: dice.random() < 0.2),
        "rating": dice.choice((None, "offered", "good", "bad")),
        "can_offer_be_seen": dice.random() < 0.9,
    }
    for name in ("first_reply", "first_solved", "solved", "rated"):
        row[f"{name}_at"] = maybe(lambda: _moment(dice, row["created_date"]))
        row[f"{name}_date"] = row[f"{name}_at"] and _day(row[f"{name}_at"])
    for measure in ("first_reply", "first_resolution", "full_resolution", "requester_wait"):
        for clock in ("business", "calendar"):
            row[f"{measure}_{clock}_seconds"] = maybe(seconds)
    for promise in ("first_reply_promise", "resolution_promise"):
        row[promise] = dice.choice(
            (None, "met", "met", "breached", "overdue", "running", "paused", "left_out")
        )
        is_decided = row[promise] in ("met", "breached", "overdue")
        is_promised = row[promise] is not None or dice.random() < 0.5  # judged by no calendar
        row[f"{promise.removesuffix('_promise')}_target_seconds"] = 3600 if is_promised else None
        row[f"{promise}_date"] = _day(_moment(dice, row["created_date"])) if is_decided else None
    return row


def _shares(dice: random.Random, ticket: Row) -> list[Row]:
    rows = []
    for clock in ("life", "first_reply", "resolution"):
        if dice.random() < 0.5:
            continue
        owners = dice.sample([None, *UNITS], dice.randrange(1, 4))
        parts = [dice.randrange(1, 1000) for _ in owners]
        rows += [
            {
                "ticket_key": ticket["ticket_key"], "clock": clock, "unit_id": owner,
                "seconds": part, "share": part / sum(parts),
            }
            for owner, part in zip(owners, parts, strict=True)
        ]  # fmt: skip
    return rows


def _turns(dice: random.Random, ticket: Row) -> list[Row]:
    rows = []
    for number in range(dice.randrange(4)):
        state = dice.choice(("answered", "answered", "closed_in_silence", "waiting"))
        started_at = _moment(dice, ticket["created_date"]) + timedelta(microseconds=number)
        is_answered = state == "answered"
        rows.append(
            {
                "ticket_key": ticket["ticket_key"],
                "unit_id": dice.choice((None, *UNITS)),
                "started_at": started_at,
                "started_date": _day(started_at),
                "replied_date": _day(_moment(dice, _day(started_at))) if is_answered else None,
                "state": state,
                "business_seconds": dice.choice((None, 0, dice.randrange(9000)))
                if is_answered
                else None,
                "calendar_seconds": dice.randrange(20_000) if is_answered else None,
            }
        )
    return rows


def _ownership(dice: random.Random, ticket: Row) -> list[Row]:
    rows = []
    for number in range(dice.randrange(3)):
        starts_at = _moment(dice, ticket["created_date"]) + timedelta(microseconds=number)
        is_received, is_passed_on = dice.random() < 0.6, dice.random() < 0.6
        rows.append(
            {
                "ticket_key": ticket["ticket_key"],
                "unit_id": dice.choice((None, *UNITS)),
                "starts_at": starts_at,
                "started_date": _day(starts_at),
                "ended_date": _day(_moment(dice, _day(starts_at))),
                "is_received": is_received,
                "is_passed_on": is_passed_on,
                "is_late_on_arrival": dice.choice((None, True, False)) if is_received else None,
                "is_passed_on_late": dice.choice((None, True, False)) if is_passed_on else None,
            }
        )
    return rows


def _stays(dice: random.Random, ticket: Row) -> list[Row]:
    rows, day = [], ticket["created_date"]
    for number in range(dice.randrange(3)):
        entered = day + timedelta(days=dice.randrange(5))
        left = entered + timedelta(days=dice.randrange(1, 40))
        if entered > LAST:
            break
        is_last = left > LAST
        rows.append(
            {
                "ticket_key": ticket["ticket_key"],
                "unit_id": dice.choice((None, *UNITS)),
                "entered_date": entered,
                "left_date": date(9999, 12, 31) if is_last else left,
                "entered_by": "created" if number == 0 else "reopened",
                "left_by": None if is_last else "solved",
            }
        )
        day = left
    return rows


def _moment(dice: random.Random, since: date) -> datetime:
    start = datetime(since.year, since.month, since.day)
    return start + timedelta(seconds=dice.randrange(int((EXTRACT_AT - start).total_seconds()) + 1))


def _day(moment: datetime) -> date:
    """Return the company's day: it begins at 23:00 UTC of the day before."""
    return (moment + timedelta(hours=1)).date()


def _insert(loading: Loading, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    loading.insert(table, columns, [[row.get(column) for column in columns] for row in rows])
