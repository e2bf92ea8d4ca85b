-- The points of a ticket with a history between which its handling is timed: its creation, every
-- public reply, the breaking of its promises, what an agent did first after that, and its end. The
-- clocks run while it is unsolved (wait_) and while it is neither solved nor waiting for the
-- customer (work_).
create temp table handling_point as
with failure as (
    select
        ticket_key,
        min(decided_at) as failed_at,
        min(case when promise = 'resolution' then decided_at end) as resolution_failed_at,
    from tracked_promise
    where state in ('breached', 'overdue')
    group by ticket_key
),

action as (
    select event.ticket_key, min(event.at) as acted_at
    from core_ticket_event as event
    inner join failure on failure.ticket_key = event.ticket_key
    where event.at > failure.failed_at
        and (
            event.who = 'agent'
            or (event.who is null and event.kind in ('public_reply', 'internal_note'))
        )
        and event.kind <> 'rating'
    group by event.ticket_key
),

last_stretch as (
    select ticket_key, max(stretch_no) as stretch_no
    from tracked_stretch
    where is_in_life
    group by ticket_key
),

asked as (
    select ticket_key, 'created' as point, created_at as happened_at from tracked_life
    where not is_merged
    union all
    select message.ticket_key, 'reply', message.sent_at
    from tracked_message as message
    inner join tracked_life as life on life.ticket_key = message.ticket_key
    where message.is_reply and not life.is_merged
    union all
    select ticket_key, 'failed', failed_at from failure
    union all
    select ticket_key, 'resolution_failed', resolution_failed_at from failure
    where resolution_failed_at is not null
    union all
    select ticket_key, 'acted', acted_at from action
    union all
    select stretch.ticket_key, 'ended', stretch.ends_at
    from tracked_stretch as stretch
    inner join last_stretch
        on last_stretch.ticket_key = stretch.ticket_key
        and last_stretch.stretch_no = stretch.stretch_no
    inner join tracked_life as life on life.ticket_key = stretch.ticket_key
    where not life.is_merged
)

select
    asked.ticket_key,
    asked.point,
    asked.happened_at,
    segment.company_date,
    stretch.unit_id,
    stretch.is_unknown,
    stretch.life_unknown_before
    + case
        when stretch.is_unknown then date_diff('second', stretch.starts_at, asked.happened_at)
        else 0
    end as unknown_seconds,
    stretch.life_open_before + elapsed.open_seconds as life_open,
    stretch.life_calendar_before + elapsed.calendar_seconds as life_calendar,
    stretch.reply_open_before + stretch.reply_runs * elapsed.open_seconds as wait_open,
    stretch.reply_calendar_before + stretch.reply_runs * elapsed.calendar_seconds
        as wait_calendar,
    stretch.work_open_before + stretch.work_runs * elapsed.open_seconds as work_open,
    stretch.work_calendar_before + stretch.work_runs * elapsed.calendar_seconds as work_calendar,
from asked
inner join tracked_stretch as stretch
    on stretch.ticket_key = asked.ticket_key
    and stretch.starts_at <= asked.happened_at
    and (stretch.ends_at > asked.happened_at or stretch.is_last)
inner join hours_segment as segment
    on segment.hours_no = stretch.hours_no
    and segment.quarter = date_diff('second', timestamp '1970-01-01', asked.happened_at) // 21600
    and segment.starts_at <= asked.happened_at
    and segment.ends_at > asked.happened_at
cross join lateral (
    select
        segment.open_before + least(
            greatest(date_diff('second', segment.opens_at, asked.happened_at), 0),
            segment.open_seconds
        ) - stretch.starts_open as open_seconds,
        date_diff('second', stretch.starts_at, asked.happened_at) as calendar_seconds
) as elapsed;
