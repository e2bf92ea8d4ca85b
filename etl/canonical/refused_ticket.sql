-- Tickets whose stamps contradict each other or the extract. Stamps are text no longer, so the text
-- shown is the stamp in UTC.

update staged_ticket
set
    refusal_kind = contradiction.kind,
    refusal_column = contradiction.column_name,
    refusal_text = cast(contradiction.stamp as varchar)
from (
    select
        staged_ticket.rowid as row_no,
        case
            when created_at > extract_at or first_assigned_at > extract_at
                or first_reply_at > extract_at or first_solved_at > extract_at
                or last_solved_at > extract_at or closed_at > extract_at
                or updated_at > extract_at or rated_at > extract_at then 'after_extract'
            else 'before_creation'
        end as kind,
        case
            when created_at > extract_at then 'created_at'
            when first_assigned_at > extract_at then 'first_assigned_at'
            when first_reply_at > extract_at or first_reply_at < created_at then 'first_reply_at'
            when first_solved_at > extract_at or first_solved_at < created_at
                then 'first_solved_at'
            when last_solved_at > extract_at or last_solved_at < created_at then 'last_solved_at'
            when closed_at > extract_at or closed_at < created_at then 'closed_at'
            when updated_at > extract_at then 'updated_at'
            else 'rated_at'
        end as column_name,
        case column_name
            when 'created_at' then created_at
            when 'first_assigned_at' then first_assigned_at
            when 'first_reply_at' then first_reply_at
            when 'first_solved_at' then first_solved_at
            when 'last_solved_at' then last_solved_at
            when 'closed_at' then closed_at
            when 'updated_at' then updated_at
            else rated_at
        end as stamp
    from staged_ticket
    join core_source on core_source.source = staged_ticket.source
    where staged_ticket.refusal_kind is null
        and (
            greatest(
                created_at, first_assigned_at, first_reply_at, first_solved_at, last_solved_at,
                closed_at, updated_at, rated_at
            ) > extract_at
            or least(first_reply_at, first_solved_at, last_solved_at, closed_at) < created_at
        )
) as contradiction
where staged_ticket.rowid = contradiction.row_no;
