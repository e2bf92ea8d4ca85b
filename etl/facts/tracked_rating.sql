-- The rating given last to a ticket with a history, and the solving it speaks of. An offer that
-- was not answered takes no answer back, neither one given before nor the ticket's own.
create temp table tracked_rating as
with answer as (
    select
        event.ticket_key,
        event.at as rated_at,
        event.to_value as rating,
        row_number() over (
            partition by event.ticket_key
            order by
                case when event.to_value = 'offered' then 1 else 0 end,
                event.at desc,
                event.sequence desc
        ) as answer_from_last,
    from core_ticket_event as event
    inner join tracked_life as life on life.ticket_key = event.ticket_key
    where event.kind = 'rating'
        and event.to_value is not null
        and event.at >= life.created_at
        and event.at <= life.horizon_at
),

rating as (
    select
        core_ticket.ticket_key,
        coalesce(nullif(answer.rating, 'offered'), core_ticket.rating, answer.rating) as rating,
        case
            when answer.rating <> 'offered' then answer.rated_at
            when core_ticket.rated_at between life.created_at and life.horizon_at
                then core_ticket.rated_at
        end as rated_at,
    from tracked_life as life
    inner join core_ticket on core_ticket.ticket_key = life.ticket_key
    left join answer on answer.ticket_key = life.ticket_key and answer.answer_from_last = 1
)

select
    rating.ticket_key,
    rating.rating,
    rating.rated_at,
    max(solving.solved_at) as solved_at,
from rating
left join tracked_solving as solving
    on solving.ticket_key = rating.ticket_key
    and (solving.solved_at <= rating.rated_at or rating.rated_at is null)
where rating.rating is not null
group by rating.ticket_key, rating.rating, rating.rated_at;
