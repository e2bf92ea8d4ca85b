-- Tickets and complaints of one customer about one category, chained: a contact belongs to the chain
-- if it comes before the chain has been at an end for seven days. A complaint about a ticket belongs
-- to the ticket's. Only chains in which something went wrong are kept (structure rule 4). A contact
-- of a customer or category that is not known stands alone.
create temp table problem_contact as
with ticket as (
    select
        ticket_key as contact_key,
        ticket_key,
        cast(null as bigint) as complaint_key,
        party,
        category,
        created_at as opened_at,
        solved_at as ended_at,
        solved_date as ended_date,
        extract_at,
        unit_solved,
        unit_now,
        solved_at is null as is_open,
        coalesce(kind in ('incident', 'complaint', 'claim'), false) as is_of_kind,
        coalesce(first_reply_promise in ('breached', 'overdue'), false)
        or coalesce(resolution_promise in ('breached', 'overdue'), false) as has_broken_promise,
        coalesce(first_reply_promise = 'overdue', false)
        or coalesce(resolution_promise = 'overdue', false) as is_overdue,
        coalesce(reopen_count > 0, false) as has_reopening,
        coalesce(rating = 'bad', false) as has_bad_rating,
        coalesce(rating = 'good', false) as has_good_rating,
        false as is_rejected,
        false as is_upheld_partly,
        false as is_put_right,
        is_of_kind or has_broken_promise or has_reopening or has_bad_rating as is_wrong,
    from fact_ticket
),

complaint as (
    select
        -complaint.complaint_key as contact_key,
        cast(null as bigint) as ticket_key,
        complaint.complaint_key,
        fact_ticket.ticket_key as about_ticket_key,
        complaint.party,
        complaint.category,
        complaint.received_at as opened_at,
        complaint.closed_at as ended_at,
        complaint.closed_date as ended_date,
        complaint.extract_at,
        complaint.unit_handling as unit_solved,
        complaint.unit_handling as unit_now,
        coalesce(core_complaint.is_open, false) as is_open,
        true as is_of_kind,
        false as has_broken_promise,
        coalesce(complaint.answer_promise = 'overdue', false) as is_overdue,
        false as has_reopening,
        coalesce(complaint.satisfaction = 'bad', false) as has_bad_rating,
        coalesce(complaint.satisfaction = 'good', false) as has_good_rating,
        coalesce(complaint.outcome = 'rejected', false) as is_rejected,
        coalesce(complaint.outcome = 'partly', false) as is_upheld_partly,
        coalesce(
            complaint.outcome in ('upheld', 'upheld_by_silence') and complaint.redress > 0, false
        ) as is_put_right,
        true as is_wrong,
    from fact_complaint as complaint
    inner join core_complaint on core_complaint.complaint_key = complaint.complaint_key
    left join fact_ticket on fact_ticket.ticket_key = complaint.ticket_key
),

-- topic: whose it is and what about, as one number; of ten million topics two share one once in
-- three hundred thousand loads
contact as (
    select
        * exclude (party, category),
        case when party is not null and category is not null then hash(party, category) end
            as topic,
    from (
        select * from ticket
        union all by name
        select * exclude (about_ticket_key) from complaint where about_ticket_key is null
    )
),

frequent as (
    select topic
    from contact
    where topic is not null
    group by topic
    having count(*) > 1
),

followed as (
    select
        contact.*,
        max(coalesce(ended_at, timestamp '9000-01-01')) over so_far as ended_before,
        lag(unit_solved) over in_order as unit_before,
    from contact
    semi join frequent on frequent.topic = contact.topic
    window
        in_order as (partition by topic order by opened_at, contact_key),
        so_far as (
            partition by topic order by opened_at, contact_key
            rows between unbounded preceding and 1 preceding
        )
),

begun as (
    select
        followed.*,
        ended_before is null or opened_at > ended_before + interval '7' day as is_beginning,
    from followed
),

linked as (
    select
        begun.*,
        last_value(case when is_beginning then contact_key end ignore nulls) over (
            partition by topic order by opened_at, contact_key
            rows between unbounded preceding and current row
        ) as chain_key,
        not is_beginning and opened_at > ended_before as is_repeat,
        not is_beginning and opened_at <= ended_before as is_chasing,
        min(case when is_beginning then opened_at end) over (
            partition by topic order by opened_at, contact_key
            rows between 1 following and unbounded following
        ) as next_begins_at,
        true as is_traceable,
        is_beginning and lead(is_beginning, 1, true) over (
            partition by topic order by opened_at, contact_key
        ) as is_alone,
    from begun
),

alone as (
    select
        contact.*,
        contact_key as chain_key,
        false as is_repeat,
        false as is_chasing,
        cast(null as timestamp) as next_begins_at,
        topic is not null as is_traceable,
    from contact
    anti join frequent on frequent.topic = contact.topic
    union all by name
    select * exclude (ended_before, is_beginning, is_alone) from linked where is_alone
),

complained_of as (
    select distinct about_ticket_key as ticket_key
    from complaint
    where about_ticket_key is not null
),

-- chains of several contacts are the few; only they need be counted along
several as (
    select * exclude (ended_before, is_beginning, is_alone) from linked where not is_alone
    union all by name
    select alone.*
    from alone
    semi join complained_of on complained_of.ticket_key = alone.ticket_key
),

numbered as (
    select
        *,
        row_number() over (
            partition by chain_key order by opened_at, complaint_key nulls first, ticket_key
        ) as contact_no,
        count(*) over (partition by chain_key) = 1 as is_only,
    from (
        select * from several
        union all by name
        select
            complaint.* exclude (about_ticket_key, party, category),
            several.chain_key,
            false as is_repeat,
            false as is_chasing,
            several.next_begins_at,
            several.is_traceable,
        from complaint
        inner join several on several.ticket_key = complaint.about_ticket_key
    )
    qualify bool_or(is_wrong or is_repeat) over (partition by chain_key)
)

select * exclude (topic) from numbered
union all by name
select alone.* exclude (topic), 1 as contact_no, true as is_only
from alone
anti join complained_of on complained_of.ticket_key = alone.ticket_key
where alone.is_wrong;
