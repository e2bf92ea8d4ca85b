-- The unit that tickets of a source wait in while nobody owns them, where there is one.
create temp table intake_unit as
with candidate as (
    select
        core_source.source,
        core_unit.unit_id,
        core_unit.valid_from,
        bool_or(core_identity.id is not null) as is_of_source,
    from core_source
    cross join core_unit
    left join core_identity
        on core_identity.kind = 'queue'
        and core_identity.source = core_source.source
        and core_identity.id = core_unit.unit_id
    where core_unit.is_intake
    group by core_source.source, core_unit.unit_id, core_unit.valid_from
),

ranked as (
    select
        source,
        unit_id,
        row_number() over (
            partition by source order by is_of_source desc, valid_from desc, unit_id
        ) as rank,
    from candidate
)

select source, unit_id from ranked
where rank = 1;
