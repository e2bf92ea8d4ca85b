-- Figures of tickets that are not there.

update staged_figure
set refusal_kind = 'no_ticket', refusal_column = 'ticket_id', refusal_text = homeless.ticket_id
from (
    select staged_figure.rowid as row_no, staged_figure.ticket_id
    from staged_figure
    left join kept_ticket
        on kept_ticket.source = staged_figure.source
        and kept_ticket.ticket_id = staged_figure.ticket_id
    where staged_figure.refusal_kind is null and kept_ticket.row_no is null
) as homeless
where staged_figure.rowid = homeless.row_no;
