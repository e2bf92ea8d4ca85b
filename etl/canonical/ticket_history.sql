-- What the history of a ticket says of its stamps, for tickets whose export does not say it itself.
-- The message by which an agent opens a ticket answers nobody.

create or replace temp table ticket_history as
select
    ticket_key,
    min("at") filter (
        where event.kind = 'public_reply' and coalesce(who, 'agent') = 'agent'
            and "at" > staged_ticket.created_at
    ) as first_reply_at,
    min("at") filter (where event.kind = 'status' and to_value in ('solved', 'closed'))
        as first_solved_at,
    max("at") filter (
        where event.kind = 'status' and to_value in ('solved', 'closed')
            and coalesce(from_value, '') not in ('solved', 'closed')
    ) as last_solved_at,
    max("at") filter (where event.kind = 'status' and to_value = 'closed') as closed_at,
    min("at") filter (where event.kind = 'agent' and to_value is not null) as first_assigned_at,
    max("at") as updated_at,
    max("at") filter (where event.kind = 'rating' and to_value in ('good', 'bad')) as rated_at,
    max(to_value) filter (where event.kind = 'priority' and from_value is null) as priority_first,
    max(to_value) filter (where event.kind = 'category' and from_value is null) as category_first
from core_ticket_event as event
join staged_ticket on staged_ticket.rowid = event.ticket_key - 1
group by ticket_key;
