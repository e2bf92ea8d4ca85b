insert into fact_ownership by name
with owned as (
    select
        stretch.ticket_key,
        stretch.unit_id,
        stretch.stretch_no,
        stretch.starts_at,
        stretch.ends_at,
        stretch.starts_date,
        stretch.ends_date,
        stretch.open_seconds,
        stretch.calendar_seconds,
        stretch.is_unknown,
        stretch.stretch_no = 1
        or stretch.unit_id is distinct from lag(stretch.unit_id) over (
            partition by stretch.ticket_key order by stretch.stretch_no
        ) as is_taken_over,
    from tracked_stretch as stretch
    inner join tracked_life as life on life.ticket_key = stretch.ticket_key
    where stretch.is_in_life and not life.is_merged
),

numbered as (
    select
        owned.*,
        sum(case when is_taken_over then 1 else 0 end) over (
            partition by ticket_key order by stretch_no
            rows between unbounded preceding and current row
        ) as ownership_no,
    from owned
),

ownership as (
    select
        ticket_key,
        ownership_no,
        unit_id,
        min(stretch_no) as first_stretch_no,
        max(stretch_no) as last_stretch_no,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at,
        min(starts_date) as started_date,
        max(ends_date) as ended_date,
        sum(open_seconds) as open_seconds,
        sum(calendar_seconds) as calendar_seconds,
        bool_or(is_unknown) as is_unknown,
    from numbered
    where unit_id is not null
    group by ticket_key, ownership_no, unit_id
),

neighbour as (
    select
        ownership.*,
        lag(unit_id) over (partition by ticket_key order by ownership_no) as previous_unit_id,
        lead(unit_id) over (partition by ticket_key order by ownership_no) as next_unit_id,
    from ownership
),

moved as (
    select
        neighbour.*,
        coalesce(previous_unit_id <> unit_id, false) as is_received,
        coalesce(next_unit_id <> unit_id, false) as is_passed_on,
    from neighbour
)

select
    moved.ticket_key,
    moved.unit_id,
    moved.previous_unit_id,
    moved.next_unit_id,
    moved.starts_at,
    moved.ends_at,
    moved.started_date,
    moved.ended_date,
    case when not moved.is_unknown then cast(moved.open_seconds as bigint) end as business_seconds,
    cast(moved.calendar_seconds as bigint) as calendar_seconds,
    moved.is_received,
    moved.is_passed_on,
    case
        when moved.is_received
            then 10 * (arrival.target_seconds - arrival.elapsed_before) < arrival.target_seconds
    end as is_late_on_arrival,
    case
        when moved.is_passed_on
            then 10 * (departure.target_seconds - departure.elapsed_after)
            < departure.target_seconds
    end as is_passed_on_late,
from moved
left join tracked_promise_stretch as arrival
    on arrival.promise = 'resolution'
    and arrival.ticket_key = moved.ticket_key
    and arrival.stretch_no = moved.first_stretch_no
left join tracked_promise_stretch as departure
    on departure.promise = 'resolution'
    and departure.ticket_key = moved.ticket_key
    and departure.stretch_no = moved.last_stretch_no
order by moved.ticket_key, moved.starts_at;
