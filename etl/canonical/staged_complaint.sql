-- Complaints of one file, typed, in the order of the file.

insert into staged_complaint by name
with typed as (
    select
        record as given_record,
        complaint_id,
        ticket_source,
        ticket_id,
        requester_of(
            coalesce(requester_id, customer_id),
            coalesce(requester_email, requester_name, requester_phone),
            $people_key
        ) as requester_id,
        id_of(customer_id, $people_key) as customer_id,
        email_key_of(requester_email, requester_name, requester_id, $people_key) as email_key,
        phone_key_of(requester_phone, requester_name, requester_id, $people_key) as phone_key,
        channel,
        without_addresses(category, $address) as category,
        without_addresses(product, $address) as product,
        without_addresses(region, $address) as region,
        without_addresses(cause_stated, $address) as cause_stated,
        without_addresses(cause_found, $address) as cause_found,
        unit,
        accountable,
        received_at as received_at_text,
        stamp_of(received_at, $stamps.received_at) as received_at_local,
        acknowledged_at as acknowledged_at_text,
        stamp_of(acknowledged_at, $stamps.acknowledged_at) as acknowledged_at_local,
        closed_at as closed_at_text,
        stamp_of(closed_at, $stamps.closed_at) as closed_at_local,
        redressed_at as redressed_at_text,
        stamp_of(redressed_at, $stamps.redressed_at) as redressed_at_local,
        referred_at as referred_at_text,
        stamp_of(referred_at, $stamps.referred_at) as referred_at_local,
        outcome,
        goodwill as goodwill_text,
        yes_no_of(goodwill) as is_goodwill,
        case when regexp_matches(redress, '\d') then redress end as redress_text,
        coalesce(not regexp_matches(redress, '\d') and trim(redress) <> '', false)
            as is_redress_in_words,
        money_of(redress) as redress,
        coalesce(upper(currency), currency_of(redress)) as currency,
        satisfaction,
        referred as referred_text,
        yes_no_of(referred) as is_referred
    from raw_complaint
),

placed as (
    select
        typed.*,
        utc_of(received_at_local, $zones.received_at, clock) as received_at,
        -- a day alone is not before the hour of receipt on that day
        case
            when not $has_time.acknowledged_at and acknowledged_at_local = date_trunc('day', received_at_local)
                then utc_of(received_at_local, $zones.received_at, clock)
            else utc_of(acknowledged_at_local, $zones.acknowledged_at, clock)
        end as acknowledged_at,
        case
            when not $has_time.closed_at and closed_at_local = date_trunc('day', received_at_local)
                then utc_of(received_at_local, $zones.received_at, clock)
            else utc_of(closed_at_local, $zones.closed_at, clock)
        end as closed_at,
        utc_of(redressed_at_local, $zones.redressed_at, clock) as redressed_at,
        utc_of(referred_at_local, $zones.referred_at, clock) as referred_at,
        coalesce(
            odd_hour('received_at', received_at_local, $zones.received_at, clock),
            odd_hour('acknowledged_at', acknowledged_at_local, $zones.acknowledged_at, clock),
            odd_hour('closed_at', closed_at_local, $zones.closed_at, clock),
            odd_hour('redressed_at', redressed_at_local, $zones.redressed_at, clock),
            odd_hour('referred_at', referred_at_local, $zones.referred_at, clock)
        ) as odd_hours
    from typed
    cross join file_clock
),

read as (
    select
        placed.*,
        case
            when complaint_id is null then 'complaint_id'
            when received_at is null then 'received_at'
            when is_unread(acknowledged_at_text, acknowledged_at) then 'acknowledged_at'
            when is_unread(closed_at_text, closed_at) then 'closed_at'
            when is_unread(redressed_at_text, redressed_at) then 'redressed_at'
            when is_unread(referred_at_text, referred_at) then 'referred_at'
            when is_unread(goodwill_text, is_goodwill) then 'goodwill'
            when is_unread(redress_text, redress) then 'redress'
            when is_unread(referred_text, is_referred) then 'referred'
        end as refusal_column
    from placed
),

named as (
    select
        read.*,
        case refusal_column
            when 'received_at' then received_at_text
            when 'acknowledged_at' then acknowledged_at_text
            when 'closed_at' then closed_at_text
            when 'redressed_at' then redressed_at_text
            when 'referred_at' then referred_at_text
            when 'goodwill' then goodwill_text
            when 'redress' then redress_text
            when 'referred' then referred_text
        end as refusal_text
    from read
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    complaint_id,
    ticket_source,
    ticket_id,
    requester_id,
    customer_id,
    email_key,
    phone_key,
    channel,
    category,
    product,
    region,
    left(cause_stated, 80) as cause_stated,
    left(cause_found, 80) as cause_found,
    coalesce(greatest(length(cause_stated), length(cause_found)) > 80, false) as is_cause_cut,
    unit,
    accountable,
    received_at,
    acknowledged_at,
    closed_at,
    redressed_at,
    referred_at,
    $has_time.received_at and $has_time.acknowledged_at and $has_time.closed_at as has_time_of_day,
    $is_there.closed_at as can_close,
    outcome,
    is_goodwill,
    redress,
    is_redress_in_words,
    currency,
    satisfaction,
    coalesce(is_referred, case when referred_at is not null then true end) as is_referred,
    odd_hours,
    case
        when refusal_column in ('complaint_id', 'received_at')
            and trim(coalesce(refusal_text, '')) = '' then 'missing'
        when refusal_column is not null then 'unread'
    end as refusal_kind,
    refusal_column,
    refusal_text
from named;
