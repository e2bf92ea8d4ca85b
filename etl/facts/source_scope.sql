-- What a source can show, and the unit in which its tickets wait while nobody owns them.
create temp table source_scope as
with capability as (
    select
        source,
        bool_or(capability = 'first_reply' and state <> 'no') as can_reply_be_seen,
        bool_or(capability = 'rating_offers' and state <> 'no') as can_offer_be_seen,
        bool_or(capability = 'agent_history' and state <> 'no') as has_agent_history,
        bool_or(capability = 'queue_history' and state <> 'no') as has_queue_history,
    from load_capability
    group by source
),

queue_unit as (
    select
        source,
        id as unit_id,
        count(distinct key) as queue_count,
    from core_identity
    where kind = 'queue'
    group by source, id
),

crowded as (
    select source, max(queue_count) as queue_count
    from queue_unit
    group by source
),

intake as (
    select
        core_source.source,
        core_unit.unit_id,
        row_number() over (
            partition by core_source.source
            order by
                case when queue_unit.unit_id is null then 1 else 0 end,
                core_unit.valid_from desc,
                core_unit.unit_id
        ) as rank,
    from core_source
    cross join core_unit
    left join queue_unit
        on queue_unit.source = core_source.source and queue_unit.unit_id = core_unit.unit_id
    where core_unit.is_intake
)

select
    cast(core_source.source as source) as source,
    core_source.extract_at,
    coalesce(core_source.has_time_of_day, true) as has_time_of_day,
    coalesce(capability.can_reply_be_seen, false) as can_reply_be_seen,
    coalesce(capability.can_offer_be_seen, false) as can_offer_be_seen,
    coalesce(capability.has_agent_history, false) as has_agent_history,
    coalesce(capability.has_queue_history, false) as has_queue_history,
    -- where a unit has two queues, a count of queues is no count of units
    coalesce(crowded.queue_count, 1) = 1 as are_queues_units,
    cast(intake.unit_id as unit) as intake_unit_id,
from core_source
left join capability on capability.source = core_source.source
left join crowded on crowded.source = core_source.source
left join intake on intake.source = core_source.source and intake.rank = 1;
