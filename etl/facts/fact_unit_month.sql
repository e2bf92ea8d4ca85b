-- A month that the tickets reach into has a count of solved ones, be it none; before the first
-- ticket and after the extract nobody knows.
insert into fact_unit_month by name
with solved as (
    select
        unit_solved as unit_id,
        cast(date_trunc('month', solved_date) as date) as "month",
        count(*) as tickets_solved,
    from fact_ticket
    where solved_date is not null
    group by unit_solved, date_trunc('month', solved_date)
),

reach as (
    select
        date_trunc('month', min(created_date)) as first_month,
        date_trunc('month', greatest(max(solved_date), max(extract_date))) as last_month,
    from fact_ticket
    cross join (
        select max(day) as extract_date
        from core_company_day
        where starts_at <= (select max(extract_at) from core_source)
    )
),

told as (
    select unit_id, "month" from solved
    union
    select cast(unit_id as unit) as unit_id, "month" from core_staffing
    union
    select cast(unit_id as unit) as unit_id, "month" from core_profit_month
)

select
    told.unit_id,
    told."month",
    case
        when told."month" between reach.first_month and reach.last_month
            then coalesce(solved.tickets_solved, 0)
    end as tickets_solved,
    core_staffing.fte,
    core_staffing.paid_hours,
    core_staffing.cost,
    core_profit_month.revenue,
    core_profit_month.margin,
    core_profit_month.service_cost,
    core_profit_month.redress,
from told
cross join reach
left join solved
    on solved.unit_id is not distinct from told.unit_id and solved."month" = told."month"
left join core_staffing
    on core_staffing.unit_id = cast(told.unit_id as varchar)
    and core_staffing."month" = told."month"
left join core_profit_month
    on core_profit_month.unit_id = cast(told.unit_id as varchar)
    and core_profit_month."month" = told."month"
order by told.unit_id, told."month";
