-- What the company brought, and how much of what it is of use for that covers: of the tickets, the
-- complaints, the customers, or the tickets solved in a month.
insert into load_input by name
with ticket as (
    select
        cast(core_ticket.unit_id as varchar) as unit_id,
        core_ticket.requester_id,
        core_ticket.customer_id,
        core_source.queues_are_units,
    from core_ticket
    join core_source on core_source.source = cast(core_ticket.source as varchar)
    where core_ticket.status_category not in ('merged', 'spam', 'deleted', 'test')
),

posted as (
    select distinct slice_unit.unit_id
    from slice_unit
    join core_post on core_post.unit_id = cast(slice_unit.ancestor_id as varchar)
),

controlled as (
    select distinct unit_id from slice_control where controller_post_id is not null
),

paying as (
    select distinct customer_id from core_customer_month
),

owned as (
    select customer_id, sum(case when post_id is not null then share else 0 end) as share
    from slice_profit_owner
    where valid_from <= (select cast(max(extract_at) as date) from core_source)
        and valid_until > (select cast(max(extract_at) as date) from core_source)
    group by customer_id
),

solved as (
    select
        sum(tickets_solved) as tickets,
        sum(tickets_solved) filter (where fte is not null) as with_fte,
        sum(tickets_solved) filter (where coalesce(cost, service_cost) is not null) as with_cost,
    from fact_unit_month
    where unit_id is not null
),

of_tickets as (
    select
        count(*) as tickets,
        count(ticket.unit_id) as of_unit,
        count(ticket.unit_id) filter (where not ticket.queues_are_units) as of_mapped_unit,
        count(posted.unit_id) as of_posted_unit,
        count(controlled.unit_id) as of_controlled_unit,
        count(*) filter (
            where ticket.requester_id is not null or ticket.customer_id is not null
        ) as of_somebody,
        count(ticket.customer_id) as of_customer,
        count(core_customer.customer_id) as of_listed_customer,
        count(paying.customer_id) as of_paying_customer,
    from ticket
    left join posted on cast(posted.unit_id as varchar) = ticket.unit_id
    left join controlled on cast(controlled.unit_id as varchar) = ticket.unit_id
    left join core_customer on core_customer.customer_id = ticket.customer_id
    left join paying on paying.customer_id = ticket.customer_id
),

brought as (
    select
        1 as place,
        'tickets' as input,
        tickets as records,
        cast(tickets as double) as covered,
        tickets as of_use_for,
    from of_tickets
    union all
    select 2, 'queue_map', records, of_mapped_unit, tickets
    from of_tickets
    cross join (
        select count(*) as records
        from core_identity
        join core_source
            on core_source.source = core_identity.source and not core_source.queues_are_units
        where core_identity.kind = 'queue'
    )
    union all
    select 3, 'posts', records, of_posted_unit, of_unit
    from of_tickets
    cross join (select count(distinct post_id) as records from core_post)
    union all
    select
        4,
        'complaints',
        count(*),
        count(*) filter (where unit_accountable is not null or ticket_key is not null),
        count(*),
    from core_complaint
    union all
    select 5, 'customers', records, of_listed_customer, of_somebody
    from of_tickets
    cross join (select count(*) as records from core_customer)
    union all
    select 6, 'customer_months', records, of_paying_customer, of_customer
    from of_tickets
    cross join (select count(*) as records from core_customer_month)
    union all
    select 7, 'profit_scopes', records, share, customers
    from (select count(*) as records from core_profit_scope)
    cross join (select count(*) as customers, sum(share) as share from owned)
    union all
    select 8, 'budget_control', records, of_controlled_unit, of_unit
    from of_tickets
    cross join (select count(*) as records from core_budget_control)
    union all
    select 9, 'fte', records, with_fte, tickets
    from solved
    cross join (select count(fte) as records from core_staffing)
    union all
    select 10, 'cost', records, with_cost, tickets
    from solved
    cross join (
        select count(*) as records
        from fact_unit_month
        where coalesce(cost, service_cost) is not null
    )
)

select
    input,
    case
        when coalesce(covered, 0) = 0 then 'no'
        when covered < of_use_for then 'partly'
        else 'yes'
    end as state,
    records,
    case when of_use_for > 0 then least(coalesce(covered, 0) / of_use_for, 1) end as share,
from brought
order by place;
