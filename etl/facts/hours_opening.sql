-- The way back: the open piece in which the count of open seconds stands at x is the one with
-- block = x // 86400 and open_before <= x < open_before + open_seconds.
create temp table hours_opening as
select
    hours_no,
    open_before // 86400 as block,
    starts_at,
    open_before,
    open_seconds,
from hours_segment
where is_open
union all
select
    hours_no,
    (open_before + open_seconds - 1) // 86400 as block,
    starts_at,
    open_before,
    open_seconds,
from hours_segment
where is_open and (open_before + open_seconds - 1) // 86400 > open_before // 86400;
