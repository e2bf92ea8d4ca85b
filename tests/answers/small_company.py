"""A company of two desks and a dozen tickets a desk: each number can be counted by hand."""

from datetime import date, datetime, timedelta
from pathlib import Path

from etl.version import code_version
from tests.metrics.random_facts import EXTRACT_AT, Facts, Row, publish, units

START = date(2026, 1, 5)  # a Monday


def company(folder: Path, **changes: list[Row]) -> Facts:
    """Return the company's build under `folder`, with some of its tables replaced."""
    return publish(folder, tables() | changes)


def tables() -> dict[str, list[Row]]:
    """Return every table of the company.

    The desk answers its twelve tickets after 1, 2, … 12 hours, keeps nine promises and breaks
    three. The register has no replies and no business hours; its twelve are solved after a day.
    """
    desk = [_ticket(number, "desk", "orders") for number in range(1, 13)]
    register = [_ticket(number, "register", "field") for number in range(13, 25)]
    for hours, row in enumerate(desk, 1):
        replied_at = row["created_at"] + timedelta(hours=hours)
        row |= {
            "can_reply_be_seen": True,
            "first_reply_at": replied_at,
            "first_reply_date": (replied_at + timedelta(hours=1)).date(),
            "unit_first_reply": "orders",
            "first_reply_calendar_seconds": hours * 3600,
            "first_reply_business_seconds": hours * 1800,
            "source_first_reply_calendar_seconds": hours * 3600 + (0 if hours < 11 else 300),
            "first_reply_promise": "met" if hours < 10 else "breached",
            "first_reply_target_seconds": 4 * 3600,
            "first_reply_promise_date": START,
            "first_reply_promise_unit": "orders",
            "channel": "email" if hours % 2 else "phone",
            "priority": ("low", "urgent", None)[hours % 3],
        }
    for row in register:
        solved_at = row["created_at"] + timedelta(days=1)
        row |= {
            "status_category": "solved",
            "solved_at": solved_at,
            "solved_date": solved_at.date(),
            "unit_solved": "field",
            "full_resolution_calendar_seconds": 86_400,
        }
    days = [START - timedelta(days=5) + timedelta(days=number) for number in range(90)]
    return {
        "core_source": [
            {"source": "desk", "extract_at": EXTRACT_AT, "has_events": True},
            {"source": "register", "extract_at": EXTRACT_AT, "has_events": False},
        ],
        "load_capability": [
            {"source": "desk", "capability": "first_reply", "state": "yes", "share": 1.0},
            {"source": "register", "capability": "first_reply", "state": "no", "share": 0.0},
            {"source": "desk", "capability": "rating", "state": "no", "share": 0.0},
            {"source": "register", "capability": "rating", "state": "no", "share": 0.0},
        ],
        "load_build": [
            {
                "build": "7",
                "made_at": EXTRACT_AT,
                "code_version": code_version(),
                "ledger_sha256": "ff",
                "company": "Kramik",
                "currency": "EUR",
                "zone": "Europe/Warsaw",
                "extract_at": EXTRACT_AT,
                "seconds": 1.5,
            }
        ],
        "load_file": [
            _file(1, "inbox/desk/a.csv", read=14, loaded=12, superseded=1, refused=1),
            _file(2, "inbox/register/b.csv", read=13, loaded=12, skipped=1),
        ],
        "load_refusal": [
            {"file_no": 1, "line": 4, "column_name": "created", "kind": "no_day", "raw": "x"}
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
        "fact_ticket": [*desk, *register],
        "fact_backlog_stay": [
            {
                "ticket_key": row["ticket_key"],
                "unit_id": row["unit_now"],
                "entered_date": row["created_date"],
                "left_date": row.get("solved_date") or date(9999, 12, 31),
                "entered_by": "created",
                "left_by": "solved" if row.get("solved_date") else None,
            }
            for row in (*desk, *register)
        ],
    }


def _ticket(key: int, source: str, unit: str) -> Row:
    created_at = datetime(2026, 1, 5, 9)
    return {
        "ticket_key": key,
        "source": source,
        "ticket_id": f"T{key:02}",
        "unit_now": unit,
        "unit_created": unit,
        "created_at": created_at,
        "created_date": created_at.date(),
        "extract_at": EXTRACT_AT,
        "can_reply_be_seen": False,
        "status_category": "open",
    }


def _file(number: int, path: str, **counts: int) -> Row:
    none = dict.fromkeys(("read", "loaded", "superseded", "skipped", "refused"), 0)
    return {
        "file_no": number,
        "source": path.split("/")[1],
        "path": path,
        "sha256": f"{number}",
        "bytes": 100,
        "adapter": "plain",
        "thing": "ticket",
        **none,
        **counts,
    }
