-- Which ticket a complaint or an answer is about: of the source it names, else of its own, else of
-- the one source that has a ticket of that number. ticket_key NULL: none has, or several have.

create or replace table scratch.ticket_link as
with named as (
    select 'complaint' as thing, row_no, source, ticket_source, ticket_id
    from kept_complaint
    where ticket_id is not null

    union all

    select 'survey_response' as thing, row_no, source, ticket_source, ticket_id
    from kept_survey_response
    where ticket_id is not null
),

candidate as (
    select
        named.thing,
        named.row_no,
        named.source,
        named.source = core_ticket.source as is_own,
        core_ticket.ticket_key
    from named
    left join core_ticket
        on core_ticket.ticket_id = named.ticket_id
        and core_ticket.source = coalesce(named.ticket_source, core_ticket.source)
),

found as (
    select
        thing,
        row_no,
        source,
        count(ticket_key) as tickets,
        min(ticket_key) as ticket_key,
        min(case when is_own then ticket_key end) as own_ticket_key
    from candidate
    group by thing, row_no, source
)

select
    thing,
    row_no,
    source,
    tickets,
    coalesce(own_ticket_key, case when tickets = 1 then ticket_key end) as ticket_key
from found;
