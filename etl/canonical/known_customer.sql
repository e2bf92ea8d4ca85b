-- Of what customers are known by: whom each key stands for, day by day. customer_id NULL: several
-- customers have it on these days, so it stands for none.

create or replace table scratch.known_customer as
with identity as (
    select kind, source, key, id, valid_from, valid_until
    from core_identity
    join core_customer on core_customer.customer_id = core_identity.id
    where kind in ('requester', 'email', 'phone')
),

shared as (
    select kind, source, key
    from identity
    group by kind, source, key
    having count(*) > 1
),

edge as (
    select identity.kind, identity.source, identity.key, unnest([valid_from, valid_until]) as day
    from identity
    join shared using (kind, source, key)
),

span as (
    select kind, source, key, day as valid_from,
        lead(day) over (partition by kind, source, key order by day) as valid_until
    from (select distinct kind, source, key, day from edge)
),

settled as (
    select
        span.kind, span.source, span.key, span.valid_from, span.valid_until,
        min(identity.id) as customer_id,
        count(distinct identity.id) as customers
    from span
    join identity
        on identity.kind = span.kind and identity.source = span.source
        and identity.key = span.key
        and identity.valid_from < span.valid_until and identity.valid_until > span.valid_from
    where span.valid_until is not null
    group by span.kind, span.source, span.key, span.valid_from, span.valid_until
)

select kind, source, key, valid_from, valid_until,
    case when customers = 1 then customer_id end as customer_id
from settled

union all

select identity.kind, identity.source, identity.key, identity.valid_from, identity.valid_until,
    identity.id
from identity
left join shared using (kind, source, key)
where shared.key is null;
