create table fact_ticket as
with capability as (
    select
        source,
        bool_or(capability = 'first_reply' and state <> 'no') as can_reply_be_seen,
        bool_or(capability = 'agent_history' and state <> 'no') as has_agent_history,
        bool_or(capability = 'queue_history' and state <> 'no') as has_queue_history,
    from load_capability
    group by source
),

-- where a unit has two queues, a count of queues is no count of units
crowded as (
    select distinct source
    from (
        select source, id from core_identity
        where kind = 'queue'
        group by source, id
        having count(distinct key) > 1
    )
),

exported as (
    select
        core_source.source,
        core_source.extract_at,
        core_source.extract_at - interval '7' day as last_judged_at,
        coalesce(capability.can_reply_be_seen, false) as can_reply_be_seen,
        coalesce(capability.has_agent_history, false) as has_agent_history,
        coalesce(capability.has_queue_history, false) as has_queue_history,
        crowded.source is null as are_queues_units,
    from core_source
    left join capability on capability.source = core_source.source
    left join crowded on crowded.source = core_source.source
),

-- every ticket is either flat or tracked: of two figures one is NULL
counted as (
    select
        ticket.*,
        exported.extract_at,
        exported.last_judged_at,
        exported.can_reply_be_seen,
        coalesce(tracked.status_category, ticket.status_category) as status_category_now,
        case when ticket.has_events then tracked.unit_created else ticket.unit_id end
            as unit_created,
        case
            when ticket.has_events then tracked.unit_first_reply
            when flat.first_reply_at is not null then ticket.unit_id
        end as unit_first_reply,
        case
            when ticket.has_events then tracked.unit_first_solved
            when flat.first_solved_at is not null then ticket.unit_id
        end as unit_first_solved,
        case
            when ticket.has_events then tracked.unit_solved
            when flat.solved_at is not null then ticket.unit_id
        end as unit_solved,
        case
            when ticket.has_events then tracked.unit_rated
            when ticket.rating is not null then ticket.unit_id
        end as unit_rated,
        coalesce(tracked.first_reply_at, flat.first_reply_at) as replied_at,
        coalesce(tracked.first_solved_at, flat.first_solved_at) as solved_first_at,
        coalesce(tracked.solved_at, flat.solved_at) as solved_at,
        case when ticket.has_events then tracked.rated_at else flat.rated_at end as rating_at,
        coalesce(tracked.created_date, flat.created_date) as created_date,
        coalesce(tracked.first_reply_date, flat.first_reply_date) as first_reply_date,
        coalesce(tracked.first_solved_date, flat.first_solved_date) as first_solved_date,
        coalesce(tracked.solved_date, flat.solved_date) as solved_date,
        coalesce(tracked.rated_date, flat.rated_date) as rating_date,
        coalesce(tracked.first_reply_business_seconds, flat.first_reply_business_seconds)
            as first_reply_business_seconds,
        coalesce(tracked.first_reply_calendar_seconds, flat.first_reply_calendar_seconds)
            as first_reply_calendar_seconds,
        coalesce(
            tracked.first_resolution_business_seconds, flat.first_resolution_business_seconds
        ) as first_resolution_business_seconds,
        coalesce(
            tracked.first_resolution_calendar_seconds, flat.first_resolution_calendar_seconds
        ) as first_resolution_calendar_seconds,
        coalesce(
            tracked.full_resolution_business_seconds, flat.full_resolution_business_seconds
        ) as full_resolution_business_seconds,
        coalesce(
            tracked.full_resolution_calendar_seconds, flat.full_resolution_calendar_seconds
        ) as full_resolution_calendar_seconds,
        tracked.requester_wait_business_seconds,
        tracked.requester_wait_calendar_seconds,
        tracked.agent_wait_business_seconds,
        tracked.agent_wait_calendar_seconds,
        tracked.hold_business_seconds,
        tracked.hold_calendar_seconds,
        case
            when ticket.has_events and exported.can_reply_be_seen
                then coalesce(tracked.reply_count, 0)
            else ticket.reply_count
        end as replies,
        case
            when tracked.has_status then tracked.reopen_count else ticket.reopen_count
        end as reopenings,
        coalesce(
            tracked.reassignment_count,
            case when ticket.has_events and exported.has_agent_history then 0 end,
            ticket.reassignment_count,
            greatest(ticket.agent_count - 1, 0)
        ) as reassignments,
        case
            when tracked.has_queue or (ticket.has_events and exported.has_queue_history)
                then tracked.transfer_count
            when ticket.queue_count <= 1 then 0
            when exported.are_queues_units then ticket.queue_count - 1
        end as transfers,
        case when ticket.has_events then tracked.rating else ticket.rating end as rating_given,
        case when ticket.has_events then reply.state else flat.first_reply_promise end
            as first_reply_promise,
        coalesce(reply.target_seconds, flat.first_reply_target_seconds)
            as first_reply_target_seconds,
        coalesce(reply.decided_at, flat.first_reply_promise_at) as first_reply_promise_at,
        coalesce(reply.decided_date, flat.first_reply_promise_date) as first_reply_promise_date,
        case
            when ticket.has_events then reply.decided_unit_id
            when flat.first_reply_promise_at is not null then ticket.unit_id
        end as first_reply_promise_unit,
        case when ticket.has_events then resolution.state else flat.resolution_promise end
            as resolution_promise,
        coalesce(resolution.target_seconds, flat.resolution_target_seconds)
            as resolution_target_seconds,
        coalesce(resolution.decided_at, flat.resolution_promise_at) as resolution_promise_at,
        coalesce(resolution.decided_date, flat.resolution_promise_date)
            as resolution_promise_date,
        case
            when ticket.has_events then resolution.decided_unit_id
            when flat.resolution_promise_at is not null then ticket.unit_id
        end as resolution_promise_unit,
    from core_ticket as ticket
    inner join exported on exported.source = ticket.source
    left join flat_ticket as flat on flat.ticket_key = ticket.ticket_key
    left join tracked_ticket as tracked on tracked.ticket_key = ticket.ticket_key
    left join tracked_promise as reply
        on reply.ticket_key = ticket.ticket_key and reply.promise = 'first_reply'
    left join tracked_promise as resolution
        on resolution.ticket_key = ticket.ticket_key and resolution.promise = 'resolution'
    where ticket.status_category not in ('merged', 'spam', 'deleted', 'test')
)

select
    counted.ticket_key,
    counted.source,
    counted.ticket_id,
    counted.customer_id,
    counted.agent_id,
    counted.channel,
    counted.kind,
    counted.category,
    counted.category_first,
    counted.product,
    coalesce(counted.region, core_unit.region) as region,
    counted.priority,
    counted.priority_first,
    counted.status_category_now as status_category,
    counted.unit_id as unit_now,
    counted.unit_created,
    counted.unit_first_reply,
    counted.unit_first_solved,
    counted.unit_solved,
    counted.unit_rated,
    counted.created_at,
    counted.replied_at as first_reply_at,
    counted.solved_first_at as first_solved_at,
    counted.solved_at,
    counted.rating_at as rated_at,
    counted.extract_at,
    counted.created_date,
    counted.first_reply_date,
    counted.first_solved_date,
    counted.solved_date,
    case
        when counted.rating_given is not null
            then coalesce(counted.rating_date, counted.solved_date)
    end as rated_date,
    counted.first_reply_business_seconds,
    counted.first_reply_calendar_seconds,
    counted.first_resolution_business_seconds,
    counted.first_resolution_calendar_seconds,
    counted.full_resolution_business_seconds,
    counted.full_resolution_calendar_seconds,
    case
        when counted.has_events then counted.requester_wait_business_seconds
        else counted.source_requester_wait_business_seconds
    end as requester_wait_business_seconds,
    case
        when counted.has_events then counted.requester_wait_calendar_seconds
        else counted.source_requester_wait_calendar_seconds
    end as requester_wait_calendar_seconds,
    case
        when counted.has_events then counted.agent_wait_business_seconds
        else counted.source_agent_wait_business_seconds
    end as agent_wait_business_seconds,
    case
        when counted.has_events then counted.agent_wait_calendar_seconds
        else counted.source_agent_wait_calendar_seconds
    end as agent_wait_calendar_seconds,
    case
        when counted.has_events then counted.hold_business_seconds
        else counted.source_hold_business_seconds
    end as hold_business_seconds,
    case
        when counted.has_events then counted.hold_calendar_seconds
        else counted.source_hold_calendar_seconds
    end as hold_calendar_seconds,
    counted.can_reply_be_seen,
    cast(counted.replies as integer) as reply_count,
    cast(counted.reopenings as integer) as reopen_count,
    cast(counted.reassignments as integer) as reassignment_count,
    cast(counted.transfers as integer) as transfer_count,
    case
        when counted.solved_at is not null
            then counted.replies = 1
                and counted.reopenings = 0
                and counted.transfers = 0
                and counted.reassignments = 0
    end as is_first_contact,
    case
        when counted.solved_at <= counted.last_judged_at
            and counted.customer_id is not null
            and counted.category is not null
            then repeat_contact.ticket_key is not null
    end as is_repeat_within_7_days,
    counted.rating_given as rating,
    counted.first_reply_promise,
    counted.first_reply_target_seconds,
    counted.first_reply_promise_at,
    counted.first_reply_promise_date,
    counted.first_reply_promise_unit,
    counted.resolution_promise,
    counted.resolution_target_seconds,
    counted.resolution_promise_at,
    counted.resolution_promise_date,
    counted.resolution_promise_unit,
    counted.is_sla_met_source,
    counted.source_first_reply_business_seconds,
    counted.source_first_reply_calendar_seconds,
    counted.source_first_resolution_business_seconds,
    counted.source_first_resolution_calendar_seconds,
    counted.source_full_resolution_business_seconds,
    counted.source_full_resolution_calendar_seconds,
from counted
left join repeat_contact on repeat_contact.ticket_key = counted.ticket_key
left join core_unit
    on core_unit.unit_id = counted.unit_created
    and core_unit.valid_from <= counted.created_date
    and core_unit.valid_until > counted.created_date
order by counted.created_at, counted.ticket_key;
