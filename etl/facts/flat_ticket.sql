-- A state of a promise as its word of the list, so that no row's text is looked up in it.
create temp macro state(word) as cast(word as promise_state);

-- What tickets without a history come to: fact_ticket, as far as it speaks of the ticket alone. The
-- clock of the resolution promise leaves out the time waiting for the customer where the source
-- gives its total; nobody knows when that was, so a broken promise is taken to break as late as it
-- can have. A stamp that is not known is looked up at the creation, so that every join finds a row;
-- what was found for it is then thrown away.
create temp view flat_ticket as
with placed as (
    select
        life.*,
        creation.company_date as created_date,
        case when life.replied_at is not null then reply.company_date end as replied_date,
        case when life.solved_first_at is not null then solving.company_date end
            as solved_first_date,
        case when life.ends_at is not null then ending.company_date end as ended_date,
        case
            when creation.has_calendar
                then creation.open_before + least(
                    greatest(date_diff('second', creation.opens_at, life.created_at), 0),
                    creation.open_seconds
                )
        end as created_open,
        case
            when life.replied_at is not null
                and reply.unknown_before = creation.unknown_before
                then reply.open_before + least(
                    greatest(date_diff('second', reply.opens_at, life.replied_at), 0),
                    reply.open_seconds
                )
        end as replied_open,
        case
            when life.solved_first_at is not null
                and solving.unknown_before = creation.unknown_before
                then solving.open_before + least(
                    greatest(date_diff('second', solving.opens_at, life.solved_first_at), 0),
                    solving.open_seconds
                )
        end as solved_first_open,
        case
            when life.ends_at is not null
                and ending.unknown_before = creation.unknown_before
                then ending.open_before + least(
                    greatest(date_diff('second', ending.opens_at, life.ends_at), 0),
                    ending.open_seconds
                )
        end as ended_open,
    -- a missing stamp is looked up as the creation, and left out above: a join in which each row
    -- finds its one piece passes its batches on whole
    from flat_life as life
    left join hours_segment as creation
        on creation.hours_no = life.hours_no
        and creation.quarter
        = date_diff('second', timestamp '1970-01-01', life.created_at) // 21600
        and creation.starts_at <= life.created_at
        and creation.ends_at > life.created_at
    left join hours_segment as reply
        on reply.hours_no = life.hours_no
        and reply.quarter
        = date_diff('second', timestamp '1970-01-01', coalesce(life.replied_at, life.created_at)) // 21600
        and reply.starts_at <= coalesce(life.replied_at, life.created_at)
        and reply.ends_at > coalesce(life.replied_at, life.created_at)
    left join hours_segment as solving
        on solving.hours_no = life.hours_no
        and solving.quarter
        = date_diff('second', timestamp '1970-01-01', coalesce(life.solved_first_at, life.created_at)) // 21600
        and solving.starts_at <= coalesce(life.solved_first_at, life.created_at)
        and solving.ends_at > coalesce(life.solved_first_at, life.created_at)
    left join hours_segment as ending
        on ending.hours_no = life.hours_no
        and ending.quarter
        = date_diff('second', timestamp '1970-01-01', coalesce(life.ends_at, life.created_at)) // 21600
        and ending.starts_at <= coalesce(life.ends_at, life.created_at)
        and ending.ends_at > coalesce(life.ends_at, life.created_at)
    where life.status_category <> 'merged'
),

timed as (
    select
        placed.*,
        date_diff('second', placed.created_at, placed.replied_at) as reply_calendar,
        placed.replied_open - placed.created_open as reply_business,
        date_diff('second', placed.created_at, placed.solved_first_at) as first_calendar,
        placed.solved_first_open - placed.created_open as first_business,
        date_diff('second', placed.created_at, placed.ends_at) as life_calendar,
        placed.ended_open - placed.created_open as life_business,
        reply.clock as reply_clock,
        reply.target_seconds as reply_target,
        resolution.clock as resolution_clock,
        resolution.target_seconds as resolution_target,
    from placed
    left join promise_choice as reply
        on placed.has_time_of_day
        and reply.promise = 'first_reply'
        and reply.source = placed.source
        and reply.unit_id is not distinct from placed.unit_id
        and reply.priority is not distinct from coalesce(placed.priority, placed.priority_first)
        and reply.valid_from <= placed.created_date
        and reply.valid_until > placed.created_date
    left join promise_choice as resolution
        on placed.has_time_of_day
        and resolution.promise = 'resolution'
        and resolution.source = placed.source
        and resolution.unit_id is not distinct from placed.unit_id
        and resolution.priority
        is not distinct from coalesce(placed.priority, placed.priority_first)
        and resolution.valid_from <= placed.created_date
        and resolution.valid_until > placed.created_date
),

elapsed as (
    select
        timed.*,
        case
            when reply_clock = 'business' and replied_at is not null then reply_business
            when reply_clock = 'business' then life_business
            when replied_at is not null then reply_calendar
            else life_calendar
        end as reply_elapsed,
        case
            when resolution_clock = 'business'
                then least(coalesce(source_agent_wait_business_seconds, 0), life_business)
            else least(coalesce(source_agent_wait_calendar_seconds, 0), life_calendar)
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
                    when replied_at is not null or is_solved then state('breached')
                    else state('overdue')
                end
            when reply_elapsed <= reply_target
                then case
                    when replied_at is not null then state('met')
                    when is_solved then state('left_out')
                    else state('running')
                end
        end as reply_promise,
        case when reply_elapsed > reply_target then reply_target end as reply_allowed,
        case
            when passed - paused > resolution_target
                then case when is_solved then state('breached') else state('overdue') end
            when passed - paused <= resolution_target
                then case
                    when is_solved then state('met')
                    when status_category = 'waiting_customer' then state('paused')
                    else state('running')
                end
        end as resolution_promise,
        case
            when passed - paused > resolution_target then resolution_target + paused
        end as resolution_allowed,
    from elapsed
),

decided as (
    select
        judged.*,
        case
            when judged.reply_promise = state('met') then judged.replied_at
            when judged.reply_clock = 'calendar'
                then judged.created_at + judged.reply_allowed * interval '1' second
            else reply.opens_at + (
                judged.created_open + judged.reply_allowed - reply.open_before
            ) * interval '1' second
        end as reply_decided_at,
        case
            when judged.reply_promise = state('met') then judged.replied_date
            when judged.reply_clock = 'business' and judged.reply_allowed is not null
                then reply.company_date
        end as reply_decided_date,
        case
            when judged.resolution_promise = state('met') then judged.ends_at
            when judged.resolution_clock = 'calendar'
                then judged.created_at + judged.resolution_allowed * interval '1' second
            else resolution.opens_at + (
                judged.created_open + judged.resolution_allowed - resolution.open_before
            ) * interval '1' second
        end as resolution_decided_at,
        case
            when judged.resolution_promise = state('met') then judged.ended_date
            when judged.resolution_clock = 'business' and judged.resolution_allowed is not null
                then resolution.company_date
        end as resolution_decided_date,
    from judged
    left join hours_opening as reply
        on reply.hours_no = judged.hours_no
        and reply.block = (judged.created_open + coalesce(judged.reply_allowed, 0)) // 86400
        and reply.open_before <= judged.created_open + coalesce(judged.reply_allowed, 0)
        and reply.open_before + reply.open_seconds
        > judged.created_open + coalesce(judged.reply_allowed, 0)
    left join hours_opening as resolution
        on resolution.hours_no = judged.hours_no
        and resolution.block
        = (judged.created_open + coalesce(judged.resolution_allowed, 0)) // 86400
        and resolution.open_before <= judged.created_open + coalesce(judged.resolution_allowed, 0)
        and resolution.open_before + resolution.open_seconds
        > judged.created_open + coalesce(judged.resolution_allowed, 0)
)

select
    decided.ticket_key,
    decided.source,
    decided.requester_id,
    decided.customer_id,
    decided.channel,
    decided.kind,
    decided.category,
    decided.category_first,
    decided.product,
    decided.region,
    decided.priority,
    decided.priority_first,
    decided.status_category,
    decided.unit_id as unit_now,
    decided.unit_id as unit_created,
    case when decided.replied_at is not null then decided.unit_id end as unit_first_reply,
    case when decided.solved_first_at is not null then decided.unit_id end as unit_first_solved,
    case when decided.is_solved then decided.unit_id end as unit_solved,
    case when decided.rating is not null then decided.unit_id end as unit_rated,
    decided.created_at,
    decided.replied_at as first_reply_at,
    decided.solved_first_at as first_solved_at,
    case when decided.is_solved then decided.ends_at end as solved_at,
    decided.rated_at,
    decided.extract_at,
    decided.created_date,
    decided.replied_date as first_reply_date,
    decided.solved_first_date as first_solved_date,
    case when decided.is_solved then decided.ended_date end as solved_date,
    case
        when decided.rating is null then null
        when decided.rated_at is not null then rated_day.company_date
        when decided.is_solved then decided.ended_date
    end as rated_date,
    case when decided.has_time_of_day then decided.reply_business end
        as first_reply_business_seconds,
    case when decided.has_time_of_day then decided.reply_calendar end
        as first_reply_calendar_seconds,
    case when decided.has_time_of_day then decided.first_business end
        as first_resolution_business_seconds,
    case when decided.has_time_of_day then decided.first_calendar end
        as first_resolution_calendar_seconds,
    case when decided.has_time_of_day and decided.is_solved then decided.life_business end
        as full_resolution_business_seconds,
    case when decided.has_time_of_day and decided.is_solved then decided.life_calendar end
        as full_resolution_calendar_seconds,
    decided.source_requester_wait_business_seconds as requester_wait_business_seconds,
    decided.source_requester_wait_calendar_seconds as requester_wait_calendar_seconds,
    decided.source_agent_wait_business_seconds as agent_wait_business_seconds,
    decided.source_agent_wait_calendar_seconds as agent_wait_calendar_seconds,
    decided.source_hold_business_seconds as hold_business_seconds,
    decided.source_hold_calendar_seconds as hold_calendar_seconds,
    decided.can_reply_be_seen,
    decided.reply_count,
    decided.reopen_count,
    case
        when decided.reassignment_count is not null then decided.reassignment_count
        when decided.agent_count = 0 then 0
        else decided.agent_count - 1
    end as reassignment_count,
    case
        when decided.are_queues_units and decided.queue_count is not null
            then greatest(decided.queue_count - 1, 0)
    end
        as transfer_count,
    decided.queue_count > 1 as was_moved,
    decided.is_raised,
    decided.rating,
    decided.can_offer_be_seen,
    decided.reply_promise as first_reply_promise,
    decided.reply_target as first_reply_target_seconds,
    decided.reply_decided_at as first_reply_promise_at,
    case
        when decided.reply_decided_at is not null
            then coalesce(decided.reply_decided_date, reply_day.company_date)
    end as first_reply_promise_date,
    case when decided.reply_decided_at is not null then decided.unit_id end
        as first_reply_promise_unit,
    decided.resolution_promise,
    decided.resolution_target as resolution_target_seconds,
    decided.resolution_decided_at as resolution_promise_at,
    case
        when decided.resolution_decided_at is not null
            then coalesce(decided.resolution_decided_date, resolution_day.company_date)
    end as resolution_promise_date,
    case when decided.resolution_decided_at is not null then decided.unit_id end
        as resolution_promise_unit,
from decided
left join hours_segment as rated_day
    on rated_day.hours_no = 0
    and rated_day.quarter
    = date_diff('second', timestamp '1970-01-01', coalesce(decided.rated_at, decided.created_at)) // 21600
    and rated_day.starts_at <= coalesce(decided.rated_at, decided.created_at)
    and rated_day.ends_at > coalesce(decided.rated_at, decided.created_at)
left join hours_segment as reply_day
    on reply_day.hours_no = 0
    and reply_day.quarter
    = date_diff('second', timestamp '1970-01-01', coalesce(decided.reply_decided_at, decided.created_at)) // 21600
    and reply_day.starts_at <= coalesce(decided.reply_decided_at, decided.created_at)
    and reply_day.ends_at > coalesce(decided.reply_decided_at, decided.created_at)
left join hours_segment as resolution_day
    on resolution_day.hours_no = 0
    and resolution_day.quarter
    = date_diff('second', timestamp '1970-01-01', coalesce(decided.resolution_decided_at, decided.created_at)) // 21600
    and resolution_day.starts_at <= coalesce(decided.resolution_decided_at, decided.created_at)
    and resolution_day.ends_at > coalesce(decided.resolution_decided_at, decided.created_at);
