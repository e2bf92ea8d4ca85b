-- A source with its 'now': as ledger.toml says, else the latest stamp of what it exports.

insert into core_source by name
with stamp as (
    select source, max(greatest(
        created_at, first_assigned_at, first_reply_at, first_solved_at, last_solved_at,
        closed_at, updated_at, rated_at
    )) as latest_at
    from staged_ticket
    where refusal_kind is null
    group by source

    union all

    select source, max("at") as latest_at
    from staged_event
    where refusal_kind is null
    group by source

    union all

    select source, max(greatest(received_at, acknowledged_at, closed_at)) as latest_at
    from staged_complaint
    where refusal_kind is null
    group by source

    union all

    select source, max(answered_at) as latest_at
    from staged_survey_response
    where refusal_kind is null
    group by source
),

latest as (
    select source, max(latest_at) as latest_at
    from stamp
    group by source
)

select
    source_setting.source,
    source_setting.zone,
    coalesce(source_setting.extract_at, latest.latest_at) as extract_at,
    source_setting.has_events,
    source_setting.has_time_of_day,
    source_setting.queues_are_units
from source_setting
join latest on latest.source = source_setting.source;
