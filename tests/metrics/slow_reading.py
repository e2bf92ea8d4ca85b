"""Every metric read off the rows one by one: from its words, and not from its SQL."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etl.metrics.question import Question
from tests.metrics.random_facts import EXTRACT_AT, LAST, Row

MERGED: Row = dict.fromkeys(
    ("created_at", "channel", "priority", "region", "source", "unit_now")
)  # what is known of a ticket that fact_ticket has not
DECIDED = ("met", "breached", "overdue")


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the day and unit it counts for, what was measured, and how much of it counts."""

    day: date
    unit: str | None
    value: float | None
    ticket: Row
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one part of the period and one member."""

    values: list[tuple[float, float]]  # measured value, weight
    excluded: float

    @property
    def n(self) -> float:
        return math.fsum(weight for _, weight in self.values)

    @property
    def effective(self) -> float:
        return self.n**2 / math.fsum(weight**2 for _, weight in self.values)

    @property
    def total(self) -> float:
        return math.fsum(value * weight for value, weight in self.values)

    @property
    def mean(self) -> float:
        return self.total / self.n

    def at(self, share: float) -> float:
        """Return the least value up to which the weights reach `share` of them all."""
        reached = 0.0
        for value, weight in sorted(self.values):
            reached += weight
            if reached >= share * self.n - 1e-6:
                return value
        raise AssertionError("no value")


def groups(
    tables: dict[str, list[Row]], metric: str, question: Question
) -> dict[tuple[date | None, str | None], Group]:
    """Return what `question` asks of `metric`, by part of the period and member."""
    found: dict[tuple[date | None, str | None], Group] = {}
    for case in _cases(tables, metric, question):
        if not _is_kept(tables, case, question):
            continue
        part = _part(case.day, question)
        for member in _members(tables, case, question):
            group = found.get((part, member), Group([], 0))
            if case.value is None:
                group = Group(group.values, group.excluded + case.weight)
            else:
                group.values.append((case.value, case.weight))
            found[part, member] = group
    return found


def _cases(tables: dict[str, list[Row]], metric: str, question: Question) -> Iterator[Case]:
    reading = READINGS[metric]
    tickets = {row["ticket_key"]: row for row in tables["fact_ticket"]}
    shares: dict[tuple[int, str], list[Row]] = {}
    for share in tables["fact_ticket_share"]:
        shares.setdefault((share["ticket_key"], share["clock"]), []).append(share)
    start, end = question.period.start, min(question.period.end, LAST + timedelta(days=1))
    for row in tables[reading.table]:
        ticket = tickets.get(row["ticket_key"], MERGED)
        whole = {**ticket, **row}
        days = _stock_days(start, end, question) if reading.is_stock else [reading.day(whole)]
        for day in days:
            if day is None or not start <= day < end or not reading.is_case({**whole, "day": day}):
                continue
            value = reading.value({**whole, "day": day}, question.clock)
            value = None if value is None else float(value)
            if question.attribution == "event" or reading.clock is None:
                is_now = question.attribution == "current" and reading.is_of_owner_now
                is_now = is_now and ticket is not MERGED
                unit = ticket["unit_now"] if is_now else reading.unit(whole)
                yield Case(day, unit, value, ticket)
            elif question.attribution == "current":
                yield Case(day, ticket["unit_now"], value, ticket)
            else:
                found = shares.get((row["ticket_key"], reading.clock), [])
                if not found or not _is_about_units(question):
                    yield Case(day, ticket["unit_now"], value, ticket)
                    continue
                for share in found:
                    yield Case(day, share["unit_id"], value, ticket, share["share"])


def _is_about_units(question: Question) -> bool:
    cuts = {question.by, *(name for name, _ in question.where)}
    return bool(cuts & {"unit", "division", "reporting_line"})


def _is_kept(tables: dict[str, list[Row]], case: Case, question: Question) -> bool:
    for name, members in question.where:
        if name == "unit":
            wanted = set(members) & {case.unit or "", *_ancestors(tables, case.unit, case.day)}
        elif name == "division":
            wanted = set(members) & {_division(tables, case.unit, case.day)}
        else:
            wanted = set(members) & {case.ticket[name] or ""}
        if not wanted:
            return False
    return True


def _members(tables: dict[str, list[Row]], case: Case, question: Question) -> list[str | None]:
    if question.by is None:
        return [None]
    if question.by == "unit":
        return [case.unit or ""]
    if question.by == "division":
        return [_division(tables, case.unit, case.day)]
    return [case.ticket[question.by] or ""]


def _ancestors(tables: dict[str, list[Row]], unit: str | None, day: date) -> list[str]:
    """Return the units above and including `unit` on `day`, from below."""
    found = []
    while unit:
        rows = [
            row
            for row in tables["core_unit"]
            if row["unit_id"] == unit and row["valid_from"] <= day < row["valid_until"]
        ]
        if not rows:
            break
        found.append(unit)
        unit = rows[0]["parent_unit_id"]
    return found


def _division(tables: dict[str, list[Row]], unit: str | None, day: date) -> str:
    line = _ancestors(tables, unit, day)
    return "" if not line else line[max(len(line) - 2, 0)]


def _part(day: date, question: Question) -> date | None:
    match question.every:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.isoweekday() - 1)
        case "month":
            return date(day.year, day.month, 1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case None:
            return None


def _stock_days(start: date, end: date, question: Question) -> list[date | None]:
    """Return the last day of each part of the period."""
    last: dict[date | None, date] = {}
    day = start
    while day < end:
        last[_part(day, question)] = day
        day += timedelta(days=1)
    return list(last.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """How a metric is read off a row (a ticket's columns are in every row)."""

    day: Callable[[Row], date | None]
    unit: Callable[[Row], str | None]
    value: Callable[[Row, str], float | None]
    is_case: Callable[[Row], bool] = lambda _row: True
    table: str = "fact_ticket"
    clock: str | None = "life"
    is_stock: bool = False
    is_of_owner_now: bool = False


def _one(_row: Row, _clock: str) -> float | None:
    return 1


def _seconds(name: str) -> Callable[[Row, str], float | None]:
    return lambda row, clock: row[f"{name}_{clock}_seconds"]


def _column(name: str) -> Callable[[Row, str], float | None]:
    return lambda row, _clock: row[name]


def _reply_day(row: Row) -> date | None:
    day: date | None = row["first_reply_date" if row["can_reply_be_seen"] else "created_date"]
    return day


def _reply_unit(row: Row) -> str | None:
    unit: str | None = row["unit_first_reply" if row["can_reply_be_seen"] else "unit_created"]
    return unit


def _unreplied(row: Row, _clock: str) -> float | None:
    return (row["first_reply_at"] is None) if row["can_reply_be_seen"] else None


def _promise(name: str) -> Reading:
    def unit(row: Row) -> str | None:
        is_decided = row[f"{name}_promise_date"] is not None
        found: str | None = row[f"{name}_promise_unit" if is_decided else "unit_now"]
        return found

    def value(row: Row, _clock: str) -> float | None:
        state = row[f"{name}_promise"]
        return (state == "met") if state in DECIDED else None

    return Reading(
        day=lambda row: row[f"{name}_promise_date"] or row["created_date"],
        unit=unit,
        value=value,
        is_case=lambda row: row[f"{name}_target_seconds"] is not None,
        clock=name,
    )


def _reopened(row: Row, _clock: str) -> float | None:
    return None if row["reopen_count"] is None else row["reopen_count"] >= 1


def _satisfied(row: Row, _clock: str) -> float | None:
    return {"good": 1, "bad": 0}.get(row["rating"])


def _responded(row: Row, _clock: str) -> float | None:
    return (row["rating"] in ("good", "bad")) if row["can_offer_be_seen"] else None


def _solved(value: Callable[[Row, str], float | None]) -> Reading:
    return Reading(lambda row: row["solved_date"], lambda row: row["unit_solved"], value)


def _rated(value: Callable[[Row, str], float | None]) -> Reading:
    return Reading(
        lambda row: row["rated_date"],
        lambda row: row["unit_rated"],
        value,
        is_case=lambda row: row["rating"] is not None,
    )


def _handed_over(day: str, is_case: str, is_late: str) -> Reading:
    return Reading(
        lambda row: row[day],
        lambda row: row["unit_id"],
        _column(is_late),
        is_case=lambda row: row[is_case],
        table="fact_ownership",
        clock=None,
    )


def _stock(value: Callable[[Row, str], float | None]) -> Reading:
    return Reading(
        day=lambda _row: None,
        unit=lambda row: row["unit_id"],
        value=value,
        is_case=lambda row: row["entered_date"] <= row["day"] < row["left_date"],
        table="fact_backlog_stay",
        clock=None,
        is_stock=True,
        is_of_owner_now=True,
    )


def _age(row: Row, _clock: str) -> float | None:
    if row["created_at"] is None:
        return None
    midnight = datetime(row["day"].year, row["day"].month, row["day"].day) + timedelta(hours=23)
    created_at: datetime = row["created_at"]
    return (min(midnight, EXTRACT_AT) - created_at).total_seconds()


_created = Reading(lambda row: row["created_date"], lambda row: row["unit_created"], _one)
_first_reply = Reading(_reply_day, _reply_unit, _seconds("first_reply"))
READINGS: dict[str, Reading] = {
    "tickets_created": _created,
    "tickets_solved": _solved(_one),
    "backlog": _stock(_one),
    "backlog_age_median": _stock(_age),
    "first_reply_median": _first_reply,
    "first_reply_p90": _first_reply,
    "unreplied_share": Reading(_created.day, _created.unit, _unreplied),
    "next_reply_median": Reading(
        lambda row: row["replied_date"],
        lambda row: row["unit_id"],
        lambda row, clock: row[f"{clock}_seconds"],
        is_case=lambda row: row["state"] == "answered",
        table="fact_turn",
    ),
    "requester_wait_median": _solved(_seconds("requester_wait")),
    "first_resolution_median": Reading(
        lambda row: row["first_solved_date"],
        lambda row: row["unit_first_solved"],
        _seconds("first_resolution"),
    ),
    "full_resolution_median": _solved(_seconds("full_resolution")),
    "first_reply_promise_kept": _promise("first_reply"),
    "resolution_promise_kept": _promise("resolution"),
    "first_contact_solved": _solved(_column("is_first_contact")),
    "repeat_contact_7_days": _solved(_column("is_repeat_within_7_days")),
    "reopened_share": Reading(
        lambda row: row["first_solved_date"], lambda row: row["unit_first_solved"], _reopened
    ),
    "replies_mean": _solved(_column("reply_count")),
    "reassignments_mean": _solved(_column("reassignment_count")),
    "transfers_mean": _solved(_column("transfer_count")),
    "late_on_arrival": _handed_over("started_date", "is_received", "is_late_on_arrival"),
    "passed_on_late": _handed_over("ended_date", "is_passed_on", "is_passed_on_late"),
    "satisfied_share": _rated(_satisfied),
    "satisfaction_response_share": _rated(_responded),
}
