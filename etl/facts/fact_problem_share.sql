-- Every failure of a problem weighs the same.
insert into fact_problem_share by name
with weighed as (
    select chain_key, sum(part) as failures
    from problem_failure
    group by chain_key
)

select
    failure.chain_key as problem_key,
    failure.unit_id,
    sum(failure.part) / any_value(weighed.failures) as share,
from problem_failure as failure
inner join weighed on weighed.chain_key = failure.chain_key
group by failure.chain_key, failure.unit_id
union all
select problem_contact.chain_key, null, 1
from problem_contact
anti join weighed on weighed.chain_key = problem_contact.chain_key
where problem_contact.contact_no = 1
order by problem_key, unit_id;
