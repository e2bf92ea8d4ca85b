-- What was found odd and loaded all the same: by the adapters, in the hours at which clocks are
-- changed, in logs that do not begin with the ticket, in histories that end otherwise than it, in
-- tickets of which nobody says when they were solved, and in a few stamps long after all others,
-- the last of which would be taken for the time of the extract.

insert into load_notice by name
select source, kind, subject, count, details
from raw_notice;

insert into load_notice by name
with odd as (
    select source, odd_hours
    from staged_ticket
    where odd_hours is not null and refusal_kind is null

    union all

    select source, odd_hours
    from staged_event
    where odd_hours is not null and refusal_kind is null

    union all

    select source, odd_hours
    from staged_complaint
    where odd_hours is not null and refusal_kind is null

    union all

    select source, odd_hours
    from staged_survey_response
    where odd_hours is not null and refusal_kind is null
)

select
    source,
    case split_part(odd_hours, ':', 1)
        when 'ambiguous' then 'ambiguous_hour'
        else 'missing_hour'
    end as kind,
    split_part(odd_hours, ':', 2) as subject,
    count(*) as count
from odd
group by source, odd_hours;

insert into load_notice by name
select
    staged_ticket.source,
    'log_ends_early' as kind,
    'closed_at' as subject,
    count(*) as count
from staged_ticket
join raw_file on raw_file.file_no = staged_ticket.file_no and raw_file.thing = 'update'
join core_ticket on core_ticket.ticket_key = staged_ticket.rowid + 1
where core_ticket.status_category not in ('solved', 'closed')
    and coalesce(staged_ticket.last_solved_at, staged_ticket.closed_at) is not null
group by staged_ticket.source;

insert into load_notice by name
with first_status as (
    select
        core_ticket.source,
        core_ticket.ticket_key,
        arg_min(core_ticket_event.to_value, core_ticket_event.sequence) as status_category
    from core_ticket_event
    join core_ticket on core_ticket.ticket_key = core_ticket_event.ticket_key
    join raw_file on raw_file.file_no = core_ticket.file_no and raw_file.thing = 'update'
    where core_ticket_event.kind = 'status'
    group by core_ticket.source, core_ticket.ticket_key
)

select
    source,
    'log_begins_late' as kind,
    'status' as subject,
    count(*) as count
from first_status
where status_category <> 'new'
group by source;

insert into load_notice by name
with told as (
    select
        ticket_key,
        count(*) as status_count,
        min("at") as first_at,
        arg_max_null(to_value, sequence) as last_status
    from core_ticket_event
    where kind = 'status'
    group by ticket_key
),

-- states told at the creation alone are no history where solvings are not told
telling as (
    select core_ticket.source
    from core_ticket
    left join told on told.ticket_key = core_ticket.ticket_key
    where core_ticket.has_events
    group by core_ticket.source
    having bool_or(told.status_count > 1 or told.first_at > core_ticket.created_at)
        or not bool_or(
            told.ticket_key is null and core_ticket.status_category in ('solved', 'closed')
        )
),

ending as (
    select
        core_ticket.source,
        core_ticket.status_category in ('solved', 'closed') as is_solved,
        told.last_status in ('solved', 'closed') as is_told_solved
    from core_ticket
    join telling on telling.source = core_ticket.source
    join told on told.ticket_key = core_ticket.ticket_key
    where core_ticket.status_category not in ('merged', 'spam', 'deleted', 'test')
        and told.last_status not in ('merged', 'spam', 'deleted', 'test')
)

select
    source,
    case when is_told_solved then 'told_solved' else 'told_open' end as kind,
    'status' as subject,
    count(*) as count
from ending
where is_solved <> is_told_solved
group by source, is_told_solved;

insert into load_notice by name
select
    source,
    'solving_unknown' as kind,
    'last_solved_at' as subject,
    count(*) as count
from core_ticket
where status_category in ('solved', 'closed')
    and last_solved_at is null
    and closed_at is null
    and ticket_key not in (select ticket_key from core_ticket_event where kind = 'status')
group by source;

insert into load_notice by name
with stamp as (
    select
        source,
        cast(greatest(
            created_at, first_assigned_at, first_reply_at, first_solved_at, last_solved_at,
            closed_at, updated_at, rated_at
        ) as date) as day
    from core_ticket

    union all

    select core_ticket.source, cast(core_ticket_event.at as date) as day
    from core_ticket_event
    join core_ticket on core_ticket.ticket_key = core_ticket_event.ticket_key
),

daily as (
    select source, day, count(*) as stamps
    from stamp
    group by source, day
),

placed as (
    select
        source,
        day,
        lag(day) over (partition by source order by day) as day_before,
        sum(stamps) over (
            partition by source order by day
            rows between current row and unbounded following
        ) as stamps_since,
        sum(stamps) over (partition by source) as stamps_in_all,
        max(day) over (partition by source) as last_day
    from daily
),

far as (
    select
        source,
        arg_min(stamps_since, day) as stamps_since,
        arg_min(day_before, day) as day_before,
        max(last_day) as last_day
    from placed
    where day - day_before > 30 and 100 * stamps_since <= stamps_in_all
    group by source
)

select
    far.source,
    'extract_far_off' as kind,
    'extract_at' as subject,
    far.stamps_since as count,
    cast(json_object(
        'others', cast(far.day_before as varchar), 'latest', cast(far.last_day as varchar)
    ) as varchar) as details
from far
join source_setting on source_setting.source = far.source
where source_setting.extract_at is null;

insert into load_notice by name
select
    source,
    case when tickets = 0 then 'ticket_not_found' else 'ticket_of_several_sources' end as kind,
    thing as subject,
    count(*) as count
from ticket_link
where ticket_key is null
group by source, kind, thing;

insert into load_notice by name
select
    kept.source,
    'customer_not_listed' as kind,
    thing as subject,
    count(*) as count
from (
    select source, customer_id, 'customer_month' as thing from kept_customer_month
    union all
    select source, customer_id, 'contact' as thing from kept_contact
) as kept
left join core_customer on core_customer.customer_id = kept.customer_id
where core_customer.customer_id is null
group by kept.source, thing;

insert into load_notice by name
select
    nullif(source, '') as source,
    'address_of_several_customers' as kind,
    kind as subject,
    count(distinct key) as count
from known_customer
where customer_id is null
group by source, known_customer.kind;

insert into load_notice by name
select
    source,
    'unknown_reason_for_leaving' as kind,
    'left_because' as subject,
    count(*) as count
from kept_customer
where left_because not in ('price', 'service', 'product', 'other')
group by source;

insert into load_notice by name
select source, kind, subject, count(*) as count
from (
    select source, 'redress_in_words' as kind, 'redress' as subject
    from kept_complaint
    where is_redress_in_words

    union all

    select source, 'cause_in_sentences' as kind, 'cause' as subject
    from kept_complaint
    where is_cause_cut

    union all

    select source, 'redress_without_day' as kind, 'redressed_at' as subject
    from kept_complaint
    where redress > 0 and redressed_at is null
)
group by source, kind, subject;
