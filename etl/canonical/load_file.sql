-- Every file with what became of its records. An object of a document may make several rows: it is
-- counted once, as refused where any of them is.

insert into load_file by name
with refused as (
    select file_no, count(*) as records
    from record_refused
    group by file_no
),

row_of_record as (
    select
        staged_ticket.file_no,
        given_record,
        staged_ticket.refusal_kind is null as is_taken,
        coalesce(ticket_version.outcome, 'latest') as outcome
    from staged_ticket
    left join ticket_version on ticket_version.row_no = staged_ticket.rowid

    union all

    select
        staged_event.file_no,
        given_record,
        refusal_kind is null as is_taken,
        case when repeated_event.row_no is null then 'latest' else 'skipped' end as outcome
    from staged_event
    left join repeated_event on repeated_event.row_no = staged_event.rowid

    union all

    select file_no, given_record, refusal_kind is null as is_taken, 'latest' as outcome
    from staged_figure

    union all

    select file_no, record as given_record, true as is_taken, outcome
    from org_record

    union all

    select
        staged.file_no,
        given_record,
        staged.refusal_kind is null as is_taken,
        coalesce(row_version.outcome, 'latest') as outcome
    from (
        select 'staged_complaint' as staged, rowid as row_no, file_no, given_record, refusal_kind
        from staged_complaint
        union all
        select 'staged_survey_response', rowid, file_no, given_record, refusal_kind
        from staged_survey_response
        union all
        select 'staged_customer', rowid, file_no, given_record, refusal_kind
        from staged_customer
        union all
        select 'staged_contact', rowid, file_no, given_record, refusal_kind
        from staged_contact
        union all
        select 'staged_customer_month', rowid, file_no, given_record, refusal_kind
        from staged_customer_month
    ) as staged
    left join row_version
        on row_version.staged = staged.staged and row_version.row_no = staged.row_no
),

record as (
    select
        file_no,
        is_taken,
        outcome in ('latest', 'history') as is_loaded,
        outcome = 'superseded' as is_superseded
    from row_of_record
    where given_record is null

    union all

    select
        file_no,
        bool_and(is_taken) as is_taken,
        bool_or(outcome in ('latest', 'history')) as is_loaded,
        bool_or(outcome = 'superseded') as is_superseded
    from row_of_record
    where given_record is not null
    group by file_no, given_record
),

counted as (
    select
        file_no,
        count(*) filter (where is_taken and is_loaded) as loaded,
        count(*) filter (where is_taken and not is_loaded and is_superseded) as superseded,
        count(*) filter (where is_taken and not is_loaded and not is_superseded) as skipped
    from record
    group by file_no
)

select
    raw_file.file_no,
    raw_file.source,
    raw_file.path,
    raw_file.sha256,
    raw_file.bytes,
    raw_file.adapter,
    raw_file.thing,
    raw_file.read,
    coalesce(counted.loaded, 0) as loaded,
    coalesce(counted.superseded, 0) as superseded,
    coalesce(counted.skipped, 0) as skipped,
    coalesce(refused.records, 0) as refused,
    nullif(raw_file.note, '') as note
from raw_file
left join counted on counted.file_no = raw_file.file_no
left join refused on refused.file_no = raw_file.file_no;
