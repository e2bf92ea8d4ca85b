create table fact_stretch as
with tracked as (
    select
        stretch.ticket_key,
        stretch.unit_id,
        stretch.calendar_id,
        stretch.status_category,
        stretch.priority,
        stretch.starts_at,
        stretch.ends_at,
        stretch.is_solved,
        stretch.is_solved or stretch.is_waiting_customer as is_paused,
        case when life.has_time_of_day then stretch.calendar_seconds end as calendar_seconds,
        case
            when life.has_time_of_day and not stretch.is_unknown then stretch.open_seconds
        end as business_seconds,
    from tracked_stretch as stretch
    inner join tracked_life as life on life.ticket_key = stretch.ticket_key
    where stretch.is_in_life and stretch.ends_at > stretch.starts_at
),

piece as (
    select
        life.ticket_key,
        life.unit_id,
        calendar.calendar_id,
        coalesce(life.priority, life.priority_first) as priority,
        life.hours_no,
        life.has_time_of_day,
        greatest(life.created_at, coalesce(calendar.starts_at, life.created_at)) as starts_at,
        least(life.ends_at, coalesce(calendar.ends_at, life.ends_at)) as ends_at,
    from flat_life as life
    left join unit_calendar as calendar
        on calendar.unit_id = life.hours_unit_id
        and calendar.starts_at < life.ends_at
        and calendar.ends_at > life.created_at
    where life.ends_at > life.created_at
),

flat as (
    select
        piece.ticket_key,
        piece.unit_id,
        piece.calendar_id,
        cast(null as varchar) as status_category,
        piece.priority,
        piece.starts_at,
        piece.ends_at,
        false as is_solved,
        false as is_paused,
        case
            when piece.has_time_of_day then date_diff('second', piece.starts_at, piece.ends_at)
        end as calendar_seconds,
        case
            when piece.has_time_of_day and piece.calendar_id is not null
                then ending.open_before - beginning.open_before
                + least(
                    greatest(date_diff('second', ending.opens_at, piece.ends_at), 0),
                    ending.open_seconds
                )
                - least(
                    greatest(date_diff('second', beginning.opens_at, piece.starts_at), 0),
                    beginning.open_seconds
                )
        end as business_seconds,
    from piece
    left join hours_segment as beginning
        on beginning.hours_no = piece.hours_no
        and beginning.quarter
        = date_diff('second', timestamp '1970-01-01', piece.starts_at) // 21600
        and beginning.starts_at <= piece.starts_at
        and beginning.ends_at > piece.starts_at
    left join hours_segment as ending
        on ending.hours_no = piece.hours_no
        and ending.quarter
        = date_diff('second', timestamp '1970-01-01', piece.ends_at) // 21600
        and ending.starts_at <= piece.ends_at
        and ending.ends_at > piece.ends_at
)

select
    ticket_key,
    unit_id,
    calendar_id,
    status_category,
    priority,
    starts_at,
    ends_at,
    is_solved,
    is_paused,
    calendar_seconds,
    business_seconds,
from tracked
union all
select
    ticket_key,
    unit_id,
    calendar_id,
    status_category,
    priority,
    starts_at,
    ends_at,
    is_solved,
    is_paused,
    calendar_seconds,
    business_seconds,
from flat;
