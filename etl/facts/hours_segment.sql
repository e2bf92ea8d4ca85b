-- Hours cut into pieces in which nothing changes: the UTC day, the company's date, whether it is
-- open (NULL: no calendar). Hours number 0 have no calendar at all. A time t lies in the one piece
-- with t's day and starts_at <= t < ends_at; open and unknown seconds up to t follow from it.
create temp table hours_segment as
with horizon as (
    select min(starts_at) as starts_at, max(ends_at) as ends_at from core_company_day
),

hours_calendar as (
    select distinct
        unit_hours.hours_no,
        unit_calendar.calendar_id,
        unit_calendar.starts_at,
        unit_calendar.ends_at,
    from unit_hours
    inner join unit_calendar on unit_calendar.unit_id = unit_hours.unit_id
    union all
    select 0, null, starts_at, ends_at from horizon
),

company_piece as (
    select
        utc_day.day,
        core_company_day.day as company_date,
        greatest(core_company_day.starts_at, utc_day.starts_at) as starts_at,
        least(core_company_day.ends_at, utc_day.ends_at) as ends_at,
    from core_company_day
    inner join utc_day
        on core_company_day.starts_at < utc_day.ends_at
        and core_company_day.ends_at > utc_day.starts_at
),

piece as (
    select
        hours_calendar.hours_no,
        segment.day,
        company_piece.company_date,
        greatest(
            segment.starts_at, company_piece.starts_at, hours_calendar.starts_at
        ) as starts_at,
        least(segment.ends_at, company_piece.ends_at, hours_calendar.ends_at) as ends_at,
        segment.is_open,
    from hours_calendar
    inner join fact_calendar_segment as segment
        on segment.calendar_id = hours_calendar.calendar_id
        and segment.starts_at < hours_calendar.ends_at
        and segment.ends_at > hours_calendar.starts_at
    inner join company_piece
        on company_piece.day = segment.day
        and company_piece.starts_at < segment.ends_at
        and company_piece.ends_at > segment.starts_at
    union all
    select
        hours_calendar.hours_no,
        company_piece.day,
        company_piece.company_date,
        greatest(company_piece.starts_at, hours_calendar.starts_at) as starts_at,
        least(company_piece.ends_at, hours_calendar.ends_at) as ends_at,
        cast(null as boolean) as is_open,
    from hours_calendar
    inner join company_piece
        on company_piece.starts_at < hours_calendar.ends_at
        and company_piece.ends_at > hours_calendar.starts_at
    where hours_calendar.calendar_id is null
),

measured as (
    select
        hours_no,
        day,
        company_date,
        starts_at,
        ends_at,
        is_open,
        case when is_open then date_diff('second', starts_at, ends_at) else 0 end as open_seconds,
        case
            when is_open is null then date_diff('second', starts_at, ends_at) else 0
        end as unknown_seconds,
    from piece
    where starts_at < ends_at
)

select
    hours_no,
    day,
    company_date,
    starts_at,
    ends_at,
    is_open,
    cast(open_seconds as bigint) as open_seconds,
    cast(coalesce(sum(open_seconds) over (
        partition by hours_no order by starts_at rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as open_before,
    cast(coalesce(sum(unknown_seconds) over (
        partition by hours_no order by starts_at rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as unknown_before,
from measured
order by hours_no, starts_at;
