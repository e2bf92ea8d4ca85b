-- Messages between customers and people who serve them, in order; robots and notes left out. The
-- message by which an agent opens a ticket himself answers nobody: it is no reply. Where a source's
-- history holds no replies, the ticket's own stamp of its first one is all that is known of them.
create temp table tracked_message as
with message as (
    select
        event.ticket_key,
        event.at as sent_at,
        event.sequence,
        event.kind = 'public_reply' as is_agent,
        event.at <= life.created_at as is_at_creation,
        row_number() over (
            partition by event.ticket_key order by event.at, event.sequence
        ) as message_no,
    from core_ticket_event as event
    inner join tracked_life as life on life.ticket_key = event.ticket_key
    where life.are_replies_told
        and event.at >= life.created_at
        and event.at <= life.horizon_at
        and (
            (event.kind = 'public_reply' and coalesce(event.who, 'agent') = 'agent')
            or (event.kind = 'customer_message' and coalesce(event.who, 'customer') = 'customer')
        )
)

select
    ticket_key,
    sent_at,
    sequence,
    is_agent,
    is_agent and not (is_at_creation and message_no = 1) as is_reply,
from message
union all
select
    ticket_key,
    first_reply_at as sent_at,
    0 as sequence,
    true as is_agent,
    true as is_reply,
from tracked_life
where not are_replies_told and first_reply_at is not null;
