-- Tickets with a history, and how far it is followed: to the merge or the extract.
create temp table tracked_life as
with seen as (
    select
        ticket_key,
        bool_or(kind = 'status') as has_status,
        bool_or(kind = 'queue') as has_queue,
        bool_or(kind = 'priority') as has_priority,
        min(case
            when kind = 'merge' or (kind = 'status' and to_value = 'merged')
                then core_ticket_event.at
        end) as merged_at,
    from core_ticket_event
    group by ticket_key
)

select
    core_ticket.ticket_key,
    core_ticket.source,
    core_ticket.created_at,
    core_ticket.unit_id,
    core_ticket.priority,
    core_ticket.priority_first,
    core_ticket.status_category,
    case
        when core_ticket.status_category in ('solved', 'closed')
            then coalesce(core_ticket.last_solved_at, core_ticket.closed_at)
    end as solving_recorded_at,
    core_ticket.status_category = 'merged' as is_merged,
    coalesce(seen.has_status, false) as has_status,
    coalesce(seen.has_queue, false) as has_queue,
    coalesce(seen.has_priority, false) as has_priority,
    scope.has_time_of_day,
    scope.intake_unit_id,
    greatest(
        core_ticket.created_at,
        case
            when core_ticket.status_category = 'merged'
                then coalesce(
                    seen.merged_at,
                    core_ticket.closed_at,
                    core_ticket.updated_at,
                    scope.extract_at
                )
            else scope.extract_at
        end
    ) as horizon_at,
from core_ticket
inner join source_scope as scope on scope.source = core_ticket.source
left join seen on seen.ticket_key = core_ticket.ticket_key
where core_ticket.has_events
    and core_ticket.status_category not in ('spam', 'deleted', 'test');
