-- Scopes of profit that no customer and no month of one has: their owners carry nothing for them, most
-- likely for a slip of the pen. Without customers there is nothing to compare with.
insert into load_notice by name
with borne as (
    select scope_kind, scope_value from scope_path where scope_kind is not null
    union
    select cast('customer' as scope), customer_id from customer_margin
    union
    select cast('segment' as scope), segment from customer_margin where segment is not null
    union
    select cast('region' as scope), region from customer_margin where region is not null
    union
    select cast('division' as scope), division from customer_margin where division is not null
),

idle as (
    select scope_kind, scope_value, string_agg(distinct post_id, ', ' order by post_id) as posts
    from core_profit_scope
    anti join borne using (scope_kind, scope_value)
    where exists (from borne)
    group by scope_kind, scope_value
)

select
    null as source,
    'scope_of_nobody' as kind,
    idle.scope_value as subject,
    1 as count,
    json_object(
        'scope', cast(idle.scope_kind as varchar),
        'posts', any_value(idle.posts),
        'near', coalesce(
            arg_max(
                borne.scope_value,
                jaro_winkler_similarity(lower(borne.scope_value), lower(idle.scope_value))
            ),
            '–'
        )
    ) as details
from idle
left join borne on borne.scope_kind = idle.scope_kind
group by idle.scope_kind, idle.scope_value;
