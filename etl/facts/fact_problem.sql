-- Each chain's problem: what it is about, how it stands, and why. The first state that applies is
-- its (structure rule 4).
insert into fact_problem by name
with chased as (
    select distinct contact.chain_key
    from problem_contact as contact
    inner join fact_handling on fact_handling.ticket_key = contact.ticket_key
    where fact_handling.chasing_count > 0
),

-- a chain of one contact, as nearly all are, is what the contact is
chain as (
    select
        chain_key,
        opened_at as started_at,
        opened_at as last_contact_at,
        ended_at,
        ended_date as last_date,
        extract_at,
        next_begins_at,
        case when ticket_key is null then 0 else 1 end as tickets,
        case when complaint_key is null then 0 else 1 end as complaints,
        not is_open as is_ended,
        is_traceable,
        is_repeat as has_repeat,
        is_chasing as is_chased,
        is_of_kind,
        has_broken_promise,
        is_overdue,
        has_reopening,
        has_bad_rating,
        has_good_rating,
        is_rejected,
        is_upheld_partly,
        is_put_right,
        ticket_key as first_ticket_key,
        complaint_key as first_complaint_key,
        ticket_key,
        unit_now,
    from problem_contact
    where is_only

    union all by name

    select
        chain_key,
        min(opened_at) as started_at,
        max(opened_at) as last_contact_at,
        case when count(*) = count(ended_at) then max(ended_at) end as ended_at,
        max(ended_date) as last_date,
        max(extract_at) as extract_at,
        min(next_begins_at) as next_begins_at,
        count(ticket_key) as tickets,
        count(complaint_key) as complaints,
        not bool_or(is_open) as is_ended,
        bool_and(is_traceable) as is_traceable,
        bool_or(is_repeat) as has_repeat,
        bool_or(is_chasing) as is_chased,
        bool_or(is_of_kind) as is_of_kind,
        bool_or(has_broken_promise) as has_broken_promise,
        bool_or(is_overdue) as is_overdue,
        bool_or(has_reopening) as has_reopening,
        bool_or(has_bad_rating) as has_bad_rating,
        bool_or(has_good_rating) as has_good_rating,
        bool_or(is_rejected) as is_rejected,
        bool_or(is_upheld_partly) as is_upheld_partly,
        bool_or(is_put_right) as is_put_right,
        min(ticket_key) filter (where contact_no = 1) as first_ticket_key,
        min(complaint_key) filter (where contact_no = 1) as first_complaint_key,
        arg_min(ticket_key, contact_no) as ticket_key,
        arg_max_null(unit_now, contact_no) as unit_now,
    from problem_contact
    where not is_only
    group by chain_key
),

judged as (
    select
        chain.*,
        case
            when has_bad_rating or is_rejected or is_overdue or has_reopening or has_repeat
                then 'dissatisfied'
            when has_broken_promise and not is_chased and chased.chain_key is null
                and not has_good_rating and complaints = 0
                then 'silent'
            when (has_broken_promise and is_ended) or is_upheld_partly then 'mollified'
            when has_good_rating or is_put_right then 'satisfied'
            when is_ended and is_traceable
                and extract_at >= ended_at + interval '30' day
                and coalesce(next_begins_at > ended_at + interval '30' day, true)
                then 'inferred'
            else 'undecided'
        end as state,
    from chain
    left join chased on chased.chain_key = chain.chain_key
),

culprit as (
    select problem_key, unit_id
    from fact_problem_share
    qualify row_number() over (
        partition by problem_key order by share desc, cast(unit_id as varchar) nulls last
    ) = 1
)

select
    judged.chain_key as problem_key,
    coalesce(ticket.customer_id, complaint.customer_id) as customer_id,
    coalesce(ticket.party, complaint.party, hash(judged.chain_key)) as party,
    coalesce(ticket.source, complaint.source) as source,
    coalesce(ticket.channel, complaint.channel) as channel,
    ticket.priority,
    coalesce(ticket.category, complaint.category) as category,
    coalesce(ticket.product, complaint.product) as product,
    coalesce(ticket.region, complaint.region) as region,
    judged.ticket_key,
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
    judged.unit_now,
from judged
left join fact_ticket as ticket on ticket.ticket_key = judged.first_ticket_key
left join fact_complaint as complaint on complaint.complaint_key = judged.first_complaint_key
left join culprit on culprit.problem_key = judged.chain_key
order by judged.started_at, judged.chain_key;
