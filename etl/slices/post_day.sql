-- Every post on every day on which anything about the organisation changes.
create temp table post_day as
select
    core_post.post_id,
    core_post.unit_id,
    core_post.function,
    core_post.heads_unit_id,
    core_post.reports_to_post_id,
    core_post.grade,
    core_post.fte,
    org_day.day
from core_post
join org_day on org_day.day >= core_post.valid_from and org_day.day < core_post.valid_until;
