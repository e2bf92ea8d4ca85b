insert into fact_ticket by name
with ticket as (
    select * from flat_ticket
    union all
    select * from tracked_ticket
)

select
    ticket.ticket_key,
    ticket.source,
    ticket.customer_id,
    party(ticket.customer_id, ticket.source, ticket.requester_id) as party,
    ticket.channel,
    ticket.kind,
    ticket.category,
    ticket.category_first,
    ticket.product,
    coalesce(ticket.region, core_unit.region) as region,
    ticket.priority,
    ticket.priority_first,
    ticket.status_category,
    ticket.unit_now,
    ticket.unit_created,
    ticket.unit_first_reply,
    ticket.unit_first_solved,
    ticket.unit_solved,
    ticket.unit_rated,
    ticket.created_at,
    ticket.first_reply_at,
    ticket.first_solved_at,
    ticket.solved_at,
    ticket.rated_at,
    ticket.extract_at,
    ticket.created_date,
    ticket.first_reply_date,
    ticket.first_solved_date,
    ticket.solved_date,
    ticket.rated_date,
    ticket.first_reply_business_seconds,
    ticket.first_reply_calendar_seconds,
    ticket.first_resolution_business_seconds,
    ticket.first_resolution_calendar_seconds,
    ticket.full_resolution_business_seconds,
    ticket.full_resolution_calendar_seconds,
    ticket.requester_wait_business_seconds,
    ticket.requester_wait_calendar_seconds,
    ticket.agent_wait_business_seconds,
    ticket.agent_wait_calendar_seconds,
    ticket.hold_business_seconds,
    ticket.hold_calendar_seconds,
    ticket.can_reply_be_seen,
    ticket.reply_count,
    ticket.reopen_count,
    ticket.reassignment_count,
    ticket.transfer_count,
    case
        when ticket.solved_at is not null
            and ticket.reply_count is not null
            and ticket.reopen_count is not null
            and ticket.was_moved is not null
            and ticket.reassignment_count is not null
            then ticket.reply_count = 1
                and ticket.reopen_count = 0
                and not ticket.was_moved
                and ticket.reassignment_count = 0
    end as is_first_contact,
    case
        when ticket.requester_id is not null
            and ticket.category is not null
            and ticket.solved_at <= ticket.extract_at - interval '7' day
            then repeat_contact.ticket_key is not null
    end as is_repeat_within_7_days,
    ticket.is_raised,
    ticket.rating,
    ticket.can_offer_be_seen,
    ticket.first_reply_promise,
    ticket.first_reply_target_seconds,
    ticket.first_reply_promise_at,
    ticket.first_reply_promise_date,
    ticket.first_reply_promise_unit,
    ticket.resolution_promise,
    ticket.resolution_target_seconds,
    ticket.resolution_promise_at,
    ticket.resolution_promise_date,
    ticket.resolution_promise_unit,
from ticket
left join repeat_contact on repeat_contact.ticket_key = ticket.ticket_key
left join core_unit
    on core_unit.unit_id = ticket.unit_created
    and core_unit.valid_from <= ticket.created_date
    and core_unit.valid_until > ticket.created_date;
