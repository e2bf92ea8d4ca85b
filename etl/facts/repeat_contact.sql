-- Solved tickets after which the customer came back in the same category within seven days. Time
-- is cut into weeks of 604800 s: the seven days after a solving lie in its own week and the next,
-- so the last new ticket of the one and the first of the other decide. topic: who asked and what
-- about, as one number; of ten million topics two share one once in three hundred thousand loads.
create temp table repeat_contact as
with new_contact as (
    select
        ticket_key,
        hash(source, requester_id, category) as topic,
        created_at,
        case when is_solved then ends_at end as solved_at,
    from flat_life
    where status_category <> 'merged' and requester_id is not null and category is not null
    union all
    select ticket_key, hash(source, requester_id, category) as topic, created_at, solved_at
    from tracked_ticket
    where requester_id is not null and category is not null
),

frequent as (
    select topic
    from new_contact
    group by topic
    having count(*) > 1
),

contact as (
    select
        new_contact.*,
        date_diff('second', timestamp '1970-01-01', new_contact.created_at) // 604800 as week,
        date_diff('second', timestamp '1970-01-01', new_contact.solved_at) // 604800
            as solved_week,
    from new_contact
    semi join frequent on frequent.topic = new_contact.topic
),

weekly as (
    select
        topic,
        week,
        min(created_at) as first_created_at,
        max(created_at) as last_created_at,
    from contact
    group by topic, week
)

select distinct contact.ticket_key
from contact
inner join weekly
    on weekly.topic = contact.topic
    and weekly.week between contact.solved_week and contact.solved_week + 1
    and weekly.last_created_at > contact.solved_at
    and (
        weekly.week = contact.solved_week
        or weekly.first_created_at <= contact.solved_at + interval '7' day
    );
