-- Tickets and complaints of one customer about one category, chained: a contact belongs to the chain
-- if it comes before the chain has been at an end for seven days. A complaint about a ticket belongs
-- to the ticket's. Only chains in which something went wrong are kept (structure rule 4). A contact
-- of a customer or category that is not known stands alone.
create temp table problem_contact as
with contact as (
    select
        ticket_key,
        cast(null as bigint) as complaint_key,
        ticket_key as contact_key,
        case when customer_id is null then source end as party_source,
        coalesce(customer_id, requester_id) as party_id,
        category,
        created_at as opened_at,
        solved_at as ended_at,
        unit_solved,
        coalesce(kind in ('incident', 'complaint', 'claim'), false)
        or coalesce(first_reply_promise in ('breached', 'overdue'), false)
        or coalesce(resolution_promise in ('breached', 'overdue'), false)
        or coalesce(reopen_count > 0, false)
        or coalesce(rating = 'bad', false) as is_wrong,
    from fact_ticket
    union all
    select
        cast(null as bigint) as ticket_key,
        complaint.complaint_key,
        -complaint.complaint_key as contact_key,
        case when complaint.customer_id is null then complaint.source end as party_source,
        coalesce(complaint.customer_id, complaint.requester_id) as party_id,
        complaint.category,
        complaint.received_at as opened_at,
        complaint.closed_at as ended_at,
        complaint.unit_handling as unit_solved,
        true as is_wrong,
    from fact_complaint as complaint
    left join fact_ticket as ticket on ticket.ticket_key = complaint.ticket_key
    where ticket.ticket_key is null
),

frequent as (
    select party_source, party_id, category
    from contact
    where party_id is not null and category is not null
    group by party_source, party_id, category
    having count(*) > 1
),

followed as (
    select
        contact.*,
        max(coalesce(contact.ended_at, timestamp '9000-01-01')) over so_far as ended_before,
        lag(contact.unit_solved) over in_order as unit_before,
    from contact
    inner join frequent
        on frequent.party_source is not distinct from contact.party_source
        and frequent.party_id = contact.party_id
        and frequent.category = contact.category
    window
        in_order as (
            partition by contact.party_source, contact.party_id, contact.category
            order by contact.opened_at, contact.contact_key
        ),
        so_far as (
            partition by contact.party_source, contact.party_id, contact.category
            order by contact.opened_at, contact.contact_key
            rows between unbounded preceding and 1 preceding
        )
),

begun as (
    select
        followed.*,
        case
            when ended_before is null or opened_at > ended_before + interval '7' day
                then contact_key
        end as begins,
    from followed
),

chained as (
    select
        begun.*,
        last_value(begins ignore nulls) over (
            partition by party_source, party_id, category order by opened_at, contact_key
            rows between unbounded preceding and current row
        ) as chain_key,
    from begun
),

linked as (
    select
        chain_key,
        ticket_key,
        complaint_key,
        opened_at,
        ended_at,
        begins is null and opened_at > ended_before as is_repeat,
        begins is null and opened_at <= ended_before as is_chasing,
        unit_before,
        is_wrong,
        min(case when begins is not null then opened_at end) over (
            partition by party_source, party_id, category order by opened_at, contact_key
            rows between 1 following and unbounded following
        ) as next_begins_at,
        true as is_traceable,
    from chained
),

about_tickets as (
    select complaint.complaint_key, complaint.ticket_key, received_at, complaint.closed_at
    from fact_complaint as complaint
    inner join fact_ticket on fact_ticket.ticket_key = complaint.ticket_key
),

-- a ticket in which nothing else went wrong is a problem where a complaint is about it
complained_of as (
    select distinct ticket_key from about_tickets
),

alone as (
    select
        contact.contact_key as chain_key,
        contact.ticket_key,
        contact.complaint_key,
        contact.opened_at,
        contact.ended_at,
        false as is_repeat,
        false as is_chasing,
        null as unit_before,
        true as is_wrong,
        null as next_begins_at,
        contact.party_id is not null and contact.category is not null as is_traceable,
    from contact
    left join frequent
        on frequent.party_source is not distinct from contact.party_source
        and frequent.party_id = contact.party_id
        and frequent.category = contact.category
    left join complained_of on complained_of.ticket_key = contact.ticket_key
    where frequent.party_id is null
        and (contact.is_wrong or complained_of.ticket_key is not null)
),

whole as (
    select * from linked
    union all
    select * from alone
),

joined as (
    select * from whole
    union all
    select
        whole.chain_key,
        cast(null as bigint) as ticket_key,
        about_tickets.complaint_key,
        about_tickets.received_at as opened_at,
        about_tickets.closed_at as ended_at,
        false as is_repeat,
        false as is_chasing,
        null as unit_before,
        true as is_wrong,
        whole.next_begins_at,
        whole.is_traceable,
    from about_tickets
    inner join whole on whole.ticket_key = about_tickets.ticket_key
),

wrong as (
    select chain_key
    from joined
    group by chain_key
    having bool_or(is_wrong) or bool_or(is_repeat)
)

select
    joined.chain_key,
    row_number() over (
        partition by joined.chain_key
        order by joined.opened_at, joined.complaint_key nulls first, joined.ticket_key
    ) as contact_no,
    joined.ticket_key,
    joined.complaint_key,
    joined.opened_at,
    joined.ended_at,
    joined.is_repeat,
    joined.is_chasing,
    joined.unit_before,
    joined.next_begins_at,
    joined.is_traceable,
from joined
inner join wrong on wrong.chain_key = joined.chain_key;
