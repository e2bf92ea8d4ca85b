"""Which queue of a help desk stands for which unit, as of a day: core_identity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from etl.canonical import whereabouts, zones
from etl.canonical.org_rows import Cells
from etl.canonical.units import Unit, missing
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL, overlaps
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_SHOWN = 20
_BEGINNING, _END = datetime(1900, 1, 1), datetime(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue that stands for a unit from a day until the day before another."""

    source: str
    queue: str
    unit_id: str
    told_in: str
    valid_from: date = ALWAYS_FROM
    valid_until: date = ALWAYS_UNTIL


def of_ledger(workspace: Workspace) -> list[Queue]:
    """Return the queues that ledger.toml maps to units."""
    return [
        Queue(
            queue.source, queue.queue, queue.unit, workspace.place("queues", number),
            queue.valid_from, queue.valid_until,
        )
        for number, queue in enumerate(workspace.ledger.queues)
    ]  # fmt: skip


def of_row(cells: Cells) -> Queue:
    """Return the queue of a row of the plain form."""
    first, after = cells.span()
    return Queue(
        cells.required("source"), cells.required("queue"), cells.required("unit"), cells.place,
        first, after,
    )  # fmt: skip


def of_seen(queues_seen: Iterable[tuple[str, str]]) -> list[Queue]:
    """Return each queue of a source whose queues are units as the unit it is."""
    return [
        Queue(source, queue, f"{source}/{queue}", f"the queues of {source}")
        for source, queue in queues_seen
    ]


def seen(loading: Loading) -> list[tuple[str, str]]:
    """Return every source and queue that tickets or their history name."""
    rows = loading.query(
        "select source, queue from staged_ticket where refusal_kind is null and queue is not null "
        "union select source, unnest([from_value, to_value]) from staged_event "
        "where refusal_kind is null and kind = 'queue' order by all"
    ).rows
    return [(source, queue) for source, queue in rows if queue is not None]


def offices(loading: Loading) -> list[tuple[str, str]]:
    """Return every source and word that complaints name a unit by."""
    rows = loading.query(
        "select distinct source, unnest([unit, accountable]) as word from staged_complaint "
        "where refusal_kind is null order by all"
    ).rows
    return [(source, word) for source, word in rows if word is not None]


def check(workspace: Workspace, queues: Sequence[Queue], units: Sequence[Unit]) -> None:
    """Raise RefusedData for every queue of two units on one day, or of a unit that is not there."""
    known = {unit.unit_id for unit in units}
    problems = [
        *overlaps(
            queues,
            lambda queue: (queue.source, queue.queue),
            lambda queue: f"the queue {queue.queue!r} of {queue.source}",
        )
    ]
    for queue in queues:
        if queue.unit_id not in known:
            problems.append(f"{queue.told_in}: {missing(queue.unit_id, known)}")
        if queue.source not in workspace.ledger.sources:
            problems.append(
                f"{queue.told_in}: there is no source {queue.source!r} in ledger.toml; write one "
                f"of {', '.join(workspace.ledger.sources)}."
            )
    RefusedData.raise_if([*dict.fromkeys(problems), *_intakes(queues, units)])


def check_seen(
    loading: Loading,
    workspace: Workspace,
    queues: Iterable[Queue],
    queues_seen: Iterable[tuple[str, str]],
) -> None:
    """Raise RefusedData with every queue that stands for no unit."""
    mapped = {(queue.source, queue.queue) for queue in queues}
    unmapped: dict[str, list[str]] = {}
    for source, queue in queues_seen:
        if (source, queue) not in mapped:
            unmapped.setdefault(source, []).append(queue)
    RefusedData.raise_if(
        f"{workspace.place('sources', source)}: these queues of {source} belong to no unit: "
        + whereabouts.listed(loading, "queue", source, names)
        + ". For each add [[queues]] with source, queue and unit to ledger.toml (or a row to "
        "inbox/org/queues.csv), or let every queue be a unit of its own with "
        f'queues = "are_units" in [sources.{source}].'
        for source, names in unmapped.items()
    )


def build(loading: Loading, workspace: Workspace, queues: Sequence[Queue]) -> None:
    """Fill core_identity, and queue_unit: the same with the instants of its beginning and end."""
    zone = workspace.ledger.company.zone
    columns = {
        "source": "varchar",
        "queue": "varchar",
        "unit_id": "varchar",
        "starts_at": "timestamp",
        "ends_at": "timestamp",
    }
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    loading.run(f"create or replace table scratch.queue_unit ({declared})")
    loading.insert(
        "queue_unit",
        tuple(columns),
        [
            (
                queue.source, queue.queue, queue.unit_id,
                _BEGINNING if queue.valid_from == ALWAYS_FROM else _begins(zone, queue.valid_from),
                _END if queue.valid_until == ALWAYS_UNTIL else _begins(zone, queue.valid_until),
            )
            for queue in queues
        ],
    )  # fmt: skip
    loading.insert(
        "core_identity",
        ("kind", "source", "key", "id", "valid_from", "valid_until"),
        [
            ("queue", queue.source, queue.queue, queue.unit_id, queue.valid_from, queue.valid_until)
            for queue in queues
        ],
    )


def _begins(zone: str, day: date) -> datetime:
    return zones.utc_of(zone, datetime.combine(day, time()))


def _intakes(queues: Iterable[Queue], units: Iterable[Unit]) -> Iterator[str]:
    intake = {unit.unit_id for unit in units if unit.is_intake}
    found: dict[str, set[str]] = {}
    for queue in queues:
        if queue.unit_id in intake:
            found.setdefault(queue.source, set()).add(queue.unit_id)
    for source, names in found.items():
        if len(names) > 1:
            yield (
                f"{source} has several intake units ({_listed(sorted(names))}): the time before a "
                "ticket is assigned can be one unit's only; keep intake at one of them."
            )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
