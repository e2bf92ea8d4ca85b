-- What tickets with a history come to: the figures of fact_ticket that a replay gives.
create temp table tracked_ticket as
with waiting as (
    select
        ticket_key,
        max(case when is_last then status_category end) as status_category,
        max(case when stretch_no = 1 then unit_id end) as unit_created,
        min(starts_date) as created_date,
        bool_or(is_last and is_solved) as is_solved,
        not bool_or(status_category is null and is_in_life) as is_status_known,
        bool_or(is_unknown and is_in_life) as is_unknown,
        sum(case
            when status_category in ('new', 'open', 'waiting_inside') then open_seconds else 0
        end) as requester_open_seconds,
        sum(case
            when status_category in ('new', 'open', 'waiting_inside') then calendar_seconds else 0
        end) as requester_calendar_seconds,
        sum(case when is_waiting_customer then open_seconds else 0 end) as agent_open_seconds,
        sum(case when is_waiting_customer then calendar_seconds else 0 end)
            as agent_calendar_seconds,
        sum(case when status_category = 'waiting_inside' then open_seconds else 0 end)
            as hold_open_seconds,
        sum(case when status_category = 'waiting_inside' then calendar_seconds else 0 end)
            as hold_calendar_seconds,
    from tracked_stretch
    group by ticket_key
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
    rated_solving.ticket_key is null and rated.ticket_key is null as is_rated_unsolved,
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
    case when life.has_time_of_day and waiting.is_status_known and not waiting.is_unknown then waiting.requester_open_seconds end
        as requester_wait_business_seconds,
    case when life.has_time_of_day and waiting.is_status_known then waiting.requester_calendar_seconds end
        as requester_wait_calendar_seconds,
    case when life.has_time_of_day and waiting.is_status_known and not waiting.is_unknown then waiting.agent_open_seconds end
        as agent_wait_business_seconds,
    case when life.has_time_of_day and waiting.is_status_known then waiting.agent_calendar_seconds end as agent_wait_calendar_seconds,
    case when life.has_time_of_day and waiting.is_status_known and not waiting.is_unknown then waiting.hold_open_seconds end
        as hold_business_seconds,
    case when life.has_time_of_day and waiting.is_status_known then waiting.hold_calendar_seconds end as hold_calendar_seconds,
    coalesce(solving.solving_count, 0) - case when waiting.is_solved then 1 else 0 end
        as reopen_count,
    agent.reassignment_count,
    coalesce(transfer.transfer_count, 0) as transfer_count,
from tracked_life as life
inner join waiting on waiting.ticket_key = life.ticket_key
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
