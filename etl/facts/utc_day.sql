-- The days of UTC that this build can time: those of the company's own days.
create temp table utc_day as
with day as (
    select day from core_company_day
    union
    select cast(starts_at as date) as day from core_company_day
    union
    select cast(ends_at as date) as day from core_company_day
)

select
    day,
    cast(day as timestamp) as starts_at,
    cast(day as timestamp) + interval '1' day as ends_at,
from day;
