"""Files of tickets, complaints, customers and the like, from text to typed rows: staged_ ...

Each file is read once, from its first record to its last, so that a staged row's place tells which
record of the file it is.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from etl.adapters.contract import DURATIONS, REMAINING, STAMPS, Thing
from etl.adapters.raw import RawFile
from etl.canonical import people, refusals, zones
from etl.canonical.refusals import Refusal
from etl.canonical.stamps import MONTHS, Reading, Readings
from etl.problems import RefusedData
from etl.progress import Progress
from etl.warehouse import DatabaseError, Loading

_MONTHS = {"named": list(MONTHS), "english": list(MONTHS.values())}
_NOT_THERE = Reading((), False, "UTC", True)
_STAGED: dict[Thing, str] = {
    "ticket": "ticket", "update": "ticket", "event": "event",
    "metric_set": "figure", "metric_event": "figure", "complaint": "complaint",
    "survey_response": "survey_response", "customer": "customer", "contact": "contact",
    "customer_month": "customer_month",
}  # fmt: skip
THINGS: tuple[Thing, ...] = tuple(_STAGED)
OF_TICKETS: tuple[Thing, ...] = ("ticket", "update", "event", "metric_set", "metric_event")
TABLES: tuple[str, ...] = tuple(dict.fromkeys(f"staged_{name}" for name in _STAGED.values()))
Refusals = dict[int, list[Refusal]]  # by file_no


@dataclass(frozen=True, slots=True)
class Stretch:
    """Staged rows from `first_row` up to `end_row` that are records one after the other."""

    staged: str
    file_no: int
    first_row: int
    end_row: int
    first_record: int


def sql(name: str) -> Path:
    """Return the file of SQL `name` of this stage."""
    return Path(str(resources.files("etl.canonical") / f"{name}.sql"))


def stage(
    loading: Loading,
    raws: Sequence[RawFile],
    readings: Readings,
    people_key: str,
    progress: Progress,
) -> Refusals:
    """Stage every file of `raws`; return the records of the wrong shape."""
    loading.run_file(sql("staged"))
    loading.run(
        "create or replace table scratch.record_span (staged varchar, file_no integer, "
        "first_row bigint, end_row bigint, first_record bigint)"
    )
    refused: Refusals = {}
    stretches: list[Stretch] = []
    for file in raws:
        staged = _STAGED[file.thing]
        before = _rows(loading, staged)
        parameters = _parameters(
            file.file_no, file.source, readings, dict(file.columns), people_key
        )
        refused[file.file_no] = _take(loading, file, staged, before, parameters)
        gaps = sorted(refusal.record for refusal in refused[file.file_no])
        end = _rows(loading, staged)
        stretches += _stretches(f"staged_{staged}", file.file_no, before, end, gaps)
        progress.advance(of=file.path)
    loading.insert(
        "record_span",
        ("staged", "file_no", "first_row", "end_row", "first_record"),
        [
            (one.staged, one.file_no, one.first_row, one.end_row, one.first_record)
            for one in stretches
        ],
    )
    return refused


def _rows(loading: Loading, staged: str) -> int:
    return int(loading.query(f"select count(*) from staged_{staged}").rows[0][0])


def _take(
    loading: Loading, file: RawFile, staged: str, before: int, parameters: dict[str, Any]
) -> list[Refusal]:
    """Stage a file after `before` rows and return its records of the wrong shape.

    Where the count tells that its readers were out of step, one reads it again from the beginning.
    """
    if file.view_in_order is not None:
        loading.run("begin transaction")
        _read(loading, file, file.view, staged, parameters)
        with contextlib.suppress(RefusedData):
            misshapen = refusals.of_shape(loading, file)
            if _rows(loading, staged) - before + len(misshapen) == file.read:
                loading.run("commit")
                return misshapen
        loading.run("rollback")
    _read(loading, file, file.view_in_order or file.view, staged, parameters)
    return refusals.of_shape(loading, file)


def _read(
    loading: Loading, file: RawFile, view: str, staged: str, parameters: dict[str, Any]
) -> None:
    refusals.forget(loading)
    loading.run(f"create or replace view scratch.raw_{staged} as select * from {view}")
    zones.of_file(loading, parameters["zones"].values())
    # What is joined does not come out in the order of the file, and neither does what is looked up
    # in a list that DuckDB makes a table of. Nor may the file be held in memory to be joined.
    loading.run("set disabled_optimizers = 'build_side_probe_side,in_clause'")
    try:
        loading.run_file(sql(f"staged_{staged}"), parameters)
    except DatabaseError as error:
        raise RefusedData(
            f"{file.path} cannot be read to its end ({str(error).splitlines()[0][:200]}): export "
            "it again, or take it out of the inbox."
        ) from None
    loading.run("reset disabled_optimizers")


def _parameters(
    file_no: int, source: str, readings: Readings, columns: dict[str, Any], people_key: str
) -> dict[str, Any]:
    found = {column: readings.get((file_no, column), _NOT_THERE) for column in STAMPS}
    return {
        "file_no": file_no,
        "source": source,
        "people_key": people_key,
        "address": people.ADDRESS,
        "stamps": {
            column: {
                "formats": list(reading.formats) or ["%Y-%m-%d %H:%M:%S"],
                "has_offset": reading.has_offset,
                "is_epoch": reading.is_epoch,
                "has_named_month": reading.has_named_month,
                "months": _MONTHS,
            }
            for column, reading in found.items()
        },
        # Without a zone nothing is looked up for a column that the file does not have.
        "zones": {
            column: reading.zone if (file_no, column) in readings else None
            for column, reading in found.items()
        },
        "has_time": {column: reading.has_time for column, reading in found.items()},
        "is_there": {column: column in columns for column in STAMPS},
        "promised": len(REMAINING & columns.keys()),
        "written": {column: columns.get(column) or "seconds" for column in DURATIONS},
    }


def _stretches(
    staged: str, file_no: int, before: int, end: int, gaps: Sequence[int]
) -> list[Stretch]:
    """Return the rows of a file cut where records are missing between them."""
    stretches: list[Stretch] = []
    row, record = before, 1
    for gap in gaps:
        rows = gap - record
        if rows > 0:
            stretches.append(Stretch(staged, file_no, row, row + rows, record))
        row, record = row + rows, gap + 1
    if end > row:
        stretches.append(Stretch(staged, file_no, row, end, record))
    return stretches
