-- Structure rule 7: whose profit a customer is, day by day, days without a change in one row.
insert into slice_profit_owner by name
with owned as (
    select
        margin_path.customer_no,
        path_owner.post_no,
        path_owner.post_id,
        margin_path.share,
        greatest(margin_path.valid_from, path_owner.valid_from) as valid_from,
        least(margin_path.valid_until, path_owner.valid_until) as valid_until,
    from margin_path
    join path_owner
        on path_owner.path_no = margin_path.path_no
        and path_owner.valid_from < margin_path.valid_until
        and path_owner.valid_until > margin_path.valid_from
),

summed as (
    select customer_no, post_no, post_id, valid_from, valid_until, sum(share) as share
    from owned
    group by customer_no, post_no, post_id, valid_from, valid_until
),

compared as (
    select
        summed.*,
        coalesce(lag(valid_until) over days = valid_from and lag(share) over days = share, false)
            as goes_on_before,
        coalesce(lead(valid_from) over days = valid_until and lead(share) over days = share, false)
            as goes_on_after,
    from summed
    window days as (partition by customer_no, post_no order by valid_from)
),

-- only what goes on, which little does, need be put together
stretches as (
    select
        compared.*,
        count_if(not goes_on_before) over (
            partition by customer_no, post_no order by valid_from
        ) as stretch,
    from compared
    where goes_on_before or goes_on_after
),

lasting as (
    select customer_no, post_id, share, valid_from, valid_until
    from compared
    where not goes_on_before and not goes_on_after

    union all

    select
        customer_no,
        post_id,
        share,
        min(valid_from) as valid_from,
        max(valid_until) as valid_until,
    from stretches
    group by customer_no, post_no, post_id, share, stretch
)

select
    customer_margin.customer_id,
    lasting.post_id,
    lasting.share,
    lasting.valid_from,
    lasting.valid_until,
from lasting
join customer_margin on customer_margin.customer_no = lasting.customer_no
order by lasting.customer_no, lasting.valid_from, lasting.post_id;
