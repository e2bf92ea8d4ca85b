-- The head of every unit on every day; a unit without one of its own answers through the nearest
-- above that has one.
create temp table unit_head as
with recursive own_heads as (
    select day, unit_id, post_id from head_candidate where choice = 1
),
lines as (
    select unit_id, day, unit_id as place_id, parent_unit_id, 0 as depth from unit_day
    union all
    select lines.unit_id, lines.day, unit_day.unit_id as place_id, unit_day.parent_unit_id, depth + 1
    from lines
    join unit_day on unit_day.day = lines.day and unit_day.unit_id = lines.parent_unit_id
    where depth < 100
),
nearest as (
    select lines.unit_id, lines.day, own_heads.post_id, row_number() over (
        partition by lines.unit_id, lines.day order by lines.depth
    ) as choice
    from lines
    join own_heads on own_heads.day = lines.day and own_heads.unit_id = lines.place_id
)
select unit_id, day, post_id
from nearest
where choice = 1;
