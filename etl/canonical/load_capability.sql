-- What a source can support in this load. 'yes' where its exports have what is needed, 'partly'
-- where only some of its tickets can have it, 'no' otherwise; share says how many of its tickets,
-- complaints or answers carry it. What no source but the company has is said of the source ''.

insert into load_capability by name
with known as (
    select distinct
        raw_file.source,
        case when raw_file.thing = 'complaint' then 'complaint' else 'ticket' end as thing,
        raw_column.name
    from raw_column
    join raw_file on raw_file.file_no = raw_column.file_no
    where raw_file.thing in ('ticket', 'update', 'complaint')
),

ability as (
    select source, name
    from known
    where thing = 'ticket'
),

happening as (
    select core_ticket.source, core_ticket_event.kind, core_ticket_event.to_value
    from core_ticket_event
    join core_ticket on core_ticket.ticket_key = core_ticket_event.ticket_key
    group by core_ticket.source, core_ticket_event.kind, core_ticket_event.to_value
),

-- what never changes is an event at the creation too: only the history itself says what it tells
told as (
    select distinct source, case kind when 'unit' then 'queue' else kind end as kind
    from history_event
),

carried as (
    select
        source,
        count(*) as tickets,
        count(first_reply_at) as first_reply,
        count(reply_count) as counted_replies,
        count(*) filter (where has_events) as events,
        count(*) filter (where has_events or coalesce(
            source_agent_wait_calendar_seconds, source_agent_wait_business_seconds,
            source_hold_calendar_seconds, source_hold_business_seconds
        ) is not null) as pauses,
        count(is_sla_met_source) as sla_source,
        count(*) filter (where has_events) as queue_history,
        count(*) filter (where has_events) as agent_history,
        count(*) filter (where has_events or reopen_count is not null) as reopens,
        count(*) filter (where has_events or reply_count is not null) as replies,
        count(rating) as rating,
        count(rating) as rating_offers,
        count(requester_id) as customer,
        count(*) as time_of_day,
        count(is_raised) as raised
    from core_ticket
    group by source
),

registered as (
    select
        source,
        count(*) as complaints,
        count(closed_at) as closings,
        count(*) filter (where redress is not null and redressed_at is not null) as redress
    from core_complaint
    group by source
),

seen as (
    select source, 'first_reply' as capability
    from ability
    where name in ('first_reply_at', 'source_first_reply_calendar_seconds')

    union

    select source, 'first_reply' from happening where kind = 'public_reply'

    union

    select source, 'events' from happening

    union

    select source, 'pauses'
    from ability
    where name in (
        'source_agent_wait_calendar_seconds', 'source_agent_wait_business_seconds',
        'source_hold_calendar_seconds', 'source_hold_business_seconds'
    )

    union

    select source, 'pauses' from told where kind = 'status'

    union

    select source, 'sla_source' from ability
    where name in (
        'is_sla_met_source', 'source_first_reply_remaining', 'source_resolution_remaining'
    )

    union

    select source, 'queue_history' from told where kind = 'queue'

    union

    select source, 'agent_history' from told where kind = 'agent'

    union

    select source, 'reopens' from ability where name = 'reopen_count'

    union

    select source, 'reopens' from told where kind = 'status'

    union

    select source, 'replies' from ability where name = 'reply_count'

    union

    select source, 'replies' from happening where kind = 'public_reply'

    union

    select source, 'rating' from ability where name = 'rating'

    union

    select source, 'rating' from happening where kind = 'rating'

    union

    select source, 'rating_offers' from core_ticket where rating = 'offered'

    union

    select source, 'rating_offers'
    from happening
    where kind = 'rating' and to_value = 'offered'

    union

    select source, 'customer'
    from ability
    where name in (
        'requester_id', 'requester_name', 'requester_email', 'requester_phone', 'customer_id'
    )

    union

    select source, 'time_of_day' from core_source where has_time_of_day

    union

    select source, 'raised' from ability where name = 'is_raised'

    union

    select source, 'problems' from ability where name = 'kind'

    union

    select source, 'tickets' from carried

    union

    select source, 'complaints' from registered

    union

    select source, 'closings' from known where thing = 'complaint' and name = 'closed_at'

    union

    select source, 'redress' from known where thing = 'complaint' and name = 'redressed_at'

    union

    select source, 'surveys' from core_survey_response
),

-- that something went wrong is told by any of many things
ground as (
    select source, capability from seen

    union

    select source, 'problems'
    from seen
    where capability in ('reopens', 'rating', 'customer', 'complaints')

    union

    select source, 'problems'
    from carried
    where exists (select 1 from core_sla_policy)
),

share as (
    select source, capability, carrying, tickets as whole, counted_replies
    from carried
    unpivot (carrying for capability in (
        first_reply, events, pauses, sla_source, queue_history, agent_history, reopens, replies,
        rating, rating_offers, customer, time_of_day, raised
    ))

    union all

    select source, capability, carrying, complaints as whole, 0
    from registered
    unpivot (carrying for capability in (closings, redress))
),

capability as (
    select unnest([
        'tickets', 'first_reply', 'events', 'pauses', 'sla_source', 'queue_history',
        'agent_history', 'reopens', 'replies', 'rating', 'rating_offers', 'customer',
        'time_of_day', 'raised', 'complaints', 'closings', 'redress', 'surveys', 'problems'
    ]) as capability
),

of_company as (
    select 'customers' as capability, count(*) as carrying from core_customer

    union all

    select 'staffing', count(fte) from core_staffing

    union all

    select 'staffing_cost', count(cost) from core_staffing
)

select
    core_source.source,
    capability.capability,
    case
        when ground.capability is null then 'no'
        -- a column that is always empty shows nothing, unless replies are counted beside it
        when capability.capability = 'first_reply' and carrying + counted_replies = 0 then 'no'
        when capability.capability in (
            'events', 'pauses', 'queue_history', 'agent_history', 'reopens', 'replies'
        ) and carrying < whole then 'partly'
        else 'yes'
    end as state,
    case
        when ground.capability is null then 0.0
        when whole is null then 1.0
        else carrying / whole
    end as share
from core_source
cross join capability
left join ground
    on ground.source = core_source.source
    and ground.capability = capability.capability
left join share
    on share.source = core_source.source
    and share.capability = capability.capability

union all

select
    '' as source,
    capability,
    case when carrying > 0 then 'yes' else 'no' end as state,
    case when carrying > 0 then 1.0 else 0.0 end as share
from of_company;
