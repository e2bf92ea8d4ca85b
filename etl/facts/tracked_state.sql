-- The life of a ticket with a history in stretches of time: owner, status and priority from one
-- stamp at which something changed to the next, solved time included. What several changes at one
-- stamp come to together holds from there on. is_handed_over: by the map, at the beginning.
create temp table tracked_state as
with stamp as (
    select
        tracked_change.*,
        bool_or(is_step) over of_stamp as is_change,
        bool_or(is_taken_over and is_by_map) over of_stamp
        and not bool_or(is_taken_over and not is_by_map) over of_stamp as is_handed_over,
    from tracked_change
    window of_stamp as (partition by ticket_key, changed_at)
),

moment as (
    select *
    from stamp
    where is_change and (next_changed_at is null or next_changed_at > changed_at)
)

select
    moment.ticket_key,
    moment.unit_id,
    moment.status_category,
    moment.priority,
    moment.is_solved,
    moment.is_handed_over,
    moment.last_unsolved_at,
    moment.changed_at as starts_at,
    coalesce(
        lead(moment.changed_at) over (
            partition by moment.ticket_key order by moment.changed_at
        ),
        life.horizon_at
    ) as ends_at,
    coalesce(
        moment.unit_id,
        life.intake_unit_id,
        first_value(moment.unit_id ignore nulls) over (
            partition by moment.ticket_key order by moment.changed_at
            rows between unbounded preceding and unbounded following
        )
    ) as hours_unit_id,
    coalesce(moment.unit_id, life.intake_unit_id) as share_unit_id,
from moment
inner join tracked_life as life on life.ticket_key = moment.ticket_key;
