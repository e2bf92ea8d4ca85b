-- Customers of one file, typed, in the order of the file.

insert into staged_customer by name
with typed as (
    select
        record as given_record,
        id_of(customer_id, $people_key) as customer_id,
        email_key_of(email, null, null, $people_key) as email_key,
        phone_key_of(phone, null, null, $people_key) as phone_key,
        segment,
        region,
        division,
        since as since_text,
        day_of(since) as since_date,
        "left" as left_text,
        day_of("left") as left_date,
        lower(left_because) as left_because,
        renewal as renewal_text,
        day_of(renewal) as renewal_date
    from raw_customer
),

read as (
    select
        typed.*,
        case
            when customer_id is null then 'customer_id'
            when is_unread(since_text, since_date) then 'since'
            when is_unread(left_text, left_date) then 'left'
            when is_unread(renewal_text, renewal_date) then 'renewal'
            when left_date <= since_date then 'left'
        end as refusal_column
    from typed
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    customer_id,
    email_key,
    phone_key,
    segment,
    region,
    division,
    since_date,
    left_date,
    left_because,
    renewal_date,
    case
        when refusal_column = 'customer_id' then 'missing'
        when refusal_column = 'left' and left_date is not null then 'not_after_first_day'
        when refusal_column is not null then 'no_day'
    end as refusal_kind,
    refusal_column,
    case refusal_column
        when 'since' then since_text
        when 'left' then left_text
        when 'renewal' then renewal_text
    end as refusal_text
from read;
