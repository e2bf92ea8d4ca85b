-- Complaints in our words, each with its ticket, its customer and the units it is about.

insert into core_complaint by name
with outcome_word as (
    select source, word, cast(meaning as outcome) as meaning from word_meaning
    where field = 'outcome'
),

channel_word as (
    select source, word, meaning from word_meaning
    where field = 'channel'
),

rating_word as (
    select source, word, cast(meaning as rating) as meaning from word_meaning
    where field = 'rating'
)

select
    kept.row_no + 1 as complaint_key,
    kept.source,
    kept.complaint_id,
    link.ticket_key,
    coalesce(kept.requester_id, ticket.requester_id) as requester_id,
    coalesce(asker.customer_id, ticket.customer_id) as customer_id,
    channel_word.meaning as channel,
    kept.category,
    kept.product,
    kept.region,
    kept.cause_stated,
    kept.cause_found,
    handling.unit_id as unit_handling,
    accountable.unit_id as unit_accountable,
    kept.received_at,
    kept.acknowledged_at,
    kept.closed_at,
    case
        when kept.can_close then kept.closed_at is null and outcome_word.meaning is null
        when outcome_word.meaning is not null then false
    end as is_open,
    outcome_word.meaning as outcome,
    kept.is_goodwill,
    cast(kept.redress * rate_span.rate as decimal(18, 2)) as redress,
    kept.redressed_at,
    case when rating_word.meaning in ('good', 'bad') then rating_word.meaning end as satisfaction,
    kept.referred_at,
    kept.is_referred,
    kept.has_time_of_day,
    kept.file_no,
    coalesce(given_record, kept.row_no - record_span.first_row + record_span.first_record)
        as record
from kept_complaint as kept
join record_span
    on record_span.staged = 'staged_complaint'
    and record_span.first_row <= kept.row_no and record_span.end_row > kept.row_no
left join ticket_link as link on link.thing = 'complaint' and link.row_no = kept.row_no
left join core_ticket as ticket on ticket.ticket_key = link.ticket_key
left join matched_asker as asker on asker.thing = 'complaint' and asker.row_no = kept.row_no
left join unit_word as handling
    on handling.source = kept.source and handling.word = kept.unit
left join unit_word as accountable
    on accountable.source = kept.source and accountable.word = kept.accountable
left join outcome_word on outcome_word.source = kept.source and outcome_word.word = kept.outcome
left join channel_word on channel_word.source = kept.source and channel_word.word = kept.channel
left join rating_word
    on rating_word.source = kept.source and rating_word.word = kept.satisfaction
left join rate_span
    on rate_span.currency = coalesce(kept.currency, $currency)
    and rate_span.valid_from <= cast(coalesce(kept.redressed_at, kept.received_at) as date)
    and rate_span.valid_until > cast(coalesce(kept.redressed_at, kept.received_at) as date);
