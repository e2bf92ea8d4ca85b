-- What happened to tickets, in the words of the exports: told event by event, or by a log with one
-- record an update, where each record differs from the one before in what happened. A log told
-- backward has the stamp up to which a record held: it began to hold where the one before ended.

create or replace table scratch.history_event as
with logged as (
    select
        staged_ticket.source,
        staged_ticket.ticket_id,
        staged_ticket.author,
        staged_ticket.rowid as row_no,
        case
            when lag(staged_ticket.rowid) over life is null then staged_ticket.created_at
            when raw_file.is_backward
                then coalesce(lag(staged_ticket.updated_at) over life, staged_ticket.created_at)
            else coalesce(staged_ticket.updated_at, staged_ticket.created_at)
        end as "at",
        lag(staged_ticket.rowid) over life is null as is_first,
        status, lag(status) over life as status_before,
        queue, lag(queue) over life as queue_before,
        agent, lag(agent) over life as agent_before,
        priority, lag(priority) over life as priority_before,
        category, lag(category) over life as category_before
    from staged_ticket
    join raw_file on raw_file.file_no = staged_ticket.file_no and raw_file.thing = 'update'
    left join ticket_version on ticket_version.row_no = staged_ticket.rowid
    where refusal_kind is null and coalesce(ticket_version.outcome, 'latest') <> 'skipped'
    window life as (
        partition by staged_ticket.source, staged_ticket.ticket_id
        order by
            updated_at nulls first, try_cast(sequence as bigint) nulls first,
            case when raw_file.is_backward then -staged_ticket.rowid else staged_ticket.rowid end
    )
),

difference as (
    select
        source, ticket_id, "at", author, row_no, is_first,
        unnest([
            struct_pack(kind := 'status', before := status_before, after := status),
            struct_pack(kind := 'queue', before := queue_before, after := queue),
            struct_pack(kind := 'agent', before := agent_before, after := agent),
            struct_pack(kind := 'priority', before := priority_before, after := priority),
            struct_pack(kind := 'category', before := category_before, after := category)
        ]) as change
    from logged
)

select
    source, ticket_id, "at", change.kind as kind, change.before as from_value,
    change.after as to_value, cast(null as varchar) as who, author, row_no
from difference
where change.before is distinct from change.after

union all

select
    source, ticket_id, "at", kind, from_value, to_value, who, author, staged_event.rowid as row_no
from staged_event
left join repeated_event on repeated_event.row_no = staged_event.rowid
where refusal_kind is null
    and repeated_event.row_no is null
    and kind not in ('created', 'other');
