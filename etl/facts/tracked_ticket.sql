-- What tickets with a history come to, by their replay: fact_ticket, as far as it speaks of the
-- ticket alone.
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

reopening as (
    select ticket_key, count(*) as reopen_count
    from tracked_change
    where is_reopening
    group by ticket_key
)

select
    ticket.ticket_key,
    ticket.source,
    ticket.requester_id,
    ticket.customer_id,
    ticket.channel,
    ticket.kind,
    ticket.category,
    ticket.category_first,
    ticket.product,
    ticket.region,
    ticket.priority,
    ticket.priority_first,
    coalesce(cast(waiting.status_category as status_category), ticket.status_category)
        as status_category,
    ticket.unit_id as unit_now,
    cast(waiting.unit_created as unit) as unit_created,
    cast(reply.unit_id as unit) as unit_first_reply,
    cast(first_solving.unit_id as unit) as unit_first_solved,
    cast(last_solving.unit_id as unit) as unit_solved,
    cast(coalesce(rated_solving.unit_id, rated.unit_id) as unit) as unit_rated,
    ticket.created_at,
    reply.happened_at as first_reply_at,
    first_solving.solved_at as first_solved_at,
    last_solving.solved_at,
    rating.rated_at,
    scope.extract_at,
    waiting.created_date,
    reply.company_date as first_reply_date,
    first_solving.solved_date as first_solved_date,
    last_solving.solved_date,
    case
        when rating.rating is not null then coalesce(rated.company_date, last_solving.solved_date)
    end as rated_date,
    case when life.has_time_of_day then reply.life_business_seconds end
        as first_reply_business_seconds,
    case when life.has_time_of_day then reply.life_calendar_seconds end
        as first_reply_calendar_seconds,
    case when life.has_time_of_day then first_solving.business_seconds end
        as first_resolution_business_seconds,
    case when life.has_time_of_day then first_solving.calendar_seconds end
        as first_resolution_calendar_seconds,
    case when life.has_time_of_day then last_solving.business_seconds end
        as full_resolution_business_seconds,
    case when life.has_time_of_day then last_solving.calendar_seconds end
        as full_resolution_calendar_seconds,
    case
        when not life.has_status then ticket.source_requester_wait_business_seconds
        when wait.has_calendar then wait.requester_open
    end as requester_wait_business_seconds,
    case
        when life.has_status then wait.requester_calendar
        else ticket.source_requester_wait_calendar_seconds
    end as requester_wait_calendar_seconds,
    case
        when not life.has_status then ticket.source_agent_wait_business_seconds
        when wait.has_calendar then wait.agent_open
    end as agent_wait_business_seconds,
    case
        when life.has_status then wait.agent_calendar
        else ticket.source_agent_wait_calendar_seconds
    end as agent_wait_calendar_seconds,
    case
        when not life.has_status then ticket.source_hold_business_seconds
        when wait.has_calendar then wait.hold_open
    end as hold_business_seconds,
    case
        when life.has_status then wait.hold_calendar
        else ticket.source_hold_calendar_seconds
    end as hold_calendar_seconds,
    scope.can_reply_be_seen,
    cast(case
        when life.are_replies_told then coalesce(reply.reply_count, 0)
        when ticket.reply_count is not null then ticket.reply_count
        when scope.can_reply_be_seen and reply.ticket_key is null then 0
    end as integer) as reply_count,
    cast(case
        when life.are_statuses_told then coalesce(reopening.reopen_count, 0)
        else ticket.reopen_count
    end as integer) as reopen_count,
    cast(case
        when scope.has_agent_history then coalesce(agent.reassignment_count, 0)
        when ticket.reassignment_count is not null then ticket.reassignment_count
        when ticket.agent_count = 0 then 0
        else ticket.agent_count - 1
    end as integer) as reassignment_count,
    cast(case
        when scope.has_queue_history then coalesce(transfer.transfer_count, 0)
        when scope.are_queues_units and ticket.queue_count is not null
            then greatest(ticket.queue_count - 1, 0)
    end as integer) as transfer_count,
    case
        when scope.has_queue_history then coalesce(transfer.transfer_count, 0) > 0
        else ticket.queue_count > 1
    end as was_moved,
    ticket.is_raised,
    cast(rating.rating as rating) as rating,
    scope.can_offer_be_seen,
    cast(reply_promise.state as promise_state) as first_reply_promise,
    reply_promise.target_seconds as first_reply_target_seconds,
    reply_promise.decided_at as first_reply_promise_at,
    reply_promise.decided_date as first_reply_promise_date,
    cast(reply_promise.decided_unit_id as unit) as first_reply_promise_unit,
    cast(resolution_promise.state as promise_state) as resolution_promise,
    resolution_promise.target_seconds as resolution_target_seconds,
    resolution_promise.decided_at as resolution_promise_at,
    resolution_promise.decided_date as resolution_promise_date,
    cast(resolution_promise.decided_unit_id as unit) as resolution_promise_unit,
from tracked_life as life
inner join core_ticket as ticket on ticket.ticket_key = life.ticket_key
inner join source_scope as scope on scope.source = life.source
inner join waiting on waiting.ticket_key = life.ticket_key
left join wait on wait.ticket_key = life.ticket_key
left join tracked_reply as reply on reply.ticket_key = life.ticket_key
left join tracked_first_solving as first_solving
    on first_solving.ticket_key = life.ticket_key
left join tracked_solving as last_solving
    on last_solving.ticket_key = life.ticket_key
    and last_solving.solving_from_last = 1
    and waiting.is_solved
left join tracked_rating as rating on rating.ticket_key = life.ticket_key
left join tracked_moment as rated
    on rated.ticket_key = rating.ticket_key and rated.happened_at = rating.rated_at
left join tracked_solving as rated_solving
    on rated_solving.ticket_key = rating.ticket_key
    and rated_solving.solved_at = rating.solved_at
left join tracked_agent as agent on agent.ticket_key = life.ticket_key
left join transfer on transfer.ticket_key = life.ticket_key
left join reopening on reopening.ticket_key = life.ticket_key
left join tracked_promise as reply_promise
    on reply_promise.ticket_key = life.ticket_key and reply_promise.promise = 'first_reply'
left join tracked_promise as resolution_promise
    on resolution_promise.ticket_key = life.ticket_key
    and resolution_promise.promise = 'resolution'
where not life.is_merged;
