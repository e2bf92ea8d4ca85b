-- Tickets whose source keeps only their last state: one owner for the whole life, status and
-- pauses unknown but as totals. ends_at: the last solving, the merge, or the extract.
-- The *_open columns count open seconds of the owner's hours from the beginning of the build.
create temp table flat_life as
with stamped as (
    select
        core_ticket.ticket_key,
        core_ticket.source,
        core_ticket.unit_id,
        coalesce(core_ticket.priority, core_ticket.priority_first) as priority,
        core_ticket.status_category,
        coalesce(core_source.has_time_of_day, true) as has_time_of_day,
        unit_hours.unit_id as hours_unit_id,
        coalesce(unit_hours.hours_no, 0) as hours_no,
        core_ticket.created_at,
        core_ticket.first_reply_at as reply_recorded_at,
        case
            when core_ticket.first_solved_at is not null then core_ticket.first_solved_at
            when core_ticket.reopen_count = 0
                and core_ticket.status_category in ('solved', 'closed')
                then coalesce(core_ticket.last_solved_at, core_ticket.closed_at)
        end as solving_recorded_at,
        case
            when core_ticket.status_category in ('solved', 'closed')
                then coalesce(core_ticket.last_solved_at, core_ticket.closed_at)
            when core_ticket.status_category = 'merged'
                then coalesce(
                    core_ticket.last_solved_at, core_ticket.closed_at, core_ticket.updated_at
                )
            else greatest(core_source.extract_at, core_ticket.created_at)
        end as end_recorded_at,
        core_ticket.rated_at,
        core_ticket.source_agent_wait_business_seconds as wait_business_seconds,
        core_ticket.source_agent_wait_calendar_seconds as wait_calendar_seconds,
    from core_ticket
    inner join core_source on core_source.source = core_ticket.source
    left join intake_unit on intake_unit.source = core_ticket.source
    left join unit_hours
        on unit_hours.unit_id = coalesce(core_ticket.unit_id, intake_unit.unit_id)
    where not core_ticket.has_events
        and core_ticket.status_category not in ('spam', 'deleted', 'test')
),

-- a stamp before the creation says nothing of when the thing happened
life as (
    select
        stamped.*,
        case when reply_recorded_at >= created_at then reply_recorded_at end as first_reply_at,
        case when solving_recorded_at >= created_at then solving_recorded_at end as first_solved_at,
        case when end_recorded_at >= created_at then end_recorded_at end as ends_at,
    from stamped
)

select
    life.ticket_key,
    life.source,
    life.unit_id,
    life.priority,
    life.status_category,
    life.has_time_of_day,
    life.hours_unit_id,
    life.hours_no,
    life.created_at,
    life.first_reply_at,
    life.first_solved_at,
    life.ends_at,
    life.rated_at,
    life.wait_business_seconds,
    life.wait_calendar_seconds,
    creation.company_date as created_date,
    reply.company_date as first_reply_date,
    solving.company_date as first_solved_date,
    ending.company_date as ended_date,
    case
        when creation.is_open is not null
            then creation.open_before + least(
                date_diff('second', creation.starts_at, life.created_at), creation.open_seconds
            )
    end as created_open,
    case
        when reply.unknown_before = creation.unknown_before
            then reply.open_before + least(
                date_diff('second', reply.starts_at, life.first_reply_at), reply.open_seconds
            )
    end as first_reply_open,
    case
        when solving.unknown_before = creation.unknown_before
            then solving.open_before + least(
                date_diff('second', solving.starts_at, life.first_solved_at),
                solving.open_seconds
            )
    end as first_solved_open,
    case
        when ending.unknown_before = creation.unknown_before
            then ending.open_before + least(
                date_diff('second', ending.starts_at, life.ends_at), ending.open_seconds
            )
    end as ended_open,
from life
left join hours_segment as creation
    on creation.hours_no = life.hours_no
    and creation.day = cast(life.created_at as date)
    and creation.starts_at <= life.created_at
    and creation.ends_at > life.created_at
left join hours_segment as reply
    on reply.hours_no = life.hours_no
    and reply.day = cast(life.first_reply_at as date)
    and reply.starts_at <= life.first_reply_at
    and reply.ends_at > life.first_reply_at
left join hours_segment as solving
    on solving.hours_no = life.hours_no
    and solving.day = cast(life.first_solved_at as date)
    and solving.starts_at <= life.first_solved_at
    and solving.ends_at > life.first_solved_at
left join hours_segment as ending
    on ending.hours_no = life.hours_no
    and ending.day = cast(life.ends_at as date)
    and ending.starts_at <= life.ends_at
    and ending.ends_at > life.ends_at;
