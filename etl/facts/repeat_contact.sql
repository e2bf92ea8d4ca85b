-- Solved tickets after which the customer came back in the same category within seven days. Time
-- is cut into weeks of 604800 s: the seven days after a solving lie in its own week and the next,
-- so the last new ticket of the one and the first of the other decide.
create temp table repeat_contact as
with new_contact as (
    select
        ticket_key,
        source,
        requester_id,
        category,
        created_at,
        case when is_solved then ends_at end as solved_at,
    from flat_life
    where status_category <> 'merged'
    union all
    select ticket_key, source, requester_id, category, created_at, solved_at
    from tracked_ticket
),

frequent as (
    select source, requester_id, category
    from new_contact
    where requester_id is not null and category is not null
    group by source, requester_id, category
    having count(*) > 1
),

contact as (
    select
        new_contact.*,
        date_diff('second', timestamp '1970-01-01', new_contact.created_at) // 604800 as week,
        date_diff('second', timestamp '1970-01-01', new_contact.solved_at) // 604800
            as solved_week,
    from new_contact
    inner join frequent
        on frequent.source = new_contact.source
        and frequent.requester_id = new_contact.requester_id
        and frequent.category = new_contact.category
),

weekly as (
    select
        source,
        requester_id,
        category,
        week,
        min(created_at) as first_created_at,
        max(created_at) as last_created_at,
    from contact
    group by source, requester_id, category, week
)

select distinct contact.ticket_key
from contact
inner join weekly
    on weekly.source = contact.source
    and weekly.requester_id = contact.requester_id
    and weekly.category = contact.category
    and weekly.week between contact.solved_week and contact.solved_week + 1
    and weekly.last_created_at > contact.solved_at
    and (
        weekly.week = contact.solved_week
        or weekly.first_created_at <= contact.solved_at + interval '7' day
    );
