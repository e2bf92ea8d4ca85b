-- Tickets that stand in the exports more than once: what becomes of each of their records. The one
-- that was updated last is the ticket; without that stamp the later file (by name), then the later
-- record: the earlier one in a log that is told backward. In a log every record is kept, as history.

create or replace table scratch.ticket_version as
with repeated as (
    select source, ticket_id
    from staged_ticket
    where refusal_kind is null
    group by source, ticket_id
    having count(*) > 1
),

version as (
    select
        staged_ticket.rowid as row_no,
        staged_ticket.*,
        raw_file.thing = 'update' as is_log,
        raw_file.is_backward
    from staged_ticket
    join repeated
        on repeated.source = staged_ticket.source and repeated.ticket_id = staged_ticket.ticket_id
    join raw_file on raw_file.file_no = staged_ticket.file_no
    where staged_ticket.refusal_kind is null
),

content as (
    select
        row_no,
        version.source,
        version.ticket_id,
        updated_at,
        try_cast(sequence as bigint) as position,
        file_no,
        is_log,
        case when is_backward then -row_no else row_no end as turn,
        row_number() over (
            partition by version.source, version.ticket_id, md5(cast(struct_pack(
                agent, channel, kind, category_first, category, product, region, priority_first,
                priority, status, queue, unit, rating, author, sequence, requester_id,
                customer_id, email_key, phone_key, is_sla_met_source, is_raised, created_at, first_assigned_at, first_reply_at,
                first_solved_at, last_solved_at, closed_at, updated_at, due_at, rated_at,
                queue_count, agent_count, reassignment_count, reopen_count, reply_count,
                source_first_reply_business_seconds, source_first_reply_calendar_seconds,
                source_first_resolution_business_seconds,
                source_first_resolution_calendar_seconds,
                source_full_resolution_business_seconds,
                source_full_resolution_calendar_seconds,
                source_requester_wait_business_seconds, source_requester_wait_calendar_seconds,
                source_agent_wait_business_seconds, source_agent_wait_calendar_seconds,
                source_hold_business_seconds, source_hold_calendar_seconds
            ) as varchar))
            order by file_no, row_no
        ) > 1 as is_duplicate
    from version
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, ticket_id
            order by
                is_duplicate, updated_at desc nulls last, position desc nulls last,
                file_no desc, turn desc
        ) = 1 as is_latest
    from content
)

select
    row_no,
    file_no,
    case
        when is_duplicate then 'skipped'
        when is_latest then 'latest'
        when is_log then 'history'
        else 'superseded'
    end as outcome
from ranked;
