-- Customers as their latest record has them, and their months in the company's currency.

insert into core_customer by name
select
    customer_id,
    segment,
    region,
    division,
    since_date,
    left_date,
    case
        when left_because in ('price', 'service', 'product', 'other') then left_because
        when left_because is not null then 'other'
    end as left_because,
    renewal_date
from kept_customer;
