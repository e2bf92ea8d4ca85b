insert into fact_complaint by name
with open_day as (
    select
        hours_no,
        company_date,
        row_number() over (partition by hours_no order by company_date) as day_no,
    from hours_segment
    group by hours_no, company_date
    having sum(open_seconds) > 0
),

moment as (
    select
        complaint_key,
        max(case when moment = 'received' then company_date end) as received_date,
        max(case when moment = 'acknowledged' then company_date end) as acknowledged_date,
        max(case when moment = 'closed' then company_date end) as closed_date,
        max(case when moment = 'redressed' then company_date end) as redressed_date,
        max(case when moment = 'received' then open_seconds end) as received_open,
        max(case when moment = 'acknowledged' then open_seconds end) as acknowledged_open,
        max(case when moment = 'closed' then open_seconds end) as closed_open,
        max(case when moment = 'received' then unknown_before end) as received_unknown,
        max(case when moment = 'acknowledged' then unknown_before end) as acknowledged_unknown,
        max(case when moment = 'closed' then unknown_before end) as closed_unknown,
        bool_or(moment = 'received' and has_calendar) as has_calendar,
    from complaint_moment
    group by complaint_key
),

-- how many of the unit's open days lie after the day of receipt, up to that of closing
opened as (
    select
        core_complaint.complaint_key,
        count(open_day.day_no) as open_days,
    from core_complaint
    inner join moment on moment.complaint_key = core_complaint.complaint_key
    inner join unit_hours on unit_hours.unit_id = core_complaint.unit_handling
    left join open_day
        on open_day.hours_no = unit_hours.hours_no
        and open_day.company_date > moment.received_date
        and open_day.company_date <= moment.closed_date
    where moment.has_calendar
        and moment.closed_date - moment.received_date between 0 and 56
    group by core_complaint.complaint_key
),

recurring as (
    select
        complaint_key,
        lag(received_at) over (
            partition by
                party(customer_id, source, requester_id), coalesce(cause_found, cause_stated)
            order by received_at, complaint_key
        ) as received_before,
    from core_complaint
    where coalesce(customer_id, requester_id) is not null
        and coalesce(cause_found, cause_stated) is not null
)

select
    complaint.complaint_key,
    cast(complaint.source as source) as source,
    complaint.complaint_id,
    complaint.ticket_key,
    complaint.customer_id,
    party(complaint.customer_id, complaint.source, complaint.requester_id) as party,
    cast(complaint.channel as channel) as channel,
    complaint.category,
    complaint.product,
    complaint.region,
    coalesce(complaint.cause_found, complaint.cause_stated) as cause,
    complaint.cause_found is not null as is_cause_found,
    cast(complaint.unit_handling as unit) as unit_handling,
    cast(complaint.unit_accountable as unit) as unit_accountable,
    complaint.received_at,
    complaint.closed_at,
    core_source.extract_at,
    moment.received_date,
    moment.acknowledged_date,
    moment.closed_date,
    moment.redressed_date,
    case
        when complaint.has_time_of_day
            and moment.has_calendar
            and moment.acknowledged_unknown = moment.received_unknown
            then moment.acknowledged_open - moment.received_open
    end as acknowledgement_business_seconds,
    case
        when complaint.has_time_of_day
            then date_diff('second', complaint.received_at, complaint.acknowledged_at)
        else 86400 * date_diff('day', moment.received_date, moment.acknowledged_date)
    end as acknowledgement_calendar_seconds,
    case
        when complaint.has_time_of_day
            and moment.has_calendar
            and moment.closed_unknown = moment.received_unknown
            then moment.closed_open - moment.received_open
    end as resolution_business_seconds,
    case
        when complaint.has_time_of_day
            then date_diff('second', complaint.received_at, complaint.closed_at)
        else 86400 * date_diff('day', moment.received_date, moment.closed_date)
    end as resolution_calendar_seconds,
    cast(acknowledgement.state as promise_state) as acknowledgement_promise,
    acknowledgement.decided_date as acknowledgement_promise_date,
    cast(answer.state as promise_state) as answer_promise,
    answer.decided_date as answer_promise_date,
    case
        when moment.closed_date is null then null
        when moment.closed_date > moment.received_date + 56 then 'after_8_weeks'
        when opened.open_days <= 3 then 'within_3_days'
        when opened.open_days > 3 then 'within_8_weeks'
        when moment.closed_date <= moment.received_date + 3 then 'within_3_days'
    end as bucket,
    case
        when answer.silence_upholds
            and answer.state in ('breached', 'overdue')
            and coalesce(complaint.outcome, 'rejected') = 'rejected'
            then 'upheld_by_silence'
        else complaint.outcome
    end as outcome,
    complaint.is_goodwill,
    complaint.redress,
    complaint.satisfaction,
    complaint.is_referred,
    case
        when recurring.complaint_key is not null
            then coalesce(
                recurring.received_before >= complaint.received_at - interval '90' day, false
            )
    end as is_repeat,
from core_complaint as complaint
inner join core_source on core_source.source = complaint.source
inner join moment on moment.complaint_key = complaint.complaint_key
left join opened on opened.complaint_key = complaint.complaint_key
left join recurring on recurring.complaint_key = complaint.complaint_key
left join complaint_promise as acknowledgement
    on acknowledgement.complaint_key = complaint.complaint_key
    and acknowledgement.promise = 'acknowledgement'
left join complaint_promise as answer
    on answer.complaint_key = complaint.complaint_key and answer.promise = 'answer'
order by moment.received_date, complaint.complaint_key;
