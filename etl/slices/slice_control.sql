-- Structure rule 7: who controls a unit's service and whose profit stands above, day by day, days
-- without a change in one row.
insert into slice_control by name
with cut as (
    select unit_id, valid_from as day from unit_controller
    union
    select unit_id, valid_until as day from unit_controller
    union
    select controller.unit_id, profit.valid_from as day
    from unit_controller as controller
    join controller_profit as profit
        on profit.controller_id = controller.post_id
        and profit.valid_from > controller.valid_from
        and profit.valid_from < controller.valid_until
    union
    select controller.unit_id, profit.valid_until as day
    from unit_controller as controller
    join controller_profit as profit
        on profit.controller_id = controller.post_id
        and profit.valid_until > controller.valid_from
        and profit.valid_until < controller.valid_until
),

piece as (
    select
        unit_id,
        day as valid_from,
        lead(day) over (partition by unit_id order by day) as valid_until,
    from cut
),

told as (
    select
        piece.unit_id,
        controller.post_id as controller_post_id,
        profit.post_id as profit_post_id,
        piece.valid_from,
        piece.valid_until,
    from piece
    join unit_controller as controller
        on controller.unit_id = piece.unit_id
        and controller.valid_from <= piece.valid_from
        and controller.valid_until >= piece.valid_until
    left join controller_profit as profit
        on profit.controller_id = controller.post_id
        and profit.valid_from <= piece.valid_from
        and profit.valid_until >= piece.valid_until
),

compared as (
    select
        told.*,
        case
            when lag(valid_until) over before = valid_from
                and lag(controller_post_id) over before is not distinct from controller_post_id
                and lag(profit_post_id) over before is not distinct from profit_post_id
                then 0
            else 1
        end as is_new,
    from told
    window before as (partition by unit_id order by valid_from)
),

stretches as (
    select
        compared.*,
        sum(is_new) over (partition by unit_id order by valid_from) as stretch,
    from compared
)

select
    unit_id,
    controller_post_id,
    profit_post_id,
    min(valid_from) as valid_from,
    max(valid_until) as valid_until,
from stretches
group by unit_id, stretch, controller_post_id, profit_post_id
order by unit_id, valid_from;
