-- What margin is looked up by: the scope that its month names, or else the customer's own number,
-- segment, region and division. Customers whose own number owns nothing share the paths of others.
create temp table scope_path as
with own as (
    select distinct
        owned.scope_value as customer_id,
        customer_margin.segment,
        customer_margin.region,
        customer_margin.division,
    from customer_margin
    left join (
        select distinct scope_value from core_profit_scope where scope_kind = 'customer'
    ) as owned
        on owned.scope_value = customer_margin.customer_id
),

named as (
    select distinct scope_kind, scope_value
    from core_customer_month
    where scope_kind is not null
),

path as (
    select
        scope_kind,
        scope_value,
        null as customer_id,
        null as segment,
        null as region,
        null as division,
    from named
    union all
    select null, null, customer_id, segment, region, division from own
)

select
    row_number() over (
        order by scope_kind, scope_value, customer_id, segment, region, division
    ) as path_no,
    path.*,
from path;
