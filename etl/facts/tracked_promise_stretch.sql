-- The clock of each promise over the stretches of a ticket with a history, up to the reply or the
-- last solving, beside the target in force there: that of the policy for the owner, priority and
-- day when the ticket was created or its priority last changed. elapsed_* NULL: no calendar.
create temp table tracked_promise_stretch as
with marked as (
    select
        stretch.*,
        life.source,
        stretch.stretch_no = 1
        or stretch.priority is distinct from lag(stretch.priority) over (
            partition by stretch.ticket_key order by stretch.stretch_no
        ) as is_applied,
    from tracked_stretch as stretch
    inner join tracked_life as life on life.ticket_key = stretch.ticket_key
    where not life.is_merged and life.has_time_of_day
),

applied as (
    select
        marked.*,
        last_value(case when is_applied then starts_date end ignore nulls) over so_far
            as applied_date,
        nullif(last_value(case when is_applied then coalesce(hours_unit_id, '') end ignore nulls)
            over so_far, '') as applied_unit_id,
    from marked
    window so_far as (
        partition by ticket_key order by stretch_no
        rows between unbounded preceding and current row
    )
),

clocked as (
    select
        applied.ticket_key,
        applied.stretch_no,
        applied.source,
        applied.applied_unit_id,
        applied.priority,
        applied.applied_date,
        'first_reply' as promise,
        applied.unit_id,
        applied.share_unit_id,
        applied.hours_no,
        applied.starts_at,
        applied.starts_open,
        applied.is_solved,
        applied.is_unknown,
        applied.reply_calendar_before as calendar_before,
        applied.reply_runs * case
            when reply.stretch_no = applied.stretch_no then reply.calendar_seconds
            else applied.calendar_seconds
        end as calendar_seconds,
        applied.reply_open_before as open_before,
        applied.reply_runs * case
            when reply.stretch_no = applied.stretch_no then reply.open_seconds
            else applied.open_seconds
        end as open_seconds,
        applied.reply_unknown_before as unknown_before,
    from applied
    left join tracked_reply as reply on reply.ticket_key = applied.ticket_key
    where applied.stretch_no = 1
        or reply.happened_at is null
        or applied.starts_at < reply.happened_at
    union all
    select
        ticket_key,
        stretch_no,
        source,
        applied_unit_id,
        priority,
        applied_date,
        'resolution' as promise,
        unit_id,
        share_unit_id,
        hours_no,
        starts_at,
        starts_open,
        is_solved,
        is_unknown,
        work_calendar_before as calendar_before,
        calendar_seconds * work_runs as calendar_seconds,
        work_open_before as open_before,
        open_seconds * work_runs as open_seconds,
        work_unknown_before as unknown_before,
    from applied
)

select
    clocked.ticket_key,
    clocked.promise,
    clocked.stretch_no,
    clocked.unit_id,
    clocked.share_unit_id,
    clocked.hours_no,
    clocked.starts_at,
    clocked.starts_open,
    clocked.is_solved,
    choice.clock,
    choice.target_seconds,
    case
        when choice.clock = 'calendar' then clocked.calendar_before
        when clocked.unknown_before = 0 then clocked.open_before
    end as elapsed_before,
    case
        when choice.clock = 'calendar' then clocked.calendar_before + clocked.calendar_seconds
        when clocked.unknown_before = 0
            and not (
                clocked.is_unknown and (clocked.calendar_seconds > 0 or clocked.stretch_no = 1)
            )
            then clocked.open_before + clocked.open_seconds
    end as elapsed_after,
from clocked
left join promise_choice as choice
    on choice.promise = clocked.promise
    and choice.source = clocked.source
    and choice.unit_id is not distinct from clocked.applied_unit_id
    and choice.priority is not distinct from clocked.priority
    and choice.valid_from <= clocked.applied_date
    and choice.valid_until > clocked.applied_date;
