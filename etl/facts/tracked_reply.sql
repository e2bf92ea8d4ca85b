-- The first reply to a ticket with a history.
create temp table tracked_reply as
with reply as (
    select
        ticket_key,
        min(sent_at) as happened_at,
        count(*) as reply_count,
    from tracked_message
    where is_reply
    group by ticket_key
)

select
    reply.ticket_key,
    reply.happened_at,
    reply.reply_count,
    moment.stretch_no,
    moment.unit_id,
    moment.company_date,
    moment.open_seconds,
    moment.calendar_seconds,
    moment.life_calendar_seconds,
    moment.life_business_seconds,
from reply
inner join tracked_moment as moment
    on moment.ticket_key = reply.ticket_key and moment.happened_at = reply.happened_at;
