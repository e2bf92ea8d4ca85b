-- Tickets whose source keeps only their last state: one owner for the whole life, status and
-- pauses unknown but as totals. It ends with the last solving, the merge, or the extract. A stamp
-- before the creation says nothing of when the thing happened.
create temp view flat_life as
with stamped as (
    select
        ticket.*,
        scope.extract_at,
        scope.has_time_of_day,
        scope.can_reply_be_seen,
        scope.can_offer_be_seen,
        scope.are_queues_units,
        unit_hours.unit_id as hours_unit_id,
        coalesce(unit_hours.hours_no, 0) as hours_no,
        ticket.status_category in ('solved', 'closed') as is_solved,
        case
            when ticket.status_category in ('solved', 'closed')
                then coalesce(ticket.last_solved_at, ticket.closed_at)
            when ticket.status_category = 'merged'
                then coalesce(ticket.last_solved_at, ticket.closed_at, ticket.updated_at)
            else greatest(scope.extract_at, ticket.created_at)
        end as end_recorded_at,
    from core_ticket as ticket
    inner join source_scope as scope on scope.source = ticket.source
    left join unit_hours
        on unit_hours.unit_id = coalesce(ticket.unit_id, scope.intake_unit_id)
    where not ticket.has_events
        and ticket.status_category not in ('spam', 'deleted', 'test')
)

select
    stamped.*,
    case when first_reply_at >= created_at then first_reply_at end as replied_at,
    case
        when first_solved_at >= created_at then first_solved_at
        when first_solved_at is null
            and reopen_count = 0
            and is_solved
            and end_recorded_at >= created_at
            then end_recorded_at
    end as solved_first_at,
    case when end_recorded_at >= created_at then end_recorded_at end as ends_at,
from stamped;
