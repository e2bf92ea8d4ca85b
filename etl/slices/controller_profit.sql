-- The first owner of profit at or above a post that controls a budget, by solid lines and below the
-- top: a post that reports to nobody owns everybody's profit in the end. Only while there is one.
create temp table controller_profit as
with recursive line as (
    select distinct
        control.post_id as controller_id,
        control.post_id,
        0 as steps,
        date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_until,
    from core_budget_control as control
    union all
    select
        line.controller_id,
        post.reports_to_post_id as post_id,
        line.steps + 1 as steps,
        greatest(line.valid_from, post.valid_from) as valid_from,
        least(line.valid_until, post.valid_until) as valid_until,
    from line
    join core_post as post
        on post.post_id = line.post_id
        and post.valid_from < line.valid_until
        and post.valid_until > line.valid_from
    where post.reports_to_post_id is not null and line.steps < 100
),

owner as (
    select
        line.controller_id,
        line.post_id,
        line.steps,
        greatest(line.valid_from, post.valid_from, scope.valid_from) as valid_from,
        least(line.valid_until, post.valid_until, scope.valid_until) as valid_until,
    from line
    join core_post as post
        on post.post_id = line.post_id
        and post.valid_from < line.valid_until
        and post.valid_until > line.valid_from
    join core_profit_scope as scope
        on scope.post_id = line.post_id
        and scope.valid_from < least(line.valid_until, post.valid_until)
        and scope.valid_until > greatest(line.valid_from, post.valid_from)
    where post.reports_to_post_id is not null
),

cut as (
    select controller_id, valid_from as day from owner
    union
    select controller_id, valid_until as day from owner
),

piece as (
    select
        controller_id,
        day as valid_from,
        lead(day) over (partition by controller_id order by day) as valid_until,
    from cut
),

ranked as (
    select
        piece.controller_id,
        owner.post_id,
        piece.valid_from,
        piece.valid_until,
        row_number() over (
            partition by piece.controller_id, piece.valid_from order by owner.steps
        ) as choice,
    from piece
    join owner
        on owner.controller_id = piece.controller_id
        and owner.valid_from <= piece.valid_from
        and owner.valid_until >= piece.valid_until
)

select controller_id, post_id, valid_from, valid_until
from ranked
where choice = 1;
