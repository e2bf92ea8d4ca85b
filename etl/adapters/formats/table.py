"""Any table, by the map of columns in ledger.toml: `[sources.NAME.columns]`, ours = "theirs"."""

from difflib import get_close_matches

from etl.adapters.contract import COLUMNS, DURATIONS, Adapter, Duration, Form, Words
from etl.workspace.ledger import Source

_REQUIRED = ("ticket_id", "created_at", "status")
_ENDINGS: dict[str, Duration] = {
    "_seconds": "seconds",
    "_minutes": "minutes",
    "_hours": "hours",
    "_clock": "clock",
}
FIVE_POINTS = {"5": "good", "4": "good", "3": "bad", "2": "bad", "1": "bad"}


def names() -> dict[str, tuple[str, Duration | None]]:
    """Return what may stand on the left of a map of columns: our column, and how it is written.

    A duration is named with its unit: source_first_reply_calendar_minutes is a column of minutes;
    the ending _clock is for 12:30:00, 1 12:30:00 and 3 Days 12 Hours.
    """
    known: dict[str, tuple[str, Duration | None]] = {
        column: (column, None) for column in COLUMNS["ticket"] if column not in DURATIONS
    }
    for column in DURATIONS:
        stem = column.removesuffix("_seconds")
        known |= {stem + ending: (column, written) for ending, written in _ENDINGS.items()}
    return known


def _forms(source: Source) -> tuple[Form, ...]:
    known = names()
    for ours in source.columns:
        if ours not in known:
            near = get_close_matches(ours, known, 1)
            meant = f"is {near[0]!r} meant?" if near else "docs/exports.md lists them."
            raise ValueError(f"{ours!r} is no column of tickets; {meant}")
    lacking = [name for name in _REQUIRED if name not in source.columns]
    if lacking:
        raise ValueError(
            f"nothing is said of {' and '.join(lacking)}; add {lacking[0]} = "
            '"the header in the file".'
        )
    mapped = {known[ours]: theirs for ours, theirs in source.columns.items()}
    columns = {column: (theirs,) for (column, _), theirs in mapped.items()}
    return (
        Form(
            thing="ticket",
            aliases=columns,
            known_by=tuple(columns),
            required=_REQUIRED,
            durations={column: written for column, written in mapped if written},
        ),
    )


ADAPTER = Adapter(
    name="table",
    from_ledger=_forms,
    words=Words(
        status={
            "new": "new",
            "open": "open",
            "in progress": "open",
            "pending": "waiting_customer",
            "on hold": "waiting_inside",
            "solved": "solved",
            "resolved": "solved",
            "closed": "closed",
        },
        priority={
            "urgent": "urgent",
            "high": "high",
            "normal": "normal",
            "medium": "normal",
            "low": "low",
        },
        rating={"offered": "offered", "good": "good", "bad": "bad", **FIVE_POINTS},
    ),
)
