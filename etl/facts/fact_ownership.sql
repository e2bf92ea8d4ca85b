insert into fact_ownership by name
-- who held it, in the order told: also those who passed it on at the stamp at which it came
with numbered as (
    select
        change.ticket_key,
        change.unit_id,
        change.changed_at,
        change.is_taken_over and change.is_by_map as is_by_map,
        coalesce(change.next_changed_at, life.horizon_at) as ends_at,
        sum(case when change.is_taken_over then 1 else 0 end) over (
            partition by change.ticket_key order by change.change_no
            rows between unbounded preceding and current row
        ) as holder_no,
    from tracked_change as change
    inner join tracked_life as life on life.ticket_key = change.ticket_key
    where change.change_no <= change.last_unsolved_no and not life.is_merged
),

held as (
    select
        ticket_key,
        holder_no,
        unit_id,
        bool_or(is_by_map) as is_by_map,
        min(changed_at) as starts_at,
        max(ends_at) as ends_at,
    from numbered
    where unit_id is not null
    group by ticket_key, holder_no, unit_id
),

neighbour as (
    select
        held.*,
        row_number() over in_order as ownership_no,
        lag(unit_id) over in_order as previous_unit_id,
        lead(unit_id) over in_order as next_unit_id,
        lead(is_by_map) over in_order as is_next_by_map,
    from held
    window in_order as (partition by ticket_key order by holder_no)
),

-- one who held it for no time passed it on as it came
placed as (
    select
        neighbour.*,
        coalesce(previous_unit_id <> neighbour.unit_id, false) and not is_by_map as is_received,
        coalesce(next_unit_id <> neighbour.unit_id and not is_next_by_map, false) as is_passed_on,
        arrival.stretch_no as first_stretch_no,
        departure.stretch_no as last_stretch_no,
        arrival.starts_date as started_date,
        coalesce(departure.ends_date, arrival.starts_date) as ended_date,
        coalesce(departure.life_open_before + departure.open_seconds, arrival.life_open_before)
        - arrival.life_open_before as open_seconds,
        coalesce(
            departure.life_unknown_before
            + case when departure.is_unknown then departure.calendar_seconds else 0 end,
            arrival.life_unknown_before
        ) - arrival.life_unknown_before as unknown_seconds,
        coalesce(
            departure.life_calendar_before + departure.calendar_seconds,
            arrival.life_calendar_before
        ) - arrival.life_calendar_before as calendar_seconds,
    from neighbour
    inner join tracked_stretch as arrival
        on arrival.ticket_key = neighbour.ticket_key
        and arrival.starts_at = neighbour.starts_at
    left join tracked_stretch as departure
        on departure.ticket_key = neighbour.ticket_key
        and departure.ends_at = neighbour.ends_at
        and departure.starts_at < departure.ends_at
        and neighbour.starts_at < neighbour.ends_at
),

clocked as (
    select
        placed.*,
        arrival.target_seconds as arrival_target,
        arrival.elapsed_before as arrival_elapsed,
        case
            when placed.last_stretch_no is null then arrival.target_seconds
            else departure.target_seconds
        end as departure_target,
        case
            when placed.last_stretch_no is null then arrival.elapsed_before
            else departure.elapsed_after
        end as departure_elapsed,
    from placed
    left join tracked_promise_stretch as arrival
        on arrival.promise = 'resolution'
        and arrival.ticket_key = placed.ticket_key
        and arrival.stretch_no = placed.first_stretch_no
    left join tracked_promise_stretch as departure
        on departure.promise = 'resolution'
        and departure.ticket_key = placed.ticket_key
        and departure.stretch_no = placed.last_stretch_no
)

select
    ticket_key,
    cast(ownership_no as integer) as ownership_no,
    unit_id,
    previous_unit_id,
    next_unit_id,
    starts_at,
    ends_at,
    started_date,
    ended_date,
    case when unknown_seconds = 0 then cast(open_seconds as bigint) end as business_seconds,
    cast(calendar_seconds as bigint) as calendar_seconds,
    is_received,
    is_passed_on,
    case
        when is_received then 10 * (arrival_target - arrival_elapsed) < arrival_target
    end as is_late_on_arrival,
    case
        when is_passed_on then 10 * (departure_target - departure_elapsed) < departure_target
    end as is_passed_on_late,
from clocked
order by ticket_key, ownership_no;
