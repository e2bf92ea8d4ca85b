-- The life of a ticket with a history, change by change in the order in which it is told, however
-- many bear the same stamp: owner, status and priority after each, up to the horizon. Where a kind
-- of change has no history, its last known value holds for the whole life. is_by_map: its queue was
-- given to another unit, and nobody passed it on.
create temp table tracked_change as
with change as (
    select
        life.ticket_key,
        greatest(event.at, life.created_at) as changed_at,
        event.sequence,
        event.kind = 'owner' as is_by_map,
        case when event.kind = 'status' then coalesce(event.to_value, '') end as status_category,
        case when event.kind in ('queue', 'owner') then coalesce(event.unit_id, '') end as unit_id,
        case when event.kind = 'priority' then coalesce(event.to_value, '') end as priority,
    from core_ticket_event as event
    inner join tracked_life as life on life.ticket_key = event.ticket_key
    where event.kind in ('status', 'queue', 'owner', 'priority')
        and (
            event.at < life.horizon_at
            or (event.at = life.horizon_at and not life.is_merged)
        )
        and (event.kind <> 'status' or life.has_status)
    union all
    select
        ticket_key,
        created_at as changed_at,
        -1 as sequence,
        false as is_by_map,
        '' as status_category,
        case when has_queue then '' else coalesce(unit_id, '') end as unit_id,
        case when has_priority then '' else coalesce(priority, priority_first, '') end as priority,
    from tracked_life
    union all
    select
        ticket_key,
        solved_at as changed_at,
        2147483647 as sequence,
        false as is_by_map,
        status_category,
        cast(null as varchar) as unit_id,
        cast(null as varchar) as priority,
    from tracked_life
    where not has_status and solved_at is not null
),

replay as (
    select
        ticket_key,
        changed_at,
        is_by_map,
        row_number() over so_far as change_no,
        nullif(last_value(status_category ignore nulls) over so_far, '') as status_category,
        nullif(last_value(unit_id ignore nulls) over so_far, '') as unit_id,
        nullif(last_value(priority ignore nulls) over so_far, '') as priority,
    from change
    window so_far as (
        partition by ticket_key order by changed_at, sequence
        rows between unbounded preceding and current row
    )
),

state as (
    select
        replay.*,
        coalesce(status_category in (
            'solved', 'closed', 'merged', 'spam', 'deleted', 'test'
        ), false) as is_solved,
        case
            when status_category in ('merged', 'spam', 'deleted', 'test') then null
            else coalesce(status_category in ('solved', 'closed'), false)
        end as is_done,
    from replay
),

-- being merged, spam or deleted stops the clocks, but solves nothing: what a ticket was before
-- says whether it is solved, or opened again, when it is a ticket once more
remembered as (
    select
        state.*,
        coalesce(last_value(is_done ignore nulls) over (
            partition by ticket_key order by change_no
            rows between unbounded preceding and 1 preceding
        ), false) as was_done,
    from state
)

select
    ticket_key,
    change_no,
    changed_at,
    lead(changed_at) over in_order as next_changed_at,
    unit_id,
    status_category,
    priority,
    is_solved,
    change_no = 1 or unit_id is distinct from lag(unit_id) over in_order as is_taken_over,
    is_by_map,
    change_no = 1
    or unit_id is distinct from lag(unit_id) over in_order
    or status_category is distinct from lag(status_category) over in_order
    or priority is distinct from lag(priority) over in_order as is_step,
    coalesce(is_done and not was_done, false) as is_solving,
    coalesce(not is_done and was_done, false) as is_reopening,
    max(case when not is_solved then change_no end) over whole as last_unsolved_no,
    max(case when not is_solved then changed_at end) over whole as last_unsolved_at,
from remembered
window
    in_order as (partition by ticket_key order by change_no),
    whole as (
        partition by ticket_key order by change_no
        rows between unbounded preceding and unbounded following
    );
