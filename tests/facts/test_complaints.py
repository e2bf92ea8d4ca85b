"""Complaints: clocks from receipt, promises and the law, buckets, what repeats, and answers."""

from datetime import date
from typing import Any

import pytest

from tests.facts.company import Desk, Facts, at, office

COMPLAINTS: dict[str, dict[str, Any]] = {
    "answered on the third open day": {
        "received_at": "2025-06-05 16:00",  # a Thursday
        "acknowledged_at": "2025-06-06 10:00",
        "closed_at": "2025-06-10 16:59",
        "outcome": "upheld",
    },
    "answered on the fourth": {
        "received_at": "2025-06-05 16:00",
        "closed_at": "2025-06-11 09:00",
        "outcome": "rejected",
    },
    "answered after eight weeks": {
        "received_at": "2025-06-02 10:00",
        "closed_at": "2025-07-29 10:00",  # 57 days
        "outcome": "rejected",
    },
    "answered on the last day of eight weeks": {
        "received_at": "2025-06-02 10:00",
        "closed_at": "2025-07-28 23:00",
    },
    "answered on the fourteenth day": {
        "received_at": "2025-06-02 10:00",
        "closed_at": "2025-06-16 23:59",
        "outcome": "rejected",
    },
    "answered a day too late": {
        "received_at": "2025-06-02 10:00",
        "closed_at": "2025-06-17 00:00",
        "outcome": "rejected",
    },
    "open past its limit": {"received_at": "2025-08-10 10:00"},
    "open within its limit": {"received_at": "2025-08-20 10:00"},
    "closed nobody knows when": {
        "received_at": "2025-06-02 10:00",
        "is_open": False,
        "outcome": "partly",
    },
    "a register of days": {
        "received_at": "2025-06-02 00:00",
        "acknowledged_at": "2025-06-02 00:00",
        "closed_at": "2025-06-05 00:00",
        "has_time_of_day": False,
    },
    "of a desk without hours": {
        "received_at": "2025-06-02 10:00",
        "closed_at": "2025-06-10 10:00",
        "unit_handling": "nowhere",
    },
    "first of a cause": {
        "received_at": "2025-03-01 10:00",
        "customer_id": "c7",
        "cause_found": "damaged",
    },
    "again within ninety days": {
        "received_at": "2025-05-30 10:00",
        "customer_id": "c7",
        "cause_stated": "damaged",
    },
    "again much later": {
        "received_at": "2025-08-28 10:01",
        "customer_id": "c7",
        "cause_found": "damaged",
    },
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    desk = Desk(
        calendars={"office": office("UTC")},
        units={"complaints": "office", "nowhere": None},
        extract_at="2025-08-31 12:00",
    )
    desk.row(
        "core_sla_policy", policy_id="law", promise="answer", clock="calendar",
        target_seconds=14 * 86_400, set_by="law", silence_upholds=True,
    )  # fmt: skip
    desk.row(
        "core_sla_policy", policy_id="ours", promise="acknowledgement", target_seconds=8 * 3600
    )
    for key, (name, columns) in enumerate(COMPLAINTS.items(), start=1):
        stamped = {
            column: at(value) if column.endswith("_at") else value
            for column, value in columns.items()
        }
        desk.row(
            "core_complaint",
            **{
                "complaint_key": key,
                "source": "desk",
                "complaint_id": name,
                "unit_handling": "complaints",
                "has_time_of_day": True,
                "is_open": "closed_at" not in columns,
            }
            | stamped,
        )
    return desk.facts()


def told(facts: Facts, name: str, *columns: str) -> tuple[Any, ...]:
    ((*found,),) = facts.loading.query(
        f"select {', '.join(columns)} from fact_complaint where complaint_id = $name",
        {"name": name},
    ).rows
    return tuple(found)


def test_each_complaint_has_one_row(facts: Facts) -> None:
    assert facts.rows("fact_complaint", "count(*)") == [(len(COMPLAINTS),)]


def test_clocks_run_from_receipt_in_the_hours_of_the_handling_unit(facts: Facts) -> None:
    assert told(
        facts, "answered on the third open day",
        "acknowledgement_business_seconds", "acknowledgement_calendar_seconds",
        "resolution_business_seconds", "resolution_calendar_seconds",
    ) == (2 * 3600, 18 * 3600, (1 + 8 + 8 + 8) * 3600 - 60, (5 * 24 + 1) * 3600 - 60)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "bucket"),
    [
        ("answered on the third open day", "within_3_days"),
        ("answered on the fourth", "within_8_weeks"),
        ("answered after eight weeks", "after_8_weeks"),
        ("answered on the last day of eight weeks", "within_8_weeks"),
        ("open past its limit", None),
        ("of a desk without hours", None),
        ("a register of days", "within_3_days"),
    ],
)
def test_three_open_days_and_eight_weeks(facts: Facts, name: str, bucket: str | None) -> None:
    assert told(facts, name, "bucket") == (bucket,)


@pytest.mark.parametrize(
    ("name", "state", "day", "outcome"),
    [
        ("answered on the fourteenth day", "met", date(2025, 6, 16), "rejected"),
        ("answered a day too late", "breached", date(2025, 6, 16), "upheld_by_silence"),
        ("open past its limit", "overdue", date(2025, 8, 24), "upheld_by_silence"),
        ("open within its limit", "running", None, None),
        ("closed nobody knows when", None, None, "partly"),
    ],
)
def test_silence_past_the_laws_days_upholds(
    facts: Facts, name: str, state: str | None, day: date | None, outcome: str | None
) -> None:
    assert told(facts, name, "answer_promise", "answer_promise_date", "outcome") == (
        state, day, outcome,
    )  # fmt: skip


def test_an_answer_acknowledges_what_nobody_had(facts: Facts) -> None:
    assert told(facts, "answered on the third open day", "acknowledgement_promise") == ("met",)
    assert told(facts, "answered on the fourth", "acknowledgement_promise") == ("breached",)
    assert told(facts, "open past its limit", "acknowledgement_promise") == ("overdue",)


def test_a_register_of_days_tells_days_and_no_hours(facts: Facts) -> None:
    assert told(
        facts, "a register of days", "acknowledgement_calendar_seconds",
        "resolution_calendar_seconds", "resolution_business_seconds", "answer_promise",
        "acknowledgement_promise",
    ) == (0, 3 * 86_400, None, "met", None)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "is_repeat"),
    [
        ("first of a cause", False),
        ("again within ninety days", True),
        ("again much later", False),
        ("open past its limit", None),
    ],
)
def test_the_same_cause_within_ninety_days_repeats(
    facts: Facts, name: str, is_repeat: bool | None
) -> None:
    assert told(facts, name, "is_repeat") == (is_repeat,)


def test_an_answer_to_a_survey_is_its_solvers() -> None:
    desk = Desk(units={"orders": "always", "returns": "always"})
    key = desk.ticket(
        "2025-06-02 10:00",
        "2025-06-02 10:00 queue orders\n2025-06-02 11:00 queue returns\n"
        "2025-06-02 12:00 status solved\n2025-06-02 13:00 queue orders",
    )
    for ticket in (key, None):
        desk.row(
            "core_survey_response", response_key=1 if ticket else 2, source="desk", kind="nps",
            score=9, scale_least=0, scale_most=10, answered_at=at("2025-06-03 23:30"),
            ticket_key=ticket,
        )  # fmt: skip
    facts = desk.facts()
    assert facts.rows("fact_survey_response", "response_key, unit_id, answered_date") == [
        (1, "returns", date(2025, 6, 3)),
        (2, None, date(2025, 6, 3)),
    ]
