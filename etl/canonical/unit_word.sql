-- Which unit a word of a register means: a unit's id, else the name that one unit alone has, else a
-- queue of the source that stands for one unit alone.

create or replace table scratch.unit_word as
with word as (
    select distinct source, unnest([unit, accountable]) as word
    from kept_complaint
),

by_name as (
    select lower(name) as name, min(unit_id) as unit_id
    from core_unit
    group by lower(name)
    having count(distinct unit_id) = 1
),

by_queue as (
    select source, queue, min(unit_id) as unit_id
    from queue_unit
    group by source, queue
    having count(distinct unit_id) = 1
)

select
    word.source,
    word.word,
    coalesce(by_id.unit_id, by_name.unit_id, by_queue.unit_id) as unit_id
from word
left join (select distinct unit_id from core_unit) as by_id on by_id.unit_id = word.word
left join by_name on by_name.name = lower(word.word)
left join by_queue on by_queue.source = word.source and by_queue.queue = word.word
where word.word is not null;
