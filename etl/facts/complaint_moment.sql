-- The stamps of complaints, each with its day on the company's clock and what the hours of the
-- handling unit stood at by then; the extract too, up to which an open complaint has waited.
create temp table complaint_moment as
with complaint as (
    select
        core_complaint.*,
        core_source.extract_at,
        coalesce(unit_hours.hours_no, 0) as hours_no,
    from core_complaint
    inner join core_source on core_source.source = core_complaint.source
    left join unit_hours on unit_hours.unit_id = core_complaint.unit_handling
),

asked as (
    select complaint_key, hours_no, 'received' as moment, received_at as happened_at
    from complaint
    union all
    select complaint_key, hours_no, 'acknowledged', acknowledged_at from complaint
    union all
    select complaint_key, hours_no, 'closed', closed_at from complaint
    union all
    select complaint_key, hours_no, 'redressed', redressed_at from complaint
    union all
    select complaint_key, hours_no, 'extract', greatest(extract_at, received_at) from complaint
)

select
    asked.complaint_key,
    asked.moment,
    asked.happened_at,
    segment.company_date,
    segment.has_calendar,
    segment.unknown_before,
    segment.open_before + least(
        greatest(date_diff('second', segment.opens_at, asked.happened_at), 0),
        segment.open_seconds
    ) as open_seconds,
from asked
inner join hours_segment as segment
    on segment.hours_no = asked.hours_no
    and segment.quarter = date_diff('second', timestamp '1970-01-01', asked.happened_at) // 21600
    and segment.starts_at <= asked.happened_at
    and segment.ends_at > asked.happened_at;
