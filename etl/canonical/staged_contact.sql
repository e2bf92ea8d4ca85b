-- Contacts of one file, typed, in the order of the file.

insert into staged_contact by name
with typed as (
    select
        record as given_record,
        id_of(customer_id, $people_key) as customer_id,
        source as requester_source,
        id_of(requester_id, $people_key) as requester_id,
        email_key_of(email, null, null, $people_key) as email_key,
        phone_key_of(phone, null, null, $people_key) as phone_key,
        valid_from as valid_from_text,
        coalesce(day_of(valid_from), date '1900-01-01') as valid_from,
        valid_until as valid_until_text,
        coalesce(day_of(valid_until), date '9999-12-31') as valid_until
    from raw_contact
),

read as (
    select
        typed.*,
        case
            when customer_id is null then 'customer_id'
            when is_unread(valid_from_text, day_of(valid_from_text)) then 'valid_from'
            when is_unread(valid_until_text, day_of(valid_until_text)) then 'valid_until'
            when valid_until <= valid_from then 'valid_until'
            when requester_id is not null and requester_source is null then 'source'
            when coalesce(requester_id, email_key, phone_key) is null then 'requester_id'
        end as refusal_column
    from typed
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    customer_id,
    requester_source,
    requester_id,
    email_key,
    phone_key,
    valid_from,
    valid_until,
    case
        when refusal_column in ('customer_id', 'source') then 'missing'
        when refusal_column = 'requester_id' then 'no_address'
        when refusal_column = 'valid_until' and day_of(valid_until_text) is not null
            then 'not_after_first_day'
        when refusal_column is not null then 'no_day'
    end as refusal_kind,
    refusal_column,
    case refusal_column
        when 'valid_from' then valid_from_text
        when 'valid_until' then valid_until_text
    end as refusal_text
from read;
