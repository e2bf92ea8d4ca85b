"""What every format is given to write, and how all of them write instants."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sample_data.calendars import Hours
from sample_data.customers import Pool
from sample_data.description import Company, Department, Desk
from sample_data.ledger import extract_at
from sample_data.ticket import Ticket


@dataclass(frozen=True)
class Export:
    """One desk's tickets on the day of the extract, and where its files go."""

    folder: Path
    company: Company
    desk: Desk
    hours: Mapping[str, Hours]  # by department
    tickets: Sequence[Ticket]
    pool: Pool

    @cached_property
    def extract_at(self) -> int:
        return extract_at(self.company)

    @cached_property
    def department_of(self) -> dict[str, Department]:
        """Return the department behind every queue of this desk."""
        return {
            queue: department
            for department in self.company.departments
            if department.desk == self.desk.id
            for queue in queues(department)
        }

    def address(self, requester: int) -> str:
        """Return what this desk knows a requester by, beside its own number of him."""
        return self.pool.requesters[self.desk.id][requester].address

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.company.zone)


def queues(department: Department) -> tuple[str, ...]:
    """Return the queues a department's tickets lie in."""
    return department.queues or (department.name,)


def money(hundredths: int | None) -> str:
    """Return an amount as 1234.50, or nothing."""
    return "" if hundredths is None else f"{hundredths / 100:.2f}"


def utc(at: int | None) -> str:
    """Return an instant as 2026-03-27T10:15:00Z, or nothing."""
    return "" if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=1 << 12)
def local(at: int | None, zone: ZoneInfo, form: str) -> str:
    """Return an instant as the clocks of `zone` show it, or nothing."""
    return "" if at is None else datetime.fromtimestamp(at, zone).strftime(form)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as these systems do: UTF-8, commas, a newline a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
