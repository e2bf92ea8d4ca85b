-- What became of the promises about each complaint: to acknowledge it, to answer it. The policy with
-- most conditions met wins; of equals the newer, then the first by id. An answer acknowledges too.
-- On the calendar a target of whole days ends with the last of them; a register that keeps days
-- alone can be held to no other.
create temp table complaint_promise as
with complaint as (
    select
        core_complaint.complaint_key,
        core_complaint.source,
        core_complaint.unit_handling,
        core_complaint.has_time_of_day,
        core_complaint.is_open,
        received.company_date as received_date,
        received.happened_at as received_at,
        received.open_seconds as received_open,
        received.unknown_before as received_unknown,
        received.has_calendar,
        extract.company_date as extract_date,
        extract.happened_at as extract_at,
        extract.open_seconds as extract_open,
        extract.unknown_before as extract_unknown,
    from core_complaint
    inner join complaint_moment as received
        on received.complaint_key = core_complaint.complaint_key
        and received.moment = 'received'
    inner join complaint_moment as extract
        on extract.complaint_key = core_complaint.complaint_key and extract.moment = 'extract'
),

applicable as (
    select
        complaint.*,
        policy.promise,
        policy.clock,
        policy.target_seconds,
        coalesce(policy.silence_upholds, false) as silence_upholds,
        row_number() over (
            partition by complaint.complaint_key, policy.promise
            order by
                case when policy.source is null then 0 else 1 end
                + case when policy.unit_id is null then 0 else 1 end desc,
                policy.valid_from desc,
                policy.policy_id
        ) as rank,
    from complaint
    inner join core_sla_policy as policy
        on policy.promise in ('acknowledgement', 'answer')
        and (policy.source is null or policy.source = complaint.source)
        and (policy.unit_id is null or policy.unit_id = complaint.unit_handling)
        and policy.priority is null
        and policy.valid_from <= complaint.received_date
        and policy.valid_until > complaint.received_date
),

kept as (
    select
        complaint_key,
        case moment when 'acknowledged' then 'acknowledgement' else 'answer' end as promise,
        happened_at,
        company_date,
        open_seconds,
        unknown_before,
    from complaint_moment
    where moment in ('acknowledged', 'closed')
    union all
    select complaint_key, 'acknowledgement', happened_at, company_date, open_seconds, unknown_before
    from complaint_moment
    where moment = 'closed'
),

first_kept as (
    select
        kept.*,
        row_number() over (
            partition by complaint_key, promise order by happened_at
        ) as rank,
    from kept
),

timed as (
    select
        applicable.*,
        done.happened_at as kept_at,
        done.company_date as kept_date,
        case
            when clock = 'business' and has_time_of_day and has_calendar
                and coalesce(done.unknown_before, extract_unknown) = received_unknown
                then coalesce(done.open_seconds, extract_open) - received_open
            when clock = 'calendar' and target_seconds % 86400 = 0
                then 86400 * date_diff(
                    'day', received_date, coalesce(done.company_date, extract_date)
                )
            when clock = 'calendar' and has_time_of_day
                then date_diff('second', received_at, coalesce(done.happened_at, extract_at))
        end as elapsed_seconds,
    from applicable
    left join first_kept as done
        on done.complaint_key = applicable.complaint_key
        and done.promise = applicable.promise
        and done.rank = 1
    where applicable.rank = 1
),

judged as (
    select
        timed.*,
        case
            when elapsed_seconds is null then null
            -- closed nobody knows when
            when kept_at is null and not coalesce(is_open, false) then null
            when elapsed_seconds > target_seconds
                then case when kept_at is null then 'overdue' else 'breached' end
            when kept_at is null then 'running'
            else 'met'
        end as state,
    from timed
)

select
    complaint_key,
    promise,
    silence_upholds,
    target_seconds,
    state,
    case
        when state = 'met' then kept_date
        when state in ('breached', 'overdue') and clock = 'calendar'
            then cast(received_date + to_days(cast(target_seconds // 86400 as integer)) as date)
        when state = 'breached' then kept_date
        when state = 'overdue' then extract_date
    end as decided_date,
from judged;
