"""The org chart in our own plain forms: units, posts, and whose queue is whose."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sample_data.description import Company, Head
from sample_data.formats.export import queues, write_csv

UNITS = (
    "unit_id", "name", "parent", "function", "service_function", "region", "product_line",
    "outsourced", "calendar", "intake", "valid_from", "valid_until",
)  # fmt: skip
POSTS = (
    "organisation", "post_id", "title", "unit", "heads", "grade", "role", "goal", "reports_to",
    "dotted_to", "fte", "valid_from", "valid_until",
)  # fmt: skip
QUEUES = ("source", "queue", "unit", "valid_from", "valid_until")

_ORGANISATION = "brzoza"
_INTAKE = "orders"
_FOUNDED = date(2015, 1, 1)


def write(folder: Path, company: Company) -> None:
    """Write units.csv, posts.csv and queues.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "units.csv", UNITS, _units(company))
    write_csv(folder / "posts.csv", POSTS, _posts(company))
    write_csv(folder / "queues.csv", QUEUES, _queues(company))


def _units(company: Company) -> Iterator[list[object]]:
    for unit in company.units:
        yield [
            unit.id, unit.name, unit.parent or "", unit.function, "", "", "", "no",
            unit.calendar or (company.calendar if unit.parent is None else ""), "no", _FOUNDED, "",
        ]  # fmt: skip
    for department in company.departments:
        for parent, start, end in _stretches(company, department.id, department.parent):
            yield [
                department.id, department.name, parent, "service", department.service_function,
                department.region or "", department.product_line or "", department.outsourced,
                department.calendar or "", "yes" if department.id == _INTAKE else "no", start, end,
            ]  # fmt: skip


def _stretches(company: Company, unit: str, parent: str) -> Iterator[tuple[str, object, object]]:
    """Yield each parent a unit had, with its first day and the first day after."""
    start: date = _FOUNDED
    for move in company.moves:
        if move.unit == unit:
            yield parent, start, move.day
            parent, start = move.parent, move.day
    yield parent, start, ""


def _posts(company: Company) -> Iterator[list[object]]:
    for head in company.heads:
        superior, start = head.reports_to, _FOUNDED
        for move in company.moves:
            if move.unit == head.unit:
                yield _post(head, superior, start, move.day)
                superior, start = move.reports_to, move.day
        yield _post(head, superior, start, "")
    for department in company.departments:
        head = next(found for found in company.heads if found.unit == department.id)
        for number in range(1, department.agents + 1):
            yield [
                _ORGANISATION, f"{head.post}-{number:02}", f"Advisor, {department.name}",
                department.id, "", 6, "front_line", "satisfaction", head.post, "", 1, _FOUNDED, "",
            ]  # fmt: skip


def _post(head: Head, superior: str | None, start: date, end: object) -> list[object]:
    return [
        _ORGANISATION, head.post, head.title, head.unit, head.unit, head.grade, head.role,
        head.goal or "", superior or "", head.dotted_to or "", head.fte, start, end,
    ]  # fmt: skip


def _queues(company: Company) -> Iterator[list[object]]:
    for department in company.departments:
        for queue in queues(department):
            yield [department.desk, queue, department.id, _FOUNDED, ""]
