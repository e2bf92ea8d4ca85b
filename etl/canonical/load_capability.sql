-- What a source can support in this load. 'yes' where its exports have what is needed, 'partly'
-- where only some of its tickets can have it, 'no' otherwise; share says how many tickets carry it.

insert into load_capability by name
with ability as (
    select
        raw_file.source,
        raw_column.name
    from raw_column
    join raw_file on raw_file.file_no = raw_column.file_no
    where raw_file.thing in ('ticket', 'update')
    group by raw_file.source, raw_column.name
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

ground as (
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
        count(*) as time_of_day
    from core_ticket
    group by source
),

share as (
    select source, tickets, counted_replies, capability, carrying
    from carried
    unpivot (carrying for capability in (
        first_reply, events, pauses, sla_source, queue_history, agent_history, reopens, replies,
        rating, rating_offers, customer, time_of_day
    ))
)

select
    share.source,
    share.capability,
    case
        when ground.capability is null then 'no'
        -- a column that is always empty shows nothing, unless replies are counted beside it
        when share.capability = 'first_reply' and carrying + counted_replies = 0 then 'no'
        when share.capability in (
            'events', 'pauses', 'queue_history', 'agent_history', 'reopens', 'replies'
        ) and carrying < tickets then 'partly'
        else 'yes'
    end as state,
    case when ground.capability is null then 0.0 else carrying / tickets end as share
from share
left join ground on ground.source = share.source and ground.capability = share.capability;
