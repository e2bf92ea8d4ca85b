-- How many of each source's tickets, complaints and answers have a known customer, and by what. A
-- complaint or an answer about a ticket has that of the ticket.

insert into load_match by name
with ticket_of as (
    select thing, row_no, customer_id
    from ticket_link
    join core_ticket on core_ticket.ticket_key = ticket_link.ticket_key
)

select
    asker.source,
    asker.thing,
    case
        when asker.customer_id is null and ticket_of.customer_id is not null then 'ticket'
        else asker.known_by
    end as known_by,
    count(*) as records
from matched_asker as asker
left join ticket_of on ticket_of.thing = asker.thing and ticket_of.row_no = asker.row_no
group by all;
