-- Who can be the head of a unit: a post marked as such, else one whose solid line leads out of it.
-- Of several: highest grade, most FTE, first code.
create temp table head_candidate as
with posts as (
    select
        org_day.day,
        core_post.post_id,
        core_post.unit_id,
        core_post.heads_unit_id,
        core_post.reports_to_post_id,
        core_post.grade,
        core_post.fte
    from core_post
    join org_day on org_day.day >= core_post.valid_from and org_day.day < core_post.valid_until
),
candidates as (
    select day, heads_unit_id as unit_id, post_id, true as is_marked, grade, fte
    from posts
    where heads_unit_id is not null
    union all
    select posts.day, posts.unit_id, posts.post_id, false as is_marked, posts.grade, posts.fte
    from posts
    left join posts as superior
        on superior.day = posts.day and superior.post_id = posts.reports_to_post_id
    where posts.unit_id is not null and superior.unit_id is distinct from posts.unit_id
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
