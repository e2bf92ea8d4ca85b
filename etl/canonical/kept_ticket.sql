-- The staged rows that are tickets: neither refused nor replaced by another version.

create or replace view scratch.kept_ticket as
select staged_ticket.rowid as row_no, staged_ticket.*
from staged_ticket
left join ticket_version on ticket_version.row_no = staged_ticket.rowid
where staged_ticket.refusal_kind is null
    and coalesce(ticket_version.outcome, 'latest') = 'latest';
