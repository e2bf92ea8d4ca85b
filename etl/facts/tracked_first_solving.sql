-- The first solving of a ticket with a history; where that tells no changes of status, as the
-- ticket's own stamp says.
create temp table tracked_first_solving as
select
    solving.ticket_key,
    solving.solved_at,
    solving.solved_date,
    solving.unit_id,
    solving.business_seconds,
    solving.calendar_seconds,
from tracked_solving as solving
inner join tracked_life as life on life.ticket_key = solving.ticket_key
where solving.solving_no = 1 and life.has_status
union all
select
    moment.ticket_key,
    moment.happened_at as solved_at,
    moment.company_date as solved_date,
    moment.unit_id,
    moment.life_business_seconds as business_seconds,
    moment.life_calendar_seconds as calendar_seconds,
from tracked_moment as moment
inner join tracked_life as life on life.ticket_key = moment.ticket_key
where moment.happened_at = life.first_solved_at and not life.has_status;
