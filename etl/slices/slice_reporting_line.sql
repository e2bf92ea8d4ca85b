-- Structure rule 1, day by day. A unit without a head of its own answers through the nearest above
-- that has one.
create table slice_reporting_line as
with recursive units as (
    select
        core_unit.unit_id,
        core_unit.parent_unit_id,
        core_unit.function,
        org_day.day,
        org_day.next_day
    from core_unit
    join org_day on org_day.day >= core_unit.valid_from and org_day.day < core_unit.valid_until
),
posts as (
    select
        org_day.day,
        core_post.post_id,
        core_post.unit_id,
        core_post.function,
        core_post.reports_to_post_id
    from core_post
    join org_day on org_day.day >= core_post.valid_from and org_day.day < core_post.valid_until
),
own_heads as (
    select day, unit_id, post_id from head_candidate where choice = 1
),
lines as (
    select unit_id, day, unit_id as place_id, parent_unit_id, 0 as depth from units
    union all
    select lines.unit_id, lines.day, units.unit_id as place_id, units.parent_unit_id, depth + 1
    from lines
    join units on units.day = lines.day and units.unit_id = lines.parent_unit_id
    where depth < 100
),
nearest as (
    select lines.unit_id, lines.day, own_heads.post_id, row_number() over (
        partition by lines.unit_id, lines.day order by lines.depth
    ) as choice
    from lines
    join own_heads on own_heads.day = lines.day and own_heads.unit_id = lines.place_id
),
heads as (
    select unit_id, day, post_id from nearest where choice = 1
),
other_hats as (
    select own_heads.day, own_heads.post_id, min(units.function) as function
    from own_heads
    join units on units.day = own_heads.day and units.unit_id = own_heads.unit_id
    where units.function <> 'service'
    group by own_heads.day, own_heads.post_id
),
walk as (
    select
        heads.unit_id,
        heads.day,
        heads.post_id as head_post_id,
        posts.reports_to_post_id as post_id,
        0 as service_levels,
        0 as steps
    from heads
    join posts on posts.day = heads.day and posts.post_id = heads.post_id
    union all
    select
        walk.unit_id,
        walk.day,
        walk.head_post_id,
        posts.reports_to_post_id as post_id,
        walk.service_levels + 1 as service_levels,
        walk.steps + 1 as steps
    from walk
    join posts on posts.day = walk.day and posts.post_id = walk.post_id
    where posts.function = 'service' and walk.steps < 100
),
bosses as (
    select walk.unit_id, walk.day, walk.service_levels, posts.post_id, posts.unit_id as home_id,
        posts.function, posts.reports_to_post_id
    from walk
    join posts on posts.day = walk.day and posts.post_id = walk.post_id
    where posts.function is distinct from 'service'
),
reports as (
    select distinct day, post_id as boss_id, function as boss_function, post_id, 0 as depth
    from bosses
    union all
    select
        reports.day,
        reports.boss_id,
        reports.boss_function,
        posts.post_id,
        reports.depth + 1 as depth
    from reports
    join posts on posts.day = reports.day and posts.reports_to_post_id = reports.post_id
    where reports.depth < 100
),
breadth as (
    select reports.day, reports.boss_id, count(distinct posts.function) as functions
    from reports
    join posts on posts.day = reports.day and posts.post_id = reports.post_id
    where posts.function not in ('service', 'executive', 'other')
        and posts.function is distinct from reports.boss_function
        and not (
            reports.boss_function = 'commercial' and posts.function in ('sales', 'marketing')
        )
    group by reports.day, reports.boss_id
),
answering as (
    select
        bosses.unit_id,
        bosses.day,
        bosses.service_levels,
        case
            when bosses.reports_to_post_id is null then 'top'
            when bosses.function = 'executive' and home.parent_unit_id is null then 'top'
            when bosses.function = 'executive' or breadth.functions >= 2 then 'division'
            else coalesce(bosses.function, 'other')
        end as reporting_line
    from bosses
    left join units as home on home.day = bosses.day and home.unit_id = bosses.home_id
    left join breadth on breadth.day = bosses.day and breadth.boss_id = bosses.post_id
),
days as (
    select
        units.unit_id,
        units.day,
        units.next_day,
        heads.post_id as head_post_id,
        case
            when other_hats.function = 'executive' then 'top'
            else coalesce(other_hats.function, answering.reporting_line, 'nobody')
        end as reporting_line,
        case
            when other_hats.function is null then coalesce(answering.service_levels, 0)
            else 0
        end as service_levels
    from units
    left join heads on heads.unit_id = units.unit_id and heads.day = units.day
    left join other_hats on other_hats.day = units.day and other_hats.post_id = heads.post_id
    left join answering on answering.unit_id = units.unit_id and answering.day = units.day
    where units.function = 'service'
),
compared as (
    select
        unit_id,
        day,
        next_day,
        head_post_id,
        reporting_line,
        service_levels,
        case
            when lag(next_day) over before = day
                and lag(head_post_id) over before is not distinct from head_post_id
                and lag(reporting_line) over before = reporting_line
                and lag(service_levels) over before = service_levels
            then 0 else 1
        end as is_new
    from days
    window before as (partition by unit_id order by day)
),
stretches as (
    select
        unit_id,
        day,
        next_day,
        head_post_id,
        reporting_line,
        service_levels,
        sum(is_new) over (partition by unit_id order by day) as stretch
    from compared
)
select
    unit_id,
    head_post_id,
    reporting_line,
    service_levels,
    min(day) as valid_from,
    max(next_day) as valid_until
from stretches
group by unit_id, stretch, head_post_id, reporting_line, service_levels
order by unit_id, valid_from;
