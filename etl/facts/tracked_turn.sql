-- Waits for a next reply: a turn begins with the first customer message after an agent's, and ends
-- with the agent's next one or, unanswered, with the next solving; what the customer writes after
-- that begins another. Within one second the customer comes first and the solving last.
create temp table tracked_turn as
with step as (
    select ticket_key, sent_at as happened_at, sequence, is_agent, false as is_solving,
    from tracked_message
    union all
    select
        ticket_key,
        solved_at as happened_at,
        0 as sequence,
        false as is_agent,
        true as is_solving,
    from tracked_solving
),

message as (
    select
        ticket_key,
        happened_at,
        sequence,
        is_agent,
        is_solving,
        bool_or(is_agent) over earlier as is_after_agent,
        lag(is_agent or is_solving) over (
            partition by ticket_key order by happened_at, is_solving, sequence
        ) as is_first,
        min(case when is_agent then happened_at end) over following as next_reply_at,
        min(case when is_solving then happened_at end) over following as next_solved_at,
    from step
    window
        earlier as (
            partition by ticket_key order by happened_at, is_solving, sequence
            rows between unbounded preceding and 1 preceding
        ),
        following as (
            partition by ticket_key order by happened_at, is_solving, sequence
            rows between 1 following and unbounded following
        )
)

select
    ticket_key,
    happened_at as started_at,
    case
        when next_solved_at is null or next_reply_at <= next_solved_at then next_reply_at
    end as replied_at,
    case
        when next_reply_at is null or next_solved_at < next_reply_at then next_solved_at
    end as solved_at,
from message
where not is_agent and not is_solving and is_after_agent and is_first;
