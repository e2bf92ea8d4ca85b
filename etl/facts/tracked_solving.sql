-- Each time a ticket with a history was solved: when, by whom, and how long it had lived by then.
-- Where the owner changed in the same second: who had it before or, if nobody had, who took it.
create temp table tracked_solving as
with step as (
    select
        stretch.*,
        lag(stretch.is_solved) over (
            partition by stretch.ticket_key order by stretch.stretch_no
        ) as was_solved,
    from tracked_stretch as stretch
)

select
    ticket_key,
    starts_at as solved_at,
    starts_date as solved_date,
    coalesce(unit_id_before, unit_id) as unit_id,
    case
        when life_unknown_before = 0 and not (stretch_no = 1 and is_unknown)
            then life_open_before
    end as business_seconds,
    life_calendar_before as calendar_seconds,
    row_number() over (partition by ticket_key order by stretch_no) as solving_no,
    row_number() over (partition by ticket_key order by stretch_no desc) as solving_from_last,
from step
where is_solved and not coalesce(was_solved, false);
