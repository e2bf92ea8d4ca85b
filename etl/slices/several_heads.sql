insert into load_notice by name
with rivals as (
    select other.unit_id, other.day, count(*) as posts, min(chosen.post_id) as chosen_id
    from head_candidate as other
    join head_candidate as chosen
        on chosen.day = other.day
        and chosen.unit_id = other.unit_id
        and chosen.choice = 1
        and chosen.is_marked = other.is_marked
    join core_unit
        on core_unit.unit_id = other.unit_id
        and other.day >= core_unit.valid_from
        and other.day < core_unit.valid_until
        and core_unit.function = 'service'
    group by other.unit_id, other.day
    having count(*) > 1
)
select
    null as source,
    'several_heads' as kind,
    unit_id as subject,
    max(posts) as count,
    json_object('chosen', min(chosen_id)) as details
from rivals
group by unit_id;
