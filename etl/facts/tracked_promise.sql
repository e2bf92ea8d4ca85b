-- What became of each promise about a ticket with a history. It breaks in the first stretch in
-- which its clock passes the target in force there, at the last second it was still kept; nothing
-- later takes that back.
create temp table tracked_promise as
with stretch as (
    select *
    from tracked_promise_stretch
    where not is_solved or stretch_no = 1
),

ranked as (
    select
        stretch.*,
        row_number() over (
            partition by ticket_key, promise order by stretch_no desc
        ) as from_last,
        row_number() over (
            partition by ticket_key, promise
            order by case when elapsed_after > target_seconds then 0 else 1 end, stretch_no
        ) as from_break,
        elapsed_after > target_seconds as is_breaking,
    from stretch
),

broken as (
    select
        ranked.ticket_key,
        ranked.promise,
        ranked.clock,
        ranked.target_seconds,
        ranked.unit_id,
        ranked.share_unit_id,
        greatest(ranked.elapsed_before, ranked.target_seconds) as elapsed_seconds,
        case
            when ranked.elapsed_before > ranked.target_seconds then ranked.starts_at
            when ranked.clock = 'calendar'
                then ranked.starts_at
                + (ranked.target_seconds - ranked.elapsed_before) * interval '1' second
            else opening.opens_at + (
                ranked.starts_open + ranked.target_seconds - ranked.elapsed_before
                - opening.open_before
            ) * interval '1' second
        end as broken_at,
    from ranked
    left join hours_opening as opening
        on ranked.clock = 'business'
        and ranked.elapsed_before <= ranked.target_seconds
        and opening.hours_no = ranked.hours_no
        and opening.block
        = (ranked.starts_open + ranked.target_seconds - ranked.elapsed_before) // 86400
        and opening.open_before
        <= ranked.starts_open + ranked.target_seconds - ranked.elapsed_before
        and opening.open_before + opening.open_seconds
        > ranked.starts_open + ranked.target_seconds - ranked.elapsed_before
    where ranked.from_break = 1 and ranked.is_breaking
),

ending as (
    select
        ticket_key,
        promise,
        clock,
        target_seconds,
        share_unit_id,
        elapsed_after as elapsed_seconds,
    from ranked
    where from_last = 1
),

outcome as (
    select
        ending.ticket_key,
        ending.promise,
        coalesce(broken.clock, ending.clock) as clock,
        coalesce(ending.target_seconds, broken.target_seconds) as target_seconds,
        coalesce(broken.elapsed_seconds, ending.elapsed_seconds) as elapsed_seconds,
        case
            when broken.ticket_key is null then ending.share_unit_id else broken.share_unit_id
        end as share_unit_id,
        broken.ticket_key is not null as is_broken,
        broken.broken_at,
        broken.unit_id as broken_unit_id,
        reply.happened_at as replied_at,
        reply.unit_id as replied_unit_id,
        solving.solved_at,
        solving.unit_id as solved_unit_id,
        last_stretch.is_solved,
        case
            when life.has_status then last_stretch.is_waiting_customer
            else life.status_category = 'waiting_customer'
        end as is_waiting_customer,
    from ending
    inner join tracked_life as life on life.ticket_key = ending.ticket_key
    inner join tracked_stretch as last_stretch
        on last_stretch.ticket_key = ending.ticket_key and last_stretch.is_last
    left join broken
        on broken.ticket_key = ending.ticket_key and broken.promise = ending.promise
    left join tracked_solving as solving
        on solving.ticket_key = ending.ticket_key
        and solving.solving_from_last = 1
        and last_stretch.is_solved
    left join tracked_reply as reply
        on reply.ticket_key = ending.ticket_key
    -- solved nobody knows when: only the answer tells what became of a promise
    where not life.is_end_unknown
        or (ending.promise = 'first_reply' and reply.ticket_key is not null)
),

judged as (
    select
        outcome.*,
        case
            when is_broken
                then case
                    when is_solved or (promise = 'first_reply' and replied_at is not null)
                        then 'breached'
                    else 'overdue'
                end
            when target_seconds is null or elapsed_seconds is null then null
            when promise = 'first_reply'
                then case
                    when replied_at is not null then 'met'
                    when is_solved then 'left_out'
                    else 'running'
                end
            when is_solved then 'met'
            when is_waiting_customer then 'paused'
            else 'running'
        end as state,
    from outcome
),

decided as (
    select
        judged.*,
        case
            when is_broken then broken_at
            when state = 'met' and promise = 'first_reply' then replied_at
            when state = 'met' then solved_at
        end as decided_at,
        case
            when is_broken then broken_unit_id
            when state = 'met' and promise = 'first_reply' then replied_unit_id
            when state = 'met' then solved_unit_id
        end as decided_unit_id,
    from judged
)

select
    decided.ticket_key,
    decided.promise,
    decided.state,
    decided.clock,
    decided.target_seconds,
    decided.elapsed_seconds,
    decided.share_unit_id,
    decided.decided_at,
    day.company_date as decided_date,
    decided.decided_unit_id,
from decided
left join hours_segment as day
    on day.hours_no = 0
    and day.quarter
    = date_diff('second', timestamp '1970-01-01', decided.decided_at) // 21600
    and day.starts_at <= decided.decided_at
    and day.ends_at > decided.decided_at;
