-- Each chain's problem: what it is about, how it stands, and why. The first state that applies is
-- its (structure rule 4).
insert into fact_problem by name
with ticket as (
    select
        contact.chain_key,
        count(*) as tickets,
        count(*) filter (where fact_ticket.solved_at is null) as open_tickets,
        bool_or(fact_ticket.kind in ('incident', 'complaint', 'claim')) as is_of_kind,
        bool_or(
            fact_ticket.first_reply_promise in ('breached', 'overdue')
            or fact_ticket.resolution_promise in ('breached', 'overdue')
        ) as has_broken_promise,
        bool_or(
            fact_ticket.first_reply_promise = 'overdue'
            or fact_ticket.resolution_promise = 'overdue'
        ) as is_overdue,
        bool_or(fact_ticket.reopen_count > 0) as has_reopening,
        bool_or(fact_ticket.rating = 'bad') as has_bad_rating,
        bool_or(fact_ticket.rating = 'good') as has_good_rating,
        max(fact_ticket.solved_date) as solved_date,
        max(fact_ticket.extract_at) as extract_at,
    from problem_contact as contact
    inner join fact_ticket on fact_ticket.ticket_key = contact.ticket_key
    group by contact.chain_key
),

complaint as (
    select
        contact.chain_key,
        count(*) as complaints,
        count(*) filter (where core_complaint.is_open) as open_complaints,
        bool_or(fact_complaint.outcome = 'rejected') as is_rejected,
        bool_or(fact_complaint.outcome = 'partly') as is_upheld_partly,
        bool_or(
            fact_complaint.outcome in ('upheld', 'upheld_by_silence') and fact_complaint.redress > 0
        ) as is_put_right,
        bool_or(fact_complaint.answer_promise = 'overdue') as is_unanswered,
        bool_or(fact_complaint.satisfaction = 'bad') as has_bad_rating,
        bool_or(fact_complaint.satisfaction = 'good') as has_good_rating,
        max(fact_complaint.closed_date) as closed_date,
        max(fact_complaint.extract_at) as extract_at,
    from problem_contact as contact
    inner join fact_complaint on fact_complaint.complaint_key = contact.complaint_key
    inner join core_complaint on core_complaint.complaint_key = contact.complaint_key
    group by contact.chain_key
),

chain as (
    select
        chain_key,
        min(opened_at) as started_at,
        max(opened_at) as last_contact_at,
        case when count(*) = count(ended_at) then max(ended_at) end as ended_at,
        bool_or(is_repeat) as has_repeat,
        bool_or(is_chasing) as is_chased,
        min(next_begins_at) as next_begins_at,
        bool_and(is_traceable) as is_traceable,
        min(case when contact_no = 1 then ticket_key end) as first_ticket_key,
        min(case when contact_no = 1 then complaint_key end) as first_complaint_key,
        max(contact_no) as contacts,
    from problem_contact
    group by chain_key
),

chased as (
    select distinct contact.chain_key
    from problem_contact as contact
    inner join fact_handling on fact_handling.ticket_key = contact.ticket_key
    where fact_handling.chasing_count > 0
),

first_ticket as (
    select
        chain_key,
        ticket_key,
        row_number() over (partition by chain_key order by contact_no) as rank,
    from problem_contact
    where ticket_key is not null
),

culprit as (
    select
        chain_key,
        unit_id,
        row_number() over (
            partition by chain_key order by sum(part) desc, cast(unit_id as varchar) nulls last
        ) as rank,
    from problem_failure
    group by chain_key, unit_id
),

summed as (
    select
        chain.*,
        last_contact.ticket_key as last_ticket_key,
        last_contact.complaint_key as last_complaint_key,
        coalesce(ticket.tickets, 0) as tickets,
        coalesce(complaint.complaints, 0) as complaints,
        coalesce(ticket.open_tickets, 0) + coalesce(complaint.open_complaints, 0) = 0 as is_ended,
        coalesce(ticket.is_of_kind, false) or complaint.complaints is not null as is_of_kind,
        coalesce(ticket.has_broken_promise, false) as has_broken_promise,
        coalesce(ticket.is_overdue, false) as is_overdue,
        coalesce(ticket.has_reopening, false) as has_reopening,
        coalesce(ticket.has_bad_rating, false) or coalesce(complaint.has_bad_rating, false)
            as has_bad_rating,
        coalesce(ticket.has_good_rating, false) or coalesce(complaint.has_good_rating, false)
            as has_good_rating,
        coalesce(complaint.is_rejected, false) as is_rejected,
        coalesce(complaint.is_upheld_partly, false) as is_upheld_partly,
        coalesce(complaint.is_put_right, false) as is_put_right,
        coalesce(complaint.is_unanswered, false) as is_unanswered,
        chain.is_chased or chased.chain_key is not null as has_chasing,
        greatest(ticket.solved_date, complaint.closed_date) as last_date,
        greatest(ticket.extract_at, complaint.extract_at) as extract_at,
    from chain
    inner join problem_contact as last_contact
        on last_contact.chain_key = chain.chain_key
        and last_contact.contact_no = chain.contacts
    left join ticket on ticket.chain_key = chain.chain_key
    left join complaint on complaint.chain_key = chain.chain_key
    left join chased on chased.chain_key = chain.chain_key
),

judged as (
    select
        summed.*,
        case
            when has_bad_rating or is_rejected or is_unanswered or is_overdue or has_reopening
                or has_repeat then 'dissatisfied'
            when has_broken_promise and not has_chasing and not has_good_rating and complaints = 0
                then 'silent'
            when (has_broken_promise and is_ended) or is_upheld_partly then 'mollified'
            when has_good_rating or is_put_right then 'satisfied'
            when is_ended and is_traceable
                and extract_at >= ended_at + interval '30' day
                and coalesce(next_begins_at > ended_at + interval '30' day, true)
                then 'inferred'
            else 'undecided'
        end as state,
    from summed
)

select
    judged.chain_key as problem_key,
    coalesce(ticket.customer_id, complaint.customer_id) as customer_id,
    case
        when coalesce(ticket.customer_id, complaint.customer_id) is not null
            then 'customer ' || coalesce(ticket.customer_id, complaint.customer_id)
        when coalesce(ticket.requester_id, complaint.requester_id) is not null
            then 'requester ' || cast(coalesce(ticket.source, complaint.source) as varchar) || ' '
                || coalesce(ticket.requester_id, complaint.requester_id)
        when ticket.ticket_key is not null
            then 'ticket ' || cast(ticket.source as varchar) || ' ' || ticket.ticket_id
        else 'complaint ' || cast(complaint.source as varchar) || ' ' || complaint.complaint_id
    end as party,
    coalesce(ticket.source, complaint.source) as source,
    coalesce(ticket.channel, complaint.channel) as channel,
    ticket.priority,
    coalesce(ticket.category, complaint.category) as category,
    coalesce(ticket.product, complaint.product) as product,
    coalesce(ticket.region, complaint.region) as region,
    first_ticket.ticket_key,
    judged.started_at,
    coalesce(ticket.created_date, complaint.received_date) as started_date,
    judged.last_contact_at,
    case when judged.is_ended then judged.last_date end as ended_date,
    cast(judged.tickets as integer) as ticket_count,
    cast(judged.complaints as integer) as complaint_count,
    cast(case judged.state when 'inferred' then 'satisfied' else judged.state end as problem_state)
        as state,
    judged.state = 'inferred' as is_inferred,
    judged.is_of_kind,
    judged.has_broken_promise,
    judged.has_reopening,
    judged.has_repeat,
    judged.has_bad_rating,
    judged.complaints > 0 as has_complaint,
    culprit.unit_id as unit_event,
    case
        when judged.last_ticket_key is not null then last_ticket.unit_now
        else last_complaint.unit_handling
    end as unit_now,
from judged
left join fact_ticket as ticket on ticket.ticket_key = judged.first_ticket_key
left join fact_complaint as complaint on complaint.complaint_key = judged.first_complaint_key
left join first_ticket on first_ticket.chain_key = judged.chain_key and first_ticket.rank = 1
left join fact_ticket as last_ticket on last_ticket.ticket_key = judged.last_ticket_key
left join fact_complaint as last_complaint
    on last_complaint.complaint_key = judged.last_complaint_key
left join culprit on culprit.chain_key = judged.chain_key and culprit.rank = 1
order by judged.started_at, judged.chain_key;
