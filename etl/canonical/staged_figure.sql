-- Records that hold figures of a ticket which their adapter has put into the ticket's own row.

insert into staged_figure by name
select
    $file_no as file_no,
    $source as source,
    record as given_record,
    ticket_id,
    case when ticket_id is null then 'missing' end as refusal_kind,
    case when ticket_id is null then 'ticket_id' end as refusal_column
from raw_figure;
