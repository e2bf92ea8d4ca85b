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

from etl.canonical.tables import create, shapes
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
MONTHS = tuple(date(2025 + month // 12, month % 12 + 1, 1) for month in range(9, 16))
CUSTOMERS = 60  # of the company; tickets name some that it does not have
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
    """Return a build under `folder` with these rows in its tables, and slices and cube made.

    What the rows of fact_ticket and fact_complaint tell beyond the columns of these tables, such as
    ticket_id and requester_id, becomes core_ticket's and the number of a party.

    Slices that are among the tables hold these rows instead of what the org chart makes of them.
    """
    builds = Builds(folder / "builds")
    made = [name for name in tables if name.startswith("slice_")]
    with builds.load() as new:
        create(new.loading)
        create(new.loading, schema=_FACTS)
        for name, rows in _as_stored(tables).items():
            if name not in made:
                _insert(new.loading, name, rows)
        slices.build(new.loading)
        for name in made:
            new.loading.run(f"delete from {name}")
            _insert(new.loading, name, tables[name])
        cube.build(new.loading, Quiet())
        members.build(new.loading, Quiet())
        new.publish(keep)
    return Facts(folder, Warehouse(builds.path(builds.current)), tables)


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
    problems = [_problem(dice, key) for key in range(1, tickets // 4 + 1)]
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
        "core_customer": [_customer(dice, number) for number in range(CUSTOMERS)],
        "fact_handling": [_handling(dice, row) for row in rows if dice.random() < 0.7],
        "fact_complaint": [_complaint(dice, key, tickets) for key in range(1, tickets // 2 + 1)],
        "fact_survey_response": [_answer(dice, key, tickets) for key in range(1, tickets // 2 + 1)],
        "fact_problem": problems,
        "fact_problem_share": [share for row in problems for share in _causes(dice, row)],
        "fact_unit_month": [
            _unit_month(dice, unit, month) for unit in UNITS[:tickets] for month in MONTHS
        ],
        "fact_backlog_stay": [
            *(stay for row in rows for stay in _stays(dice, row)),
            *(stay for row in merged for stay in _stays(dice, row)),
        ],
    }


class _Chance:
    """Values as a ticket or a complaint may have them, or none."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def maybe(self, make: Callable[[], T], chance: float = 0.75) -> T | None:
        return make() if self.dice.random() < chance else None

    def unit(self) -> str | None:
        return self.maybe(lambda: self.dice.choice(UNITS), 0.9)

    def seconds(self) -> int:
        return self.dice.choice((0, 60, 3600, self.dice.randrange(500_000)))

    def whether(self, chance: float = 0.4) -> bool | None:
        return self.maybe(lambda: self.dice.random() < chance)

    def customer(self) -> str | None:
        return self.maybe(lambda: f"k{self.dice.randrange(CUSTOMERS + 10)}", 0.6)

    def ticket(self, tickets: int) -> int | None:
        """Return one of the tickets, one that does not count, or none."""
        return self.maybe(lambda: self.dice.randrange(1, tickets + 20))

    def kept(self) -> str | None:
        return self.dice.choice((None, "met", "met", "breached", "overdue", "running"))

    def day(self, since: date) -> date | None:
        return self.maybe(lambda: _day(_moment(self.dice, since)))

    def cuts(self) -> Row:
        return {
            "source": self.dice.choice(("desk", "register")),
            "channel": self.maybe(lambda: self.dice.choice(("email", "phone", "chat"))),
            "category": self.maybe(lambda: self.dice.choice(("billing", "delivery"))),
            "product": self.maybe(lambda: self.dice.choice(("kettle", "toaster"))),
            "region": self.maybe(lambda: self.dice.choice(("north", "south"))),
        }


def _customer(dice: random.Random, number: int) -> Row:
    since = FIRST - timedelta(days=60) + timedelta(days=dice.randrange(120))
    since_date = dice.choice((None, since))
    left = since + timedelta(days=dice.randrange(1, 120))
    return {
        "customer_id": f"k{number}", "since_date": since_date,
        "left_date": dice.choice((None, left)),
    }  # fmt: skip


def _handling(dice: random.Random, ticket: Row) -> Row:
    chance = _Chance(dice)
    failed_date = chance.day(ticket["created_date"])
    return {
        "ticket_key": ticket["ticket_key"],
        "is_escalated": chance.whether(),
        "chasing_count": chance.maybe(lambda: dice.randrange(3)),
        "longest_silence_business_seconds": chance.maybe(chance.seconds),
        "longest_silence_calendar_seconds": chance.maybe(chance.seconds),
        "failed_date": failed_date,
        "failed_unit": chance.unit(),
        "first_action_business_seconds": chance.maybe(chance.seconds),
        "first_action_calendar_seconds": chance.maybe(chance.seconds),
        "is_told_before_break": chance.whether(),
    }


def _complaint(dice: random.Random, key: int, tickets: int) -> Row:
    chance = _Chance(dice)
    received_at = _moment(dice, FIRST)
    received = _day(received_at)
    row: Row = {
        "complaint_key": key,
        "complaint_id": f"C{key}",
        **chance.cuts(),
        "ticket_key": chance.ticket(tickets),
        "requester_id": chance.maybe(lambda: f"c{dice.randrange(50)}"),
        "customer_id": chance.customer(),
        "unit_handling": chance.unit(),
        "unit_accountable": chance.unit(),
        "received_at": received_at,
        "received_date": received,
        "acknowledged_date": chance.day(received),
        "closed_date": chance.day(received),
        "redressed_date": chance.day(received),
        "bucket": dice.choice((None, "within_3_days", "within_8_weeks", "after_8_weeks")),
        "outcome": dice.choice((None, "upheld", "partly", "rejected", "upheld_by_silence")),
        "is_goodwill": chance.whether(),
        "redress": chance.maybe(lambda: dice.randrange(4000) / 4),
        "satisfaction": dice.choice((None, "good", "bad")),
        "is_referred": chance.whether(),
        "is_repeat": chance.whether(),
    }
    for measure in ("acknowledgement", "resolution"):
        for clock in ("business", "calendar"):
            row[f"{measure}_{clock}_seconds"] = chance.maybe(chance.seconds)
    for promise in ("acknowledgement_promise", "answer_promise"):
        row[promise] = chance.kept()
        is_decided = row[promise] in ("met", "breached", "overdue")
        row[f"{promise}_date"] = chance.day(received) if is_decided else None
    return row


def _answer(dice: random.Random, key: int, tickets: int) -> Row:
    chance = _Chance(dice)
    kind = dice.choice(("csat", "nps", "ces"))
    least, most = {
        "csat": dice.choice(((1, 5), (0, 10), (1, 3))),
        "nps": dice.choice(((0, 10), (0, 10), (1, 5))),
        "ces": dice.choice(((1, 7), (1, 5), (0, 100))),
    }[kind]
    return {
        "response_key": key,
        "source": dice.choice(("desk", "register")),
        "kind": kind,
        "score": dice.randrange(least, most + 1),
        "scale_least": least,
        "scale_most": most,
        "answered_date": _day(_moment(dice, FIRST)),
        "ticket_key": chance.ticket(tickets),
        "customer_id": chance.customer(),
        "unit_id": chance.unit(),
    }


def _problem(dice: random.Random, key: int) -> Row:
    chance = _Chance(dice)
    started_at = _moment(dice, FIRST)
    return {
        "problem_key": key,
        **chance.cuts(),
        "priority": chance.maybe(lambda: dice.choice(("urgent", "low"))),
        "customer_id": chance.customer(),
        "started_at": started_at,
        "started_date": _day(started_at),
        "state": dice.choice(("dissatisfied", "silent", "mollified", "satisfied", "undecided")),
        "unit_event": chance.unit(),
        "unit_now": chance.unit(),
    }


def _causes(dice: random.Random, problem: Row) -> list[Row]:
    return [
        {"problem_key": problem["problem_key"], "unit_id": unit, "share": share}
        for unit, share in _parted(dice)
    ]


def _parted(dice: random.Random) -> list[tuple[str | None, float]]:
    owners = dice.sample([None, *UNITS], dice.randrange(1, 4))
    parts = [dice.randrange(1, 1000) for _ in owners]
    return [(owner, part / sum(parts)) for owner, part in zip(owners, parts, strict=True)]


def _unit_month(dice: random.Random, unit: str, month: date) -> Row:
    chance = _Chance(dice)
    return {
        "unit_id": unit,
        "month": month,
        "tickets_solved": chance.maybe(lambda: dice.randrange(40)),
        "fte": chance.maybe(lambda: dice.randrange(40) / 4),
        "cost": chance.maybe(lambda: dice.randrange(100_000) / 4),
    }


def _ticket(dice: random.Random, key: int) -> Row:
    chance = _Chance(dice)
    maybe, unit, seconds = chance.maybe, chance.unit, chance.seconds
    created_at = _moment(dice, FIRST)
    row: Row = {
        "ticket_key": key,
        "ticket_id": f"T{key}",
        **chance.cuts(),
        "requester_id": maybe(lambda: f"c{dice.randrange(50)}"),
        "customer_id": chance.customer(),
        "priority": maybe(lambda: dice.choice(("urgent", "high", "normal", "low"))),
        "is_raised": chance.whether(),
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
        rows += [
            {"ticket_key": ticket["ticket_key"], "clock": clock, "unit_id": owner, "share": share}
            for owner, share in _parted(dice)
        ]
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


def _as_stored(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    facts, core = shapes(_FACTS), shapes()["core_ticket"]
    known = {row["ticket_key"] for row in tables.get("core_ticket", ())}
    tickets = {row["ticket_key"]: row for row in tables.get("fact_ticket", ())}
    told = [
        {"has_events": False, "status_category": "open"}
        | {column: value for column, value in row.items() if column in core.columns}
        for key, row in tickets.items()
        if key not in known
    ]
    stored = tables | {"core_ticket": [*tables.get("core_ticket", ()), *told]}
    numbers: dict[object, int] = {}
    for name in ("fact_ticket", "fact_complaint", "fact_survey_response", "fact_problem"):
        rows = []
        for row in tables.get(name, ()):
            who = row.get("party") or _asker(row)
            if name == "fact_survey_response":
                who = who or _asker(tickets.get(row.get("ticket_key"), {}))
            kept = {
                column: value
                for column, value in row.items()
                if column in facts[name].columns or column not in core.columns
            }
            rows.append(kept | {"party": who and numbers.setdefault(who, len(numbers) + 1)})
        stored[name] = rows
    return stored


def _asker(row: Row) -> object:
    """Return who asked: the customer, else the requester of a source, else None."""
    asker = row.get("requester_id") and (row["source"], row["requester_id"])
    return row.get("customer_id") or asker or None


def _insert(loading: Loading, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    loading.insert(table, columns, [[row.get(column) for column in columns] for row in rows])
