-- Units whose calendars changed alike have the same hours: counted once for all of them.
create temp table unit_hours as
with history as (
    select
        unit_id,
        list_sort(list(distinct
            cast(starts_at as varchar) || ' ' || coalesce(calendar_id, '')
        )) as calendars,
    from unit_calendar
    group by unit_id
)

select
    cast(unit_id as unit) as unit_id,
    cast(dense_rank() over (order by calendars) as integer) as hours_no,
from history;
