-- By what the company's customers are known: their e-mails, phones and numbers in help desks.

insert into core_identity by name
with told as (
    select 'email' as kind, '' as source, email_key as key, customer_id as id,
        date '1900-01-01' as valid_from, date '9999-12-31' as valid_until
    from kept_customer
    where email_key is not null

    union

    select 'phone', '', phone_key, customer_id, date '1900-01-01', date '9999-12-31'
    from kept_customer
    where phone_key is not null

    union

    select 'requester', requester_source, requester_id, customer_id, valid_from, valid_until
    from kept_contact
    where requester_id is not null

    union

    select 'email', '', email_key, customer_id, valid_from, valid_until
    from kept_contact
    where email_key is not null

    union

    select 'phone', '', phone_key, customer_id, valid_from, valid_until
    from kept_contact
    where phone_key is not null
),

-- told as lasting until two days, it lasts until the later
longest as (
    select kind, source, key, id, valid_from, max(valid_until) as valid_until
    from told
    group by kind, source, key, id, valid_from
)

select kind, source, key, id, valid_from, valid_until
from longest;
