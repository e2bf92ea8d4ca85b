"""One build turned into another, a step at a time, in SQL: a step replaces tickets of one kind.

TwoBuilds gets a schema a step, `step_0` being the build before. A schema has the tables that
metrics are counted from, under their own names and with the rows that stand after its step, so that
the SQL which answers a question of a build answers it there. `either` has every ticket that a step
replaces as it was and as it becomes; `replaced` says which is which. A ticket is known by source
and id; its keys tell its state: 4 × its key in the build before, 4 × that + 1 once others have
made it another, 4 × its key in the build after + 2.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass

from etl.adapters.raw import quoted
from etl.answers.making import COUNTED, PLACES, Differing
from etl.answers.steps import due, steps
from etl.canonical.tables import Shape, shapes, words
from etl.warehouse import TwoBuilds

_FOLLOWS = "is_repeat_within_7_days"
"""The column of fact_ticket that follows from the records of other tickets."""
_CUSTOMER = "customer_id"
"""Whom the company's lists of customers know a requester as: no figure of tickets reads it."""


def prepare(builds: TwoBuilds, differing: Differing) -> None:
    """Make the schemas of all steps but the last, after which it is the build after, and `either`.

    Steps are numbered from 1.
    """
    order = steps(differing)
    _steps_of_sources(builds, differing, order)
    one_sided = {name: order.index(name) + 1 for name in ("gone", "new")}
    made = (*_fingerprints(), _OTHERWISE, *_records(), _TOLD, _MOVED, _FOLLOWED, _REPLACED)
    for sql in made:
        builds.query(sql, one_sided)
    for number in range(len(order)):
        _schema(builds, f"step_{number}", _after(number))
    _schema(builds, "either", _either())


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


_OTHERWISE = f"""
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
    ),

    compared as (
        select
            pair.*,
            one.{_FOLLOWS} <> other.{_FOLLOWS} as follows,
            before_key is null
                or after_key is null
                or before_facts.content is distinct from after_facts.content
                or (one.{_FOLLOWS} is null) <> (other.{_FOLLOWS} is null)
                or (is_unsettled and is_extract_another)
                as is_another
        from pair
        left join before_facts on before_facts.ticket_key = before_key
        left join after_facts on after_facts.ticket_key = after_key
        left join before.fact_ticket as one on one.ticket_key = before_key
        left join after.fact_ticket as other on other.ticket_key = after_key
    )

    select
        row_number() over () as ticket,
        source,
        before_key,
        after_key,
        coalesce(is_unsettled, false) as is_unsettled,
        coalesce(is_another, false) as is_another,
        coalesce(follows, false) as follows
    from compared
    where is_another or follows
"""
_TOLD = """
    create table told as
    select
        otherwise.*,
        step_of_source.*,
        is_told_otherwise and before_record.content <> after_record.content as is_changed
    from otherwise
    left join step_of_source using (source)
    left join before_record on before_record.ticket_key = before_key
    left join after_record on after_record.ticket_key = after_key
"""
_MOVED = """
    create table moved as
    select
        ticket,
        before_key,
        after_key,
        case
            when after_key is null then $gone
            when before_key is null then $new
            when is_changed then changed
            when is_unsettled then unsettled
            else settled
        end as step
    from told
    where is_another
"""
_FOLLOWED = f"""
    create table followed as
    select told.ticket, told.before_key, followed as step, fact_ticket.{_FOLLOWS}
    from told
    join after.fact_ticket on fact_ticket.ticket_key = told.after_key
    left join moved on moved.ticket = told.ticket
    where follows and coalesce(moved.step > followed, true)
"""
_REPLACED = """
    create view replaced as
    select before_key * 4 as ticket_key, ticket, step, false as is_after
    from followed
    union all
    select before_key * 4 + 1, ticket, step, true
    from followed
    union all
    select
        moved.before_key * 4 + case when followed.ticket is null then 0 else 1 end,
        moved.ticket,
        moved.step,
        false
    from moved
    left join followed on followed.ticket = moved.ticket
    where moved.before_key is not null
    union all
    select after_key * 4 + 2, ticket, step, true
    from moved
    where after_key is not null
"""


def _steps_of_sources(builds: TwoBuilds, differing: Differing, order: tuple[str, ...]) -> None:
    """Make step_of_source: which step replaces a ticket of a source, by why it is another."""
    named = [astuple(due(differing, source)) for source in differing.sources]
    numbers = [[order.index(name) + 1 for name in names] for names in zip(*named, strict=True)]
    columns = dict(zip(("changed", "followed", "unsettled", "settled"), numbers, strict=True))
    bound = {
        "source": list(differing.sources),
        "is_told_otherwise": [*map(differing.is_told_otherwise, differing.sources)],
        **columns,
    }
    listed = ", ".join(f"unnest(${name}) as {name}" for name in bound)
    builds.query(f"create table step_of_source as select {listed}", bound)


def _fingerprints() -> Iterator[str]:
    """Yield what makes a hash of all that was counted and timed of a ticket, on either side.

    Neither the extract nor the customer is a fact of a ticket, and what follows from others is
    compared for itself.
    """
    but = ("ticket_key", "extract_at", _CUSTOMER, "party", _FOLLOWS)
    for side in ("before", "after"):
        yield _summed(
            f"{side}_facts",
            [
                f"select ticket_key, {_hash(shape, but)} as content from {side}.{name}"
                for name, shape in COUNTED.items()
            ],
        )


def _records() -> Iterator[str]:
    """Yield what makes a hash of the records of a ticket in `otherwise`, on either side.

    Which unit a queue stands for is no part of a record: the map of queues says it. A record that
    names its unit itself has no queue, or names it as the value of an event. Nor is the customer
    behind the requester: the lists of customers say him.
    """
    ticket, event = (shapes()[name] for name in ("core_ticket", "core_ticket_event"))
    keys = {"ticket_key", "sequence", "file_no", "record", "unit_id", _CUSTOMER}
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


def _schema(builds: TwoBuilds, name: str, rows: Iterable["_Rows"]) -> None:
    """Make a schema whose counted tables have `rows`; units and days are those of the build before,
    which knows no days after its extract: those are of the build after."""
    builds.query(f"create schema {name}")
    pieces = tuple(rows)
    for table, shape in COUNTED.items():
        every = " union all ".join(piece.of(shape) for piece in pieces)
        builds.query(f"create view {name}.{table} as {every}")
    for table in PLACES:
        builds.query(f"create view {name}.{table} as select * from before.main.{table}")
    columns = ", ".join(shapes()["core_company_day"].columns)
    builds.query(
        f"create view {name}.core_company_day as "
        f"select {columns} from before.main.core_company_day union all "
        f"select {columns} from after.main.core_company_day "
        "where day not in (select day from before.main.core_company_day)"
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a build as one state of their tickets; `others` tells from which rows of `followed`
    they have what follows from other tickets."""

    side: str
    state: int
    keys: str
    others: str = "false"

    def of(self, shape: Shape) -> str:
        """Return the select of these rows of a table."""
        columns = [f"rows.ticket_key * 4 + {self.state} as ticket_key"]
        source = f"{self.side}.main.{shape.name} as rows"
        for column in shape.columns:
            if column == _FOLLOWS:
                columns.append(f"coalesce(followed.{column}, rows.{column}) as {column}")
                source += (
                    " left join memory.main.followed as followed "
                    f"on followed.before_key = rows.ticket_key and {self.others}"
                )
            elif column != "ticket_key":
                columns.append(f"rows.{column}")
        return f"select {', '.join(columns)} from {source} where rows.ticket_key {self.keys}"


def _after(step: int) -> Iterator[_Rows]:
    """Yield the rows that stand after a step."""
    until = f"step <= {step}"
    yield _Rows("before", 0, f"not in ({_keys('before_key', 'moved', until)})", until)
    yield _Rows("after", 2, f"in ({_keys('after_key', 'moved', until)})")


def _either() -> Iterator[_Rows]:
    """Yield the rows of every state of the tickets that a step replaces."""
    followed = _keys("before_key", "followed")
    yield _Rows("before", 0, f"in ({_keys('before_key', 'moved')} union {followed})")
    yield _Rows("before", 1, f"in ({followed})", "true")
    yield _Rows("after", 2, f"in ({_keys('after_key', 'moved')})")


def _keys(key: str, table: str, where: str = "true") -> str:
    return f"select {key} from memory.main.{table} where {where} and {key} is not null"
