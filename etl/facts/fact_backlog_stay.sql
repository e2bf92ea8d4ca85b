insert into fact_backlog_stay by name
with marked as (
    select
        stretch.ticket_key,
        stretch.stretch_no,
        stretch.unit_id,
        stretch.starts_date,
        stretch.ends_date,
        stretch.is_solved,
        life.is_merged,
        stretch.is_last and not stretch.is_solved and not life.is_merged as is_lasting,
        stretch.stretch_no = 1
        or stretch.is_solved <> lag(stretch.is_solved) over in_order
        or stretch.unit_id is distinct from lag(stretch.unit_id) over in_order as is_entered,
    from tracked_stretch as stretch
    inner join tracked_life as life
        on life.ticket_key = stretch.ticket_key and not life.is_end_unknown
    window in_order as (partition by stretch.ticket_key order by stretch.stretch_no)
),

numbered as (
    select
        marked.*,
        sum(case when is_entered then 1 else 0 end) over so_far as stay_no,
        sum(case when is_entered and is_solved then 1 else 0 end) over so_far as solvings_before,
    from marked
    window so_far as (
        partition by ticket_key order by stretch_no
        rows between unbounded preceding and current row
    )
),

stay as (
    select
        ticket_key,
        stay_no,
        unit_id,
        is_merged,
        solvings_before,
        min(starts_date) as entered_date,
        max(case when is_lasting then date '9999-12-31' else ends_date end) as left_date,
    from numbered
    where not is_solved
    group by ticket_key, stay_no, unit_id, is_merged, solvings_before
),

-- what began and ended between two midnights was never in the backlog at the end of a day
counted as (
    select
        stay.*,
        lag(left_date) over in_order as left_before,
        lag(solvings_before) over in_order as solvings_at_last,
        lead(entered_date) over in_order as entered_next,
        lead(solvings_before) over in_order as solvings_at_next,
    from stay
    where entered_date < left_date
    window in_order as (partition by ticket_key order by stay_no)
),

first_stretch as (
    select ticket_key, starts_date as created_date
    from tracked_stretch
    where stretch_no = 1
),

tracked as (
    select
        counted.ticket_key,
        counted.unit_id,
        counted.entered_date,
        counted.left_date,
        case
            when counted.left_before = counted.entered_date
                and counted.solvings_at_last = counted.solvings_before then 'transferred'
            when counted.left_before is null
                and counted.entered_date = first_stretch.created_date then 'created'
            else 'reopened'
        end as entered_by,
        case
            when counted.left_date = date '9999-12-31' then null
            when counted.entered_next = counted.left_date
                and counted.solvings_at_next = counted.solvings_before then 'transferred'
            when counted.is_merged and counted.entered_next is null
                and counted.solvings_before = last_stretch.solvings then 'merged'
            else 'solved'
        end as left_by,
    from counted
    inner join first_stretch on first_stretch.ticket_key = counted.ticket_key
    inner join (
        select ticket_key, max(solvings_before) as solvings from numbered group by ticket_key
    ) as last_stretch on last_stretch.ticket_key = counted.ticket_key
),

flat as (
    select
        life.ticket_key,
        life.unit_id,
        creation.company_date as entered_date,
        case
            when life.is_solved or life.status_category = 'merged' then ending.company_date
            else date '9999-12-31'
        end as left_date,
        'created' as entered_by,
        case
            when life.is_solved then 'solved'
            when life.status_category = 'merged' then 'merged'
        end as left_by,
    from flat_life as life
    inner join hours_segment as creation
        on creation.hours_no = 0
        and creation.quarter
        = date_diff('second', timestamp '1970-01-01', life.created_at) // 21600
        and creation.starts_at <= life.created_at
        and creation.ends_at > life.created_at
    inner join hours_segment as ending
        on ending.hours_no = 0
        and ending.quarter
        = date_diff('second', timestamp '1970-01-01', life.ends_at) // 21600
        and ending.starts_at <= life.ends_at
        and ending.ends_at > life.ends_at
)

select ticket_key, unit_id, entered_date, left_date, entered_by, left_by from tracked
union all
select ticket_key, unit_id, entered_date, left_date, entered_by, left_by from flat
where entered_date < left_date
order by entered_date, ticket_key;
