"""Every metric read off the rows one by one: from its words, and not from its SQL."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from etl.metrics.question import Question
from tests.metrics.random_facts import EXTRACT_AT, FIRST, LAST, Row

CUTS = ("source", "channel", "priority", "category", "product", "region")
MERGED: Row = dict.fromkeys(
    ("created_at", "unit_now", *CUTS)
)  # what is known of a ticket that fact_ticket has not
DECIDED = ("met", "breached", "overdue")


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the day and unit it counts for, what was measured, and how much of it counts.

    `row` has what it is cut by: its own columns, else those of its ticket.
    """

    day: date
    unit: str | None
    value: float | None
    row: Row
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one part of the period and one member: measured value, weight and row."""

    values: list[tuple[float, float]]
    excluded: float
    rows: list[Row]

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
    def sum(self) -> float:
        """Return the sum of the values, however many cases each stands for."""
        return math.fsum(value for value, _ in self.values)

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
    if READINGS[metric].table == "fact_unit_month" and not _is_of_months(question):
        return found
    for case in _cases(tables, metric, question):
        if not _is_kept(tables, case, question):
            continue
        part = _part(case.day, question)
        for member in _members(tables, case, question):
            group = found.get((part, member), Group([], 0, []))
            group.rows.append(case.row)
            if case.value is None:
                group = Group(group.values, group.excluded + case.weight, group.rows)
            else:
                group.values.append((case.value, case.weight))
            found[part, member] = group
    return found


def _is_of_months(question: Question) -> bool:
    """Tell whether what is known by unit and month alone can answer `question`."""
    cuts = {question.by, *(name for name, _ in question.where)} - {None}
    return cuts <= {"unit", "division", "reporting_line"} and question.every not in ("day", "week")


def customers(
    tables: dict[str, list[Row]], question: Question
) -> dict[date | None, list[set[str]]]:
    """Return who was a customer on each day of each part of the period."""
    found: dict[date | None, list[set[str]]] = {}
    end = min(question.period.end, LAST + timedelta(days=1))
    for row in tables["core_company_day"]:
        if question.period.start <= row["day"] < end:
            found.setdefault(_part(row["day"], question), []).append(
                {
                    customer["customer_id"]
                    for customer in tables["core_customer"]
                    if (customer["since_date"] or date.min) <= row["day"]
                    and row["day"] < (customer["left_date"] or date.max)
                }
            )
    return found


def _cases(tables: dict[str, list[Row]], metric: str, question: Question) -> Iterator[Case]:
    reading = READINGS[metric]
    tickets = {row["ticket_key"]: row for row in tables["fact_ticket"]}
    shares: dict[tuple[int | None, str | None], list[Row]] = {}
    for share in tables["fact_ticket_share"]:
        shares.setdefault((share["ticket_key"], share["clock"]), []).append(share)
    for share in tables["fact_problem_share"]:
        shares.setdefault((share["problem_key"], "cause"), []).append(share)
    start, end = question.period.start, min(question.period.end, LAST + timedelta(days=1))
    rows = _contacts(tables) if reading.table == "contact" else tables[reading.table]
    for row in rows:
        ticket = tickets.get(row.get("ticket_key"), MERGED)
        whole = {**ticket, **row}
        days = _stock_days(start, end, question) if reading.is_stock else [reading.day(whole)]
        for day in days:
            if day is None or ("month" in row and row["month"] < max(start, FIRST)):
                continue
            if not start <= day < end or not reading.is_case({**whole, "day": day}):
                continue
            value = reading.value({**whole, "day": day}, question.clock)
            value = None if value is None else float(value)
            weight = reading.size(whole)
            if question.attribution == "event" or reading.clock is None:
                is_now = question.attribution == "current" and reading.is_of_owner_now
                unit = reading.unit_now(whole) if is_now else reading.unit(whole)
                yield Case(day, unit, value, whole, weight)
            elif question.attribution == "current":
                yield Case(day, reading.unit_now(whole), value, whole)
            else:
                found = shares.get((row.get(reading.key), reading.clock), [])
                if not found or not _is_about_units(question):
                    yield Case(day, reading.unit_now(whole), value, whole)
                    continue
                for share in found:
                    yield Case(day, share["unit_id"], value, whole, share["share"])


def _contacts(tables: dict[str, list[Row]]) -> list[Row]:
    """Return every ticket, complaint and answer, with the customer it is of."""
    known = {row["customer_id"] for row in tables["core_customer"]}
    tickets = {row["ticket_key"]: row for row in tables["fact_ticket"]}
    found = []
    for name, day, unit in (
        ("fact_ticket", "created_date", "unit_created"),
        ("fact_complaint", "received_date", "unit_handling"),
        ("fact_survey_response", "answered_date", "unit_id"),
    ):
        for number, row in enumerate(tables[name]):
            ticket = tickets.get(row["ticket_key"], {})
            asked = ticket if name == "fact_survey_response" else row
            asker = (asked.get("source"), asked.get("requester_id"))
            whoever = asked.get("customer_id") or (asker if asker[1] else None)
            if whoever is None and asked is ticket and ticket:
                whoever = ("ticket", ticket["ticket_key"])
            elif whoever is None:
                whoever = ("ticket", row["ticket_key"]) if name == "fact_ticket" else (name, number)
            now = row[unit] if name == "fact_complaint" or not ticket else ticket["unit_now"]
            found.append(
                {
                    **row,
                    "day_of_contact": row[day],
                    "unit_of_contact": row[unit],
                    "unit_of_contact_now": now,
                    "customer": row["customer_id"] if row["customer_id"] in known else None,
                    "party": row["customer_id"] or whoever,
                }
            )
    return found


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
            wanted = set(members) & {case.row[name] or ""}
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
    return [case.row[question.by] or ""]


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
    """How a metric is read off a row (a ticket's columns are in every row that has none such)."""

    day: Callable[[Row], date | None]
    unit: Callable[[Row], str | None]
    value: Callable[[Row, str], float | None]
    is_case: Callable[[Row], bool] = lambda _row: True
    table: str = "fact_ticket"
    clock: str | None = "life"
    is_stock: bool = False
    is_of_owner_now: bool = False
    unit_now: Callable[[Row], str | None] = lambda row: row["unit_now"]
    key: str = "ticket_key"
    size: Callable[[Row], float] = lambda _row: 1.0


def _one(_row: Row, _clock: str) -> float | None:
    return 1


def _unit_now_or_then(row: Row) -> str | None:
    """Return who owns the ticket now; of one that does not count, who owned it then."""
    unit: str | None = row["unit_id" if row["created_at"] is None else "unit_now"]
    return unit


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
        unit_now=_unit_now_or_then,
    )


def _age(row: Row, _clock: str) -> float | None:
    if row["created_at"] is None:
        return None
    midnight = datetime(row["day"].year, row["day"].month, row["day"].day) + timedelta(hours=23)
    created_at: datetime = row["created_at"]
    return (min(midnight, EXTRACT_AT) - created_at).total_seconds()


def _of_handling(
    day: str, unit: str, value: Callable[[Row, str], float | None], clock: str = "life"
) -> Reading:
    return Reading(
        lambda row: row[day], lambda row: row[unit], value, table="fact_handling", clock=clock
    )


def _chased(row: Row, _clock: str) -> float | None:
    return None if row["chasing_count"] is None else row["chasing_count"] >= 1


def _answers(kind: str, value: Callable[[Row, str], float | None]) -> Reading:
    return Reading(
        lambda row: row["answered_date"],
        lambda row: row["unit_id"],
        value,
        is_case=lambda row: row["kind"] == kind,
        table="fact_survey_response",
        unit_now=_unit_now_or_then,
    )


def _top_two_fifths(row: Row, _clock: str) -> float | None:
    place = Fraction(row["score"] - row["scale_least"], row["scale_most"] - row["scale_least"])
    return bool(place > Fraction(3, 5))


def _promoters(row: Row, _clock: str) -> float | None:
    if (row["scale_least"], row["scale_most"]) != (0, 10):
        return None
    return 100.0 * (int(row["score"] > 8) - int(row["score"] < 7))


def _effort(row: Row, _clock: str) -> float | None:
    width: float = row["scale_most"] - row["scale_least"]
    return 1 + float(row["score"] - row["scale_least"]) / width * (7 - 1)


def _complaints(day: str, unit: str, value: Callable[[Row, str], float | None] = _one) -> Reading:
    return Reading(
        lambda row: row[day], lambda row: row[f"unit_{unit}"], value, table="fact_complaint",
        clock=None,
    )  # fmt: skip


def _complaint_promise(name: str) -> Reading:
    return Reading(
        lambda row: row[f"{name}_promise_date"] or row["received_date"],
        lambda row: row["unit_handling"],
        lambda row, _clock: _whether(row[f"{name}_promise"], ("met",), DECIDED),
        is_case=lambda row: row[f"{name}_promise"] is not None,
        table="fact_complaint",
        clock=None,
    )


def _whether(word: str | None, yes: tuple[str, ...], known: tuple[str, ...]) -> float | None:
    return word in yes if word in known else None


def _among(column: str, yes: tuple[str, ...], no: tuple[str, ...]) -> Callable[..., float | None]:
    return lambda row, _clock: _whether(row[column], yes, (*yes, *no))


def _decided_day(row: Row) -> date | None:
    by_silence = row["answer_promise_date"] if row["outcome"] == "upheld_by_silence" else None
    day: date | None = row["closed_date"] or by_silence
    return day


def _problems(*states: str) -> Reading:
    return Reading(
        lambda row: row["started_date"],
        lambda row: row["unit_event"],
        _one,
        is_case=lambda row: not states or row["state"] in states,
        table="fact_problem",
        clock="cause",
        key="problem_key",
    )


def _months(value: str, per: str) -> Reading:
    def last_day(row: Row) -> date:
        first: date = row["month"]
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    return Reading(
        last_day,
        lambda row: row["unit_id"],
        lambda row, _clock: None if row[per] is None else row[value],
        table="fact_unit_month",
        clock=None,
        size=lambda row: row["tickets_solved"] or 0,
    )


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
    "first_action_median": _of_handling("failed_date", "failed_unit", _seconds("first_action")),
    "longest_silence_median": _of_handling(
        "solved_date", "unit_solved", _seconds("longest_silence")
    ),
    "told_before_break_share": replace(
        _of_handling(
            "resolution_promise_date",
            "resolution_promise_unit",
            _column("is_told_before_break"),
            "resolution",
        ),
        is_case=lambda row: row["resolution_promise"] in ("breached", "overdue"),
    ),
    "chasing_share": _of_handling("solved_date", "unit_solved", _chased),
    "raised_share": _solved(_column("is_raised")),
    "escalated_share": _of_handling("solved_date", "unit_created", _column("is_escalated")),
    "survey_satisfied_share": _answers("csat", _top_two_fifths),
    "nps": _answers("nps", _promoters),
    "ces": _answers("ces", _effort),
    "customers_heard_share": Reading(
        lambda row: row["day_of_contact"],
        lambda row: row["unit_of_contact"],
        _one,
        table="contact",
        clock=None,
        is_of_owner_now=True,
        unit_now=lambda row: row["unit_of_contact_now"],
    ),
    "complaints_received": _complaints("received_date", "accountable"),
    "complaints_per_1000_customers": _complaints("received_date", "accountable"),
    "complaints_closed": _complaints("closed_date", "handling"),
    "acknowledgement_median": _complaints(
        "acknowledged_date", "handling", _seconds("acknowledgement")
    ),
    "acknowledgement_promise_kept": _complaint_promise("acknowledgement"),
    "complaint_resolution_median": _complaints("closed_date", "handling", _seconds("resolution")),
    "complaint_answer_promise_kept": _complaint_promise("answer"),
    "complaints_closed_within_3_days": _complaints(
        "closed_date",
        "handling",
        _among("bucket", ("within_3_days",), ("within_8_weeks", "after_8_weeks")),
    ),
    "complaints_closed_within_8_weeks": _complaints(
        "closed_date",
        "handling",
        _among("bucket", ("within_3_days", "within_8_weeks"), ("after_8_weeks",)),
    ),
    "upheld_share": replace(
        _complaints(
            "closed_date",
            "accountable",
            _among("outcome", ("upheld", "partly", "upheld_by_silence"), ("rejected",)),
        ),
        day=_decided_day,
    ),
    "repeat_complaint_share": _complaints("received_date", "accountable", _column("is_repeat")),
    "referred_share": _complaints("closed_date", "handling", _column("is_referred")),
    "complaint_satisfied_share": _complaints(
        "closed_date", "handling", _among("satisfaction", ("good",), ("bad",))
    ),
    "redress_paid": _complaints("redressed_date", "accountable", _column("redress")),
    "problems": _problems(),
    "problems_per_1000_customers": _problems(),
    **{
        f"{state}_problems_per_1000_customers": _problems(state)
        for state in ("dissatisfied", "silent", "mollified", "satisfied")
    },
    "tickets_per_fte": _months("tickets_solved", "fte"),
    "cost_per_solved_ticket": _months("cost", "tickets_solved"),
}
