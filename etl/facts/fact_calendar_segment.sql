insert into fact_calendar_segment by name
with opening as (
    select
        core_calendar.calendar_id,
        utc_day.day,
        greatest(core_calendar.opens_at, utc_day.starts_at) as starts_at,
        least(core_calendar.closes_at, utc_day.ends_at) as ends_at,
    from core_calendar
    inner join utc_day
        on core_calendar.opens_at < utc_day.ends_at and core_calendar.closes_at > utc_day.starts_at
),

calendar as (
    select distinct calendar_id from core_calendar
),

-- with the end of each day as an opening of no length, all closed time lies before an opening
edge as (
    select calendar_id, day, starts_at, ends_at from opening
    union all
    select calendar.calendar_id, utc_day.day, utc_day.ends_at, utc_day.ends_at
    from calendar
    cross join utc_day
),

closing as (
    select
        calendar_id,
        day,
        coalesce(
            lag(ends_at) over (partition by calendar_id, day order by starts_at, ends_at),
            cast(day as timestamp)
        ) as starts_at,
        starts_at as ends_at,
    from edge
),

segment as (
    select calendar_id, day, starts_at, ends_at, true as is_open from opening
    union all
    select calendar_id, day, starts_at, ends_at, false as is_open from closing
    where starts_at < ends_at
)

select
    calendar_id,
    day,
    starts_at,
    ends_at,
    is_open,
    cast(coalesce(sum(
        case when is_open then date_diff('second', starts_at, ends_at) else 0 end
    ) over (
        partition by calendar_id order by starts_at rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as seconds_before,
from segment
order by calendar_id, starts_at;
