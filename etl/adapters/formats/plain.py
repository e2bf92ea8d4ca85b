"""Our own plain forms: one CSV a thing, in the words of the core tables."""

from collections.abc import Sequence
from typing import get_args

from etl.adapters.contract import COLUMNS, DURATIONS, Adapter, Form, Thing, Words
from etl.workspace.ledger import Outcome, StatusCategory

_CATEGORIES: tuple[StatusCategory, ...] = get_args(StatusCategory)
_KINDS = ("question", "request", "incident", "complaint", "claim", "wish", "suggestion")


def _form(thing: Thing, known_by: Sequence[str], required: Sequence[str], *signs: str) -> Form:
    """Return the form of a thing; a file is one where any of `signs` stands in it, if there are."""
    return Form(
        thing=thing,
        aliases={column: (column, *_ALSO.get(column, ())) for column in COLUMNS[thing]},
        known_by=tuple(known_by),
        signs=tuple((header,) for column in signs for header in (column, *_ALSO.get(column, ()))),
        required=tuple(required),
        durations=dict.fromkeys(DURATIONS & set(COLUMNS[thing]), "seconds"),
    )


_ALSO = {
    "requester_name": ("customer_name",),
    "requester_email": ("email", "customer_email"),
    "requester_phone": ("phone", "customer_phone"),
    "accountable": ("unit_accountable", "accountable_unit"),
    "post": ("post_id",),
    "since": ("since_date",),
    "left": ("left_date",),
    "renewal": ("renewal_date",),
    "agent": ("agent_id",),
    "unit": ("unit_id",),
    "from": ("from_value",),
    "to": ("to_value",),
    "parent": ("parent_unit_id",),
    "heads": ("heads_unit_id",),
    "reports_to": ("reports_to_post_id",),
    "dotted_to": ("dotted_to_post_id",),
    "calendar": ("calendar_id",),
    "intake": ("is_intake",),
    "author": ("by",),
}

_OF_CUSTOMERS = (
    "email", "phone", "segment", "region", "division", "since", "left", "left_because", "renewal",
)  # fmt: skip

ADAPTER = Adapter(
    name="plain",
    forms=(
        _form(
            "ticket", ("ticket_id", "created_at", "status"), ("ticket_id", "created_at", "status")
        ),
        _form("event", ("ticket_id", "at", "kind"), ("ticket_id", "at", "kind", "to")),
        _form("unit", ("unit_id", "name"), ("unit_id", "name")),
        _form("post", ("post_id", "reports_to"), ("post_id", "unit", "reports_to")),
        _form("queue", ("source", "queue", "unit"), ("source", "queue", "unit")),
        _form(
            "complaint",
            ("complaint_id", "received_at"),
            ("complaint_id", "received_at", "closed_at"),
        ),
        _form(
            "survey_response", ("answered_at", "kind", "score"), ("answered_at", "kind", "score")
        ),
        _form("customer", ("customer_id",), ("customer_id",), *_OF_CUSTOMERS),
        _form("contact", ("customer_id",), ("customer_id",), "requester_id", "valid_from"),
        _form(
            "customer_month", ("customer_id", "month", "margin"), ("customer_id", "month", "margin")
        ),
        _form("agent", ("source", "agent", "post"), ("source", "agent", "post")),
        _form("staffing", ("unit", "month", "fte"), ("unit", "month", "fte")),
        _form("profit_month", ("unit", "month", "margin"), ("unit", "month", "margin")),
        _form("profit_scope", ("post", "scope_kind", "scope"), ("post", "scope_kind", "scope")),
        _form("budget_control", ("post", "unit", "valid_from"), ("post", "unit")),
        _form("company_event", ("day", "kind", "title"), ("day", "kind", "title")),
        _form("target", ("metric", "value"), ("metric", "value")),
    ),
    words=Words(
        status={category: category for category in _CATEGORIES},
        priority={word: word for word in ("urgent", "high", "normal", "low")},
        kind={kind: kind for kind in _KINDS},
        rating={"offered": "offered", "good": "good", "bad": "bad"},
        outcome={outcome: outcome for outcome in get_args(Outcome)},
    ),
)
