-- Everybody who serves customers or acts on tickets, under a pseudonym that stays the same as long
-- as the workspace keeps its key. Who was ever assigned, or is named in ledger.toml, is an agent.

create or replace table scratch.person as
with mention as (
    select source, agent as name, true as is_assigned
    from staged_ticket
    where agent is not null
    group by source, agent

    union all

    select source, author as name, false as is_assigned
    from staged_ticket
    where author is not null
    group by source, author

    union all

    select source, unnest([from_value, to_value]) as name, true as is_assigned
    from staged_event
    where kind = 'agent'

    union all

    select source, author as name, false as is_assigned
    from staged_event
    where author is not null
    group by source, author
),

known as (
    select source, name, bool_or(is_assigned) as is_assigned
    from mention
    where name is not null
    group by source, name
)

select
    known.source,
    known.name,
    agent_id_of(known.source, known.name, $people_key) as agent_id,
    known.is_assigned or coalesce(named.role = 'agent', false) as is_agent,
    coalesce(named.role = 'robot', false) as is_robot
from known
left join named_person as named
    on named.source = known.source and lower(named.name) = lower(known.name);
