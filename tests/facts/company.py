"""A company in a few lines, its core_ tables filled directly, its facts built in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import duckdb
from hypothesis import HealthCheck, Phase, settings

from etl.canonical import calendars
from etl.canonical.tables import create, shapes
from etl.facts.build import build
from etl.progress import Quiet
from etl.warehouse import Loading
from etl.workspace.ledger import Calendar, Company, Ledger, Weekday
from etl.workspace.workspace import Workspace

Row = Mapping[str, object]

WEEK: tuple[Weekday, ...] = get_args(Weekday)
WORKDAYS = WEEK[:5]
CALENDAR_TABLES = ("core_calendar", "core_company_day")
DEFAULTS: dict[str, Row] = {
    "core_source": {
        "source": "desk",
        "zone": "UTC",
        "has_events": True,
        "has_time_of_day": True,
        "queues_are_units": False,
    },
    "core_ticket": {"source": "desk", "has_events": True},
    "core_unit": {
        "outsourced": "no",
        "is_intake": False,
        "valid_from": date(1900, 1, 1),
        "valid_until": date(9999, 12, 31),
    },
    "core_identity": {"valid_from": date(1900, 1, 1), "valid_until": date(9999, 12, 31)},
    "core_sla_policy": {
        "clock": "business",
        "set_by": "company",
        "valid_from": date(1900, 1, 1),
        "valid_until": date(9999, 12, 31),
    },
    "load_capability": {"source": "desk", "state": "yes"},
}


def office(zone: str, *hours: str, holidays: str | None = None) -> Calendar:
    """Return opening hours from Monday to Friday; 09:00-17:00 unless said."""
    openings = hours or ("09:00-17:00",)
    return Calendar(zone=zone, hours=dict.fromkeys(WORKDAYS, openings), holidays=holidays)


def around_the_clock(zone: str = "UTC") -> Calendar:
    """Return a calendar that never closes."""
    return Calendar(zone=zone, hours=dict.fromkeys(WEEK, ("00:00-24:00",)))


def at(text: str) -> datetime:
    """Return the UTC stamp written as 2025-03-07 21:00 or with seconds."""
    return datetime.fromisoformat(text)


@dataclass
class Desk:
    """One source, its units and tickets. Times are UTC; `zone` only makes the company's days.

    `units` gives each unit its calendar; a unit not named there exists without one.
    """

    calendars: dict[str, Calendar] = field(default_factory=lambda: {"always": around_the_clock()})
    units: Mapping[str, str | None] = field(default_factory=lambda: {"orders": "always"})
    extract_at: str = "2025-12-31 00:00"
    zone: str = "UTC"
    intake: str | None = None
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def row(self, table: str, **columns: object) -> "Desk":
        """Add a row to a core_ table, beside what `DEFAULTS` says of it."""
        self.tables.setdefault(table, []).append(columns)
        return self

    def promise(self, promise: str, target_minutes: float, **columns: object) -> "Desk":
        """Add a policy."""
        seconds = int(target_minutes * 60)
        name = f"policy {len(self.tables.get('core_sla_policy', []))}"
        return self.row(
            "core_sla_policy",
            **{"policy_id": name, "promise": promise, "target_seconds": seconds, **columns},
        )

    def ticket(self, created_at: str, history: str = "", **columns: object) -> int:
        """Add a ticket with a history, one event a line: `2025-03-07 21:00 status solved`.

        A line may end with `by agent`, `by robot` or `by customer`; the value of a queue is the
        unit it stands for. Returns the ticket's key.
        """
        key = len(self.tables.get("core_ticket", [])) + 1
        events = [_event(key, number, line) for number, line in enumerate(_lines(history), start=1)]
        last_status = [event["to_value"] for event in events if event["kind"] == "status"]
        last_unit = [event["unit_id"] for event in events if event["kind"] == "queue"]
        self.tables.setdefault("core_ticket_event", []).extend(events)
        self.row(
            "core_ticket",
            **{
                "ticket_key": key,
                "ticket_id": str(key),
                "created_at": at(created_at),
                "status_category": last_status[-1] if last_status else "open",
                "unit_id": last_unit[-1] if last_unit else None,
                **columns,
            },
        )
        return key

    def flat_ticket(self, created_at: str, **columns: object) -> int:
        """Add a ticket whose source kept only its last state. Returns the ticket's key."""
        key = len(self.tables.get("core_ticket", [])) + 1
        stamps = {
            name: at(str(value)) if name.endswith("_at") else value
            for name, value in columns.items()
        }
        self.row(
            "core_ticket",
            **{
                "ticket_key": key,
                "ticket_id": str(key),
                "created_at": at(created_at),
                "has_events": False,
                "status_category": "solved" if "last_solved_at" in columns else "open",
                "unit_id": "orders",
                **stamps,
            },
        )
        return key

    def facts(self) -> "Facts":
        """Build the fact_ tables."""
        tables = dict(self.tables)
        tables.setdefault("core_source", [{"extract_at": at(self.extract_at)}])
        tables["core_unit"] = [
            *tables.get("core_unit", []),
            *(
                {
                    "unit_id": unit,
                    "name": unit,
                    "calendar_id": name,
                    "is_intake": unit == self.intake,
                }
                for unit, name in self.units.items()
            ),
        ]
        tables.setdefault(
            "load_capability",
            [
                {"capability": name}
                for name in ("first_reply", "events", "agent_history", "queue_history")
            ],
        )
        loading = loading_of(tables)
        workspace = Workspace(
            Path(),
            Ledger(
                company=Company(name="Test", currency="EUR", zone=self.zone),
                calendars=self.calendars,
            ),
            "",
        )
        stamps = [
            value for rows in tables.values() for row in rows for value in row.values()
            if isinstance(value, datetime)
        ] or [at(self.extract_at)]  # fmt: skip
        if not tables.keys() & set(CALENDAR_TABLES):
            calendars.build(loading, workspace, min(stamps), max(stamps))
        build(loading, Quiet())
        return Facts(loading)


@dataclass
class Facts:
    """The built facts of a desk."""

    loading: Loading

    def rows(self, table: str, columns: str = "*", order: str = "all") -> list[tuple[Any, ...]]:
        """Return `columns` of `table`, in order."""
        return self.loading.query(f"select {columns} from {table} order by {order}").rows

    def ticket(self, key: int = 1) -> dict[str, Any]:
        """Return the row of fact_ticket of one ticket."""
        [record] = self.loading.query(
            "select * from fact_ticket where ticket_key = $key", {"key": key}
        ).records()
        return record

    def shares(self, clock: str, key: int = 1) -> dict[str | None, float]:
        """Return each unit's share of a clock."""
        return dict(
            self.loading.query(
                "select unit_id, share from fact_ticket_share "
                "where ticket_key = $key and clock = $clock",
                {"key": key, "clock": clock},
            ).rows
        )


def loading_of(tables: Mapping[str, Sequence[Row]]) -> Loading:
    """Return a load in memory whose core_ tables hold `tables`; no calendars unless given."""
    loading = Loading.into(Path(":memory:"), duckdb.connect(config={"threads": 2}))
    given = tables.keys() & set(CALENDAR_TABLES)
    create(loading, *(name for name in shapes() if given or name not in CALENDAR_TABLES))
    for name, rows in tables.items():
        for row in rows:
            columns = {**DEFAULTS.get(name, {}), **row}
            loading.run(
                f"insert into {name} by name select "
                + ", ".join(f'${column} as "{column}"' for column in columns),
                columns,
            )
    return loading


def _lines(history: str) -> list[str]:
    return [line.strip() for line in history.splitlines() if line.strip()]


def _event(key: int, number: int, line: str) -> dict[str, Any]:
    text, _, who = line.partition(" by ")
    day, clock, kind, *value = text.split()
    moment = at(f"{day} {clock}")
    to_value = value[0] if value and value[0] != "nobody" else None
    return {
        "ticket_key": key,
        "sequence": number,
        "at": moment,
        "kind": kind,
        "to_value": to_value,
        "unit_id": to_value if kind in ("queue", "owner") else None,
        "who": who.strip() or {"public_reply": "agent", "customer_message": "customer"}.get(kind),
    }


def examples(number: int) -> settings:
    """Return how a law is tried whose every example builds all facts: no shrinking for minutes."""
    return settings(
        max_examples=number,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=(HealthCheck.too_slow,),
    )


def minutes(seconds: float | None) -> float | None:
    """Return seconds as minutes."""
    return None if seconds is None else seconds / 60


def later(moment: str, **passed: float) -> str:
    """Return `moment` moved on, as text."""
    return (at(moment) + timedelta(**passed)).isoformat(" ")
