"""A workspace of any size to measure with: one help desk, its customers, one hundred units."""

from datetime import date
from pathlib import Path

from tests.bench.export import QUEUES, write_export
from tests.bench.people import UNITS, write_people

_MOVED = date(2025, 7, 1)  # from this day on, every queue belongs to the next unit
_HOURS = {
    day: '["08:30-12:30", "13:15-17:45"]' if day != "fri" else '["08:30-12:30", "13:15-16:00"]'
    for day in ("mon", "tue", "wed", "thu", "fri")
}
_TARGETS = {
    "first_reply": {"low": "8h", "normal": "4h", "high": "2h", "urgent": "1h"},
    "resolution": {"low": "80h", "normal": "40h", "high": "24h", "urgent": "8h"},
}


def write_company(folder: Path, rows: int) -> Path:
    """Make a workspace whose export has `rows` records, once, and return the export's path."""
    export = folder / "inbox" / "zendesk" / "tickets.csv"
    if not export.exists():
        export.parent.mkdir(parents=True, exist_ok=True)
        partial = folder / "tickets.csv"
        write_export(partial, rows)
        partial.rename(export)
    write_people(folder / "inbox", rows)
    (folder / "ledger.toml").write_text(_ledger(), encoding="utf-8")
    return export


def _ledger() -> str:
    parts = [
        '[company]\nname = "Bench"\ncurrency = "EUR"\nzone = "Europe/Warsaw"\ncalendar = "desk"',
        '[builds]\nkeep = 1\nmemory_limit = "2GB"',
        '[calendars.desk]\nzone = "Europe/Warsaw"\nholidays = "PL"',
        *(f"hours.{day} = {openings}" for day, openings in _HOURS.items()),
        '[sources.zendesk]\nzone = "Europe/Warsaw"',
        '[[units]]\nid = "service"\nname = "Service"\nfunction = "service"',
    ]
    parts += [
        f'[[units]]\nid = "u{unit}"\nname = "Unit {unit}"\nparent = "service"\nfunction = "service"'
        for unit in range(UNITS)
    ]
    for number, queue in enumerate(QUEUES):
        before, after = number % UNITS, (number + 1) % UNITS
        mapped = f'[[queues]]\nsource = "zendesk"\nqueue = "{queue}"'
        parts.append(f'{mapped}\nunit = "u{before}"\nuntil = {_MOVED}')
        parts.append(f'{mapped}\nunit = "u{after}"\nfrom = {_MOVED}')
    parts += [
        f'[[promises]]\nid = "{promise}"\npromise = "{promise}"\npriority = "{priority}"\n'
        f'target = "{target}"'
        for promise, targets in _TARGETS.items()
        for priority, target in targets.items()
    ]
    parts.append(
        '[[promises]]\nid = "answer"\npromise = "answer"\ntarget = "14d"\nclock = "calendar"'
    )
    return "\n".join(parts) + "\n"
