-- What tickets with a history come to: the figures of fact_ticket that a replay gives.
create temp table tracked_ticket as
with waiting as (
    select
        stretch.ticket_key,
        max(case when stretch.is_last then stretch.status_category end) as status_category,
        max(case when stretch.stretch_no = 1 then stretch.unit_id end) as unit_created,
        min(stretch.starts_date) as created_date,
        bool_or(stretch.is_last and stretch.is_solved) as is_solved,
        bool_or(stretch.is_in_life and stretch.is_unknown) as is_unknown,
        bool_or(stretch.is_in_life and stretch.status_category is null) as is_status_unknown,
        sum(stretch.open_seconds) filter (where stretch.reply_runs = 1) as unsolved_open,
        sum(stretch.calendar_seconds) filter (where stretch.reply_runs = 1) as unsolved_calendar,
        sum(stretch.open_seconds) filter (where stretch.is_waiting_customer) as agent_open,
        sum(stretch.calendar_seconds) filter (where stretch.is_waiting_customer)
            as agent_calendar,
        sum(stretch.open_seconds) filter (where stretch.status_category = 'waiting_inside')
            as hold_open,
        sum(stretch.calendar_seconds) filter (where stretch.status_category = 'waiting_inside')
            as hold_calendar,
    from tracked_stretch as stretch
    group by stretch.ticket_key
),

wait as (
    select
        waiting.ticket_key,
        cast(coalesce(waiting.unsolved_open, 0) - coalesce(waiting.agent_open, 0) as bigint)
            as requester_open,
        cast(coalesce(waiting.unsolved_calendar, 0) - coalesce(waiting.agent_calendar, 0)
            as bigint) as requester_calendar,
        cast(coalesce(waiting.agent_open, 0) as bigint) as agent_open,
        cast(coalesce(waiting.agent_calendar, 0) as bigint) as agent_calendar,
        cast(coalesce(waiting.hold_open, 0) as bigint) as hold_open,
        cast(coalesce(waiting.hold_calendar, 0) as bigint) as hold_calendar,
        not waiting.is_unknown as has_calendar,
    from waiting
    inner join tracked_life as life on life.ticket_key = waiting.ticket_key
    where life.has_time_of_day and not waiting.is_status_unknown
),

transfer as (
    select
        ticket_key,
        count(*) filter (where is_received) as transfer_count,
    from fact_ownership
    group by ticket_key
),

solving as (
    select ticket_key, count(*) as solving_count
    from tracked_solving
    group by ticket_key
)

select
    life.ticket_key,
    waiting.status_category,
    life.has_status,
    life.has_queue,
    waiting.is_solved,
    waiting.unit_created,
    waiting.created_date,
    reply.happened_at as first_reply_at,
    reply.unit_id as unit_first_reply,
    reply.company_date as first_reply_date,
    reply.reply_count,
    first_solving.solved_at as first_solved_at,
    first_solving.unit_id as unit_first_solved,
    first_solving.solved_date as first_solved_date,
    case when waiting.is_solved then last_solving.solved_at end as solved_at,
    case when waiting.is_solved then last_solving.unit_id end as unit_solved,
    case when waiting.is_solved then last_solving.solved_date end as solved_date,
    rating.rating,
    rating.rated_at,
    rated.company_date as rated_date,
    coalesce(rated_solving.unit_id, rated.unit_id) as unit_rated,
    case when life.has_time_of_day then reply.life_business_seconds end
        as first_reply_business_seconds,
    case when life.has_time_of_day then reply.life_calendar_seconds end
        as first_reply_calendar_seconds,
    case when life.has_time_of_day then first_solving.business_seconds end
        as first_resolution_business_seconds,
    case when life.has_time_of_day then first_solving.calendar_seconds end
        as first_resolution_calendar_seconds,
    case when life.has_time_of_day and waiting.is_solved then last_solving.business_seconds end
        as full_resolution_business_seconds,
    case when life.has_time_of_day and waiting.is_solved then last_solving.calendar_seconds end
        as full_resolution_calendar_seconds,
    case when wait.has_calendar then wait.requester_open end as requester_wait_business_seconds,
    wait.requester_calendar as requester_wait_calendar_seconds,
    case when wait.has_calendar then wait.agent_open end as agent_wait_business_seconds,
    wait.agent_calendar as agent_wait_calendar_seconds,
    case when wait.has_calendar then wait.hold_open end as hold_business_seconds,
    wait.hold_calendar as hold_calendar_seconds,
    coalesce(solving.solving_count, 0) - case when waiting.is_solved then 1 else 0 end
        as reopen_count,
    agent.reassignment_count,
    coalesce(transfer.transfer_count, 0) as transfer_count,
from tracked_life as life
inner join waiting on waiting.ticket_key = life.ticket_key
left join wait on wait.ticket_key = life.ticket_key
left join tracked_reply as reply on reply.ticket_key = life.ticket_key
left join tracked_solving as first_solving
    on first_solving.ticket_key = life.ticket_key and first_solving.solving_no = 1
left join tracked_solving as last_solving
    on last_solving.ticket_key = life.ticket_key and last_solving.solving_from_last = 1
left join tracked_rating as rating on rating.ticket_key = life.ticket_key
left join tracked_moment as rated
    on rated.ticket_key = rating.ticket_key and rated.happened_at = rating.rated_at
left join tracked_solving as rated_solving
    on rated_solving.ticket_key = rating.ticket_key
    and rated_solving.solved_at = rating.solved_at
left join tracked_agent as agent on agent.ticket_key = life.ticket_key
left join transfer on transfer.ticket_key = life.ticket_key
left join solving on solving.ticket_key = life.ticket_key
where not life.is_merged;
