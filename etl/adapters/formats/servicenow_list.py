"""ServiceNow: the export of an incident list, its columns by label or by name. No history.

A list shows stamps on the clock of whoever exported it: set the source's `zone` to theirs. Elapsed
times say by their own form what they are: seconds, days and a clock, words, or a count from 1970.
"""

from etl.adapters.contract import Adapter, Duration, Form
from etl.adapters.formats.servicenow_audit import WORDS

_ELAPSED: dict[str, tuple[str, ...]] = {
    "source_full_resolution_business_seconds": (
        "business_stc", "Business resolve time", "business_duration", "Business duration",
    ),
    "source_full_resolution_calendar_seconds": (
        "calendar_stc", "Resolve time", "calendar_duration", "Duration",
    ),
}  # fmt: skip
_WRITTEN: dict[str, Duration] = dict.fromkeys(_ELAPSED, "clock")

ADAPTER = Adapter(
    name="servicenow_list",
    forms=(
        Form(
            thing="ticket",
            aliases={
                "ticket_id": ("number", "Number"),
                "status": ("state", "incident_state", "Incident state"),
                "requester_name": ("caller_id", "Caller"),
                "agent": ("assigned_to", "Assigned to"),
                "queue": ("assignment_group", "Assignment group"),
                "channel": ("contact_type", "Contact type", "Channel"),
                "category": ("category",),
                "product": ("cmdb_ci", "Configuration item", "business_service", "Service"),
                "region": ("location",),
                "priority": ("priority",),
                "created_at": ("opened_at", "Opened", "sys_created_on", "Created"),
                "updated_at": ("sys_updated_on", "Updated"),
                "last_solved_at": ("resolved_at", "Resolved"),
                "closed_at": ("closed_at", "Closed"),
                "due_at": ("sla_due", "SLA due", "due_date", "Due date"),
                "is_sla_met_source": ("made_sla", "Made SLA"),
                "reassignment_count": ("reassignment_count", "Reassignment count"),
                "reopen_count": ("reopen_count", "Reopen count"),
            }
            | _ELAPSED,
            known_by=("ticket_id", "status", "created_at", "queue", "priority"),
            required=("ticket_id", "status", "created_at"),
            durations=_WRITTEN,
        ),
    ),
    words=WORDS,
)
