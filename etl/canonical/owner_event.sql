-- Tickets that become another unit's while they stay in their queue: at the instant from which the
-- map gives the queue to another unit, or, solved by then, at their reopening. It follows the event
-- `turn` of its instant; what the map changes comes before all events of its instant. What is moved
-- to another queue in the same second was never the unit's in between.

create or replace table scratch.owner_event as
with lying as (
    select
        ticket_key,
        source,
        is_unit_named,
        to_value as queue,
        "at",
        turn,
        lead("at") over (partition by ticket_key order by turn) as left_at
    from told_event
    where kind = 'queue'
),

-- queues that do not stand for one unit always
changing as (
    select source, queue
    from queue_unit
    group by source, queue
    having count(*) > 1
        or min(starts_at) > timestamp '1900-01-01'
        or max(ends_at) < timestamp '9999-12-31'
),

laid as (
    select lying.*
    from lying
    join changing on changing.source = lying.source and changing.queue = lying.queue
    where not lying.is_unit_named
),

change as (
    select source, queue, starts_at as "at" from queue_unit
    union
    select source, queue, ends_at as "at" from queue_unit
),

instant as (
    select
        told_event.ticket_key,
        told_event.source,
        told_event.at,
        told_event.turn,
        told_event.kind,
        case
            when told_event.kind = 'queue' and told_event.is_unit_named then ''
            when told_event.kind = 'queue' then coalesce(told_event.to_value, '')
        end as queue,
        case
            when told_event.kind = 'status' then coalesce(told_event.to_value, '')
            when told_event.kind = 'merge' then 'merged'
        end as status
    from told_event
    where told_event.kind in ('queue', 'status', 'merge')
        and told_event.ticket_key in (select ticket_key from laid)

    union all

    select
        kept_ticket.row_no + 1 as ticket_key,
        kept_ticket.source,
        coalesce(
            kept_ticket.last_solved_at,
            kept_ticket.created_at
            + to_seconds(kept_ticket.source_full_resolution_calendar_seconds),
            kept_ticket.closed_at
        ) as "at",
        9223372036854775807 as turn,
        'status' as kind,
        cast(null as varchar) as queue,
        status_word.meaning as status
    from kept_ticket
    join word_meaning as status_word
        on status_word.source = kept_ticket.source
        and status_word.field = 'status'
        and status_word.word = kept_ticket.status
        and status_word.meaning in ('solved', 'closed')
    where kept_ticket.row_no + 1 in (select ticket_key from laid)
        and kept_ticket.row_no + 1 not in (
            select ticket_key from told_event where kind = 'status'
        )

    union all

    select
        laid.ticket_key,
        laid.source,
        change.at,
        0 as turn,
        'map' as kind,
        cast(null as varchar) as queue,
        cast(null as varchar) as status
    from laid
    join core_source on core_source.source = laid.source
    join change
        on change.source = laid.source
        and change.queue = laid.queue
        and change.at > laid.at
        and (laid.left_at is null or change.at < laid.left_at)
        and change.at <= core_source.extract_at
),

lived as (
    select
        ticket_key,
        source,
        "at",
        kind,
        turn,
        last_value(queue ignore nulls) over so_far as queue,
        row_number() over so_far as instant_no,
        max(case when kind = 'queue' then turn end) over (partition by ticket_key, "at")
            as last_queue_turn,
        coalesce(last_value(status ignore nulls) over so_far, '') not in (
            'solved', 'closed', 'merged', 'spam', 'deleted', 'test'
        ) as is_unsolved
    from instant
    window so_far as (
        partition by ticket_key order by "at", turn
        rows between unbounded preceding and current row
    )
),

held as (
    select
        lived.*,
        queue_unit.unit_id,
        last_value(
            case when lived.kind = 'queue' or lived.is_unsolved
                then coalesce(queue_unit.unit_id, '')
            end ignore nulls
        ) over (
            partition by lived.ticket_key order by lived.instant_no
            rows between unbounded preceding and 1 preceding
        ) as unit_before
    from lived
    left join queue_unit
        on queue_unit.source = lived.source
        and queue_unit.queue = lived.queue
        and lived.at >= queue_unit.starts_at
        and lived.at < queue_unit.ends_at
)

select ticket_key, "at", turn, nullif(unit_before, '') as from_value, unit_id
from held
where kind <> 'queue'
    and queue <> ''
    and is_unsolved
    and coalesce(last_queue_turn < turn, true)
    and coalesce(unit_id, '') <> unit_before;
