-- The company's customer behind each ticket, complaint and answer: by the company's own number, else
-- the help desk's, else e-mail, else phone. What stands for several customers is passed over. Nobody
-- is looked for where the company has no list of customers.

create or replace table scratch.matched_asker as
with listed as (
    select 1 as one from core_customer limit 1
),

self as (
    select
        'ticket' as thing, row_no, source, customer_id, requester_id, email_key, phone_key,
        created_at as asked_at
    from kept_ticket
    where exists (select one from listed)

    union all

    select
        'complaint' as thing, row_no, source, customer_id, requester_id, email_key, phone_key,
        received_at as asked_at
    from kept_complaint
    where exists (select one from listed)

    union all

    select
        'survey_response' as thing, row_no, source, customer_id, requester_id, email_key,
        phone_key, answered_at as asked_at
    from kept_survey_response
    where exists (select one from listed)
),

asker as (
    select
        self.thing,
        self.row_no,
        self.source,
        case
            when self.customer_id is not null then self.customer_id
            when source_setting.has_customer_ids then self.requester_id
        end as customer_id,
        case when not source_setting.has_customer_ids then self.requester_id end as requester_id,
        self.email_key,
        self.phone_key,
        cast((self.asked_at at time zone 'UTC') at time zone $zone as date) as day
    from self
    join source_setting on source_setting.source = self.source
),

candidate as (
    select
        asker.thing,
        asker.row_no,
        asker.source,
        core_customer.customer_id as by_number,
        requester.customer_id as by_requester,
        email.customer_id as by_email,
        phone.customer_id as by_phone,
        requester.key is not null or email.key is not null or phone.key is not null
            as is_of_several
    from asker
    left join core_customer on core_customer.customer_id = asker.customer_id
    left join known_customer as requester
        on requester.kind = 'requester'
        and requester.source = asker.source
        and requester.key = asker.requester_id
        and requester.valid_from <= asker.day and requester.valid_until > asker.day
    left join known_customer as email
        on email.kind = 'email'
        and email.key = asker.email_key
        and email.valid_from <= asker.day and email.valid_until > asker.day
    left join known_customer as phone
        on phone.kind = 'phone'
        and phone.key = asker.phone_key
        and phone.valid_from <= asker.day and phone.valid_until > asker.day
)

select
    thing,
    row_no,
    source,
    coalesce(by_number, by_requester, by_email, by_phone) as customer_id,
    case
        when by_number is not null then 'number'
        when by_requester is not null then 'requester'
        when by_email is not null then 'email'
        when by_phone is not null then 'phone'
        when is_of_several then 'several'
        else 'nobody'
    end as known_by
from candidate;
