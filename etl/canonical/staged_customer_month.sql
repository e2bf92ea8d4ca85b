-- Months of customers of one file, typed, in the order of the file.

insert into staged_customer_month by name
with typed as (
    select
        record as given_record,
        id_of(customer_id, $people_key) as customer_id,
        "month" as month_text,
        month_of("month") as "month",
        scope_kind as scope_kind_text,
        try_cast(lower(scope_kind) as scope) as scope_kind,
        scope as scope_value,
        revenue as revenue_text,
        money_of(revenue) as revenue,
        margin as margin_text,
        money_of(margin) as margin,
        coalesce(upper(currency), currency_of(margin), currency_of(revenue)) as currency
    from raw_customer_month
),

read as (
    select
        typed.*,
        case
            when customer_id is null then 'customer_id'
            when "month" is null then 'month'
            when is_unread(scope_kind_text, scope_kind) then 'scope_kind'
            when scope_kind is null and scope_value is not null then 'scope_kind'
            when scope_kind is not null and scope_value is null then 'scope'
            when is_unread(revenue_text, revenue) then 'revenue'
            when is_unread(margin_text, margin) then 'margin'
            when margin is null and revenue is null then 'margin'
        end as refusal_column
    from typed
),

named as (
    select
        read.*,
        case refusal_column
            when 'month' then month_text
            when 'scope_kind' then scope_kind_text
            when 'revenue' then revenue_text
            when 'margin' then margin_text
        end as refusal_text
    from read
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    customer_id,
    "month",
    scope_kind,
    scope_value,
    revenue,
    margin,
    currency,
    case
        when refusal_column is null then null
        when trim(coalesce(refusal_text, '')) = '' then 'missing'
        when refusal_column = 'month' then 'no_month'
        when refusal_column = 'scope_kind' then 'no_scope'
        else 'unread'
    end as refusal_kind,
    refusal_column,
    refusal_text
from named;
