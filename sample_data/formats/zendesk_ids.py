"""Zendesk's own ids and words for what the ledger names."""

from functools import cached_property

from sample_data.calendars import Hours
from sample_data.description import Company
from sample_data.formats.export import Export
from sample_data.ticket import Ticket

CATEGORY, PRODUCT, REGION = 900001, 900002, 900003
ROBOT = -1

STATUS = {
    "new": "new", "open": "open", "waiting_customer": "pending", "waiting_inside": "hold",
    "solved": "solved", "closed": "closed",
}  # fmt: skip
TYPE = {"question": "question", "request": "task", "incident": "incident", "claim": "problem"}

_FIRST_GROUP, _FIRST_AGENT = 501, 3001
_FIRST_REQUESTER = {"retail": 500_000, "business": 700_000}  # by account


def requester_number(desk: str, requester: int) -> int:
    """Return the id an account gives to a requester."""
    return _FIRST_REQUESTER[desk] + requester


def agent_numbers(company: Company, desk: str) -> dict[str, int]:
    """Return the ids an account gives to the agents of a desk."""
    names = (
        f"{department.id}-{number}"
        for department in company.departments
        if department.desk == desk
        for number in range(1, department.agents + 1)
    )
    return {name: id for id, name in enumerate(names, _FIRST_AGENT)}


class Ids:
    """The ids one Zendesk account gives to groups, agents and requesters."""

    def __init__(self, export: Export) -> None:
        self.export = export

    @cached_property
    def groups(self) -> dict[str, int]:
        return {name: id for id, name in enumerate(self.export.department_of, _FIRST_GROUP)}

    @cached_property
    def agents(self) -> dict[str, int]:
        return agent_numbers(self.export.company, self.export.desk.id)

    def requester(self, ticket: Ticket) -> int:
        return requester_number(self.export.desk.id, ticket.requester)

    def author(self, ticket: Ticket, who: str, agent: str | None) -> int:
        if who == "customer":
            return self.requester(ticket)
        return self.agents[agent] if agent else ROBOT

    def value(self, kind: str, value: str | None) -> str | None:
        """Return what an audit writes for a status, queue, agent or priority."""
        if value is None:
            return None
        if kind == "status":
            return STATUS[value]
        ids = {"queue": self.groups, "agent": self.agents}.get(kind)
        return value if ids is None else str(ids[value])

    def hours(self, queue: str) -> Hours:
        """Return the opening hours of the department whose queue it is."""
        return self.export.hours[self.export.department_of[queue].id]
