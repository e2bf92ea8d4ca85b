-- Each time a ticket with a history was solved: when, by whom, and how long it had lived by then.
-- Solved more than once at one stamp, it was solved then. Where the owner changed at that stamp:
-- who had it before or, if nobody had, who took it.
create temp table tracked_solving as
with solving as (
    select distinct ticket_key, changed_at as solved_at
    from tracked_change
    where is_solving
)

select
    solving.ticket_key,
    solving.solved_at,
    stretch.starts_date as solved_date,
    coalesce(stretch.unit_id_before, stretch.unit_id) as unit_id,
    case
        when stretch.life_unknown_before = 0 and not (stretch.stretch_no = 1 and stretch.is_unknown)
            then stretch.life_open_before
    end as business_seconds,
    stretch.life_calendar_before as calendar_seconds,
    row_number() over (
        partition by solving.ticket_key order by solving.solved_at
    ) as solving_no,
    row_number() over (
        partition by solving.ticket_key order by solving.solved_at desc
    ) as solving_from_last,
from solving
inner join tracked_stretch as stretch
    on stretch.ticket_key = solving.ticket_key and stretch.starts_at = solving.solved_at;
