-- The company's customer behind each asker: by the company's own number, else the help desk's, else
-- e-mail, else phone. What stands for several customers is passed over.

create or replace temp table matched_asker as
with candidate as (
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
