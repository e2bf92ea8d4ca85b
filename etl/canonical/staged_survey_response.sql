-- Answers to surveys of one file, typed, in the order of the file.

insert into staged_survey_response by name
with typed as (
    select
        record as given_record,
        response_id,
        kind as kind_text,
        nullif(regexp_extract(lower(kind), '^\W*(csat|nps|ces)\W*$', 1), '') as kind,
        score as score_text,
        number_of(score) as score,
        scale as scale_text,
        regexp_extract(scale, '^\s*(\d+)\s*(?:-|–|/|\.\.)\s*(\d+)\s*$', ['least', 'most']) as told,
        answered_at as answered_at_text,
        stamp_of(answered_at, $stamps.answered_at) as answered_at_local,
        ticket_source,
        ticket_id,
        requester_of(
            coalesce(requester_id, customer_id),
            coalesce(requester_email, requester_name, requester_phone),
            $people_key
        ) as requester_id,
        id_of(customer_id, $people_key) as customer_id,
        email_key_of(requester_email, requester_name, requester_id, $people_key) as email_key,
        phone_key_of(requester_phone, requester_name, requester_id, $people_key) as phone_key
    from raw_survey_response
),

scaled as (
    select
        typed.*,
        coalesce(
            try_cast(told.least as double), case kind when 'nps' then 0 else 1 end
        ) as scale_least,
        coalesce(
            try_cast(told.most as double), case kind when 'nps' then 10 when 'csat' then 5 else 7 end
        ) as scale_most
    from typed
),

placed as (
    select
        scaled.*,
        utc_of(answered_at_local, $zones.answered_at, clock) as answered_at,
        odd_hour('answered_at', answered_at_local, $zones.answered_at, clock) as odd_hours
    from scaled
    cross join file_clock
),

read as (
    select
        placed.*,
        case
            when answered_at is null then 'answered_at'
            when kind is null then 'kind'
            when score is null then 'score'
            when is_unread(scale_text, try_cast(told.most as double))
                or scale_least >= scale_most then 'scale'
        end as unread_column,
        score < scale_least or score > scale_most as is_outside
    from placed
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    response_id,
    kind,
    score,
    scale_least,
    scale_most,
    answered_at,
    ticket_source,
    ticket_id,
    requester_id,
    customer_id,
    email_key,
    phone_key,
    odd_hours,
    case
        when unread_column = 'kind' and kind_text is not null then 'no_survey'
        when unread_column = 'scale' then 'no_scale'
        when trim(coalesce(
            case unread_column
                when 'answered_at' then answered_at_text
                when 'score' then score_text
            end, ''
        )) = '' and unread_column is not null then 'missing'
        when unread_column is not null then 'unread'
        when is_outside then 'outside_scale'
    end as refusal_kind,
    coalesce(unread_column, case when is_outside then 'score' end) as refusal_column,
    case coalesce(unread_column, case when is_outside then 'score' end)
        when 'answered_at' then answered_at_text
        when 'kind' then kind_text
        when 'score' then score_text
        when 'scale' then scale_text
    end as refusal_text
from read;
