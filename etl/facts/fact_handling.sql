insert into fact_handling by name
with telling as (
    select
        core_ticket.source,
        bool_or(event.kind = 'customer_message') as are_questions_told,
    from core_ticket_event as event
    inner join core_ticket on core_ticket.ticket_key = event.ticket_key
    where event.kind in ('customer_message', 'public_reply')
    group by core_ticket.source
),

wait as (
    select
        ticket_key,
        wait_open - lag(wait_open) over in_order as open_seconds,
        wait_calendar - lag(wait_calendar) over in_order as calendar_seconds,
        unknown_seconds,
        is_unknown,
    from handling_point
    where point in ('created', 'reply', 'ended')
    window in_order as (partition by ticket_key order by happened_at, life_calendar)
),

silence as (
    select
        ticket_key,
        max(open_seconds) as open_seconds,
        max(calendar_seconds) as calendar_seconds,
        max(unknown_seconds) = 0 and not bool_or(is_unknown) as has_calendar,
    from wait
    group by ticket_key
),

question as (
    select
        message.ticket_key,
        message.is_agent,
        message.sent_at > life.created_at as is_after_creation,
        coalesce(lag(message.is_agent) over (
            partition by message.ticket_key order by message.sent_at, message.sequence
        ), false) as is_after_agent,
    from tracked_message as message
    inner join tracked_life as life on life.ticket_key = message.ticket_key
),

chasing as (
    select
        ticket_key,
        count(*) filter (where not is_agent and is_after_creation and not is_after_agent)
            as chasing_count,
    from question
    group by ticket_key
),

failed as (
    select * from handling_point where point = 'failed'
),

acted as (
    select * from handling_point where point = 'acted'
),

told as (
    select
        broken.ticket_key,
        bool_or(
            reply.happened_at < broken.happened_at
            and 2 * case
                when promise.clock = 'business' then reply.work_open
                else reply.work_calendar
            end >= promise.elapsed_seconds
        ) as is_told,
    from handling_point as broken
    inner join tracked_promise as promise
        on promise.ticket_key = broken.ticket_key and promise.promise = 'resolution'
    left join handling_point as reply
        on reply.ticket_key = broken.ticket_key and reply.point = 'reply'
    where broken.point = 'resolution_failed'
    group by broken.ticket_key
),

served as (
    select count(*) > 0 as are_told
    from core_unit
    where service_function is not null
),

passing as (
    select
        fact_ownership.ticket_key,
        bool_or(
            coalesce(
                giver.service_function = 'intake' and taker.service_function <> 'intake', false
            )
        ) as is_escalated,
    from fact_ownership
    left join core_unit as giver
        on giver.unit_id = cast(fact_ownership.previous_unit_id as varchar)
        and giver.valid_from <= fact_ownership.started_date
        and giver.valid_until > fact_ownership.started_date
    left join core_unit as taker
        on taker.unit_id = cast(fact_ownership.unit_id as varchar)
        and taker.valid_from <= fact_ownership.started_date
        and taker.valid_until > fact_ownership.started_date
    where fact_ownership.is_received
    group by fact_ownership.ticket_key
)

select
    life.ticket_key,
    case
        when scope.has_queue_history and served.are_told
            then coalesce(passing.is_escalated, false)
    end as is_escalated,
    case
        when life.are_replies_told and telling.are_questions_told
            then cast(coalesce(chasing.chasing_count, 0) as integer)
    end as chasing_count,
    case
        when life.are_replies_told and life.has_time_of_day and silence.has_calendar
            then silence.open_seconds
    end as longest_silence_business_seconds,
    case
        when life.are_replies_told and life.has_time_of_day then silence.calendar_seconds
    end as longest_silence_calendar_seconds,
    failed.happened_at as failed_at,
    failed.company_date as failed_date,
    failed.unit_id as failed_unit,
    acted.happened_at as first_action_at,
    case
        when acted.unknown_seconds = failed.unknown_seconds
            and not failed.is_unknown and not acted.is_unknown
            then acted.life_open - failed.life_open
    end as first_action_business_seconds,
    acted.life_calendar - failed.life_calendar as first_action_calendar_seconds,
    case
        when life.are_replies_told and told.ticket_key is not null
            then coalesce(told.is_told, false)
    end as is_told_before_break,
from tracked_life as life
inner join fact_ticket on fact_ticket.ticket_key = life.ticket_key
inner join source_scope as scope on scope.source = life.source
cross join served
left join telling on telling.source = life.source
left join silence on silence.ticket_key = life.ticket_key
left join chasing on chasing.ticket_key = life.ticket_key
left join failed on failed.ticket_key = life.ticket_key
left join acted on acted.ticket_key = life.ticket_key
left join told on told.ticket_key = life.ticket_key
left join passing on passing.ticket_key = life.ticket_key
order by life.ticket_key;
