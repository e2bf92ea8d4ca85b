-- The moments of a ticket with a history that figures ask for, each with its owner, its date and
-- what the clocks stood at. At a second in which the owner changed, the one who had the ticket
-- before; if nobody had, or the map gave its queue away, the one who took it.
create temp table tracked_moment as
with asked as (
    select ticket_key, min(sent_at) as happened_at from tracked_message
    where is_reply
    group by ticket_key
    union
    select ticket_key, first_solved_at from tracked_life
    where not has_status and first_solved_at is not null
    union
    select ticket_key, started_at from tracked_turn
    union
    select ticket_key, replied_at from tracked_turn
    where replied_at is not null
    union
    select ticket_key, rated_at from tracked_rating
    where rated_at is not null
),

placed as (
    select
        asked.ticket_key,
        asked.happened_at,
        stretch.stretch_no,
        stretch.starts_at,
        case
            when asked.happened_at = stretch.starts_at
                then coalesce(stretch.unit_id_before, stretch.unit_id)
            else stretch.unit_id
        end as unit_id,
        segment.company_date,
        segment.open_before + least(
            greatest(date_diff('second', segment.opens_at, asked.happened_at), 0),
            segment.open_seconds
        ) - stretch.starts_open as open_seconds,
        date_diff('second', stretch.starts_at, asked.happened_at) as calendar_seconds,
        stretch.is_unknown,
        stretch.life_open_before,
        stretch.life_unknown_before,
        stretch.life_calendar_before,
    from asked
    inner join tracked_stretch as stretch
        on stretch.ticket_key = asked.ticket_key
        and stretch.starts_at <= asked.happened_at
        and (stretch.ends_at > asked.happened_at or stretch.is_last)
    inner join hours_segment as segment
        on segment.hours_no = stretch.hours_no
        and segment.quarter
        = date_diff('second', timestamp '1970-01-01', asked.happened_at) // 21600
        and segment.starts_at <= asked.happened_at
        and segment.ends_at > asked.happened_at
)

select
    ticket_key,
    happened_at,
    stretch_no,
    unit_id,
    company_date,
    open_seconds,
    calendar_seconds,
    life_calendar_before + calendar_seconds as life_calendar_seconds,
    life_open_before + open_seconds as life_open_seconds,
    life_unknown_before
    + case when is_unknown then calendar_seconds else 0 end as life_unknown_seconds,
    case
        when life_unknown_before = 0
            and not (is_unknown and (calendar_seconds > 0 or stretch_no = 1))
            then life_open_before + open_seconds
    end as life_business_seconds,
    is_unknown,
from placed;
