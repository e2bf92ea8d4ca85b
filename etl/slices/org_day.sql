-- The days on which anything about units or posts changes.
create temp table org_day as
with changes as (
    select valid_from as day from core_unit
    union
    select valid_until as day from core_unit
    union
    select valid_from as day from core_post
    union
    select valid_until as day from core_post
)
select day, lead(day) over (order by day) as next_day
from changes;
