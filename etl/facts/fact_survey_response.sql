insert into fact_survey_response by name
select
    response.response_key,
    cast(response.source as source) as source,
    response.kind,
    response.score,
    response.scale_least,
    response.scale_most,
    day.day as answered_date,
    response.ticket_key,
    response.customer_id,
    coalesce(
        party(response.customer_id, null, null),
        ticket.party,
        party(null, response.source, response.requester_id)
    ) as party,
    coalesce(ticket.unit_solved, ticket.unit_now) as unit_id,
from core_survey_response as response
inner join core_company_day as day
    on day.starts_at <= response.answered_at and day.ends_at > response.answered_at
left join fact_ticket as ticket on ticket.ticket_key = response.ticket_key
order by day.day, response.response_key;
