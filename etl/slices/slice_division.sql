-- A unit's line of ancestors changes only on the days in `cuts`; the last but one is the division.
insert into slice_division by name
with cuts as (
    select unit_id, valid_from as day from slice_unit
    union
    select unit_id, valid_until as day from slice_unit
),
pieces as (
    select
        unit_id,
        day as valid_from,
        lead(day) over (partition by unit_id order by day) as valid_until
    from cuts
),
lines as (
    select
        pieces.unit_id,
        slice_unit.ancestor_id,
        pieces.valid_from,
        pieces.valid_until,
        row_number() over (
            partition by pieces.unit_id, pieces.valid_from order by slice_unit.depth desc
        ) as place_from_top,
        count(*) over (partition by pieces.unit_id, pieces.valid_from) as levels
    from pieces
    join slice_unit
        on slice_unit.unit_id = pieces.unit_id
        and slice_unit.valid_from <= pieces.valid_from
        and slice_unit.valid_until >= pieces.valid_until
)
select unit_id, ancestor_id as division_id, valid_from, valid_until
from lines
where place_from_top = least(levels, 2)
order by unit_id, valid_from;
