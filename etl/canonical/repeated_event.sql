-- Events that stand in the exports twice, alike in everything: the first counts.

create or replace table scratch.repeated_event as
select row_no
from (
    select
        rowid as row_no,
        row_number() over (
            partition by source, ticket_id, "at", kind, from_value, to_value, who, author
            order by file_no, rowid
        ) as turn
    from staged_event
    where refusal_kind is null
) as turn_taken
where turn > 1;
