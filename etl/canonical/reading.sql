-- How the text of an export becomes a value: NULL where it cannot. `is_unread` tells a text that
-- could not be read from one that is not there.

create or replace macro scratch.is_unread(text, value) as
    value is null and text is not null and trim(text) <> '';

-- A spreadsheet's own number of a day, of 1980 to 2099, with the time as its fraction.
create or replace macro scratch.serial_of(text) as case
    when regexp_full_match(text, '\s*\d{5}([.]\d+)?\s*')
        and try_cast(text as double) between 29221 and 73050
        then timestamp '1899-12-30 00:00:00'
            + to_seconds(cast(round(try_cast(text as double) * 86400) as bigint))
end;

-- A stamp with the short English name of its month. months: the first three letters of a month's
-- name in any language, and beside each the English name.
create or replace macro scratch.english_month(text, months) as regexp_replace(
    text,
    '\pL{3,}\.?',
    coalesce(
        months.english[list_position(
            months.named, lower(regexp_extract(text, '(\pL{3})\pL*\.?', 1))
        )],
        '\0'
    )
);

-- how: formats (as strptime writes them, tried in order), has_offset, is_epoch, has_named_month,
-- months.
create or replace macro scratch.stamp_of(text, how) as case
    when how.is_epoch then case
        when try_cast(text as double) between 100000000 and 10000000000
            then make_timestamp(cast(try_cast(text as double) as bigint) * 1000000)
    end
    when how.has_offset then case
        when regexp_matches(text, '\d\d:\d\d.*([zZ]|UTC|[+-]\d\d(:?\d\d)?)\s*$')
            then try_cast(text as timestamptz) at time zone 'UTC'
    end
    else coalesce(
        cast(try_strptime(
            case when how.has_named_month then english_month(text, how.months) else text end,
            how.formats
        ) as timestamp),
        serial_of(text)
    )
end;

-- Which week of a clock's lists, that of 1970-01-01 being 1; 0: before it.
create or replace macro scratch.week_of(local_at) as
    greatest((cast(local_at as date) - date '1970-01-01') // 7 + 1, 0);

-- A stamp on a zone's own clock, in UTC. clock: that of a file, which knows too when any begins.
create or replace macro scratch.utc_of(local_at, zone, clock) as case
    when zone = 'UTC' then case when clock.ahead[week_of(local_at)] is not null then local_at end
    else local_at - to_seconds(case
        when local_at >= clock.step_at[week_of(local_at)] then clock.ahead[week_of(local_at) + 1]
        else clock.ahead[week_of(local_at)]
    end)
end;

create or replace macro scratch.odd_hour(column_name, local_at, zone, clock) as case
    when zone <> 'UTC' and local_at >= clock.odd_from[week_of(local_at)]
        and local_at < clock.odd_until[week_of(local_at)]
        then clock.odd[week_of(local_at)] || ':' || column_name
end;

-- A cast to a whole number would round; a single digit has nothing to round.
create or replace macro scratch.count_of(text) as case
    when strlen(text) = 1 then try_cast(text as integer)
    when contains(text, '.') and try_cast(text as double) <> try_cast(text as integer) then null
    when try_cast(text as integer) >= 0 then try_cast(text as integer)
    when regexp_full_match(text, '\s*\d{1,3}(,\d{3})+\s*')
        then try_cast(replace(text, ',', '') as integer)
end;

create or replace macro scratch.number_of(text) as case
    when try_cast(text as double) between 0 and 1e12 then try_cast(text as double)
    when regexp_full_match(text, '\s*\d{1,3}(,\d{3})+(\.\d+)?\s*')
        then cast(replace(text, ',', '') as double)
end;

-- Amounts of money as people write them: £1,250.00, 1.250,00 €, 1 250,00 zł, (40.00), 40,- EUR. The
-- three digits after the only point of a bare number, 1.250, may be decimals: it is not read.
create or replace macro scratch.currency_named(word) as coalesce(
    map {
        '€': 'EUR', 'EURO': 'EUR', 'EUROS': 'EUR', '£': 'GBP', '$': 'USD', 'US$': 'USD',
        'A$': 'AUD', 'AU$': 'AUD', 'C$': 'CAD', 'CA$': 'CAD', 'NZ$': 'NZD', '₺': 'TRY',
        'ZŁ': 'PLN', 'ZŁOTE': 'PLN', 'ZŁOTY': 'PLN', 'ZŁOTYCH': 'PLN', 'KČ': 'CZK',
        'FR': 'CHF', 'SFR': 'CHF', '₴': 'UAH', 'ГРН': 'UAH', 'ГРИВНЯ': 'UAH', 'ГРИВНІ': 'UAH',
        'ГРИВЕНЬ': 'UAH', '₽': 'RUB', 'РУБ': 'RUB', 'РУБЛЬ': 'RUB', 'РУБЛЯ': 'RUB', 'РУБЛЕЙ': 'RUB'
    }[word],
    nullif(regexp_extract(word, '^[A-Z]{3}$'), '')
);

-- In capitals, with one kind of space, of dash and of apostrophe, and without the dash for cents.
create or replace macro scratch.money_text(text) as regexp_replace(
    upper(trim(translate(
        text,
        concat(chr(160), chr(8201), chr(8239), chr(8722), chr(8211), chr(8212), chr(8217), '`'),
        '   ---'''''
    ))),
    '(\d)[.,]-{1,2}($|[^\d-])',
    '\1\2'
);

-- Digits as a program writes them. has_word: a currency stands with them, so a person wrote them.
create or replace macro scratch.plain_digits(digits, has_word) as case
    when regexp_full_match(digits, '\d+([.,](\d{1,2}|\d{4,}))?|0[.,]\d+')
        then replace(digits, ',', '.')
    when regexp_full_match(digits, '\d{1,3}([ '']\d{3})+([.,]\d+)?')
        then replace(regexp_replace(digits, '[ '']', '', 'g'), ',', '.')
    when regexp_full_match(digits, '\d{1,3}(,\d{3})+([.]\d+)?') then replace(digits, ',', '')
    when regexp_full_match(digits, '\d{1,3}([.]\d{3})+,\d+|\d{1,3}([.]\d{3}){2,}')
        or (has_word and regexp_full_match(digits, '\d{1,3}[.]\d{3}'))
        then replace(replace(digits, '.', ''), ',', '.')
end;

-- word: what stands there beside digits, separators and signs; digits: those, with what stands
-- between them; signs: how often it says that it is negative. A lambda names what a macro would
-- write out again and again.
create or replace macro scratch.money_parts(text) as list_transform([money_text(text)], lambda told: {
    word: regexp_replace(told, '[\d\s.,''()+-]', '', 'g'),
    digits: case when not regexp_matches(told, '\d *[-+()] *\d') then nullif(regexp_extract(
        trim(regexp_replace(told, '[-+()]', '', 'g')),
        '^(?:[^\d .,'']+ *|\pL+[.] +)?(\d[\d., '']*\d|\d) *(?:[^\d .,'']+[.]?)?$',
        1
    ), '') end,
    signs: length(regexp_replace(told, '[^-(]', '', 'g')),
    brackets: regexp_replace(told, '[^()]', '', 'g')
})[1];

-- An amount, and the code of the currency it is written with, where it names one.
create or replace macro scratch.money_told(text) as list_transform([money_parts(text)], lambda part: {
    amount: case
        when part.signs < 2 and part.brackets in ('', '()')
            and (part.word = '' or currency_named(part.word) is not null)
            then try_cast(
                case when part.signs = 1 then '-' else '' end
                || plain_digits(part.digits, part.word <> '') as decimal(18, 2)
            )
    end,
    currency: currency_named(part.word)
})[1];

create or replace macro scratch.money_of(text) as case
    when regexp_full_match(text, '\s*-?\d{1,15}([.]\d{1,2})?\s*')
        then try_cast(text as decimal(18, 2))
    else money_told(text).amount
end;

create or replace macro scratch.currency_of(text) as case
    when try_cast(text as double) is null and regexp_matches(text, '[^\d\s.,+-]')
        then list_transform(
            [money_told(text)],
            lambda told: case when told.amount is not null then told.currency end
        )[1]
end;

-- 12:30 and 12:30:00 are hours first; 1 12:30:00 begins with days; 1970-01-02 12:30:00 counts from
-- 1970; "3 Days 12 Hours" says it in words; a bare number is seconds.
create or replace macro scratch.part_of(text, pattern) as
    coalesce(try_cast(nullif(regexp_extract(text, pattern, 1, 'i'), '') as bigint), 0);

create or replace macro scratch.clock_seconds_of(text) as case
    when regexp_full_match(text, '\s*\d+\s*') then try_cast(text as bigint)
    when regexp_full_match(text, '\s*1970-\d\d-\d\d[ T]\d\d:\d\d:\d\d\s*')
        then cast(epoch(try_cast(text as timestamp)) as bigint)
    when regexp_full_match(text, '\s*(\d+ )?\d+:\d\d(:\d\d)?\s*')
        then part_of(text, '(\d+) ') * 86400
            + part_of(text, '(\d+):\d\d') * 3600
            + part_of(text, '\d+:(\d\d)') * 60
            + part_of(text, ':\d\d:(\d\d)')
    when regexp_full_match(text, '\s*(\d+ ?(days?|hours?|minutes?|seconds?)[, ]*)+\s*', 'i')
        then part_of(text, '(\d+) ?day') * 86400
            + part_of(text, '(\d+) ?hour') * 3600
            + part_of(text, '(\d+) ?minute') * 60
            + part_of(text, '(\d+) ?second')
end;

create or replace macro scratch.seconds_of(text, written) as try_cast(
    case written
        when 'clock' then clock_seconds_of(text)
        else round(
            number_of(text) * case written when 'hours' then 3600 when 'minutes' then 60 else 1 end
        )
    end as uinteger
);

create or replace macro scratch.yes_no_of(text) as case
    when lower(trim(text)) in (
        'true', 'yes', 'y', '1', 'met', 'ontime', 'on time', 'within sla', 'tak', 't', 'ja', 'j',
        'да', 'так'
    ) then true
    when lower(trim(text)) in (
        'false', 'no', 'n', '0', 'missed', 'breached', 'overdue', 'late', 'violated',
        'sla violated', 'nie', 'nein', 'нет', 'ні'
    ) then false
end;

-- What remains of a promise, as a clock with a sign: is it past due? NULL where it is not written so.
create or replace macro scratch.is_overdue_of(remaining) as case
    when regexp_full_match(remaining, '\s*[-−–]\s*\d+:\d\d(:\d\d)?\s*') then true
    when regexp_full_match(remaining, '\s*\+?\s*\d+:\d\d(:\d\d)?\s*') then false
end;

-- Were the promises kept? One past due is broken at once; nothing is kept before the solving, nor
-- while of `promised` promises one has nothing remaining told.
create or replace macro scratch.is_kept_of(is_reply_overdue, is_resolution_overdue, is_solved, promised)
as case
    when is_reply_overdue or is_resolution_overdue then false
    when is_solved and promised > 0 and promised = (is_reply_overdue is not null)::int
        + (is_resolution_overdue is not null)::int then true
end;

create or replace macro scratch.day_of(text) as case
    when regexp_full_match(text, '\s*\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?\s*')
        then cast(try_cast(text as timestamp) as date)
end;

-- The first day of a month: 2026-03, or any day of it.
create or replace macro scratch.month_of(text) as case
    when text glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]' then try_cast(text || '-01' as date)
    when regexp_full_match(text, '\s*\d{4}-\d\d\s*') then try_cast(trim(text) || '-01' as date)
    else date_trunc('month', day_of(text))
end;

-- People. Addresses are looked up by their keyed hashes and kept nowhere. An id stays as it is,
-- unless it is an address itself; a name never does.
create or replace macro scratch.hash_of(text, people_key) as
    substr(sha256(people_key || text), 1, 16);

create or replace macro scratch.is_phone(text) as
    contains(text, '+') and regexp_full_match(text, '\s*\+[\d ()./-]{7,}');

create or replace macro scratch.address_in(text) as case
    when regexp_full_match(text, '[^\s<>()\[\]",;:]+@[^\s<>()\[\]",;:]+') then lower(text)
    else nullif(lower(regexp_extract(text, '[^\s<>()\[\]",;:]+@[^\s<>()\[\]",;:]+')), '')
end;

-- A text that is kept, with every e-mail and phone number in it hidden. address: their pattern.
create or replace macro scratch.without_addresses(text, address) as case
    when contains(text, '@') or contains(text, '+') then regexp_replace(text, address, '[…]', 'g')
    else text
end;

-- Of the first that holds one: the column of e-mails, a name, an id.
create or replace macro scratch.email_key_of(email, name, id, people_key) as case
    when contains(email, '@') then 'e-' || hash_of(address_in(email), people_key)
    when contains(name, '@') then 'e-' || hash_of(address_in(name), people_key)
    when contains(id, '@') then 'e-' || hash_of(address_in(id), people_key)
end;

create or replace macro scratch.agent_id_of(source, name, people_key) as
    'a-' || substr(sha256(people_key || source || ':' || lower(name)), 1, 10);

-- The last nine digits: what stays the same whether a country is named or not.
create or replace macro scratch.digits_of(text) as right(regexp_replace(text, '\D', '', 'g'), 9);

create or replace macro scratch.phone_key_of(phone, name, id, people_key) as case
    when length(digits_of(phone)) >= 7 then 'p-' || hash_of(digits_of(phone), people_key)
    when is_phone(name) then 'p-' || hash_of(digits_of(name), people_key)
    when is_phone(id) then 'p-' || hash_of(digits_of(id), people_key)
end;

create or replace macro scratch.id_of(id, people_key) as case
    when contains(id, '@') or is_phone(id) then 'c-' || hash_of(lower(trim(id)), people_key)
    else id
end;

create or replace macro scratch.requester_of(id, name, people_key) as coalesce(
    id_of(id, people_key), 'c-' || hash_of(lower(trim(name)), people_key)
);
