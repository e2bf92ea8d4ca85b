-- Complaints whose stamps contradict each other or the extract. Stamps are text no longer, so the
-- text shown is the stamp in UTC.

update staged_complaint
set
    refusal_kind = contradiction.kind,
    refusal_column = contradiction.column_name,
    refusal_text = cast(contradiction.stamp as varchar)
from (
    select
        staged_complaint.rowid as row_no,
        case
            when greatest(received_at, acknowledged_at, closed_at) > extract_at
                then 'after_extract'
            else 'before_receipt'
        end as kind,
        case
            when received_at > extract_at then 'received_at'
            when acknowledged_at > extract_at or acknowledged_at < received_at
                then 'acknowledged_at'
            else 'closed_at'
        end as column_name,
        case column_name
            when 'received_at' then received_at
            when 'acknowledged_at' then acknowledged_at
            else closed_at
        end as stamp
    from staged_complaint
    join core_source on core_source.source = staged_complaint.source
    where refusal_kind is null
        and (
            greatest(received_at, acknowledged_at, closed_at) > extract_at
            or least(acknowledged_at, closed_at) < received_at
        )
) as contradiction
where staged_complaint.rowid = contradiction.row_no;
