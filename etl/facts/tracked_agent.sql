-- How often a ticket with a history went from one agent to a different one, time without an agent
-- left out of account.
create temp table tracked_agent as
with assignment as (
    select
        event.ticket_key,
        event.to_value as agent,
        lag(event.to_value) over (
            partition by event.ticket_key order by event.at, event.sequence
        ) as agent_before,
    from core_ticket_event as event
    inner join tracked_life as life on life.ticket_key = event.ticket_key
    where event.kind = 'agent'
        and event.to_value is not null
        and event.at <= life.horizon_at
)

select
    ticket_key,
    count(*) filter (where agent <> agent_before) as reassignment_count,
from assignment
group by ticket_key;
