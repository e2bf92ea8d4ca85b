-- What tickets without a history come to: the figures of fact_ticket, from flat_life. The clock of
-- the resolution promise leaves out the time waiting for the customer where the source gives its
-- total; as nobody knows when that was, a broken promise is taken to break as late as it can have.
create temp table flat_ticket as
with timed as (
    select
        life.*,
        life.status_category in ('solved', 'closed') as is_solved,
        date_diff('second', life.created_at, life.first_reply_at) as reply_calendar,
        life.first_reply_open - life.created_open as reply_business,
        date_diff('second', life.created_at, life.first_solved_at) as first_calendar,
        life.first_solved_open - life.created_open as first_business,
        date_diff('second', life.created_at, life.ends_at) as life_calendar,
        life.ended_open - life.created_open as life_business,
        reply.clock as reply_clock,
        reply.target_seconds as reply_target,
        resolution.clock as resolution_clock,
        resolution.target_seconds as resolution_target,
    from flat_life as life
    left join promise_choice as reply
        on life.has_time_of_day
        and reply.promise = 'first_reply'
        and reply.source = life.source
        and reply.unit_id is not distinct from life.unit_id
        and reply.priority is not distinct from life.priority
        and reply.valid_from <= life.created_date
        and reply.valid_until > life.created_date
    left join promise_choice as resolution
        on life.has_time_of_day
        and resolution.promise = 'resolution'
        and resolution.source = life.source
        and resolution.unit_id is not distinct from life.unit_id
        and resolution.priority is not distinct from life.priority
        and resolution.valid_from <= life.created_date
        and resolution.valid_until > life.created_date
    where life.status_category <> 'merged'
),

elapsed as (
    select
        timed.*,
        case
            when reply_clock = 'business' and first_reply_at is not null then reply_business
            when reply_clock = 'business' then life_business
            when first_reply_at is not null then reply_calendar
            else life_calendar
        end as reply_elapsed,
        case
            when resolution_clock = 'business'
                then least(coalesce(wait_business_seconds, 0), life_business)
            else least(coalesce(wait_calendar_seconds, 0), life_calendar)
        end as paused,
        case
            when resolution_clock = 'business' then life_business else life_calendar
        end as passed,
    from timed
),

judged as (
    select
        elapsed.*,
        case
            when reply_elapsed > reply_target
                then case
                    when first_reply_at is not null or is_solved then 'breached' else 'overdue'
                end
            when reply_elapsed <= reply_target
                then case
                    when first_reply_at is not null then 'met'
                    when is_solved then 'left_out'
                    else 'running'
                end
        end as reply_promise,
        case when reply_elapsed > reply_target then reply_target end as reply_allowed,
        case
            when passed - paused > resolution_target
                then case when is_solved then 'breached' else 'overdue' end
            when passed - paused <= resolution_target
                then case
                    when is_solved then 'met'
                    when status_category = 'waiting_customer' then 'paused'
                    else 'running'
                end
        end as resolution_promise,
        case
            when passed - paused > resolution_target then resolution_target + paused
        end as resolution_allowed,
    from elapsed
),

broken as (
    select
        judged.*,
        case
            when judged.reply_promise = 'met' then judged.first_reply_at
            when judged.reply_clock = 'calendar'
                then judged.created_at + judged.reply_allowed * interval '1' second
            else reply.starts_at + (
                judged.created_open + judged.reply_allowed - reply.open_before
            ) * interval '1' second
        end as reply_promise_at,
        case
            when judged.resolution_promise = 'met' then judged.ends_at
            when judged.resolution_clock = 'calendar'
                then judged.created_at + judged.resolution_allowed * interval '1' second
            else resolution.starts_at + (
                judged.created_open + judged.resolution_allowed - resolution.open_before
            ) * interval '1' second
        end as resolution_promise_at,
    from judged
    left join hours_opening as reply
        on judged.reply_clock = 'business'
        and reply.hours_no = judged.hours_no
        and reply.block = (judged.created_open + judged.reply_allowed) // 86400
        and reply.open_before <= judged.created_open + judged.reply_allowed
        and reply.open_before + reply.open_seconds > judged.created_open + judged.reply_allowed
    left join hours_opening as resolution
        on judged.resolution_clock = 'business'
        and resolution.hours_no = judged.hours_no
        and resolution.block = (judged.created_open + judged.resolution_allowed) // 86400
        and resolution.open_before <= judged.created_open + judged.resolution_allowed
        and resolution.open_before + resolution.open_seconds
        > judged.created_open + judged.resolution_allowed
)

select
    broken.ticket_key,
    broken.unit_id,
    broken.first_reply_at,
    broken.first_solved_at,
    case when broken.is_solved then broken.ends_at end as solved_at,
    broken.rated_at,
    broken.created_date,
    broken.first_reply_date,
    broken.first_solved_date,
    case when broken.is_solved then broken.ended_date end as solved_date,
    rated_day.company_date as rated_date,
    case when broken.has_time_of_day then broken.reply_business end
        as first_reply_business_seconds,
    case when broken.has_time_of_day then broken.reply_calendar end
        as first_reply_calendar_seconds,
    case when broken.has_time_of_day then broken.first_business end
        as first_resolution_business_seconds,
    case when broken.has_time_of_day then broken.first_calendar end
        as first_resolution_calendar_seconds,
    case when broken.has_time_of_day and broken.is_solved then broken.life_business end
        as full_resolution_business_seconds,
    case when broken.has_time_of_day and broken.is_solved then broken.life_calendar end
        as full_resolution_calendar_seconds,
    broken.reply_promise as first_reply_promise,
    broken.reply_target as first_reply_target_seconds,
    broken.reply_promise_at as first_reply_promise_at,
    reply_day.company_date as first_reply_promise_date,
    broken.resolution_promise,
    broken.resolution_target as resolution_target_seconds,
    broken.resolution_promise_at,
    resolution_day.company_date as resolution_promise_date,
from broken
left join hours_segment as rated_day
    on rated_day.hours_no = 0
    and rated_day.day = cast(broken.rated_at as date)
    and rated_day.starts_at <= broken.rated_at
    and rated_day.ends_at > broken.rated_at
left join hours_segment as reply_day
    on reply_day.hours_no = 0
    and reply_day.day = cast(broken.reply_promise_at as date)
    and reply_day.starts_at <= broken.reply_promise_at
    and reply_day.ends_at > broken.reply_promise_at
left join hours_segment as resolution_day
    on resolution_day.hours_no = 0
    and resolution_day.day = cast(broken.resolution_promise_at as date)
    and resolution_day.starts_at <= broken.resolution_promise_at
    and resolution_day.ends_at > broken.resolution_promise_at;
