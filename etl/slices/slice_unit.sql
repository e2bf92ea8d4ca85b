insert into slice_unit by name
with recursive tree as (
    select unit_id, unit_id as ancestor_id, parent_unit_id, 0 as depth, valid_from, valid_until
    from core_unit
    union all
    select
        tree.unit_id,
        parent.unit_id as ancestor_id,
        parent.parent_unit_id,
        tree.depth + 1 as depth,
        greatest(tree.valid_from, parent.valid_from) as valid_from,
        least(tree.valid_until, parent.valid_until) as valid_until
    from tree
    join core_unit as parent
        on parent.unit_id = tree.parent_unit_id
        and parent.valid_from < tree.valid_until
        and parent.valid_until > tree.valid_from
    where tree.depth < 100
)
select unit_id, ancestor_id, depth, valid_from, valid_until
from tree
order by unit_id, valid_from, depth;
