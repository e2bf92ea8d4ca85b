-- Every customer of the list or with months: what his margin is looked up by, from the first month
-- above nought to a year after the last. is_even: all of it is of one scope, and twelve months that
-- have one above nought sum up above nought, whichever they are; nothing need be added up for him.
create temp table customer_margin as
with told as (
    select
        customer_id,
        min(scope_kind) as scope_kind,
        min(scope_value) as scope_value,
        min("month") filter (where margin > 0) as first_month,
        max("month") filter (where margin > 0) as last_month,
        count(*) filter (where margin > 0) as months,
        min(margin) filter (where margin > 0) as least_margin,
        sum(margin) filter (where margin < 0) as losses,
        (count(scope_kind) = count(*) or count(scope_kind) = 0)
        and min(scope_kind) is not distinct from max(scope_kind)
        and min(scope_value) is not distinct from max(scope_value) as is_one_scope,
    from core_customer_month
    group by customer_id
)

select
    row_number() over () as customer_no,
    coalesce(core_customer.customer_id, told.customer_id) as customer_id,
    core_customer.segment,
    core_customer.region,
    core_customer.division,
    told.scope_kind,
    told.scope_value,
    told.first_month as comes_in,
    cast(told.last_month + interval '12' month as date) as goes_out,
    told.first_month is null
    or (
        told.is_one_scope
        and (
            told.scope_kind is null
            or (
                date_diff('month', told.first_month, told.last_month) - told.months < 11
                and told.least_margin + coalesce(told.losses, 0) > 0
            )
        )
    ) as is_even,
from core_customer
full join told on told.customer_id = core_customer.customer_id;
