-- The life of a ticket with a history, replayed: owner, status and priority from one change to the
-- next, up to the horizon, solved time included. Where a kind of change has no history, its last
-- known value holds for the whole life.
create temp table tracked_state as
with change as (
    select
        life.ticket_key,
        greatest(event.at, life.created_at) as changed_at,
        event.sequence,
        case when event.kind = 'status' then coalesce(event.to_value, '') end as status_category,
        case when event.kind = 'queue' then coalesce(event.unit_id, '') end as unit_id,
        case when event.kind = 'priority' then coalesce(event.to_value, '') end as priority,
    from core_ticket_event as event
    inner join tracked_life as life on life.ticket_key = event.ticket_key
    where event.kind in ('status', 'queue', 'priority')
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
        '' as status_category,
        case when has_queue then '' else coalesce(unit_id, '') end as unit_id,
        case when has_priority then '' else coalesce(priority, priority_first, '') end as priority,
    from tracked_life
    union all
    select
        ticket_key,
        solved_at as changed_at,
        0 as sequence,
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
        nullif(last_value(status_category ignore nulls) over so_far, '') as status_category,
        nullif(last_value(unit_id ignore nulls) over so_far, '') as unit_id,
        nullif(last_value(priority ignore nulls) over so_far, '') as priority,
        lead(changed_at) over (
            partition by ticket_key order by changed_at, sequence
        ) as next_changed_at,
    from change
    window so_far as (
        partition by ticket_key order by changed_at, sequence
        rows between unbounded preceding and current row
    )
),

moment as (
    select
        ticket_key,
        changed_at,
        status_category,
        unit_id,
        priority,
        row_number() over (partition by ticket_key order by changed_at) = 1
        or status_category is distinct from lag(status_category) over in_order
        or unit_id is distinct from lag(unit_id) over in_order
        or priority is distinct from lag(priority) over in_order as is_change,
    from replay
    where next_changed_at is null or next_changed_at > changed_at
    window in_order as (partition by ticket_key order by changed_at)
)

select
    moment.ticket_key,
    moment.unit_id,
    moment.status_category,
    moment.priority,
    moment.changed_at as starts_at,
    coalesce(
        lead(moment.changed_at) over (
            partition by moment.ticket_key order by moment.changed_at
        ),
        life.horizon_at
    ) as ends_at,
    coalesce(
        moment.unit_id,
        life.intake_unit_id,
        first_value(moment.unit_id ignore nulls) over (
            partition by moment.ticket_key order by moment.changed_at
            rows between unbounded preceding and unbounded following
        )
    ) as hours_unit_id,
    coalesce(moment.unit_id, life.intake_unit_id) as share_unit_id,
from moment
inner join tracked_life as life on life.ticket_key = moment.ticket_key
where moment.is_change;
