-- Every way in which the company heard from a customer: his tickets, complaints and answers.
-- party: who it was, a number; this contact alone where nobody knows
select
    customer_id,
    coalesce(party, hash('ticket', ticket_key)) as party,
    ticket_key as told_in_ticket,
    cast(null as bigint) as told_in_complaint,
    cast(null as bigint) as told_in_answer,
    created_date as contact_date,
    unit_created as unit_event,
    unit_now,
    source,
    channel,
    priority,
    category,
    product,
    region
from fact_ticket

union all

select
    complaint.customer_id,
    coalesce(complaint.party, hash('complaint', complaint.complaint_key)) as party,
    cast(null as bigint) as told_in_ticket,
    complaint.complaint_key as told_in_complaint,
    cast(null as bigint) as told_in_answer,
    complaint.received_date as contact_date,
    complaint.unit_handling as unit_event,
    complaint.unit_handling as unit_now,
    complaint.source,
    complaint.channel,
    ticket.priority,
    complaint.category,
    complaint.product,
    complaint.region
from fact_complaint as complaint
left join fact_ticket as ticket on ticket.ticket_key = complaint.ticket_key

union all

select
    answer.customer_id,
    coalesce(
        answer.party,
        case when ticket.ticket_key is not null then hash('ticket', ticket.ticket_key) end,
        hash('answer', answer.response_key)
    ) as party,
    ticket.ticket_key as told_in_ticket,
    cast(null as bigint) as told_in_complaint,
    answer.response_key as told_in_answer,
    answer.answered_date as contact_date,
    answer.unit_id as unit_event,
    case when ticket.ticket_key is null then answer.unit_id else ticket.unit_now end as unit_now,
    answer.source,
    ticket.channel,
    ticket.priority,
    ticket.category,
    ticket.product,
    ticket.region
from fact_survey_response as answer
left join fact_ticket as ticket on ticket.ticket_key = answer.ticket_key
