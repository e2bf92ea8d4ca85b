"""ServiceNow: the audit log of incidents, one record an update with the whole incident in it.

The latest record is the ticket; where consecutive records differ, something happened. Times of
resolving and closing are the final ones in every record. Replies are not in it.
"""

from etl.adapters.contract import Adapter, Form, Words

WORDS = Words(
    status={
        "new": "new",
        "1": "new",
        "active": "open",
        "in progress": "open",
        "2": "open",
        "on hold": "waiting_inside",
        "3": "waiting_inside",
        "awaiting user info": "waiting_customer",
        "awaiting caller": "waiting_customer",
        "awaiting evidence": "waiting_customer",
        "awaiting problem": "waiting_inside",
        "awaiting change": "waiting_inside",
        "awaiting vendor": "waiting_inside",
        "resolved": "solved",
        "6": "solved",
        "closed": "closed",
        "7": "closed",
        "canceled": "deleted",
        "cancelled": "deleted",
        "8": "deleted",
    },
    priority={
        "1 - critical": "urgent",
        "1": "urgent",
        "critical": "urgent",
        "2 - high": "high",
        "2": "high",
        "high": "high",
        "3 - moderate": "normal",
        "3": "normal",
        "moderate": "normal",
        "4 - low": "low",
        "4": "low",
        "low": "low",
        "5 - planning": "low",
        "5": "low",
        "planning": "low",
    },
    channel={
        "phone": "phone",
        "email": "email",
        "self service": "web",
        "self-service": "web",
        "chat": "chat",
        "virtual agent": "chat",
        "ivr": "phone",
        "direct opening": "walk-in",
        "walk-in": "walk-in",
    },
)

ADAPTER = Adapter(
    name="servicenow_audit",
    forms=(
        Form(
            thing="update",
            aliases={
                "ticket_id": ("number",),
                "status": ("incident_state", "state"),
                "sequence": ("sys_mod_count",),
                "author": ("sys_updated_by",),
                "requester_name": ("caller_id",),
                "agent": ("assigned_to",),
                "queue": ("assignment_group",),
                "channel": ("contact_type",),
                "category": ("category",),
                "product": ("cmdb_ci",),
                "region": ("location",),
                "priority": ("priority",),
                "created_at": ("opened_at",),
                "updated_at": ("sys_updated_at", "sys_updated_on"),
                "last_solved_at": ("resolved_at",),
                "closed_at": ("closed_at",),
                "is_sla_met_source": ("made_sla",),
                "reassignment_count": ("reassignment_count",),
                "reopen_count": ("reopen_count",),
            },
            known_by=("ticket_id", "status", "sequence", "author", "updated_at"),
            required=("ticket_id", "status", "created_at", "updated_at"),
            missing=("?",),
        ),
    ),
    words=WORDS,
)
