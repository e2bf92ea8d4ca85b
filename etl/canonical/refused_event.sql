-- Events of tickets that are not there, before their ticket's creation, or later than the extract.

update staged_event
set
    refusal_kind = contradiction.kind,
    refusal_column = contradiction.column_name,
    refusal_text = contradiction.text
from (
    select
        staged_event.rowid as row_no,
        case
            when kept_ticket.row_no is null then 'no_ticket'
            when staged_event.at > core_source.extract_at then 'after_extract'
            else 'before_creation'
        end as kind,
        case when kept_ticket.row_no is null then 'ticket_id' else 'at' end as column_name,
        case
            when kept_ticket.row_no is null then staged_event.ticket_id
            else cast(staged_event.at as varchar)
        end as text
    from staged_event
    join core_source on core_source.source = staged_event.source
    left join kept_ticket
        on kept_ticket.source = staged_event.source
        and kept_ticket.ticket_id = staged_event.ticket_id
    where staged_event.refusal_kind is null
        and (
            kept_ticket.row_no is null
            or staged_event.at > core_source.extract_at
            or staged_event.at < kept_ticket.created_at
        )
) as contradiction
where staged_event.rowid = contradiction.row_no;
