"""Our own plain forms: tickets as they are now, and everything that happened to them."""

from datetime import datetime

from sample_data.formats.export import Export, write_csv
from sample_data.ticket import Happening, Ticket, state

TICKETS = (
    "ticket_id", "created_at", "updated_at", "status", "priority", "channel", "kind", "category",
    "product", "region", "queue", "agent", "customer_id", "first_reply_at", "first_solved_at",
    "last_solved_at", "closed_at", "rating", "rated_at",
)  # fmt: skip
EVENTS = ("ticket_id", "at", "kind", "from", "to", "who", "by")


def write(export: Export) -> None:
    """Write tickets.csv and events.csv."""
    lives = [(ticket, ticket.until(export.extract_at)) for ticket in export.tickets]
    write_csv(
        export.folder / "tickets.csv",
        TICKETS,
        (_ticket(export, ticket, happened) for ticket, happened in lives),
    )
    write_csv(
        export.folder / "events.csv",
        EVENTS,
        (_event(export, ticket, happening) for ticket, happened in lives for happening in happened),
    )


def _ticket(export: Export, ticket: Ticket, happened: list[Happening]) -> list[object]:
    now = state(happened)
    return [
        ticket.id, _offset(export, ticket.created), _offset(export, now.updated),
        "merged" if now.merged else now.status, now.priority, ticket.channel, ticket.kind,
        ticket.category, ticket.product, ticket.region, now.queue, now.agent or "",
        export.pool.number_of("group", ticket.requester), _offset(export, now.first_reply),
        _offset(export, now.first_solved), _offset(export, now.solved),
        _offset(export, now.closed), now.rating or "", _offset(export, now.rated),
    ]  # fmt: skip


def _event(export: Export, ticket: Ticket, happening: Happening) -> list[object]:
    at, kind, before, after, who, agent = happening
    return [
        ticket.id, _offset(export, at), kind, before or "", after or "", who, agent or ""
    ]  # fmt: skip


def _offset(export: Export, at: int | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at, export.zone).isoformat()
