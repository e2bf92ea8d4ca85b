-- Hours cut so small that each piece lies in one quarter of a UTC day and on one date of the
-- company, has a calendar throughout or nowhere, and is open once at most. A second t lies in the
-- one piece with quarter = seconds since 1970 // 21600 and starts_at <= t < ends_at. Up to t the
-- hours were open for open_before + least(greatest(t - opens_at, 0), open_seconds) seconds, and for
-- unknown_before seconds before the piece they had no calendar. Hours number 0 never have one.
create temp table hours_segment as
with hours_calendar as (
    select distinct
        unit_hours.hours_no,
        unit_calendar.calendar_id,
        unit_calendar.starts_at,
        unit_calendar.ends_at,
    from unit_hours
    inner join unit_calendar on unit_calendar.unit_id = unit_hours.unit_id
    union all
    select 0, null, min(starts_at), max(ends_at) from core_company_day
),

quarter as (
    select
        utc_day.day,
        utc_day.starts_at + part.no * interval '6' hour as starts_at,
        utc_day.starts_at + (part.no + 1) * interval '6' hour as ends_at,
    from utc_day
    cross join (values (0), (1), (2), (3)) as part (no)
),

company_piece as (
    select
        quarter.day,
        date_diff('second', timestamp '1970-01-01', quarter.starts_at) // 21600 as quarter,
        company.day as company_date,
        greatest(company.starts_at, quarter.starts_at) as starts_at,
        least(company.ends_at, quarter.ends_at) as ends_at,
    from core_company_day as company
    inner join quarter
        on company.starts_at < quarter.ends_at and company.ends_at > quarter.starts_at
),

span as (
    select
        hours_calendar.hours_no,
        hours_calendar.calendar_id,
        company_piece.day,
        company_piece.quarter,
        company_piece.company_date,
        greatest(company_piece.starts_at, hours_calendar.starts_at) as starts_at,
        least(company_piece.ends_at, hours_calendar.ends_at) as ends_at,
    from hours_calendar
    inner join company_piece
        on company_piece.starts_at < hours_calendar.ends_at
        and company_piece.ends_at > hours_calendar.starts_at
),

opening as (
    select
        span.hours_no,
        span.calendar_id is not null as has_calendar,
        span.quarter,
        span.company_date,
        span.starts_at,
        span.ends_at,
        case when open.is_open then greatest(open.starts_at, span.starts_at) end as opens_at,
        case when open.is_open then least(open.ends_at, span.ends_at) end as closes_at,
    from span
    left join fact_calendar_segment as open
        on open.is_open
        and open.calendar_id = span.calendar_id
        and open.day = span.day
        and open.starts_at < span.ends_at
        and open.ends_at > span.starts_at
),

piece as (
    select
        hours_no,
        has_calendar,
        quarter,
        company_date,
        case
            when row_number() over in_order = 1 then starts_at else opens_at
        end as starts_at,
        coalesce(lead(opens_at) over in_order, ends_at) as ends_at,
        coalesce(opens_at, starts_at) as opens_at,
        coalesce(date_diff('second', opens_at, closes_at), 0) as open_seconds,
    from opening
    window in_order as (partition by hours_no, starts_at order by opens_at)
)

select
    hours_no,
    has_calendar,
    quarter,
    company_date,
    starts_at,
    ends_at,
    opens_at,
    open_seconds,
    cast(coalesce(sum(open_seconds) over so_far, 0) as bigint) as open_before,
    cast(coalesce(sum(
        case when has_calendar then 0 else date_diff('second', starts_at, ends_at) end
    ) over so_far, 0) as bigint) as unknown_before,
from piece
window so_far as (
    partition by hours_no order by starts_at rows between unbounded preceding and 1 preceding
)
order by hours_no, starts_at;
