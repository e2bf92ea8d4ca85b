-- Tickets with a history, and how far it is followed: to the merge or the extract. Where a history
-- holds no replies or no changes of status, the ticket's own stamps say what is known of them.
create temp table tracked_life as
with seen as (
    select
        ticket_key,
        bool_or(kind = 'public_reply') as has_reply,
        count(*) filter (where kind = 'status') as status_count,
        min(case when kind = 'status' then core_ticket_event.at end) as first_status_at,
        bool_or(kind = 'status' and coalesce(to_value, '') not in ('solved', 'closed'))
            as is_told_unsolved,
        bool_or(kind = 'queue') as has_queue,
        bool_or(kind = 'priority') as has_priority,
        min(case
            when kind = 'merge' or (kind = 'status' and to_value = 'merged')
                then core_ticket_event.at
        end) as merged_at,
    from core_ticket_event
    group by ticket_key
),

-- what never changed is told at the creation: it is no history unless a solving is told as well
told as (
    select
        core_ticket.source,
        bool_or(seen.has_reply) as has_replies,
        bool_or(seen.status_count > 1 or seen.first_status_at > core_ticket.created_at)
        or (
            bool_or(seen.status_count > 0)
            and not bool_or(
                seen.status_count = 0 and core_ticket.status_category in ('solved', 'closed')
            )
        ) as has_statuses,
    from core_ticket
    inner join seen on seen.ticket_key = core_ticket.ticket_key
    group by core_ticket.source
),

known as (
    select
        core_ticket.*,
        case
            when core_ticket.status_category in ('solved', 'closed')
                then coalesce(
                    core_ticket.last_solved_at, core_ticket.closed_at, seen.first_status_at
                )
        end as solving_recorded_at,
        core_ticket.status_category = 'merged' as is_merged,
        coalesce(told.has_replies, false) as are_replies_told,
        coalesce(told.has_statuses, false) as are_statuses_told,
        coalesce(
            told.has_statuses
            and seen.status_count > 0
            and (seen.is_told_unsolved or seen.first_status_at > core_ticket.created_at),
            false
        ) as has_status,
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
    left join told on told.source = core_ticket.source
    where core_ticket.has_events
        and core_ticket.status_category not in ('spam', 'deleted', 'test')
)

select
    ticket_key,
    source,
    created_at,
    unit_id,
    priority,
    priority_first,
    status_category,
    case
        when solving_recorded_at between created_at and horizon_at then solving_recorded_at
    end as solved_at,
    case
        when first_solved_at between created_at and horizon_at then first_solved_at
        when first_solved_at is null
            and reopen_count = 0
            and solving_recorded_at between created_at and horizon_at
            then solving_recorded_at
    end as first_solved_at,
    case when first_reply_at between created_at and horizon_at then first_reply_at end
        as first_reply_at,
    is_merged,
    are_replies_told,
    are_statuses_told,
    has_status,
    has_queue,
    has_priority,
    has_time_of_day,
    intake_unit_id,
    horizon_at,
    not has_status
    and status_category in ('solved', 'closed')
    and not coalesce(solving_recorded_at between created_at and horizon_at, false)
        as is_end_unknown,
from known;
