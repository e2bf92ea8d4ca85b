-- How many functions, besides its own and service, stand below a post that service answers to.
-- Sales and marketing are parts of commercial activities.
create temp table boss_breadth as
with recursive reports as (
    select distinct day, post_id as boss_id, function as boss_function, post_id, 0 as depth
    from unit_boss
    union all
    select
        reports.day,
        reports.boss_id,
        reports.boss_function,
        post.post_id,
        reports.depth + 1 as depth
    from reports
    join post_day as post on post.day = reports.day and post.reports_to_post_id = reports.post_id
    where reports.depth < 100
)
select reports.day, reports.boss_id, count(distinct post.function) as functions
from reports
join post_day as post on post.day = reports.day and post.post_id = reports.post_id
where post.function not in ('service', 'executive', 'other')
    and post.function is distinct from reports.boss_function
    and not (
        reports.boss_function = 'commercial' and post.function in ('sales', 'marketing')
    )
group by reports.day, reports.boss_id;
