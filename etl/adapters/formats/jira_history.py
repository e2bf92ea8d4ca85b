"""Jira: the change rows of issues, as scripts write them that walk the changelog back from now.

The newest record of an issue is the issue as it is, with the stamp of its last change; every other
is the issue as it was up to the stamp that it bears. A `Changed.Fields` names what had changed when
what the record shows began. Where only the day of the creation is told, no duration is measured.
When an issue was resolved is told by its status; a `date_resolved` is the last one in every record
and a day without a time, and is not read. Replies are not in it.
"""

from etl.adapters.contract import Adapter, Form
from etl.adapters.formats.jira_csv import WORDS

ADAPTER = Adapter(
    name="jira_history",
    forms=(
        Form(
            thing="update",
            aliases={
                "ticket_id": ("ticket", "Key"),
                "status": ("Status",),
                "requester_name": ("Reporter",),
                "agent": ("assignee_anon", "Assignee"),
                "queue": ("Journal",),
                "priority": ("Priority",),
                "kind": ("Issue.Type", "Issue Type"),
                "created_at": ("Created", "date_created"),
                "updated_at": ("As.Of.Date", "As Of Date"),
            },
            known_by=("ticket_id", "status", "updated_at"),
            signs=(("As.Of.Date", "Changed.Fields"), ("As Of Date", "Changed Fields")),
            required=("ticket_id", "status", "created_at", "updated_at"),
            is_backward=True,
        ),
    ),
    words=WORDS,
)
