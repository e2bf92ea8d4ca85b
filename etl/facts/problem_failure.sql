-- What service did wrong in each problem, and whose that was: a row a failure and unit, the parts of
-- a failure adding up to 1 (structure rule 5). Where a complaint names the unit accountable, nothing
-- else tells. A failure without a unit is nobody's that is known.
create temp table problem_failure as
with complaint as (
    select contact.chain_key, complaint.*
    from problem_contact as contact
    inner join fact_complaint as complaint
        on complaint.complaint_key = contact.complaint_key
),

accounted as (
    select distinct chain_key
    from complaint
    where unit_accountable is not null
),

ticket as (
    select contact.chain_key, fact_ticket.*
    from problem_contact as contact
    inner join fact_ticket on fact_ticket.ticket_key = contact.ticket_key
    left join accounted on accounted.chain_key = contact.chain_key
    where accounted.chain_key is null
),

-- failures that the clock of a ticket shares out, and whose they are where one unit held it
clocked as (
    select chain_key, ticket_key, 'first_reply' as clock, unit_now as unit_id
    from ticket
    where first_reply_promise in ('breached', 'overdue')
    union all
    select chain_key, ticket_key, 'resolution', unit_now
    from ticket
    where resolution_promise in ('breached', 'overdue')
    union all
    select chain_key, ticket_key, 'rating', coalesce(unit_rated, unit_now)
    from ticket
    where rating = 'bad'
    union all
    select complaint.chain_key, complaint.ticket_key, 'life', fact_ticket.unit_now
    from complaint
    left join accounted on accounted.chain_key = complaint.chain_key
    left join fact_ticket on fact_ticket.ticket_key = complaint.ticket_key
    where accounted.chain_key is null
),

-- a reopening is whose solving did not last
solving as (
    select
        solving.ticket_key,
        solving.solving_no,
        solving.unit_id,
        solving.solving_from_last = 1 and fact_ticket.solved_at is not null as is_lasting,
    from tracked_solving as solving
    inner join fact_ticket on fact_ticket.ticket_key = solving.ticket_key
    where fact_ticket.reopen_count > 0
)

select
    clocked.chain_key,
    case when share.ticket_key is null then clocked.unit_id else share.unit_id end as unit_id,
    coalesce(share.share, 1) as part,
from clocked
left join fact_ticket_share as share
    on share.ticket_key = clocked.ticket_key and share.clock = clocked.clock
union all
select
    ticket.chain_key,
    case
        when solving.ticket_key is null then coalesce(ticket.unit_first_solved, ticket.unit_now)
        else solving.unit_id
    end,
    1,
from ticket
left join solving on solving.ticket_key = ticket.ticket_key and not solving.is_lasting
where ticket.reopen_count > 0
union all
select contact.chain_key, contact.unit_before, 1
from problem_contact as contact
anti join accounted on accounted.chain_key = contact.chain_key
where contact.is_repeat
union all
select chain_key, unit_accountable, 1
from complaint
where unit_accountable is not null;
