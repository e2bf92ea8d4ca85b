-- Structure rule 1: who service answers to, day by day, days without a change in one row.
insert into slice_reporting_line by name
with other_hats as (
    select own_head.day, own_head.post_id, min(unit_day.function) as function
    from head_candidate as own_head
    join unit_day on unit_day.day = own_head.day and unit_day.unit_id = own_head.unit_id
    where own_head.choice = 1 and unit_day.function <> 'service'
    group by own_head.day, own_head.post_id
),
answering as (
    select
        boss.unit_id,
        boss.day,
        boss.service_levels,
        case
            when boss.reports_to_post_id is null then 'top'
            when boss.function = 'executive' and home.parent_unit_id is null then 'top'
            when boss.function = 'executive' or breadth.functions >= 2 then 'division'
            else coalesce(boss.function, 'other')
        end as reporting_line
    from unit_boss as boss
    left join unit_day as home on home.day = boss.day and home.unit_id = boss.home_id
    left join boss_breadth as breadth
        on breadth.day = boss.day and breadth.boss_id = boss.post_id
),
days as (
    select
        unit_day.unit_id,
        unit_day.day,
        unit_day.next_day,
        head.post_id as head_post_id,
        case
            when other_hats.function = 'executive' then 'top'
            else coalesce(other_hats.function, answering.reporting_line, 'nobody')
        end as reporting_line,
        case
            when other_hats.function is null then coalesce(answering.service_levels, 0)
            else 0
        end as service_levels
    from unit_day
    left join unit_head as head on head.unit_id = unit_day.unit_id and head.day = unit_day.day
    left join other_hats on other_hats.day = unit_day.day and other_hats.post_id = head.post_id
    left join answering on answering.unit_id = unit_day.unit_id and answering.day = unit_day.day
    where unit_day.function = 'service'
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
