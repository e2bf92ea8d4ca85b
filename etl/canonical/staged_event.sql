-- Events of one file, typed, in the order of the file.

insert into staged_event by name
with typed as (
    select
        record as given_record,
        ticket_id,
        "at" as at_text,
        stamp_of("at", $stamps.at) as at_local,
        lower(kind) as kind,
        "from" as from_value,
        "to" as to_value,
        case when lower(who) in ('customer', 'agent', 'robot') then lower(who) end as who,
        case
            when lower(who) in ('customer', 'agent', 'robot') then author
            else coalesce(author, who)
        end as author
    from raw_event
),

placed as (
    select
        typed.*,
        utc_of(at_local, $zones.at, clock) as "at",
        odd_hour('at', at_local, $zones.at, clock) as odd_hours
    from typed
    cross join file_clock
),

read as (
    select
        placed.*,
        case
            when ticket_id is null then 'ticket_id'
            when "at" is null then 'at'
            when kind is null then 'kind'
            when not list_contains([
                'created', 'status', 'queue', 'unit', 'agent', 'priority', 'category',
                'public_reply', 'customer_message', 'internal_note', 'rating', 'merge', 'other'
            ], kind) then 'kind'
        end as refusal_column
    from placed
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    ticket_id,
    "at",
    kind,
    from_value,
    to_value,
    who,
    author,
    odd_hours,
    case
        when refusal_column = 'at' and trim(coalesce(at_text, '')) <> '' then 'unread'
        when refusal_column = 'kind' and kind is not null then 'unread'
        when refusal_column is not null then 'missing'
    end as refusal_kind,
    refusal_column,
    case refusal_column when 'at' then at_text when 'kind' then kind end as refusal_text
from read;
