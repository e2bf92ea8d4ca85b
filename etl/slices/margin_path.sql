-- By which paths a customer's margin of the twelve months up to a day's month is looked up, each
-- with its share. Sums below nought count as nought; where none is above it, the customer's own
-- path decides alone. The margin of a month comes in with its first day and goes out a year later.
create temp table margin_path as
with own_path as (
    select
        customer_margin.customer_no,
        customer_margin.customer_id,
        customer_margin.scope_kind,
        customer_margin.scope_value,
        customer_margin.comes_in,
        customer_margin.goes_out,
        customer_margin.is_even,
        scope_path.path_no,
    from customer_margin
    left join scope_path as owned on owned.customer_id = customer_margin.customer_id
    join scope_path
        on scope_path.scope_kind is null
        and scope_path.customer_id is not distinct from owned.customer_id
        and scope_path.segment is not distinct from customer_margin.segment
        and scope_path.region is not distinct from customer_margin.region
        and scope_path.division is not distinct from customer_margin.division
),

-- paths that the same posts own on the same days are one, where a customer has no other
twin as (
    select path_no, first_value(path_no) over (partition by owners order by path_no) as twin_no
    from (
        select path_no, list((post_id, valid_from, valid_until) order by valid_from) as owners
        from path_owner
        group by path_no
    )
),

even as (
    select
        own_path.customer_no,
        own_twin.twin_no as own_path_no,
        coalesce(named_twin.twin_no, own_twin.twin_no) as path_no,
        coalesce(own_path.comes_in, date '9999-12-31') as comes_in,
        coalesce(own_path.goes_out, date '9999-12-31') as goes_out,
    from own_path
    left join scope_path as named
        on named.scope_kind = own_path.scope_kind and named.scope_value = own_path.scope_value
    left join twin as named_twin on named_twin.path_no = named.path_no
    join twin as own_twin on own_twin.path_no = own_path.path_no
    where own_path.is_even
),

told as (
    select
        own_path.customer_no,
        coalesce(named.path_no, own_path.path_no) as path_no,
        months."month",
        months.margin,
    from core_customer_month as months
    join own_path
        on own_path.customer_id = months.customer_id and not own_path.is_even
    left join scope_path as named
        on named.scope_kind = months.scope_kind and named.scope_value = months.scope_value
    where months.margin <> 0
),

flow as (
    select customer_no, path_no, day, sum(margin) as margin
    from (
        select customer_no, path_no, "month" as day, margin from told
        union all
        select
            customer_no,
            path_no,
            cast("month" + interval '12' month as date) as day,
            -margin as margin,
        from told
    )
    group by customer_no, path_no, day
),

known_path as (
    select distinct customer_no, path_no from flow
),

cut as (
    select customer_no, day from flow
    union
    select known_path.customer_no, path_owner.valid_from as day
    from known_path
    join path_owner on path_owner.path_no = known_path.path_no
),

brought as (
    select
        known_path.customer_no,
        known_path.path_no,
        cut.day as valid_from,
        greatest(sum(coalesce(flow.margin, 0)) over so_far, 0) as margin,
        lead(cut.day, 1, date '9999-12-31') over so_far as valid_until,
    from known_path
    join cut on cut.customer_no = known_path.customer_no
    left join flow
        on flow.customer_no = known_path.customer_no
        and flow.path_no = known_path.path_no
        and flow.day = cut.day
    window so_far as (
        partition by known_path.customer_no, known_path.path_no order by cut.day
    )
),

brought_in_all as (
    select customer_no, valid_from, valid_until, sum(margin) as margin
    from brought
    group by customer_no, valid_from, valid_until
)

select
    brought.customer_no,
    brought.path_no,
    cast(brought.margin as double) / cast(brought_in_all.margin as double) as share,
    brought.valid_from,
    brought.valid_until,
from brought
join brought_in_all
    on brought_in_all.customer_no = brought.customer_no
    and brought_in_all.valid_from = brought.valid_from
where brought.margin > 0
union all
select
    brought_in_all.customer_no,
    own_path.path_no,
    1.0 as share,
    brought_in_all.valid_from,
    brought_in_all.valid_until,
from brought_in_all
join own_path on own_path.customer_no = brought_in_all.customer_no
where brought_in_all.margin = 0
union all
select customer_no, path_no, 1.0 as share, date '1900-01-01', date '9999-12-31'
from even
where path_no = own_path_no
union all
select customer_no, path_no, 1.0 as share, comes_in, goes_out
from even
where path_no <> own_path_no and comes_in < goes_out
union all
select customer_no, own_path_no, 1.0 as share, date '1900-01-01', comes_in
from even
where path_no <> own_path_no
union all
select customer_no, own_path_no, 1.0 as share, goes_out, date '9999-12-31'
from even
where path_no <> own_path_no and goes_out < date '9999-12-31';
