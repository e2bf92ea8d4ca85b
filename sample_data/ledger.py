"""The demo company's ledger.toml: commented, so that it can be read as an example."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sample_data.description import Company

_ABOUT = {
    "retail": "Retail's help desk: a Zendesk view as CSV, a file a quarter. No history.",
    "business": "Business's help desk: Zendesk's JSON with audits and metric events.",
    "field": "Field's incidents: the audit log of a ServiceNow. Replies are not in it.",
    "group": "Billing and the Complaints Office: their own system, in the plain forms.",
}
_BESIDE = {
    "complaints": "The register of the Complaints Office: a workbook, a sheet a quarter.",
    "surveys": "Answers to surveys: would they recommend us, was it easy, are they happy.",
}


def extract_at(company: Company) -> int:
    """Return the moment of the extract: midnight in the company's zone, seconds since 1970."""
    day = company.extract
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(company.zone)).timestamp())


def write(path: Path, company: Company) -> None:
    """Write ledger.toml."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_lines(company)) + "\n", encoding="utf-8")


def _lines(company: Company) -> Iterator[str]:
    yield from (
        f"# {company.name}, the demo company of Service Ledger. Made by sample_data/generate.py;",
        "# what is planted in it stands in sample_data/TRUTH.md.",
        "",
        "[company]",
        f'name = "{company.name}"',
        f'currency = "{company.currency}"',
        f'zone = "{company.zone}"',
        f'calendar = "{company.calendar}"  # of units that name none, nor one above them',
    )
    for calendar in company.calendars:
        yield from ("", f"[calendars.{calendar.id}]", f'zone = "{calendar.zone}"')
        if calendar.holidays:
            yield f'holidays = "{calendar.holidays}"'
        yield f"[calendars.{calendar.id}.hours]"
        for day, openings in calendar.hours.items():
            yield f"{day} = [{', '.join(f'{chr(34)}{opening}{chr(34)}' for opening in openings)}]"
    at = datetime.fromtimestamp(extract_at(company), ZoneInfo(company.zone)).isoformat()
    for desk in company.desks:
        yield from ("", f"# {_ABOUT[desk.id]}", f"[sources.{desk.id}]")
        yield from (f'zone = "{company.zone}"', f"extract_at = {at}")
    for source, about in _BESIDE.items():
        yield from ("", f"# {about}", f"[sources.{source}]")
        yield from (f'zone = "{company.zone}"', f"extract_at = {at}")
    for promise in company.promises:
        yield from ("", "[[promises]]", f'id = "{promise.id}"', f'promise = "{promise.promise}"')
        if promise.unit:
            yield f'unit = "{promise.unit}"'
        if promise.priority:
            yield f'priority = "{promise.priority}"'
        yield f'target = "{promise.target_hours:g}h"'
        if promise.clock != "business":
            yield f'clock = "{promise.clock}"'
        if promise.set_by != "company":
            yield f'set_by = "{promise.set_by}"'
        if promise.silence_upholds:
            yield "silence_upholds = true"
    for rate in company.rates:
        yield from ("", "[[rates]]", f'currency = "{rate.currency}"', f"rate = {rate.rate}")
        if rate.since:
            yield f"from = {rate.since}"
        if rate.until:
            yield f"until = {rate.until}"
