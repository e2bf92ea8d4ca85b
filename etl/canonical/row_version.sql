-- Complaints, answers, customers, contacts and months of customers that stand in the exports more
-- than once: what becomes of each of their records. Alike in everything, the first counts; else the
-- later file (by name), then the later record.

create or replace table scratch.row_version as
-- customers and their months are many and hardly ever repeat: only those whose numbers meet are
-- looked at as texts
with repeated_customer as (
    select hash(customer_id) as number
    from staged_customer
    where refusal_kind is null
    group by number
    having count(*) > 1
),

repeated_month as (
    select hash(customer_id, "month", scope_kind, scope_value) as number
    from staged_customer_month
    where refusal_kind is null
    group by number
    having count(*) > 1
),

keyed as (
    select
        'staged_complaint' as staged,
        rowid as row_no,
        file_no,
        concat_ws(chr(31), source, complaint_id) as named,
        md5(cast(struct_pack(
            ticket_source, ticket_id, requester_id, customer_id, email_key, phone_key, channel,
            category, product, region, cause_stated, cause_found, unit, accountable, received_at,
            acknowledged_at, closed_at, redressed_at, referred_at, outcome, is_goodwill, redress,
            currency, satisfaction, is_referred
        ) as varchar)) as content
    from staged_complaint
    where refusal_kind is null

    union all

    -- without an id, an answer is what it says
    select
        'staged_survey_response' as staged,
        rowid as row_no,
        file_no,
        concat_ws(chr(31), source, coalesce(response_id, answer.content)) as named,
        answer.content
    from staged_survey_response
    cross join lateral (select md5(cast(struct_pack(
        kind, score, scale_least, scale_most, answered_at, ticket_source, ticket_id,
        requester_id, customer_id, email_key, phone_key
    ) as varchar)) as content) as answer
    where refusal_kind is null

    union all

    select
        'staged_customer' as staged,
        rowid as row_no,
        file_no,
        customer_id as named,
        md5(cast(struct_pack(
            email_key, phone_key, segment, region, division, since_date, left_date, left_because,
            renewal_date
        ) as varchar)) as content
    from staged_customer
    semi join repeated_customer on repeated_customer.number = hash(staged_customer.customer_id)
    where refusal_kind is null

    union all

    select
        'staged_contact' as staged,
        rowid as row_no,
        file_no,
        concat_ws(
            chr(31), customer_id, requester_source, requester_id, coalesce(email_key, ''),
            coalesce(phone_key, ''), valid_from
        ) as named,
        cast(valid_until as varchar) as content
    from staged_contact
    where refusal_kind is null

    union all

    select
        'staged_customer_month' as staged,
        given.rowid as row_no,
        file_no,
        cast(struct_pack(
            given.customer_id, given."month", given.scope_kind, given.scope_value
        ) as varchar) as named,
        cast(struct_pack(revenue, margin, currency) as varchar) as content
    from staged_customer_month as given
    semi join repeated_month
        on repeated_month.number = hash(
            given.customer_id, given."month", given.scope_kind, given.scope_value
        )
    where refusal_kind is null
),

repeated as (
    select
        staged,
        row_no,
        file_no,
        named,
        content
    from keyed
    qualify count(*) over (partition by staged, named) > 1
),

compared as (
    select
        *,
        row_number() over (
            partition by staged, named, content order by file_no, row_no
        ) > 1 as is_duplicate
    from repeated
)

select
    staged,
    row_no,
    case
        when is_duplicate then 'skipped'
        when row_number() over (
            partition by staged, named order by is_duplicate, file_no desc, row_no desc
        ) > 1 then 'superseded'
        else 'latest'
    end as outcome
from compared;
