-- Months of customers in the company's currency.

insert into core_customer_month by name
select
    customer_id,
    "month",
    scope_kind,
    scope_value,
    revenue,
    margin
from kept_customer_month
where coalesce(currency, $currency) = $currency

union all

select
    customer_id,
    "month",
    scope_kind,
    scope_value,
    cast(revenue * rate_span.rate as decimal(18, 2)) as revenue,
    cast(margin * rate_span.rate as decimal(18, 2)) as margin
from kept_customer_month
join rate_span
    on rate_span.currency = kept_customer_month.currency
    and rate_span.currency <> $currency
    and rate_span.valid_from <= kept_customer_month."month"
    and rate_span.valid_until > kept_customer_month."month";
