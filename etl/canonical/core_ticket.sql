-- A ticket as its latest record holds it, in our words. Stamps that an export gives as a duration
-- are counted from creation; those that only the history tells come from there, and so do
-- its owner, agent, priority and category: as told last.

insert into core_ticket by name
with status_word as (
    select source, word, cast(meaning as status_category) as meaning from word_meaning
    where field = 'status'
),

priority_word as (
    select source, word, cast(meaning as priority) as meaning from word_meaning
    where field = 'priority'
),

channel_word as (
    select source, word, cast(meaning as channel) as meaning from word_meaning
    where field = 'channel'
),

kind_word as (
    select source, word, cast(meaning as kind) as meaning from word_meaning
    where field = 'kind'
),

rating_word as (
    select source, word, cast(meaning as rating) as meaning from word_meaning
    where field = 'rating'
),

known_customer_of as (
    select row_no, customer_id
    from matched_asker
    where thing = 'ticket' and customer_id is not null
),

-- before a queue stands for a unit it stands for the first to come: tickets are filed into it then
owner as (
    select
        queue_unit.source,
        queue_unit.queue,
        case
            when queue_unit.starts_at <= core_source.extract_at
                then coalesce(
                    lag(queue_unit.ends_at) over (
                        partition by queue_unit.source, queue_unit.queue
                        order by queue_unit.starts_at
                    ),
                    timestamp '1900-01-01'
                )
            else queue_unit.starts_at
        end as starts_at,
        queue_unit.ends_at,
        cast(queue_unit.unit_id as unit) as unit_id
    from queue_unit
    join core_source on core_source.source = queue_unit.source
),

meant as (
    select
        kept_ticket.*,
        known_customer_of.customer_id as known_customer_id,
        status_word.meaning as status_category,
        priority_word.meaning as priority_meant,
        priority_first_word.meaning as priority_first_meant,
        channel_word.meaning as channel_meant,
        kind_word.meaning as kind_meant,
        rating_word.meaning as rating_meant,
        person.agent_id,
        ticket_history.ticket_key is not null as has_events,
        ticket_history.first_reply_at as told_first_reply_at,
        ticket_history.first_solved_at as told_first_solved_at,
        ticket_history.last_solved_at as told_last_solved_at,
        ticket_history.closed_at as told_closed_at,
        ticket_history.updated_at as told_updated_at,
        ticket_history.first_assigned_at as told_first_assigned_at,
        ticket_history.rated_at as told_rated_at,
        ticket_history.priority_first as told_priority_first,
        ticket_history.category_first as told_category_first,
        ticket_history.unit_id as told_unit_id,
        coalesce(ticket_history.queue = coalesce(kept_ticket.queue, ticket_history.queue), false)
            as is_queue_told,
        ticket_history.queued_at,
        ticket_history.agent_id as told_agent_id,
        ticket_history.priority as told_priority,
        ticket_history.category as told_category,
        status_word.meaning in ('solved', 'closed') as is_solved,
        kept_ticket.created_at + to_seconds(kept_ticket.source_full_resolution_calendar_seconds)
            as full_resolution_at,
        core_source.extract_at
    from kept_ticket
    join core_source on core_source.source = kept_ticket.source
    left join known_customer_of on known_customer_of.row_no = kept_ticket.row_no
    left join ticket_history on ticket_history.ticket_key = kept_ticket.row_no + 1
    left join person
        on person.source = kept_ticket.source and person.name = kept_ticket.agent
    left join status_word
        on status_word.source = kept_ticket.source
        and status_word.word = kept_ticket.status
    left join priority_word
        on priority_word.source = kept_ticket.source
        and priority_word.word = kept_ticket.priority
    left join priority_word as priority_first_word
        on priority_first_word.source = kept_ticket.source
        and priority_first_word.word = kept_ticket.priority_first
    left join channel_word
        on channel_word.source = kept_ticket.source
        and channel_word.word = kept_ticket.channel
    left join kind_word
        on kind_word.source = kept_ticket.source
        and kind_word.word = kept_ticket.kind
    left join rating_word
        on rating_word.source = kept_ticket.source
        and rating_word.word = kept_ticket.rating
),

solved as (
    select
        meant.*,
        case
            when is_solved then coalesce(
                last_solved_at, told_last_solved_at, full_resolution_at, closed_at
            )
        end as solved_at
    from meant
),

-- owned_at: the last instant at which somebody worked on it, or moved it to another queue; whose
-- owner then is its owner now
ended as (
    select
        solved.*,
        case
            when is_solved then greatest(
                coalesce(solved_at, updated_at, told_updated_at, created_at), queued_at
            )
            when status_category in ('merged', 'spam', 'deleted', 'test')
                then coalesce(closed_at, told_closed_at, updated_at, told_updated_at, extract_at)
            else extract_at
        end as owned_at
    from solved
)

select
    ended.row_no + 1 as ticket_key,
    ended.source,
    ticket_id,
    has_events,
    requester_id,
    known_customer_id as customer_id,
    coalesce(agent_id, told_agent_id) as agent_id,
    channel_meant as channel,
    kind_meant as kind,
    coalesce(category_first, told_category_first) as category_first,
    coalesce(category, told_category) as category,
    product,
    region,
    coalesce(priority_first_meant, cast(told_priority_first as priority)) as priority_first,
    coalesce(priority_meant, cast(told_priority as priority)) as priority,
    status,
    status_category,
    ended.queue,
    case
        when unit is not null then cast(unit as unit)
        when is_queue_told then told_unit_id
        when ended.queue is not null then owner.unit_id
        else told_unit_id
    end as unit_id,
    created_at,
    coalesce(first_assigned_at, told_first_assigned_at) as first_assigned_at,
    coalesce(
        first_reply_at, told_first_reply_at,
        created_at + to_seconds(source_first_reply_calendar_seconds)
    ) as first_reply_at,
    coalesce(
        first_solved_at, told_first_solved_at,
        created_at + to_seconds(source_first_resolution_calendar_seconds)
    ) as first_solved_at,
    solved_at as last_solved_at,
    case when is_solved then coalesce(closed_at, told_closed_at) end as closed_at,
    updated_at,
    due_at,
    is_sla_met_source,
    is_raised,
    rating_meant as rating,
    coalesce(rated_at, told_rated_at) as rated_at,
    queue_count,
    agent_count,
    reassignment_count,
    reopen_count,
    reply_count,
    source_first_reply_business_seconds,
    source_first_reply_calendar_seconds,
    source_first_resolution_business_seconds,
    source_first_resolution_calendar_seconds,
    source_full_resolution_business_seconds,
    source_full_resolution_calendar_seconds,
    source_requester_wait_business_seconds,
    source_requester_wait_calendar_seconds,
    source_agent_wait_business_seconds,
    source_agent_wait_calendar_seconds,
    source_hold_business_seconds,
    source_hold_calendar_seconds,
    file_no,
    coalesce(
        given_record, ended.row_no - record_block.first_row + record_block.first_record
    ) as record
from ended
left join record_block
    on record_block.block = ended.row_no // 1024
    and record_block.first_row <= ended.row_no and record_block.end_row > ended.row_no
left join owner
    on owner.source = ended.source and owner.queue = ended.queue
    and ended.owned_at >= owner.starts_at and ended.owned_at < owner.ends_at;
