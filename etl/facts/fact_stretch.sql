insert into fact_stretch by name
select
    stretch.ticket_key,
    stretch.unit_id,
    stretch.calendar_id,
    stretch.status_category,
    stretch.priority,
    stretch.starts_at,
    stretch.ends_at,
    stretch.is_solved,
    stretch.is_solved or stretch.is_waiting_customer as is_paused,
    case when life.has_time_of_day then stretch.calendar_seconds end as calendar_seconds,
    case
        when life.has_time_of_day and not stretch.is_unknown then stretch.open_seconds
    end as business_seconds,
from tracked_stretch as stretch
inner join tracked_life as life on life.ticket_key = stretch.ticket_key
where stretch.is_in_life and stretch.ends_at > stretch.starts_at;
