-- Every unit on every day on which anything about the organisation changes.
create temp table unit_day as
select
    core_unit.unit_id,
    core_unit.parent_unit_id,
    core_unit.function,
    org_day.day,
    org_day.next_day
from core_unit
join org_day on org_day.day >= core_unit.valid_from and org_day.day < core_unit.valid_until;
