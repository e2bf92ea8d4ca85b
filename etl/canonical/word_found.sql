-- Every word of the exports whose meaning has to be known, and how often it stands there.

create or replace table scratch.word_found as
select source, 'status' as field, status as word, count(*) as records
from staged_ticket
where refusal_kind is null and status is not null
group by source, status

union all

select source, 'priority' as field, priority as word, count(*) as records
from staged_ticket
where refusal_kind is null and priority is not null
group by source, priority

union all

select source, 'priority' as field, priority_first as word, count(*) as records
from staged_ticket
where refusal_kind is null and priority_first is not null
group by source, priority_first

union all

select source, 'channel' as field, channel as word, count(*) as records
from staged_ticket
where refusal_kind is null and channel is not null
group by source, channel

union all

select source, 'kind' as field, kind as word, count(*) as records
from staged_ticket
where refusal_kind is null and kind is not null
group by source, kind

union all

select source, 'rating' as field, rating as word, count(*) as records
from staged_ticket
where refusal_kind is null and rating is not null
group by source, rating

union all

select source, kind as field, word, count(*) as records
from (
    select source, kind, unnest([from_value, to_value]) as word
    from staged_event
    where refusal_kind is null and kind in ('status', 'priority', 'rating')
) as value_of_event
where word is not null
group by source, kind, word

union all

select source, 'outcome' as field, outcome as word, count(*) as records
from staged_complaint
where refusal_kind is null and outcome is not null
group by source, outcome

union all

select source, 'rating' as field, satisfaction as word, count(*) as records
from staged_complaint
where refusal_kind is null and satisfaction is not null
group by source, satisfaction

union all

select source, 'channel' as field, channel as word, count(*) as records
from staged_complaint
where refusal_kind is null and channel is not null
group by source, channel;
