-- The replayed life cut where calendars change too, with three clocks, each as open seconds,
-- seconds without a calendar, and calendar seconds: life_ runs always, reply_ while unsolved,
-- work_ while unsolved and not waiting for the customer. *_before stands at the stretch's start.
-- is_in_life: unsolved, or unsolved again later.
create temp table tracked_stretch as
with cut as (
    select
        state.ticket_key,
        state.unit_id,
        state.share_unit_id,
        state.hours_unit_id,
        calendar.calendar_id,
        coalesce(unit_hours.hours_no, 0) as hours_no,
        state.status_category,
        state.priority,
        greatest(state.starts_at, coalesce(calendar.starts_at, state.starts_at)) as starts_at,
        least(state.ends_at, coalesce(calendar.ends_at, state.ends_at)) as ends_at,
        state.is_solved,
        state.is_handed_over,
        state.last_unsolved_at,
        coalesce(state.status_category = 'waiting_customer', false) as is_waiting_customer,
    from tracked_state as state
    left join unit_hours on unit_hours.unit_id = state.hours_unit_id
    left join unit_calendar as calendar
        on calendar.unit_id = state.hours_unit_id
        and calendar.ends_at > state.starts_at
        and (calendar.starts_at < state.ends_at or calendar.starts_at <= state.starts_at)
),

timed as (
    select
        cut.*,
        beginning.company_date as starts_date,
        ending.company_date as ends_date,
        date_diff('second', cut.starts_at, cut.ends_at) as calendar_seconds,
        beginning.open_before + least(
            greatest(date_diff('second', beginning.opens_at, cut.starts_at), 0),
            beginning.open_seconds
        ) as starts_open,
        ending.open_before + least(
            greatest(date_diff('second', ending.opens_at, cut.ends_at), 0),
            ending.open_seconds
        ) as ends_open,
        cut.calendar_id is null as is_unknown,
    from cut
    inner join hours_segment as beginning
        on beginning.hours_no = cut.hours_no
        and beginning.quarter
        = date_diff('second', timestamp '1970-01-01', cut.starts_at) // 21600
        and beginning.starts_at <= cut.starts_at
        and beginning.ends_at > cut.starts_at
    inner join hours_segment as ending
        on ending.hours_no = cut.hours_no
        and ending.quarter
        = date_diff('second', timestamp '1970-01-01', cut.ends_at) // 21600
        and ending.starts_at <= cut.ends_at
        and ending.ends_at > cut.ends_at
),

clocked as (
    select
        timed.*,
        ends_open - starts_open as open_seconds,
        case when is_unknown then calendar_seconds else 0 end as unknown_seconds,
        case when is_solved then 0 else 1 end as reply_runs,
        case when is_solved or is_waiting_customer then 0 else 1 end as work_runs,
    from timed
)

select
    ticket_key,
    row_number() over in_order as stretch_no,
    row_number() over (partition by ticket_key order by starts_at desc) = 1 as is_last,
    not is_solved or coalesce(starts_at < last_unsolved_at, false) as is_in_life,
    unit_id,
    case when not is_handed_over then lag(unit_id) over in_order end as unit_id_before,
    share_unit_id,
    hours_unit_id,
    calendar_id,
    hours_no,
    status_category,
    priority,
    starts_at,
    ends_at,
    starts_date,
    ends_date,
    is_solved,
    is_waiting_customer,
    is_unknown,
    reply_runs,
    work_runs,
    starts_open,
    open_seconds,
    calendar_seconds,
    cast(coalesce(sum(open_seconds) over so_far, 0) as bigint) as life_open_before,
    cast(coalesce(sum(unknown_seconds) over so_far, 0) as bigint) as life_unknown_before,
    cast(coalesce(sum(calendar_seconds) over so_far, 0) as bigint) as life_calendar_before,
    cast(coalesce(sum(open_seconds * reply_runs) over so_far, 0) as bigint) as reply_open_before,
    cast(coalesce(sum(unknown_seconds * reply_runs) over so_far, 0) as bigint)
        as reply_unknown_before,
    cast(coalesce(sum(calendar_seconds * reply_runs) over so_far, 0) as bigint)
        as reply_calendar_before,
    cast(coalesce(sum(open_seconds * work_runs) over so_far, 0) as bigint) as work_open_before,
    cast(coalesce(sum(unknown_seconds * work_runs) over so_far, 0) as bigint)
        as work_unknown_before,
    cast(coalesce(sum(calendar_seconds * work_runs) over so_far, 0) as bigint)
        as work_calendar_before,
from clocked
window
    in_order as (partition by ticket_key order by starts_at),
    so_far as (
        partition by ticket_key order by starts_at
        rows between unbounded preceding and 1 preceding
    );
