-- Solved tickets after which the customer came back in the same category within seven days. Time
-- is cut into weeks of 604800 s: the seven days after a solving lie in its own week and the next,
-- so the last new ticket of the one and the first of the other decide.
create temp table repeat_contact as
with frequent as (
    select source, customer_id, category
    from core_ticket
    where customer_id is not null
        and category is not null
        and status_category not in ('merged', 'spam', 'deleted', 'test')
    group by source, customer_id, category
    having count(*) > 1
),

contact as (
    select
        core_ticket.ticket_key,
        core_ticket.source,
        core_ticket.customer_id,
        core_ticket.category,
        core_ticket.created_at,
        date_diff('second', timestamp '1970-01-01', core_ticket.created_at) // 604800 as week,
    from core_ticket
    inner join frequent
        on frequent.source = core_ticket.source
        and frequent.customer_id = core_ticket.customer_id
        and frequent.category = core_ticket.category
    where core_ticket.status_category not in ('merged', 'spam', 'deleted', 'test')
),

solving as (
    select ticket_key, solved_at from flat_ticket
    where solved_at is not null
    union all
    select ticket_key, solved_at from tracked_ticket
    where solved_at is not null
),

solved as (
    select
        contact.*,
        solving.solved_at,
        date_diff('second', timestamp '1970-01-01', solving.solved_at) // 604800 as solved_week,
    from contact
    inner join solving on solving.ticket_key = contact.ticket_key
),

weekly as (
    select
        source,
        customer_id,
        category,
        week,
        min(created_at) as first_created_at,
        max(created_at) as last_created_at,
    from contact
    group by source, customer_id, category, week
)

select distinct solved.ticket_key
from solved
inner join weekly
    on weekly.source = solved.source
    and weekly.customer_id = solved.customer_id
    and weekly.category = solved.category
    and weekly.week between solved.solved_week and solved.solved_week + 1
    and weekly.last_created_at > solved.solved_at
    and (
        weekly.week = solved.solved_week
        or weekly.first_created_at <= solved.solved_at + interval '7' day
    );
