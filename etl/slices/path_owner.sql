-- Who owns the margin of a path, on every day: of the scopes that fit the most specific that
-- anybody owns then; NULL while nobody owns any.
create temp table path_owner as
with step as (
    select path_no, scope_kind, scope_value from scope_path where scope_kind is not null
    union all
    select path_no, 'customer', customer_id from scope_path where customer_id is not null
    union all
    select path_no, 'segment', segment from scope_path where segment is not null
    union all
    select path_no, 'region', region from scope_path where region is not null
    union all
    select path_no, 'division', division from scope_path where division is not null
),

fitting as (
    select
        step.path_no,
        scope.post_id,
        case scope.scope_kind
            when 'customer' then 1
            when 'segment' then 2
            when 'product' then 3
            when 'region' then 4
            else 5
        end as breadth,
        scope.valid_from,
        scope.valid_until,
    from step
    join core_profit_scope as scope
        on scope.scope_kind = step.scope_kind and scope.scope_value = step.scope_value
),

cut as (
    select path_no, date '1900-01-01' as day from scope_path
    union
    select path_no, date '9999-12-31' as day from scope_path
    union
    select path_no, valid_from as day from fitting
    union
    select path_no, valid_until as day from fitting
),

piece as (
    select
        path_no,
        day as valid_from,
        lead(day) over (partition by path_no order by day) as valid_until,
    from cut
),

ranked as (
    select
        piece.path_no,
        piece.valid_from,
        piece.valid_until,
        fitting.post_id,
        row_number() over (
            partition by piece.path_no, piece.valid_from order by fitting.breadth
        ) as choice,
    from piece
    left join fitting
        on fitting.path_no = piece.path_no
        and fitting.valid_from <= piece.valid_from
        and fitting.valid_until >= piece.valid_until
    where piece.valid_until is not null
)

select
    path_no,
    post_id,
    dense_rank() over (order by post_id) as post_no,
    valid_from,
    valid_until,
from ranked
where choice = 1;
