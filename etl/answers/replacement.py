"""One build turned into another, a step at a time: each step replaces tickets of one kind.

TwoBuilds gets a schema a step, `step_0` being the build before. A schema has the tables that
metrics are counted from, under their own names and with the rows that stand after its step, so that
the SQL which answers a question of a build answers it there. `either` has the tickets that any step
replaces as either build has them. A ticket is known by source and id; its key is doubled, and odd
where its rows are those of the build after.
"""

from collections.abc import Collection, Iterable, Iterator

from etl.adapters.raw import quoted
from etl.answers.making import COUNTED, PLACES, Differing
from etl.canonical.tables import Shape, shapes, words
from etl.warehouse import TwoBuilds

_ONE_SIDED = ("gone", "new")


def steps(differing: Differing) -> tuple[str, ...]:
    """Return the steps from one build to the other, in their order, by what each is due to.

    Where several things differ that may have moved the same tickets, the step names all of them.
    """
    found = [_by_source(differing, source) for source in differing.sources]
    rest = _rest(differing)
    changed = sorted({"changed", *(changed for changed, _, _ in found)} - {rest})
    unsettled = sorted({unsettled for _, unsettled, _ in found} - {rest})
    last = [*unsettled, rest] if differing.reasons else [rest, *unsettled]
    return (*_ONE_SIDED, *changed, *last)


def _by_source(differing: Differing, source: str) -> tuple[str, str, str]:
    """Return to what it is due that a ticket of a source is another: where its record is, where it
    is the same and the ticket was not settled at the extract, and where it was settled."""
    rest = _rest(differing)
    changed, unsettled = rest, rest
    if differing.is_told_otherwise(source):
        changed = _due_to(("changed", *differing.read_otherwise(source)))
    if differing.is_extract_another(source):
        unsettled = _due_to(("extract", *differing.reasons))
    return changed, unsettled, rest


def _rest(differing: Differing) -> str:
    """Return to what all is due that neither records nor extracts explain."""
    return _due_to(differing.reasons) or "other_tickets"


def _due_to(reasons: Iterable[str]) -> str:
    return "_or_".join(reasons)


def prepare(builds: TwoBuilds, differing: Differing) -> None:
    """Make the schemas of all steps but the last, after which it is the build after, and `either`."""
    order = steps(differing)
    _sources(builds, differing, order)
    for sql in (*_fingerprints(), _OTHERWISE, *_records(), _MOVED, _REPLACED):
        builds.query(sql, {name: order.index(name) + 1 for name in _ONE_SIDED})
    for number in range(len(order)):
        until = f"where step <= {number}"
        _schema(builds, f"step_{number}", f"not in ({_keys('before', until)})", until)
    _schema(builds, "either", f"in ({_keys('before')})")


def has_moved_units(builds: TwoBuilds) -> bool:
    """Return whether any unit stands elsewhere on any day."""
    for name, shape in PLACES.items():
        columns = ", ".join(f"cast({column} as varchar)" for column in shape.columns)
        one, other = (f"select {columns} from {side}.{name}" for side in ("before", "after"))
        for rows in (f"{one} except {other}", f"{other} except {one}"):
            if builds.query(f"{rows} limit 1").rows:
                return True
    return False


def has_moved_days(builds: TwoBuilds) -> bool:
    """Return whether any day of the company ends at another time."""
    return bool(
        builds.query(
            "select 1 from before.core_company_day as one join after.core_company_day as other "
            "on other.day = one.day where one.ends_at <> other.ends_at limit 1"
        ).rows
    )


_OTHERWISE = """
    create table otherwise as
    with pair as (
        select
            coalesce(cast(one.source as varchar), cast(other.source as varchar)) as source,
            one.ticket_key as before_key,
            other.ticket_key as after_key,
            one.status_category in ('new', 'open', 'waiting_customer', 'waiting_inside')
                -- whether the customer came back is known seven days after
                or one.last_solved_at
                    > least(earlier.extract_at, later.extract_at) - interval '7' day
                as is_unsettled,
            earlier.extract_at <> later.extract_at as is_extract_another
        from before.core_ticket as one
        full join after.core_ticket as other
            on cast(other.source as varchar) = cast(one.source as varchar)
            and other.ticket_id = one.ticket_id
        left join before.core_source as earlier on earlier.source = one.source
        left join after.core_source as later on later.source = other.source
    )

    select source, before_key, after_key, is_unsettled
    from pair
    left join before_facts on before_facts.ticket_key = before_key
    left join after_facts on after_facts.ticket_key = after_key
    where before_key is null
        or after_key is null
        or before_facts.content is distinct from after_facts.content
        or (is_unsettled and is_extract_another)
"""
_MOVED = """
    create table moved as
    select
        row_number() over () as ticket,
        before_key,
        after_key,
        case
            when after_key is null then $gone
            when before_key is null then $new
            when before_record.content <> after_record.content and is_told_otherwise then changed
            when is_unsettled then unsettled
            else settled
        end as step
    from otherwise
    left join step_of_source using (source)
    left join before_record on before_record.ticket_key = before_key
    left join after_record on after_record.ticket_key = after_key
"""
_REPLACED = """
    create view replaced as
    select before_key * 2 as ticket_key, ticket, step, false as is_after
    from moved
    where before_key is not null
    union all
    select after_key * 2 + 1, ticket, step, true
    from moved
    where after_key is not null
"""


def _sources(builds: TwoBuilds, differing: Differing, order: tuple[str, ...]) -> None:
    """Make step_of_source: the step that replaces a ticket of a source, by why it is another."""
    found = [_by_source(differing, source) for source in differing.sources]
    changed, unsettled, settled = (
        [order.index(each[place]) + 1 for each in found] for place in range(3)
    )
    builds.query(
        "create table step_of_source as select unnest($sources) as source, "
        "unnest($told) as is_told_otherwise, unnest($changed) as changed, "
        "unnest($unsettled) as unsettled, unnest($settled) as settled",
        {
            "sources": list(differing.sources),
            "told": [differing.is_told_otherwise(source) for source in differing.sources],
            "changed": changed,
            "unsettled": unsettled,
            "settled": settled,
        },
    )


def _fingerprints() -> Iterator[str]:
    """Yield what makes a hash of all that was counted and timed of a ticket, on either side."""
    for side in ("before", "after"):
        rows = [
            f"select ticket_key, {_hash(shape, ('ticket_key', 'extract_at'))} as content "
            f"from {side}.{name}"
            for name, shape in COUNTED.items()
        ]
        yield _summed(f"{side}_facts", rows)


def _records() -> Iterator[str]:
    """Yield what makes a hash of the records of a ticket in `otherwise`, on either side.

    Which unit a queue stands for is no part of a record: the map of queues says it. A record that
    names its unit itself has no queue, or names it as the value of an event.
    """
    ticket, event = (shapes()[name] for name in ("core_ticket", "core_ticket_event"))
    keys = {"ticket_key", "sequence", "file_no", "record", "unit_id"}
    unit = "case when queue is null then cast(unit_id as varchar) end"
    for side in ("before", "after"):
        ours = f"ticket_key in (select {side}_key from otherwise)"
        rows = [
            f"select ticket_key, {_hash(ticket, keys, unit)} as content "
            f"from {side}.core_ticket where {ours}",
            f"select ticket_key, {_hash(event, keys)} as content "
            f"from {side}.core_ticket_event where kind <> 'owner' and {ours}",
        ]
        yield _summed(f"{side}_record", rows)


def _hash(shape: Shape, but: Collection[str], *also: str) -> str:
    """Return the hash of a row; a word of a list is written differently in every build."""
    columns = [
        f"cast({column} as varchar)" if kind in words() else quoted(column)
        for column, kind in shape.columns.items()
        if column not in but
    ]
    listed = ", ".join((*columns, *also))
    return f"hash('{shape.name}', {listed})"


def _summed(table: str, rows: Iterable[str]) -> str:
    every = " union all ".join(rows)
    return (
        f"create table {table} as select ticket_key, sum(content) as content from ({every}) "
        "group by ticket_key"
    )


def _keys(side: str, where: str = "where true") -> str:
    return f"select {side}_key from memory.main.moved {where} and {side}_key is not null"


def _schema(builds: TwoBuilds, name: str, before: str, after: str = "where true") -> None:
    """Make a schema of rows of the build before whose ticket_key is `before`, and of the tickets of
    the build after that are moved, `after` some step."""
    builds.query(f"create schema {name}")
    for table, shape in COUNTED.items():
        columns = ", ".join(column for column in shape.columns if column != "ticket_key")
        builds.query(
            f"create view {name}.{table} as "
            f"select ticket_key * 2 as ticket_key, {columns} from before.main.{table} "
            f"where ticket_key {before} union all "
            f"select ticket_key * 2 + 1, {columns} from after.main.{table} "
            f"where ticket_key in ({_keys('after', after)})"
        )
    for table, shape in PLACES.items():
        columns = ", ".join(shape.columns)
        builds.query(f"create view {name}.{table} as select {columns} from before.main.{table}")
    columns = ", ".join(shapes()["core_company_day"].columns)
    builds.query(
        f"create view {name}.core_company_day as "
        f"select {columns} from before.main.core_company_day union all "
        f"select {columns} from after.main.core_company_day "
        "where day not in (select day from before.main.core_company_day)"
    )
