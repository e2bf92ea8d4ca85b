-- Whoever asked, complained or answered, with everything he can be known by. Nobody is looked for
-- where the company has no list of customers.

create or replace temp table asker as
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
)

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
join source_setting on source_setting.source = self.source;
