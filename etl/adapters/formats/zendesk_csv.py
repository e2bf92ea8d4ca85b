"""Zendesk: the CSV export of a view or an account. Counts and durations, no history."""

from etl.adapters.contract import Adapter, Duration, Form, Words

WORDS = Words(
    status={
        "new": "new",
        "open": "open",
        "pending": "waiting_customer",
        "hold": "waiting_inside",
        "on-hold": "waiting_inside",
        "on hold": "waiting_inside",
        "solved": "solved",
        "closed": "closed",
        "deleted": "deleted",
        "merged": "merged",
    },
    priority={"low": "low", "normal": "normal", "high": "high", "urgent": "urgent"},
    channel={
        "mail": "email",
        "email": "email",
        "web form": "web",
        "web": "web",
        "web service (api)": "api",
        "api": "api",
        "chat": "chat",
        "messaging": "chat",
        "phone": "phone",
        "phone call (inbound)": "phone",
        "voicemail": "phone",
        "sms": "sms",
        "mobile sdk": "app",
    },
    kind={
        "question": "question",
        "incident": "incident",
        "problem": "incident",
        "task": "request",
    },
    rating={
        "offered": "offered",
        "good": "good",
        "good with comment": "good",
        "bad": "bad",
        "bad with comment": "bad",
        "unoffered": "",
        "not offered": "",
    },
)

_MEASURES = {
    "first_reply": "First reply time",
    "first_resolution": "First resolution time",
    "full_resolution": "Full resolution time",
    "agent_wait": "Agent wait time",
    "requester_wait": "Requester wait time",
    "hold": "On hold time",
}
_CALENDAR = {
    f"source_{measure}_calendar_seconds": (
        f"{name} in minutes",
        f"{name} (in minutes)",
        f"{name} (min)",
        name,
    )
    for measure, name in _MEASURES.items()
}
_BUSINESS = {
    f"source_{measure}_business_seconds": (
        f"{name} in minutes within business hours",
        f"{name} (in minutes) within business hours",
        f"{name} within business hours",
    )
    for measure, name in _MEASURES.items()
}
_MINUTES: dict[str, Duration] = dict.fromkeys((*_CALENDAR, *_BUSINESS), "minutes")
# A view may show any columns. Trackers too have an Id, a Status, a Created and an Assignee; these
# are Zendesk's own words.
_SIGNS = (
    ("Summation column",),
    ("Requester id",),
    ("Requester external id",),
    ("Requester email",),
    ("Requester domain",),
    ("Submitter",),
    ("Group", "Assignee"),
    ("Group", "Requester"),
    ("Assignee", "Requester"),
    ("Via", "Group"),
    ("Via", "Assignee"),
    ("Via", "Requester"),
    ("Group stations",),
    ("Assignee stations",),
    ("Satisfaction Score",),
    ("Initially assigned at",),
    *((header,) for headers in (_CALENDAR | _BUSINESS).values() for header in headers[:-1]),
)

ADAPTER = Adapter(
    name="zendesk_csv",
    forms=(
        Form(
            thing="ticket",
            aliases={
                "ticket_id": ("Id", "Ticket id", "Ticket ID", "#"),
                "requester_id": ("Requester id", "Requester external id"),
                "requester_name": ("Requester",),
                "requester_email": ("Requester email",),
                "agent": ("Assignee",),
                "queue": ("Group",),
                "status": ("Status",),
                "tags": ("Tags",),
                "priority": ("Priority",),
                "channel": ("Via",),
                "kind": ("Ticket type", "Type"),
                "category": ("Category [list]", "Category [txt]", "Category"),
                "product": ("Product [list]", "Product [txt]", "Product"),
                "region": ("Region [list]", "Region [txt]", "Region"),
                "created_at": ("Created at", "Created"),
                "updated_at": ("Updated at", "Updated"),
                "first_assigned_at": ("Initially assigned at",),
                "last_solved_at": ("Solved at",),
                "due_at": ("Due date",),
                "rating": ("Satisfaction Score", "Satisfaction rating"),
                "queue_count": ("Group stations",),
                "agent_count": ("Assignee stations",),
                "reopen_count": ("Reopens",),
                "reply_count": ("Replies",),
            }
            | _CALENDAR
            | _BUSINESS,
            known_by=("ticket_id", "status", "created_at"),
            signs=_SIGNS,
            required=("ticket_id", "status", "created_at"),
            durations=_MINUTES,
            unless={"requester_name": "requester_id"},
        ),
    ),
    words=WORDS,
)
