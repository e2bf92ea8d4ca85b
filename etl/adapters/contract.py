"""What every adapter keeps to: one export format in, text in our columns out.

An adapter is one file in `formats/`: the headers it knows by, our column for each of theirs, and
the words it uses. It types nothing and drops nothing: `canonical/` does that, once for all formats,
so that two help desks cannot mean two things by one column.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from etl.workspace.ledger import Outcome, Source, StatusCategory

Thing = Literal[
    "ticket", "update", "event", "metric_set", "metric_event", "complaint", "survey_response",
    "customer", "contact", "customer_month", "unit", "post", "queue", "agent", "staffing",
    "profit_month", "profit_scope", "budget_control", "company_event", "target",
]  # fmt: skip
Duration = Literal["seconds", "minutes", "hours", "clock"]
DayOrder = Literal["day first", "month first"]
DAY_FIRST: Final = "day first"
MONTH_FIRST: Final = "month first"
Row = Mapping[str, str | None]

_STAMPS = (
    "created_at", "first_assigned_at", "first_reply_at", "first_solved_at", "last_solved_at",
    "closed_at", "updated_at", "due_at", "rated_at",
)  # fmt: skip
_DURATIONS = tuple(
    f"source_{measure}_{clock}_seconds"
    for measure in (
        "first_reply", "first_resolution", "full_resolution", "requester_wait", "agent_wait",
        "hold",
    )
    for clock in ("business", "calendar")
)  # fmt: skip
# What remained of a promise when it was kept or still ran, 1:20, and less than nothing once it was
# broken, -0:05.
_REMAINING = ("source_first_reply_remaining", "source_resolution_remaining")
_COUNTS = ("queue_count", "agent_count", "reassignment_count", "reopen_count", "reply_count")
_WHO = ("customer_id", "requester_id", "requester_name", "requester_email", "requester_phone")
_TICKET = (
    "ticket_id", *_WHO, "agent", "channel", "kind", "category_first",
    "category", "product", "region", "priority_first", "priority", "status", "queue", "unit",
    "is_sla_met_source", "is_raised", "rating", "author", "sequence", "tags",
    *_STAMPS, *_COUNTS, *_DURATIONS, *_REMAINING,
)  # fmt: skip

COLUMNS: dict[Thing, tuple[str, ...]] = {
    "ticket": _TICKET,
    "update": _TICKET,
    "metric_set": ("ticket_id",),
    "metric_event": ("ticket_id",),
    "event": ("ticket_id", "at", "kind", "from", "to", "who", "author"),
    "unit": (
        "unit_id", "name", "parent", "function", "service_function", "region", "product_line",
        "outsourced", "calendar", "intake", "valid_from", "valid_until",
    ),
    "post": (
        "department", "organisation", "post_id", "title", "unit", "function", "heads", "grade",
        "role", "goal", "reports_to", "dotted_to", "fte", "cost", "vacant", "valid_from",
        "valid_until",
    ),
    "queue": ("source", "queue", "unit", "valid_from", "valid_until"),
    "complaint": (
        "complaint_id", "ticket_source", "ticket_id", *_WHO, "channel", "category", "product",
        "region", "cause_stated", "cause_found", "unit", "accountable", "received_at",
        "acknowledged_at", "closed_at", "outcome", "goodwill", "redress", "currency",
        "redressed_at", "satisfaction", "referred", "referred_at",
    ),
    "survey_response": (
        "response_id", "answered_at", "kind", "score", "scale", "ticket_source", "ticket_id", *_WHO,
    ),
    "customer": (
        "customer_id", "email", "phone", "segment", "region", "division", "since", "left",
        "left_because", "renewal",
    ),
    "contact": (
        "customer_id", "source", "requester_id", "email", "phone", "valid_from", "valid_until",
    ),
    "customer_month": (
        "customer_id", "month", "scope_kind", "scope", "revenue", "margin", "currency",
    ),
    "agent": ("source", "agent", "post", "organisation", "valid_from", "valid_until"),
    "staffing": ("unit", "month", "fte", "paid_hours", "cost", "currency"),
    "profit_month": ("unit", "month", "revenue", "margin", "service_cost", "redress", "currency"),
    "profit_scope": (
        "post", "organisation", "scope_kind", "scope", "valid_from", "valid_until",
    ),
    "budget_control": ("post", "organisation", "unit", "valid_from", "valid_until"),
    "company_event": ("day", "last_day", "kind", "title", "unit"),
    "target": ("metric", "unit", "value", "valid_from", "valid_until"),
}  # fmt: skip
"""The columns a record of each thing may have, all of them text until canonical types them."""

STAMPS = frozenset(
    (*_STAMPS, "at", "received_at", "acknowledged_at", "redressed_at", "referred_at", "answered_at")
)
DURATIONS = frozenset(_DURATIONS)
REMAINING = frozenset(_REMAINING)
COMPANY_THINGS: tuple[Thing, ...] = (
    "unit", "post", "queue", "agent", "staffing", "profit_month", "profit_scope",
    "budget_control", "company_event", "target",
)  # fmt: skip
"""What is said of the company as a whole, in inbox/org; all else belongs to a source."""
CUSTOMER_THINGS: tuple[Thing, ...] = ("customer", "contact", "customer_month")
"""What may stand in inbox/org or in the folder of a source."""
NUMBERS = frozenset((*_COUNTS, *_DURATIONS))
DATES = STAMPS | {"day", "month", "valid_from", "since"}
"""The columns of which a record has one at least, where its thing has any."""
MONEY = frozenset(("redress", "revenue", "margin", "cost", "service_cost"))
IDS = frozenset(("ticket_id", "complaint_id", "response_id", "customer_id", "requester_id"))


@dataclass(frozen=True, slots=True)
class Form:
    """One form of file of an export format: a table, or a list of objects in a document.

    `aliases` gives, for each of our columns, the headers it goes by, the likeliest first; upper and
    lower case and spaces around do not matter. `known_by` are the columns that must all be there
    before a file is taken for this form; where other products have those columns as well, one group
    of the headers in `signs` must be there too. `required` are the columns without which it cannot
    be loaded.
    """

    thing: Thing
    aliases: Mapping[str, tuple[str, ...]]
    known_by: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...] = ()
    required: tuple[str, ...] = ()
    durations: Mapping[str, Duration] = field(default_factory=dict)  # how a column writes them
    unless: Mapping[str, str] = field(default_factory=dict)  # read only where another column is not
    missing: tuple[str, ...] = ()  # what stands for "not there" beside an empty field
    root_marks: tuple[str, ...] = ()  # posts: what stands in reports_to where nobody is above
    named_by_place: str | None = None  # the id that is made of file and row where no column has it
    # updates told back from the present: the newest first, each with the end of what it shows
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a format mean; `ledger.toml` adds to them and overrules them."""

    status: Mapping[str, StatusCategory] = field(default_factory=dict)
    priority: Mapping[str, str] = field(default_factory=dict)
    channel: Mapping[str, str] = field(default_factory=dict)
    kind: Mapping[str, str] = field(default_factory=dict)
    rating: Mapping[str, str] = field(default_factory=dict)
    outcome: Mapping[str, Outcome | Literal[""]] = field(default_factory=dict)  # "": not decided


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON file of a source, parsed. Of objects or pages a line, `content` is all of them in the
    lists they belong to; a line that is no JSON is None among the objects."""

    path: Path
    content: Any
    shape: Literal["whole", "objects", "pages"] = "whole"


@dataclass(frozen=True, slots=True)
class Part:
    """One list of objects in a document, as rows in our columns."""

    document: Document
    list_name: str  # "" where the document itself is the list
    form: Form
    rows: Iterable[tuple[int, Row]]  # which object of the list, from 1, and a row made of it


@dataclass(frozen=True, slots=True)
class Adapter:
    """One export format."""

    name: str
    forms: tuple[Form, ...] = ()
    words: Words = Words()
    from_ledger: Callable[[Source], tuple[Form, ...]] | None = None  # forms a company describes
    knows: Callable[[Any], bool] | None = None  # is this content of a JSON document ours?
    list_of: Callable[[Any], str | None] | None = None  # whose list an object a line belongs to
    parts: Callable[[Sequence[Document]], Iterator[Part]] | None = None  # all documents of a source
