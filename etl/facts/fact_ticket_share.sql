insert into fact_ticket_share by name
with holder as (
    select
        stretch.ticket_key,
        coalesce(stretch.share_unit_id, '') as unit_id,
    from tracked_stretch as stretch
    where stretch.is_in_life and not stretch.is_solved
    union
    select
        life.ticket_key,
        coalesce(life.unit_id, life.intake_unit_id, '') as unit_id,
    from tracked_life as life
),

passed_on as (
    select holder.ticket_key
    from holder
    inner join tracked_life as life on life.ticket_key = holder.ticket_key
    where not life.is_merged and life.has_time_of_day
    group by holder.ticket_key
    having count(*) > 1
),

life_stretch as (
    select
        stretch.ticket_key,
        stretch.share_unit_id,
        stretch.stretch_no,
        stretch.open_seconds,
        stretch.calendar_seconds,
        stretch.is_unknown,
    from tracked_stretch as stretch
    inner join passed_on on passed_on.ticket_key = stretch.ticket_key
    where stretch.is_in_life and not stretch.is_solved
),

-- opening hours, unless part of the life had none or all of it lay outside them
life_clock as (
    select
        ticket_key,
        not bool_or(is_unknown) and sum(open_seconds) > 0 as is_business,
        max(stretch_no) as last_stretch_no,
    from life_stretch
    group by ticket_key
),

piece as (
    select
        stretch.ticket_key,
        'life' as clock,
        stretch.share_unit_id as unit_id,
        stretch.stretch_no = clock.last_stretch_no as is_holder,
        case
            when clock.is_business then stretch.open_seconds else stretch.calendar_seconds
        end as seconds,
    from life_stretch as stretch
    inner join life_clock as clock on clock.ticket_key = stretch.ticket_key
    union all
    select
        stretch.ticket_key,
        stretch.promise as clock,
        stretch.share_unit_id as unit_id,
        stretch.share_unit_id is not distinct from promise.share_unit_id as is_holder,
        least(stretch.elapsed_after, promise.elapsed_seconds)
        - least(stretch.elapsed_before, promise.elapsed_seconds) as seconds,
    from tracked_promise_stretch as stretch
    inner join passed_on on passed_on.ticket_key = stretch.ticket_key
    inner join tracked_promise as promise
        on promise.ticket_key = stretch.ticket_key and promise.promise = stretch.promise
    where promise.state is not null
        and (not stretch.is_solved or stretch.stretch_no = 1)
    union all
    -- of the life, what had gone by when the rating was given
    select
        stretch.ticket_key,
        'rating' as clock,
        stretch.share_unit_id as unit_id,
        stretch.stretch_no = rated.stretch_no as is_holder,
        case
            when not clock.is_business and stretch.stretch_no = rated.stretch_no
                then rated.calendar_seconds
            when stretch.stretch_no = rated.stretch_no then rated.open_seconds
            when clock.is_business then stretch.open_seconds
            else stretch.calendar_seconds
        end as seconds,
    from life_stretch as stretch
    inner join life_clock as clock on clock.ticket_key = stretch.ticket_key
    inner join tracked_rating as rating
        on rating.ticket_key = stretch.ticket_key and rating.rating = 'bad'
    inner join tracked_moment as rated
        on rated.ticket_key = rating.ticket_key
        and rated.happened_at = rating.rated_at
        and rated.stretch_no >= stretch.stretch_no
),

unit_share as (
    select
        ticket_key,
        clock,
        unit_id,
        bool_or(is_holder) as is_holder,
        sum(seconds) as seconds,
        sum(sum(seconds)) over (partition by ticket_key, clock) as all_seconds,
    from piece
    group by ticket_key, clock, unit_id
)

select
    ticket_key,
    clock,
    unit_id,
    cast(seconds as bigint) as seconds,
    case when all_seconds > 0 then cast(seconds as double) / all_seconds else 1.0 end as share,
from unit_share
where seconds > 0 or (all_seconds = 0 and is_holder)
order by ticket_key, clock, unit_id;
