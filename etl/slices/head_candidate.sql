-- Who can be the head of a unit: a post marked as such, else one whose solid line leads out of it.
-- Of several: highest grade, most FTE, first code.
create temp table head_candidate as
with candidates as (
    select day, heads_unit_id as unit_id, post_id, true as is_marked, grade, fte
    from post_day
    where heads_unit_id is not null
    union all
    select post.day, post.unit_id, post.post_id, false as is_marked, post.grade, post.fte
    from post_day as post
    left join post_day as superior
        on superior.day = post.day and superior.post_id = post.reports_to_post_id
    where post.unit_id is not null and superior.unit_id is distinct from post.unit_id
)
select
    day,
    unit_id,
    post_id,
    is_marked,
    row_number() over (
        partition by day, unit_id
        order by is_marked desc, grade desc nulls last, fte desc nulls last, post_id
    ) as choice
from candidates;
