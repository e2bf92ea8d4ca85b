-- Tickets of one file, typed, in the order of the file, every version of them. A record with a text
-- that cannot be read says so in refusal_kind, refusal_column and refusal_text. odd_hours names the
-- stamp that stands in an hour which the zone's clock shows twice or leaves out.

insert into staged_ticket by name
with typed as (
    select
        record as given_record,
        ticket_id,
        agent,
        channel,
        kind,
        without_addresses(category_first, $address) as category_first,
        without_addresses(category, $address) as category,
        without_addresses(product, $address) as product,
        without_addresses(region, $address) as region,
        priority_first,
        priority,
        -- The tag that is put on a ticket merged into another, whose status then says "closed".
        case
            when contains(tags, 'closed_by_merge')
                and contains(' ' || tags || ' ', ' closed_by_merge ') then 'merged'
            else status
        end as status,
        queue,
        unit,
        rating,
        author,
        sequence,
        requester_of(
            coalesce(requester_id, customer_id),
            coalesce(requester_email, requester_name, requester_phone),
            $people_key
        ) as requester_id,
        id_of(customer_id, $people_key) as customer_id,
        email_key_of(requester_email, requester_name, requester_id, $people_key) as email_key,
        phone_key_of(requester_phone, requester_name, requester_id, $people_key) as phone_key,
        is_sla_met_source as is_sla_met_source_text,
        source_first_reply_remaining as source_first_reply_remaining_text,
        is_overdue_of(source_first_reply_remaining) as is_reply_overdue,
        source_resolution_remaining as source_resolution_remaining_text,
        is_overdue_of(source_resolution_remaining) as is_resolution_overdue,
        yes_no_of(is_sla_met_source) as is_sla_met_source,
        is_raised as is_raised_text,
        yes_no_of(is_raised) as is_raised,
        created_at as created_at_text,
        stamp_of(created_at, $stamps.created_at) as created_at_local,
        first_assigned_at as first_assigned_at_text,
        stamp_of(first_assigned_at, $stamps.first_assigned_at) as first_assigned_at_local,
        first_reply_at as first_reply_at_text,
        stamp_of(first_reply_at, $stamps.first_reply_at) as first_reply_at_local,
        first_solved_at as first_solved_at_text,
        stamp_of(first_solved_at, $stamps.first_solved_at) as first_solved_at_local,
        last_solved_at as last_solved_at_text,
        stamp_of(last_solved_at, $stamps.last_solved_at) as last_solved_at_local,
        closed_at as closed_at_text,
        stamp_of(closed_at, $stamps.closed_at) as closed_at_local,
        updated_at as updated_at_text,
        stamp_of(updated_at, $stamps.updated_at) as updated_at_local,
        due_at as due_at_text,
        stamp_of(due_at, $stamps.due_at) as due_at_local,
        rated_at as rated_at_text,
        stamp_of(rated_at, $stamps.rated_at) as rated_at_local,
        queue_count as queue_count_text,
        count_of(queue_count) as queue_count,
        agent_count as agent_count_text,
        count_of(agent_count) as agent_count,
        reassignment_count as reassignment_count_text,
        count_of(reassignment_count) as reassignment_count,
        reopen_count as reopen_count_text,
        count_of(reopen_count) as reopen_count,
        reply_count as reply_count_text,
        count_of(reply_count) as reply_count,
        source_first_reply_business_seconds as source_first_reply_business_seconds_text,
        seconds_of(
            source_first_reply_business_seconds, $written.source_first_reply_business_seconds
        ) as source_first_reply_business_seconds,
        source_first_reply_calendar_seconds as source_first_reply_calendar_seconds_text,
        seconds_of(
            source_first_reply_calendar_seconds, $written.source_first_reply_calendar_seconds
        ) as source_first_reply_calendar_seconds,
        source_first_resolution_business_seconds as source_first_resolution_business_seconds_text,
        seconds_of(
            source_first_resolution_business_seconds,
            $written.source_first_resolution_business_seconds
        ) as source_first_resolution_business_seconds,
        source_first_resolution_calendar_seconds as source_first_resolution_calendar_seconds_text,
        seconds_of(
            source_first_resolution_calendar_seconds,
            $written.source_first_resolution_calendar_seconds
        ) as source_first_resolution_calendar_seconds,
        source_full_resolution_business_seconds as source_full_resolution_business_seconds_text,
        seconds_of(
            source_full_resolution_business_seconds,
            $written.source_full_resolution_business_seconds
        ) as source_full_resolution_business_seconds,
        source_full_resolution_calendar_seconds as source_full_resolution_calendar_seconds_text,
        seconds_of(
            source_full_resolution_calendar_seconds,
            $written.source_full_resolution_calendar_seconds
        ) as source_full_resolution_calendar_seconds,
        source_requester_wait_business_seconds as source_requester_wait_business_seconds_text,
        seconds_of(
            source_requester_wait_business_seconds, $written.source_requester_wait_business_seconds
        ) as source_requester_wait_business_seconds,
        source_requester_wait_calendar_seconds as source_requester_wait_calendar_seconds_text,
        seconds_of(
            source_requester_wait_calendar_seconds, $written.source_requester_wait_calendar_seconds
        ) as source_requester_wait_calendar_seconds,
        source_agent_wait_business_seconds as source_agent_wait_business_seconds_text,
        seconds_of(
            source_agent_wait_business_seconds, $written.source_agent_wait_business_seconds
        ) as source_agent_wait_business_seconds,
        source_agent_wait_calendar_seconds as source_agent_wait_calendar_seconds_text,
        seconds_of(
            source_agent_wait_calendar_seconds, $written.source_agent_wait_calendar_seconds
        ) as source_agent_wait_calendar_seconds,
        source_hold_business_seconds as source_hold_business_seconds_text,
        seconds_of(
            source_hold_business_seconds, $written.source_hold_business_seconds
        ) as source_hold_business_seconds,
        source_hold_calendar_seconds as source_hold_calendar_seconds_text,
        seconds_of(
            source_hold_calendar_seconds, $written.source_hold_calendar_seconds
        ) as source_hold_calendar_seconds,
    from raw_ticket
),

placed as (
    select
        typed.*,
        utc_of(created_at_local, $zones.created_at, clock) as created_at,
        utc_of(first_assigned_at_local, $zones.first_assigned_at, clock) as first_assigned_at,
        utc_of(first_reply_at_local, $zones.first_reply_at, clock) as first_reply_at,
        utc_of(first_solved_at_local, $zones.first_solved_at, clock) as first_solved_at,
        utc_of(last_solved_at_local, $zones.last_solved_at, clock) as last_solved_at,
        utc_of(closed_at_local, $zones.closed_at, clock) as closed_at,
        utc_of(updated_at_local, $zones.updated_at, clock) as updated_at,
        utc_of(due_at_local, $zones.due_at, clock) as due_at,
        utc_of(rated_at_local, $zones.rated_at, clock) as rated_at,
        coalesce(
            odd_hour('created_at', created_at_local, $zones.created_at, clock),
            odd_hour('first_assigned_at', first_assigned_at_local, $zones.first_assigned_at, clock),
            odd_hour('first_reply_at', first_reply_at_local, $zones.first_reply_at, clock),
            odd_hour('first_solved_at', first_solved_at_local, $zones.first_solved_at, clock),
            odd_hour('last_solved_at', last_solved_at_local, $zones.last_solved_at, clock),
            odd_hour('closed_at', closed_at_local, $zones.closed_at, clock),
            odd_hour('updated_at', updated_at_local, $zones.updated_at, clock),
            odd_hour('due_at', due_at_local, $zones.due_at, clock),
            odd_hour('rated_at', rated_at_local, $zones.rated_at, clock)
        ) as odd_hours
    from typed
    cross join file_clock
),

read as (
    select
        placed.*,
        case
            when ticket_id is null then 'ticket_id'
            when is_unread(created_at_text, created_at) then 'created_at'
            when is_unread(first_assigned_at_text, first_assigned_at) then 'first_assigned_at'
            when is_unread(first_reply_at_text, first_reply_at) then 'first_reply_at'
            when is_unread(first_solved_at_text, first_solved_at) then 'first_solved_at'
            when is_unread(last_solved_at_text, last_solved_at) then 'last_solved_at'
            when is_unread(closed_at_text, closed_at) then 'closed_at'
            when is_unread(updated_at_text, updated_at) then 'updated_at'
            when is_unread(due_at_text, due_at) then 'due_at'
            when is_unread(rated_at_text, rated_at) then 'rated_at'
            when is_unread(queue_count_text, queue_count) then 'queue_count'
            when is_unread(agent_count_text, agent_count) then 'agent_count'
            when is_unread(reassignment_count_text, reassignment_count) then 'reassignment_count'
            when is_unread(reopen_count_text, reopen_count) then 'reopen_count'
            when is_unread(reply_count_text, reply_count) then 'reply_count'
            when is_unread(
                source_first_reply_business_seconds_text,
                source_first_reply_business_seconds
            ) then 'source_first_reply_business_seconds'
            when is_unread(
                source_first_reply_calendar_seconds_text,
                source_first_reply_calendar_seconds
            ) then 'source_first_reply_calendar_seconds'
            when is_unread(
                source_first_resolution_business_seconds_text,
                source_first_resolution_business_seconds
            ) then 'source_first_resolution_business_seconds'
            when is_unread(
                source_first_resolution_calendar_seconds_text,
                source_first_resolution_calendar_seconds
            ) then 'source_first_resolution_calendar_seconds'
            when is_unread(
                source_full_resolution_business_seconds_text,
                source_full_resolution_business_seconds
            ) then 'source_full_resolution_business_seconds'
            when is_unread(
                source_full_resolution_calendar_seconds_text,
                source_full_resolution_calendar_seconds
            ) then 'source_full_resolution_calendar_seconds'
            when is_unread(
                source_requester_wait_business_seconds_text,
                source_requester_wait_business_seconds
            ) then 'source_requester_wait_business_seconds'
            when is_unread(
                source_requester_wait_calendar_seconds_text,
                source_requester_wait_calendar_seconds
            ) then 'source_requester_wait_calendar_seconds'
            when is_unread(
                source_agent_wait_business_seconds_text,
                source_agent_wait_business_seconds
            ) then 'source_agent_wait_business_seconds'
            when is_unread(
                source_agent_wait_calendar_seconds_text,
                source_agent_wait_calendar_seconds
            ) then 'source_agent_wait_calendar_seconds'
            when is_unread(
                source_hold_business_seconds_text,
                source_hold_business_seconds
            ) then 'source_hold_business_seconds'
            when is_unread(
                source_hold_calendar_seconds_text,
                source_hold_calendar_seconds
            ) then 'source_hold_calendar_seconds'
            when is_unread(is_sla_met_source_text, is_sla_met_source) then 'is_sla_met_source'
            when is_unread(is_raised_text, is_raised) then 'is_raised'
            when is_unread(source_first_reply_remaining_text, is_reply_overdue)
                then 'source_first_reply_remaining'
            when is_unread(source_resolution_remaining_text, is_resolution_overdue)
                then 'source_resolution_remaining'
            when created_at is null then 'created_at'
            when status is null then 'status'
        end as refusal_column
    from placed
),

named as (
    select
        read.*,
        case refusal_column
            when 'created_at' then created_at_text
            when 'first_assigned_at' then first_assigned_at_text
            when 'first_reply_at' then first_reply_at_text
            when 'first_solved_at' then first_solved_at_text
            when 'last_solved_at' then last_solved_at_text
            when 'closed_at' then closed_at_text
            when 'updated_at' then updated_at_text
            when 'due_at' then due_at_text
            when 'rated_at' then rated_at_text
            when 'queue_count' then queue_count_text
            when 'agent_count' then agent_count_text
            when 'reassignment_count' then reassignment_count_text
            when 'reopen_count' then reopen_count_text
            when 'reply_count' then reply_count_text
            when 'source_first_reply_business_seconds' then source_first_reply_business_seconds_text
            when 'source_first_reply_calendar_seconds' then source_first_reply_calendar_seconds_text
            when 'source_first_resolution_business_seconds'
                then source_first_resolution_business_seconds_text
            when 'source_first_resolution_calendar_seconds'
                then source_first_resolution_calendar_seconds_text
            when 'source_full_resolution_business_seconds'
                then source_full_resolution_business_seconds_text
            when 'source_full_resolution_calendar_seconds'
                then source_full_resolution_calendar_seconds_text
            when 'source_requester_wait_business_seconds'
                then source_requester_wait_business_seconds_text
            when 'source_requester_wait_calendar_seconds'
                then source_requester_wait_calendar_seconds_text
            when 'source_agent_wait_business_seconds' then source_agent_wait_business_seconds_text
            when 'source_agent_wait_calendar_seconds' then source_agent_wait_calendar_seconds_text
            when 'source_hold_business_seconds' then source_hold_business_seconds_text
            when 'source_hold_calendar_seconds' then source_hold_calendar_seconds_text
            when 'is_sla_met_source' then is_sla_met_source_text
            when 'is_raised' then is_raised_text
            when 'source_first_reply_remaining' then source_first_reply_remaining_text
            when 'source_resolution_remaining' then source_resolution_remaining_text
        end as refusal_text
    from read
)

select
    $file_no as file_no,
    $source as source,
    given_record,
    ticket_id,
    agent,
    channel,
    kind,
    category_first,
    category,
    product,
    region,
    priority_first,
    priority,
    status,
    queue,
    unit,
    rating,
    author,
    sequence,
    requester_id,
    customer_id,
    email_key,
    phone_key,
    coalesce(is_sla_met_source, is_kept_of(
        is_reply_overdue, is_resolution_overdue,
        coalesce(last_solved_at, closed_at) is not null, $promised
    )) as is_sla_met_source,
    is_raised,
    created_at,
    first_assigned_at,
    first_reply_at,
    first_solved_at,
    last_solved_at,
    closed_at,
    updated_at,
    due_at,
    rated_at,
    queue_count,
    agent_count,
    reassignment_count,
    reopen_count,
    reply_count,
    source_first_reply_business_seconds,
    source_first_reply_calendar_seconds,
    source_first_resolution_business_seconds,
    source_first_resolution_calendar_seconds,
    source_full_resolution_business_seconds,
    source_full_resolution_calendar_seconds,
    source_requester_wait_business_seconds,
    source_requester_wait_calendar_seconds,
    source_agent_wait_business_seconds,
    source_agent_wait_calendar_seconds,
    source_hold_business_seconds,
    source_hold_calendar_seconds,
    odd_hours,
    case
        when refusal_column in ('ticket_id', 'created_at', 'status')
            and trim(coalesce(refusal_text, '')) = '' then 'missing'
        when refusal_column is not null then 'unread'
    end as refusal_kind,
    refusal_column,
    refusal_text
from named;
