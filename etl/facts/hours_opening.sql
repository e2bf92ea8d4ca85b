-- The way back: the open piece in which the count of open seconds stands at x is the one with
-- block = x // 86400 and open_before <= x < open_before + open_seconds.
create temp table hours_opening as
select
    hours_no,
    open_before // 86400 as block,
    opens_at,
    company_date,
    open_before,
    open_seconds,
from hours_segment
where open_seconds > 0
union all
select
    hours_no,
    (open_before + open_seconds - 1) // 86400 as block,
    opens_at,
    company_date,
    open_before,
    open_seconds,
from hours_segment
where open_seconds > 0
    and (open_before + open_seconds - 1) // 86400 > open_before // 86400;
