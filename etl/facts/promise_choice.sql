-- The policy about tickets that holds for a source, unit and priority on a day, decided once for
-- each: the one with most conditions met; of equals the newer, then the first by id. Where replies
-- cannot be seen, nobody can say whether a first reply kept its promise: there is none.
create temp table promise_choice as
with owner as (
    select unit_id from core_ticket
    union
    select unit_id from core_ticket_event
    union
    select intake_unit_id from source_scope
    union
    select null
),

urgency as (
    select priority from core_ticket
    union
    select priority_first from core_ticket
    union
    select cast(to_value as priority) from core_ticket_event
    where kind = 'priority'
    union
    select null
),

applicable as (
    select
        scope.source,
        owner.unit_id,
        urgency.priority,
        policy.promise,
        policy.policy_id,
        policy.clock,
        policy.target_seconds,
        policy.valid_from,
        policy.valid_until,
        case when policy.source is null then 0 else 1 end
        + case when policy.unit_id is null then 0 else 1 end
        + case when policy.priority is null then 0 else 1 end as conditions,
    from core_sla_policy as policy
    inner join source_scope as scope
        on (policy.source is null or policy.source = scope.source)
        and (policy.promise <> 'first_reply' or scope.can_reply_be_seen)
    inner join owner on policy.unit_id is null or policy.unit_id = owner.unit_id
    inner join urgency on policy.priority is null or policy.priority = urgency.priority
    where policy.promise in ('first_reply', 'resolution')
),

edge as (
    select source, unit_id, priority, promise, valid_from as day from applicable
    union
    select source, unit_id, priority, promise, valid_until as day from applicable
),

span as (
    select
        source,
        unit_id,
        priority,
        promise,
        day as valid_from,
        lead(day) over (
            partition by source, unit_id, priority, promise order by day
        ) as valid_until,
    from edge
),

ranked as (
    select
        span.source,
        span.unit_id,
        span.priority,
        span.promise,
        span.valid_from,
        span.valid_until,
        applicable.clock,
        applicable.target_seconds,
        row_number() over (
            partition by
                span.source, span.unit_id, span.priority, span.promise, span.valid_from
            order by
                applicable.conditions desc, applicable.valid_from desc, applicable.policy_id
        ) as rank,
    from span
    inner join applicable
        on applicable.source = span.source
        and applicable.unit_id is not distinct from span.unit_id
        and applicable.priority is not distinct from span.priority
        and applicable.promise = span.promise
        and applicable.valid_from <= span.valid_from
        and applicable.valid_until >= span.valid_until
)

select
    cast(source as source) as source,
    cast(unit_id as unit) as unit_id,
    priority,
    promise,
    valid_from,
    valid_until,
    clock,
    target_seconds,
from ranked
where rank = 1;
