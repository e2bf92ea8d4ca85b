-- What the history of a ticket says of its stamps, for tickets whose export does not say it itself.
-- The message by which an agent opens a ticket answers nobody.

create or replace table scratch.ticket_history as
with event as (
    select
        *,
        -- merged, spam or deleted, a ticket is solved if it was before
        coalesce(last_value(case
            when kind = 'status' and to_value not in ('merged', 'spam', 'deleted', 'test')
                then to_value in ('solved', 'closed')
        end ignore nulls) over (
            partition by ticket_key order by sequence
            rows between unbounded preceding and 1 preceding
        ), false) as was_solved
    from core_ticket_event
)

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
            and not was_solved
    ) as last_solved_at,
    max("at") filter (where event.kind = 'status' and to_value = 'closed') as closed_at,
    min("at") filter (where event.kind = 'agent' and to_value is not null) as first_assigned_at,
    max("at") filter (where event.kind <> 'owner') as updated_at,
    max("at") filter (where event.kind = 'rating' and to_value in ('good', 'bad')) as rated_at,
    max(to_value) filter (where event.kind = 'priority' and from_value is null) as priority_first,
    max(to_value) filter (where event.kind = 'category' and from_value is null) as category_first,
    arg_max_null(event.unit_id, event.sequence) filter (where event.kind in ('queue', 'owner'))
        as unit_id,
    arg_max_null(to_value, event.sequence) filter (where event.kind = 'queue') as queue,
    max("at") filter (where event.kind = 'queue') as queued_at,
    arg_max_null(to_value, event.sequence) filter (where event.kind = 'agent') as agent_id,
    arg_max_null(to_value, event.sequence) filter (where event.kind = 'priority') as priority,
    arg_max_null(to_value, event.sequence) filter (where event.kind = 'category') as category
from event
join staged_ticket on staged_ticket.rowid = event.ticket_key - 1
group by ticket_key;
