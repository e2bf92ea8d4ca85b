insert into fact_turn by name
with owner_now as (
    select ticket_key, unit_id, is_solved
    from tracked_stretch
    where is_last
)

select
    turn.ticket_key,
    case
        when turn.replied_at is not null then reply.unit_id
        when turn.solved_at is not null then solving.unit_id
        else owner_now.unit_id
    end as unit_id,
    turn.started_at,
    turn.replied_at,
    start.company_date as started_date,
    reply.company_date as replied_date,
    case
        when turn.replied_at is not null then 'answered'
        when turn.solved_at is not null or owner_now.is_solved then 'closed_in_silence'
        else 'waiting'
    end as state,
    case
        when life.has_time_of_day
            and reply.life_unknown_seconds = start.life_unknown_seconds
            and not start.is_unknown
            then cast(reply.life_open_seconds - start.life_open_seconds as bigint)
    end as business_seconds,
    case
        when life.has_time_of_day
            then cast(reply.life_calendar_seconds - start.life_calendar_seconds as bigint)
    end as calendar_seconds,
from tracked_turn as turn
inner join tracked_life as life on life.ticket_key = turn.ticket_key and not life.is_merged
inner join tracked_moment as start
    on start.ticket_key = turn.ticket_key and start.happened_at = turn.started_at
inner join owner_now on owner_now.ticket_key = turn.ticket_key
left join tracked_moment as reply
    on reply.ticket_key = turn.ticket_key and reply.happened_at = turn.replied_at
left join tracked_solving as solving
    on solving.ticket_key = turn.ticket_key and solving.solved_at = turn.solved_at
order by turn.ticket_key, turn.started_at;
