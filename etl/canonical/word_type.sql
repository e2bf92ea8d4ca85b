-- The types whose words only a load knows: all that its tickets and units can hold.

create type source as enum (select source from core_source order by source);

create type unit as enum (
    select unit_id from core_unit where unit_id is not null
    union
    select unit_id from queue_unit where unit_id is not null
    union
    select unit from staged_ticket where unit is not null
    order by unit_id
);

create type channel as enum (
    select distinct meaning from word_meaning
    where field = 'channel' and meaning is not null
    order by meaning
);

create type priority as enum (
    select distinct meaning from word_meaning
    where field = 'priority' and meaning is not null
    order by meaning
);
