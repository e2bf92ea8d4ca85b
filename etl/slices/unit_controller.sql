-- Who controls a unit's budget on every day of its life: the post named for it, else for the
-- nearest unit above it; NULL: nobody.
create temp table unit_controller as
with candidate as (
    select
        slice_unit.unit_id,
        slice_unit.depth,
        control.post_id,
        greatest(slice_unit.valid_from, control.valid_from) as valid_from,
        least(slice_unit.valid_until, control.valid_until) as valid_until,
    from slice_unit
    join core_budget_control as control
        on control.unit_id = slice_unit.ancestor_id
        and control.valid_from < slice_unit.valid_until
        and control.valid_until > slice_unit.valid_from
),

cut as (
    select unit_id, valid_from as day from core_unit
    union
    select unit_id, valid_until as day from core_unit
    union
    select unit_id, valid_from as day from candidate
    union
    select unit_id, valid_until as day from candidate
),

piece as (
    select
        unit_id,
        day as valid_from,
        lead(day) over (partition by unit_id order by day) as valid_until,
    from cut
),

ranked as (
    select
        piece.unit_id,
        candidate.post_id,
        piece.valid_from,
        piece.valid_until,
        row_number() over (
            partition by piece.unit_id, piece.valid_from order by candidate.depth
        ) as choice,
    from piece
    join core_unit
        on core_unit.unit_id = piece.unit_id
        and core_unit.valid_from <= piece.valid_from
        and core_unit.valid_until >= piece.valid_until
    left join candidate
        on candidate.unit_id = piece.unit_id
        and candidate.valid_from <= piece.valid_from
        and candidate.valid_until >= piece.valid_until
)

select unit_id, post_id, valid_from, valid_until
from ranked
where choice = 1;
