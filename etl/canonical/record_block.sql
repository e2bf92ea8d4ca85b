-- Which record of its file a staged ticket is, in blocks of 1024 rows, so that each row has but a
-- stretch or two to look at. Records that could not be taken apart left no row; record_span says
-- how many are missing before a stretch of rows.

create or replace table scratch.record_block as
select
    unnest(range(first_row // 1024, (end_row - 1) // 1024 + 1)) as block,
    first_row,
    end_row,
    first_record
from record_span
where staged = 'staged_ticket';
