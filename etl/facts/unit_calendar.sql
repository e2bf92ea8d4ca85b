-- The calendar of a unit while it was valid, over all the time this build can measure: one row a
-- calendar, NULL where the unit had none or was not there.
create temp table unit_calendar as
with horizon as (
    select
        min(day) as first_day,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at,
    from core_company_day
),

calendar as (
    select distinct calendar_id from core_calendar
),

validity as (
    select
        core_unit.unit_id,
        calendar.calendar_id,
        case
            when core_unit.valid_from <= horizon.first_day then horizon.starts_at
            else coalesce(first_day.starts_at, horizon.ends_at)
        end as starts_at,
        case
            when core_unit.valid_until <= horizon.first_day then horizon.starts_at
            else coalesce(day_after.starts_at, horizon.ends_at)
        end as ends_at,
    from core_unit
    cross join horizon
    left join calendar on calendar.calendar_id = core_unit.calendar_id
    left join core_company_day as first_day on first_day.day = core_unit.valid_from
    left join core_company_day as day_after on day_after.day = core_unit.valid_until
),

-- with the end of all time as a validity of no length, every gap lies before a validity
edge as (
    select unit_id, calendar_id, starts_at, ends_at from validity
    where starts_at < ends_at
    union all
    select distinct core_unit.unit_id, cast(null as varchar), horizon.ends_at, horizon.ends_at
    from core_unit
    cross join horizon
),

gap as (
    select
        edge.unit_id,
        cast(null as varchar) as calendar_id,
        coalesce(
            lag(edge.ends_at) over (
                partition by edge.unit_id order by edge.starts_at, edge.ends_at
            ),
            horizon.starts_at
        ) as starts_at,
        edge.starts_at as ends_at,
    from edge
    cross join horizon
),

piece as (
    select unit_id, calendar_id, starts_at from edge
    where starts_at < ends_at
    union all
    select unit_id, calendar_id, starts_at from gap
    where starts_at < ends_at
),

change as (
    select
        unit_id,
        calendar_id,
        starts_at,
        row_number() over (partition by unit_id order by starts_at) = 1
        or calendar_id is distinct from lag(calendar_id) over (
            partition by unit_id order by starts_at
        ) as is_change,
    from piece
)

select
    change.unit_id,
    change.calendar_id,
    change.starts_at,
    coalesce(
        lead(change.starts_at) over (partition by change.unit_id order by change.starts_at),
        horizon.ends_at
    ) as ends_at,
from change
cross join horizon
where change.is_change;
