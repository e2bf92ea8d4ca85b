"""The organisation in our own plain forms: units, posts, whose queue and whose profit is whose."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sample_data.description import Company, Head
from sample_data.formats.export import queues, write_csv
from sample_data.formats.zendesk_ids import agent_numbers

UNITS = (
    "unit_id", "name", "parent", "function", "service_function", "region", "product_line",
    "outsourced", "calendar", "intake", "valid_from", "valid_until",
)  # fmt: skip
POSTS = (
    "organisation", "post_id", "title", "unit", "heads", "grade", "role", "goal", "reports_to",
    "dotted_to", "fte", "valid_from", "valid_until",
)  # fmt: skip
QUEUES = ("source", "queue", "unit", "valid_from", "valid_until")
AGENTS = ("source", "agent", "post", "valid_from", "valid_until")
PROFIT_SCOPES = ("post", "scope_kind", "scope", "valid_from", "valid_until")
BUDGET_CONTROLS = ("post", "unit", "valid_from", "valid_until")
EVENTS = ("day", "last_day", "kind", "title", "unit")
TARGETS = ("metric", "unit", "value", "valid_from", "valid_until")

_ORGANISATION = "brzoza"
_INTAKE = "orders"
_FOUNDED = date(2015, 1, 1)


def write(folder: Path, company: Company) -> None:
    """Write what is so whatever happens: the chart, who answers for what, events and targets."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "units.csv", UNITS, _units(company))
    write_csv(folder / "posts.csv", POSTS, _posts(company))
    write_csv(folder / "queues.csv", QUEUES, _queues(company))
    write_csv(folder / "agents.csv", AGENTS, _agents(company))
    write_csv(
        folder / "profit_scopes.csv",
        PROFIT_SCOPES,
        ([one.post, "division", one.division, _FOUNDED, ""] for one in company.profit_scopes),
    )
    write_csv(
        folder / "budget_controls.csv",
        BUDGET_CONTROLS,
        ([one.post, one.unit, one.since or _FOUNDED, one.until or ""] for one in company.controls),
    )
    write_csv(
        folder / "events.csv",
        EVENTS,
        (
            [one.day, one.last_day or "", one.kind, one.title, one.unit or ""]
            for one in company.events
        ),
    )
    write_csv(
        folder / "targets.csv",
        TARGETS,
        ([one.metric, one.unit or "", one.value, one.since, ""] for one in company.targets),
    )


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


def _agents(company: Company) -> Iterator[list[object]]:
    """Yield the post of every agent, each named as his help desk names him."""
    numbers = agent_numbers(company, "business")
    for department in company.departments:
        head = next(found for found in company.heads if found.unit == department.id)
        for number in range(1, department.agents + 1):
            name = f"{department.id}-{number}"
            agent = numbers[name] if department.desk == "business" else name
            yield [department.desk, agent, f"{head.post}-{number:02}", _FOUNDED, ""]
