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

flat as (
    select
        life.ticket_key,
        life.unit_id,
        calendar.calendar_id,
        life.priority,
        life.hours_no,
        greatest(life.created_at, coalesce(calendar.starts_at, life.created_at)) as starts_at,
        least(life.ends_at, coalesce(calendar.ends_at, life.ends_at)) as ends_at,
        life.has_time_of_day,
        life.ended_open - life.created_open as life_open_seconds,
        calendar.starts_at > life.created_at or calendar.ends_at < life.ends_at as is_cut,
    from flat_life as life
    left join unit_calendar as calendar
        on calendar.unit_id = life.hours_unit_id
        and calendar.starts_at < life.ends_at
        and calendar.ends_at > life.created_at
    where life.ends_at > life.created_at
),

flat_stretch as (
    select
        flat.ticket_key,
        flat.unit_id,
        flat.calendar_id,
        cast(null as varchar) as status_category,
        flat.priority,
        flat.starts_at,
        flat.ends_at,
        false as is_solved,
        false as is_paused,
        case
            when flat.has_time_of_day then date_diff('second', flat.starts_at, flat.ends_at)
        end as calendar_seconds,
        case
            when not flat.has_time_of_day or flat.calendar_id is null then null
            when flat.is_cut
                then ending.open_before - beginning.open_before
                + least(date_diff('second', ending.starts_at, flat.ends_at), ending.open_seconds)
                - least(
                    date_diff('second', beginning.starts_at, flat.starts_at),
                    beginning.open_seconds
                )
            else flat.life_open_seconds
        end as business_seconds,
    from flat
    left join hours_segment as beginning
        on flat.is_cut
        and beginning.hours_no = flat.hours_no
        and beginning.day = cast(flat.starts_at as date)
        and beginning.starts_at <= flat.starts_at
        and beginning.ends_at > flat.starts_at
    left join hours_segment as ending
        on flat.is_cut
        and ending.hours_no = flat.hours_no
        and ending.day = cast(flat.ends_at as date)
        and ending.starts_at <= flat.ends_at
        and ending.ends_at > flat.ends_at
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
from flat_stretch;
