-- Every way in which the company heard from a customer: his tickets, complaints and answers.
-- party: the customer, else whoever it was: the requester of a source, or only this one contact
select
    customer_id,
    coalesce(
        customer_id, source || ':' || requester_id, source || ' ticket ' || ticket_id
    ) as party,
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
    coalesce(
        complaint.customer_id, complaint.source || ':' || complaint.requester_id,
        complaint.source || ' complaint ' || complaint.complaint_id
    ) as party,
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
        answer.customer_id, ticket.source || ':' || ticket.requester_id,
        'answer ' || cast(answer.response_key as varchar)
    ) as party,
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
