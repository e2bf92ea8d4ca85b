-- Answers to surveys, each with its ticket and its customer.

insert into core_survey_response by name
select
    kept.row_no + 1 as response_key,
    kept.source,
    kept.response_id,
    cast(kept.kind as survey) as kind,
    kept.score,
    kept.scale_least,
    kept.scale_most,
    kept.answered_at,
    link.ticket_key,
    coalesce(kept.requester_id, ticket.requester_id) as requester_id,
    coalesce(asker.customer_id, ticket.customer_id) as customer_id,
    kept.file_no,
    coalesce(given_record, kept.row_no - record_span.first_row + record_span.first_record)
        as record
from kept_survey_response as kept
join record_span
    on record_span.staged = 'staged_survey_response'
    and record_span.first_row <= kept.row_no and record_span.end_row > kept.row_no
left join ticket_link as link on link.thing = 'survey_response' and link.row_no = kept.row_no
left join core_ticket as ticket on ticket.ticket_key = link.ticket_key
left join matched_asker as asker
    on asker.thing = 'survey_response' and asker.row_no = kept.row_no;
