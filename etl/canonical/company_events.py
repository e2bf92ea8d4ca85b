"""What is marked on time axes, a campaign, a release, a reorganisation: core_event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.canonical import units
from etl.canonical.org_rows import Cells
from etl.problems import RefusedData
from etl.warehouse import Loading

_KINDS = ("campaign", "release", "reorganisation", "other")


@dataclass(frozen=True, slots=True)
class CompanyEvent:
    """Something that happened to a unit or, without one, to the company."""

    day: date
    last_day: date | None  # None: one day
    kind: str
    title: str
    unit_id: str | None
    told_in: str = field(compare=False)


def of_row(cells: Cells) -> CompanyEvent:
    """Return the event of a row of the plain form."""
    return CompanyEvent(
        *cells.days("day", "last_day"), cells.word("kind", _KINDS, "no_company_event"),
        cells.required("title"), cells.text("unit"), told_in=cells.place,
    )  # fmt: skip


def check(events: Sequence[CompanyEvent], known: Iterable[str]) -> None:
    """Raise RefusedData for every event of a unit that is not in the chart."""
    RefusedData.raise_if(units.strange(events, known))


def build(loading: Loading, events: Sequence[CompanyEvent]) -> None:
    """Fill core_event, numbered by day."""
    ordered = sorted(events, key=lambda event: event.day)
    loading.insert(
        "core_event",
        ("event_id", "day", "last_day", "kind", "title", "unit_id"),
        [
            (str(number), event.day, event.last_day, event.kind, event.title, event.unit_id)
            for number, event in enumerate(ordered, start=1)
        ],
    )
