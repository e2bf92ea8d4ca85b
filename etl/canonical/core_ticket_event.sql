-- Events in our words: what is told of a ticket, and where its queue changed hands.

insert into core_ticket_event by name
with event as (
    select
        ticket_key, "at", kind, from_value, to_value, unit_id, who, agent_id,
        turn, false as is_after
    from told_event

    union all

    select
        ticket_key, "at", 'owner' as kind, from_value, unit_id as to_value, unit_id,
        cast(null as varchar) as who, cast(null as varchar) as agent_id, turn, true as is_after
    from owner_event
)

select
    ticket_key,
    cast(row_number() over (partition by ticket_key order by "at", turn, is_after) as integer)
        as sequence,
    "at",
    kind,
    from_value,
    to_value,
    unit_id,
    who,
    agent_id
from event;
