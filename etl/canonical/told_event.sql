-- What the exports tell of tickets, in our words. The first value of status, queue, agent, priority
-- and category is an event at the ticket's creation; where the history begins later, what it then
-- changes from held until then. What never changes held from the creation on, but for being solved:
-- no ticket is born so.

create or replace table scratch.told_event as
with event as (
    select
        kept_ticket.row_no + 1 as ticket_key,
        history_event.source,
        kept_ticket.created_at,
        history_event.at,
        case history_event.kind when 'unit' then 'queue' else history_event.kind end as kind,
        history_event.kind = 'unit' as is_unit_named,
        history_event.from_value,
        history_event.to_value,
        case
            when actor.is_robot then 'robot'
            when history_event.who is not null then history_event.who
            when actor.is_agent then 'agent'
            when history_event.kind = 'customer_message' then 'customer'
        end as who,
        actor.agent_id as actor_id,
        history_event.row_no
    from history_event
    join kept_ticket
        on kept_ticket.source = history_event.source
        and kept_ticket.ticket_id = history_event.ticket_id
    left join person as actor
        on actor.source = history_event.source and actor.name = history_event.author
),

earliest as (
    select
        *,
        row_number() over (partition by ticket_key, kind order by "at", row_no) as turn
    from event
    where kind in ('status', 'queue', 'agent', 'priority', 'category')
),

held as (
    select
        staged_ticket.rowid + 1 as ticket_key, staged_ticket.source, created_at,
        unnest(['status', 'queue', 'agent', 'priority', 'category']) as kind,
        unnest([
            case when status_word.meaning not in ('solved', 'closed', 'merged') then status end,
            coalesce(unit, queue), agent, priority, category
        ]) as to_value,
        unit is not null as has_unit
    from staged_ticket
    left join word_meaning as status_word
        on status_word.source = staged_ticket.source and status_word.field = 'status'
        and status_word.word = staged_ticket.status
    join (select distinct ticket_key from event) as told_of
        on told_of.ticket_key = staged_ticket.rowid + 1
),

beginning as (
    select ticket_key, source, created_at, kind, is_unit_named, from_value as to_value
    from earliest
    where turn = 1 and from_value is not null

    union all

    select ticket_key, source, created_at, kind, is_unit_named, 'new' as to_value
    from earliest
    where turn = 1 and kind = 'status' and from_value is null and "at" > created_at

    union all

    select
        held.ticket_key, held.source, held.created_at, held.kind,
        held.kind = 'queue' and held.has_unit as is_unit_named, held.to_value
    from held
    left join earliest
        on earliest.ticket_key = held.ticket_key and earliest.kind = held.kind
        and earliest.turn = 1
    where held.to_value is not null and earliest.ticket_key is null
),

told as (
    select
        ticket_key, source, "at", kind, is_unit_named, from_value, to_value, who, actor_id,
        1 as part, row_no
    from event

    union all

    select
        ticket_key, source, created_at as "at", kind, is_unit_named, cast(null as varchar),
        to_value, cast(null as varchar), cast(null as varchar), 0 as part, 0 as row_no
    from beginning
),

meant as (
    select
        told.*,
        case kind
            when 'agent' then was.agent_id
            when 'status' then from_word.meaning
            when 'priority' then from_word.meaning
            when 'rating' then from_word.meaning
            else from_value
        end as from_meaning,
        case kind
            when 'agent' then becomes.agent_id
            when 'status' then to_word.meaning
            when 'priority' then to_word.meaning
            when 'rating' then to_word.meaning
            else to_value
        end as to_meaning
    from told
    left join person as was on was.source = told.source and was.name = told.from_value
        and told.kind = 'agent'
    left join person as becomes on becomes.source = told.source and becomes.name = told.to_value
        and told.kind = 'agent'
    left join word_meaning as from_word on from_word.source = told.source
        and from_word.field = told.kind and from_word.word = told.from_value
    left join word_meaning as to_word on to_word.source = told.source
        and to_word.field = told.kind and to_word.word = told.to_value
)

select
    ticket_key,
    meant.source,
    "at",
    kind,
    is_unit_named,
    from_meaning as from_value,
    to_meaning as to_value,
    case
        when kind = 'queue' and is_unit_named then to_value
        when kind = 'queue' then queue_unit.unit_id
    end as unit_id,
    who,
    case when who = 'agent' then actor_id end as agent_id,
    -- of one record nobody knows an order: who has it comes before what became of it
    row_number() over (
        partition by ticket_key
        order by "at", part, case who when 'customer' then 0 else 1 end, row_no, kind
    ) as turn
from meant
left join queue_unit
    on meant.kind = 'queue' and queue_unit.source = meant.source
    and queue_unit.queue = meant.to_value
    and meant.at >= queue_unit.starts_at and meant.at < queue_unit.ends_at
where from_meaning is distinct from to_meaning
    or kind in ('public_reply', 'customer_message', 'internal_note', 'merge', 'rating');
