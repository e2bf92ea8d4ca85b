insert into fact_problem_contact by name
select
    chain_key as problem_key,
    cast(contact_no as integer) as contact_no,
    ticket_key,
    complaint_key,
    opened_at,
from problem_contact
order by problem_key, contact_no;
