insert into load_notice (source, topic, subject, message, count)
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
    'several_heads' as topic,
    unit_id as subject,
    'The unit ' || unit_id || ' has ' || max(posts) || ' posts that could be its head; '
        || min(chosen_id) || ' was taken. Write the unit in the column heads of the one that is.'
        as message,
    max(posts) as count
from rivals
group by unit_id;
