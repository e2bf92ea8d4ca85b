-- Whom a unit's head answers to: the first post above that is not service, with the service posts
-- passed on the way.
create temp table unit_boss as
with recursive walk as (
    select
        head.unit_id,
        head.day,
        post.reports_to_post_id as post_id,
        0 as service_levels,
        0 as steps
    from unit_head as head
    join post_day as post on post.day = head.day and post.post_id = head.post_id
    union all
    select
        walk.unit_id,
        walk.day,
        post.reports_to_post_id as post_id,
        walk.service_levels + 1 as service_levels,
        walk.steps + 1 as steps
    from walk
    join post_day as post on post.day = walk.day and post.post_id = walk.post_id
    where post.function = 'service' and walk.steps < 100
)
select
    walk.unit_id,
    walk.day,
    walk.service_levels,
    post.post_id,
    post.unit_id as home_id,
    post.function,
    post.reports_to_post_id
from walk
join post_day as post on post.day = walk.day and post.post_id = walk.post_id
where post.function is distinct from 'service';
