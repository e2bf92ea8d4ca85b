"""The cases of a pass as SQL: which rows, whose, of which part of the period, what they measure.

ends      stocks only: the last day of each part of the period
cases     the rows of the grain whose cohort day lies in the period, a column a metric
owned     attribution by share only: a row a unit that held the case, with its weight
grouped   those kept by filters on units, with `part` and `member` to group by
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent
from types import MappingProxyType

from etl.metrics.catalogue import Metric
from etl.metrics.grain import GRAINS, GrainId
from etl.metrics.question import Clock, Every
from etl.metrics.scan import Scan
from etl.metrics.slice import Slice

_LINE = 90
_MEASURED = ("proportion", "mean", "quantile", "sum", "ratio")


def cases(scan: Scan, also: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the CTEs up to `grouped`, whose columns are part and member where asked, owner where
    `also` asks, weight where shared, for each metric its value and, where not every row is a case
    of it, `is_case_of_` it, and what `also` names: expressions over the grain's columns."""
    values = {name: text for entry in scan.metrics for name, text in _values(scan, entry).items()}
    values |= also
    text = _cases(scan, values)
    rows = "cases"
    if scan.share:
        text += ",\n" + _owned(scan, values)
        rows = "owned"
    carried = [*(["owner"] if also else []), *(["weight"] if scan.share else []), *values]
    return f"{text},\n{grouped(scan, rows, carried)}"


def keys(scan: Scan) -> list[str]:
    """Return the columns of `grouped` to group by."""
    return [*(["part"] if scan.question.every else []), *(["member"] if scan.by else [])]


def grouped(scan: Scan, rows: str, carried: Sequence[str]) -> str:
    """Return the CTE `grouped` over `rows` (day, owner, member where it is not of the unit)."""
    columns, source, where, before = [], rows, [], []
    if scan.question.every == "day":
        columns.append("day as part")
    elif scan.question.every:
        columns.append("part")
        source += "\njoin parts using (day)"
        before.append(_parts(scan.question.every))
    if scan.by and scan.by.table:
        columns.append(f"place.{scan.by.column} as member")
        source += _on_the_day(rows, scan.by.table, "place")
    elif scan.by:
        columns.append("owner as member" if scan.by.is_of_unit else "member")
    for number, (found, members) in enumerate(scan.where, 1):
        if not found.is_of_unit:
            continue
        table, column = found.table or f"within_{number}", found.column
        if not found.table:
            column = "unit_id"
            before.append(_within(number, members))
        source += _on_the_day(rows, table, f"where_{number}")
        where.append(_is_of_unit(f"where_{number}.{column}", found, number, members))
    return ",\n".join([*before, cte("grouped", [*columns, *carried] or ["day"], source, where)])


def _parts(every: Every) -> str:
    """Return the CTE of the part of the period that each day belongs to."""
    part = f"cast(date_trunc('{every}', day) as date) as part"
    return cte("parts", ["day", part], "core_company_day", ["day >= $start", "day < $until"])


def of_tickets(scan: Scan) -> list[str]:
    """Return the conditions on a case's own columns."""
    return [
        _one_of(found.column, number, members)
        for number, (found, members) in enumerate(scan.where, 1)
        if not found.is_of_unit
    ]


def cte(
    name: str, columns: Iterable[str], source: str, where: Iterable[str] = (), group: str = ""
) -> str:
    """Return a named select, to stand after `with` or a comma."""
    text = select(columns, source, where, group)
    return f"{name} as (\n    " + text.replace("\n", "\n    ") + "\n)"


def select(columns: Iterable[str], source: str, where: Iterable[str] = (), group: str = "") -> str:
    """Return a select, laid out to be read."""
    text = "select\n    " + ",\n    ".join(columns)
    text += f"\nfrom {source}"
    if conditions := "\n    and ".join(where):
        text += f"\nwhere {conditions}"
    return f"{text}\ngroup by {group}" if group else text


def _values(scan: Scan, entry: Metric) -> dict[str, str]:
    """Return the columns a metric needs of every row: name and expression."""
    found = {}
    if entry.cases != "true":
        found[f"is_case_of_{entry.id}"] = entry.cases
    if entry.kind in _MEASURED:
        found[entry.id] = _value(entry, scan.question.clock)
    if entry.kind == "ratio":
        found |= {f"{entry.id}_per": entry.per, f"{entry.id}_size": entry.size}
    return found


def _value(entry: Metric, clock: Clock) -> str:
    """Return the value of a counted case, NULL for any other row."""
    conditions = [part for part in (entry.cases, entry.counted) if part != "true"]
    if entry.kind == "proportion":
        yes, no = (
            "\n        and ".join([*conditions, part])
            for part in (entry.numerator, f"not ({entry.numerator})")
        )
        return f"case\n        when {yes} then 1\n        when {no} then 0\n    end"
    if entry.kind == "ratio":
        conditions.append(f"{entry.per} is not null")
    value = entry.measured(clock)
    if not conditions:
        return value
    whole = f"case when {' and '.join(conditions)} then {value} end"
    if len(whole) < _LINE:
        return whole
    is_counted = "\n        and ".join(conditions)
    return f"case\n        when {is_counted}\n        then {value}\n    end"


def _cases(scan: Scan, values: dict[str, str]) -> str:
    columns = [_as(scan.cohort, "day"), _as(scan.owner, "owner")]
    if scan.by and not scan.by.is_of_unit:
        columns.append(_as(scan.by.column, "member"))
    if scan.share and _shared_by(scan) not in values:
        columns.append(_shared_by(scan))
    columns += [_as(text, name) for name, text in values.items()]
    where = [*of_tickets(scan), *_only_cases(scan)]
    source = source_of(scan.grain, [*columns, *where])
    if scan.grain != "fact_backlog_stay":
        where = [f"{scan.cohort} >= $start", f"{scan.cohort} < $until", *where]
        if GRAINS[scan.grain].is_monthly:
            where += ["month >= $start", "month >= (select min(day) from core_company_day)"]
        rows = cte("cases", columns, source, where)
        if query := GRAINS[scan.grain].cte:
            rows = f"{scan.grain} as (\n{indent(query, '    ')}\n),\n{rows}"
        return f"with {rows}"
    stays = "ends\njoin fact_backlog_stay\n    on entered_date <= ends.day and left_date > ends.day"
    source = source.replace("fact_backlog_stay", stays, 1)
    where = ["entered_date < $until", "left_date > $start", *where]  # said again for the scan
    return f"with {ends(scan)},\n{cte('cases', columns, source, where)}"


def _only_cases(scan: Scan) -> list[str]:
    """Return the condition on the cases of the pass, where all its metrics have the same one."""
    first, *others = {entry.cases for entry in scan.metrics}
    return [] if others or first == "true" else [f"({first})"]


def source_of(grain: GrainId, expressions: Iterable[str]) -> str:
    """Return the grain, with its tickets where `expressions` name columns that only they have."""
    names = {name for text in expressions for name in re.findall(r"[a-z_][a-z0-9_]*", text)}
    borrowed = GRAINS[grain].borrowed(names)
    if not borrowed:
        return grain
    ticket = "fact_ticket"
    if (GRAINS[grain].columns & GRAINS["fact_ticket"].columns) != {"ticket_key"}:
        columns = ", ".join(["ticket_key", *sorted(borrowed)])
        ticket = f"(\n    select {columns}\n    from fact_ticket\n) as ticket"
    return f"{grain}\nleft join {ticket} using (ticket_key)"


def ends(scan: Scan) -> str:
    """Return the CTE of the last day of each part of the period."""
    last = select(["max(day)"], "core_company_day", ["day >= $start", "day < $until"])
    if scan.question.every:
        last += f"\ngroup by date_trunc('{scan.question.every}', day)"
    return cte("ends", ["day", "ends_at"], "core_company_day", [f"day in (\n{last}\n)"])


def _owned(scan: Scan, values: Iterable[str]) -> str:
    member = ["cases.member"] if scan.by and not scan.by.is_of_unit else []
    key, table, clock = _shared_by(scan), "fact_problem_share", ""
    if scan.share != "cause":
        table, clock = "fact_ticket_share", f" and share.clock = '{scan.share}'"
    columns = [
        "cases.day",
        *member,
        f"case when share.{key} is null then cases.owner else share.unit_id end as owner",
        "coalesce(share.share, 1) as weight",
        *(f"cases.{name}" for name in values),
    ]
    source = f"cases\nleft join {table} as share\n    on share.{key} = cases.{key}{clock}"
    return cte("owned", columns, source)


def _shared_by(scan: Scan) -> str:
    """Return the key of what is shared among units."""
    return "problem_key" if scan.share == "cause" else "ticket_key"


def _on_the_day(rows: str, table: str, name: str) -> str:
    return (
        f"\nleft join {table} as {name}"
        f"\n    on {name}.unit_id = {rows}.owner"
        f"\n    and {rows}.day >= {name}.valid_from and {rows}.day < {name}.valid_until"
    )


def _within(number: int, members: Sequence[str]) -> str:
    """Return the CTE of the units within those asked for, while they are; no two rows overlap.

    A unit is always within itself, also on days on which the org chart does not have it. Under two
    of those asked for, it is within the nearer one whenever it is within the other.
    """
    marks = _marks(number, members) or "null"
    where = [f"unit_id not in ({marks})", f"ancestor_id in ({marks})"]
    if len(members) > 1:
        nearer = select(
            ["1"],
            "slice_unit as nearer",
            [
                "nearer.unit_id = below.unit_id",
                f"nearer.ancestor_id in ({marks})",
                "nearer.depth < below.depth",
                "nearer.valid_from < below.valid_until",
                "nearer.valid_until > below.valid_from",
            ],
        )
        where.append(f"not exists (\n{nearer}\n)")
    columns = ["unit_id", "valid_from", "valid_until"]
    parts = [select(columns, "slice_unit as below", where)] + [
        f"select ${name}, date '0001-01-01', date '9999-12-31'"
        for name in _marks(number, members).replace("$", "").split(", ")
        if name
    ]
    body = "\nunion all\n".join(parts).replace("\n", "\n    ")
    return f"within_{number} as (\n    {body}\n)"


def _is_of_unit(column: str, found: Slice, number: int, members: Sequence[str]) -> str:
    """Return the condition that the unit of a case belongs to one of `members`."""
    parts = []
    if marks := _marks(number, members):
        parts.append(f"{column} in ({marks})" if found.table else f"{column} is not null")
    if "" in members:
        parts.append(f"{column} is null" if found.table else "owner is null")
    return f"({' or '.join(parts) or 'false'})"


def _marks(number: int, members: Sequence[str]) -> str:
    return ", ".join(f"$where_{number}_{m}" for m, value in enumerate(members, 1) if value)


def _one_of(column: str, number: int, members: Sequence[str]) -> str:
    marks = _marks(number, members)
    parts = [f"{column} in ({marks})"] if marks else []
    parts += [f"{column} is null"] if "" in members else []
    return f"({' or '.join(parts) or 'false'})"


def _as(expression: str, name: str) -> str:
    return name if expression == name else f"{expression} as {name}"
