"""Any table, by the map of columns in ledger.toml: `[sources.NAME.columns]`, ours = "theirs"."""

from difflib import get_close_matches

from etl.adapters.contract import COLUMNS, DURATIONS, Adapter, Duration, Form, Words
from etl.adapters.formats import complaint_register
from etl.workspace.ledger import Records, Source

# What a record is called in sentences, and the columns it cannot do without.
_RECORDS: dict[Records, tuple[str, tuple[str, ...]]] = {
    "ticket": ("tickets", ("ticket_id", "created_at", "status")),
    "complaint": ("complaints", ("received_at",)),
    "survey_response": ("answers to surveys", ("answered_at", "kind", "score")),
    "customer": ("customers", ("customer_id",)),
    "contact": ("contacts", ("customer_id",)),
    "customer_month": ("months of customers", ("customer_id", "month", "margin")),
}
_ENDINGS: dict[str, Duration] = {
    "_seconds": "seconds",
    "_minutes": "minutes",
    "_hours": "hours",
    "_clock": "clock",
}
FIVE_POINTS = {"5": "good", "4": "good", "3": "bad", "2": "bad", "1": "bad"}


def names(records: Records = "ticket") -> dict[str, tuple[str, Duration | None]]:
    """Return what may stand on the left of a map of columns: our column, and how it is written.

    A duration is named with its unit: source_first_reply_calendar_minutes is a column of minutes;
    the ending _clock is for 12:30:00, 1 12:30:00 and 3 Days 12 Hours.
    """
    columns = COLUMNS[records]
    known: dict[str, tuple[str, Duration | None]] = {
        column: (column, None) for column in columns if column not in DURATIONS
    }
    for column in DURATIONS.intersection(columns):
        stem = column.removesuffix("_seconds")
        known |= {stem + ending: (column, written) for ending, written in _ENDINGS.items()}
    return known


def _forms(source: Source) -> tuple[Form, ...]:
    known = names(source.records)
    called, required = _RECORDS[source.records]
    for ours in source.columns:
        if ours not in known:
            near = get_close_matches(ours, known, 1)
            meant = f"is {near[0]!r} meant?" if near else "docs/exports.md lists them."
            raise ValueError(f"{ours!r} is no column of {called}; {meant}{_elsewhere(ours)}")
    lacking = [name for name in required if name not in source.columns]
    if lacking:
        raise ValueError(
            f"nothing is said of {' and '.join(lacking)}; add {lacking[0]} = "
            '"the header in the file".'
        )
    mapped = {known[ours]: theirs for ours, theirs in source.columns.items()}
    columns = {column: (theirs,) for (column, _), theirs in mapped.items()}
    return (
        Form(
            thing=source.records,
            aliases=columns,
            known_by=tuple(columns),
            required=required,
            durations={column: written for column, written in mapped if written},
            named_by_place="complaint_id" if source.records == "complaint" else None,
        ),
    )


def _elsewhere(ours: str) -> str:
    """Return what to write where a column belongs to records of another kind."""
    kinds = [kind for kind in _RECORDS if ours in names(kind)]
    return f' If these are {_RECORDS[kinds[0]][0]}, write records = "{kinds[0]}".' if kinds else ""


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
        rating={**complaint_register.WORDS.rating, "offered": "offered", **FIVE_POINTS},
        outcome=complaint_register.WORDS.outcome,
    ),
)
