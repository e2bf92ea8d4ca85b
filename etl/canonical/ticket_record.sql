-- Which record of its file each staged ticket is. Records that could not be taken apart left no
-- row; record_span says how many are missing before a stretch of rows.

create or replace temp table ticket_record as
select row_no, row_no - first_row + first_record as record
from (
    select unnest(range(first_row, end_row)) as row_no, first_row, first_record
    from record_span
    where staged = 'staged_ticket'
) as stretch;
