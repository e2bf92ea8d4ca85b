"""One pass over a fact table: the metrics that share grain, cohort and owner, and the cases they need."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from etl.canonical.tables import shapes
from etl.metrics.catalogue import Metric, metric
from etl.metrics.question import Question
from etl.metrics.slice import Slice, Slices, chosen

_UNIT_TREE = Slice("unit", "ancestor_id", "slice_unit")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the values bound to it. `metrics` are those its columns answer."""

    sql: str
    parameters: dict[str, Any]
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Metrics that one pass answers. `share` is the clock by which cases are split among units."""

    question: Question
    metrics: tuple[Metric, ...]
    by: Slice | None
    where: tuple[tuple[Slice, tuple[str, ...]], ...]
    owner: str
    share: str | None

    @property
    def grain(self) -> str:
        return self.metrics[0].grain

    @property
    def rows(self) -> str:
        """Return the name of the CTE that holds the cases, ready to be grouped."""
        return "owned" if self.share else "cases"

    def of(self, metrics: Iterable[Metric]) -> "Scan":
        """Return the same pass for some of its metrics."""
        return replace(self, metrics=tuple(metrics))

    def parameters(self) -> dict[str, Any]:
        """Return every value the pass binds."""
        period = self.question.period
        bound: dict[str, Any] = {"start": period.start, "until": period.end}
        for number, (_, members) in enumerate(self.where, 1):
            bound |= {f"where_{number}_{m}": value for m, value in enumerate(members, 1) if value}
        return bound


def scans(question: Question, slices: Slices) -> tuple[Scan, ...]:
    """Return the passes that answer `question`, each metric in exactly one.

    Raises WrongCall when the question names a metric or slice that does not exist.
    """
    by = chosen(slices, question.by) if question.by else None
    where = tuple((chosen(slices, slice_id), members) for slice_id, members in question.where)
    is_about_units = any(found.is_of_unit for found, _ in where) or bool(by and by.is_of_unit)
    found: dict[tuple[str, str, str, str | None], list[Metric]] = {}
    for entry in map(metric, dict.fromkeys(question.metrics)):
        owner, share = entry.owner.event, None
        if question.attribution == "current":
            owner = entry.owner.current
        elif question.attribution == "share" and entry.owner.share and is_about_units:
            owner, share = entry.owner.current, entry.owner.share
        found.setdefault((entry.grain, entry.cohort, owner, share), []).append(entry)
    return tuple(
        Scan(question, tuple(metrics), by, where, owner, share)
        for (_, _, owner, share), metrics in found.items()
    )


def cases(scan: Scan) -> str:
    """Return the CTEs that hold the cases: day, owner, a column a metric, with a weight if shared."""
    first = scan.metrics[0]
    columns = [f"{first.cohort} as day", f"{scan.owner} as owner"]
    if scan.by and not scan.by.is_of_unit:
        columns.append(f"{scan.by.column} as member")
    if scan.share:
        columns.append("ticket_key")
    for entry in scan.metrics:
        columns += _measured(scan, entry)
    filters = [
        _one_of(found.column, number, members)
        for number, (found, members) in enumerate(scan.where, 1)
        if not found.is_of_unit
    ]
    names = {*_names(columns), *_names(filters)}
    source = first.grain
    if first.grain != "fact_ticket" and names - _columns(first.grain) & _columns("fact_ticket"):
        source += "\n    left join fact_ticket using (ticket_key)"
    if first.kind == "stock" or first.grain == "fact_backlog_stay":
        source = f"ends\n    join {source.replace(first.grain, _STAY, 1)}"
        head = f"with ends as (\n{_ends(scan)}\n),\ncases as (\n"
    else:
        filters = [f"{first.cohort} >= $start", f"{first.cohort} < $until", *filters]
        head = "with cases as (\n"
    text = head + select(columns, source, filters) + "\n)"
    return text + _owned(scan) if scan.share else text


_STAY = (
    "fact_backlog_stay on fact_backlog_stay.entered_date <= ends.day"
    " and fact_backlog_stay.left_date > ends.day"
)


def place(scan: Scan) -> str:
    """Return the join that finds the group of a case's unit on the case's day, if one is asked."""
    if scan.by is None or scan.by.table is None:
        return ""
    return (
        f"\nleft join {scan.by.table} as place on place.unit_id = {scan.rows}.owner\n"
        f"    and {scan.rows}.day >= place.valid_from and {scan.rows}.day < place.valid_until"
    )


def kept(scan: Scan) -> list[str]:
    """Return the conditions on the unit a case counts for, on the case's day."""
    return [
        _unit_is(scan.rows, found, number, members)
        for number, (found, members) in enumerate(scan.where, 1)
        if found.is_of_unit
    ]


def keys(scan: Scan) -> dict[str, str]:
    """Return what the cases are grouped by: name of the column and its expression."""
    found: dict[str, str] = {}
    if scan.question.every:
        found["part"] = f"cast(date_trunc('{scan.question.every}', {scan.rows}.day) as date)"
    if scan.by:
        found["member"] = f"{scan.rows}.member"
        if scan.by.table:
            found["member"] = f"place.{scan.by.column}"
        elif scan.by.is_of_unit:
            found["member"] = f"{scan.rows}.owner"
    return found


def select(
    columns: Iterable[str],
    source: str,
    filters: Iterable[str] = (),
    group: Iterable[str] = (),
    indent: str = "    ",
) -> str:
    """Return a select, laid out to be read."""
    text = f"{indent}select\n" + ",\n".join(f"{indent}    {column}" for column in columns)
    text += f"\n{indent}from {source}"
    if conditions := f"\n{indent}    and ".join(filters):
        text += f"\n{indent}where {conditions}"
    if names := ", ".join(group):
        text += f"\n{indent}group by {names}"
    return text


def _measured(scan: Scan, entry: Metric) -> list[str]:
    columns = []
    if entry.cases != "true":
        columns.append(f"{entry.cases} as is_case_of_{entry.id}")
    if entry.kind not in ("count", "stock"):
        value = entry.measured(scan.question.clock)
        conditions = [part for part in (entry.cases, entry.counted) if part != "true"]
        if conditions:
            value = f"case when {' and '.join(conditions)} then {value} end"
        columns.append(f"{value} as {entry.id}")
    return columns


def _owned(scan: Scan) -> str:
    columns = ["cases.day"]
    columns += ["cases.member"] if scan.by and not scan.by.is_of_unit else []
    for entry in scan.metrics:
        columns += [
            "cases." + column.rsplit(" as ", 1)[1] for column in _measured(scan, entry)
        ]
    columns += [
        "case when share.ticket_key is null then cases.owner else share.unit_id end as owner",
        "coalesce(share.share, 1) as weight",
    ]
    source = (
        "cases\n    left join fact_ticket_share as share\n"
        f"        on share.ticket_key = cases.ticket_key and share.clock = '{scan.share}'"
    )
    return ",\nowned as (\n" + select(columns, source) + "\n)"


def _ends(scan: Scan) -> str:
    """Return the last day of each part of the period, as SQL."""
    last = "select max(day) from core_company_day where day >= $start and day < $until"
    if scan.question.every:
        last += f"\n        group by date_trunc('{scan.question.every}', day)"
    return select(["day", "ends_at"], "core_company_day", [f"day in (\n        {last}\n    )"])


def _marks(number: int, members: tuple[str, ...]) -> str:
    return ", ".join(f"$where_{number}_{m}" for m, value in enumerate(members, 1) if value)


def _one_of(column: str, number: int, members: tuple[str, ...]) -> str:
    marks = _marks(number, members)
    parts = [f"{column} in ({marks})"] if marks else []
    parts += [f"{column} is null"] if "" in members else []
    return f"({' or '.join(parts) or 'false'})"


def _unit_is(rows: str, found: Slice, number: int, members: tuple[str, ...]) -> str:
    table = found if found.table else _UNIT_TREE
    on_the_day = (
        f"select 1 from {table.table} as place where place.unit_id = {rows}.owner\n"
        f"        and {rows}.day >= place.valid_from and {rows}.day < place.valid_until\n"
        f"        and place.{table.column}"
    )
    marks = _marks(number, members)
    parts = [f"exists (\n        {on_the_day} in ({marks})\n    )"] if marks else []
    if found.table is None:
        parts = [f"{rows}.owner in ({marks})", *parts] if marks else []
        parts += [f"{rows}.owner is null"] if "" in members else []
    elif "" in members:
        parts.append(f"not exists (\n        {on_the_day} is not null\n    )")
    return f"({' or '.join(parts) or 'false'})"


@cache
def _columns(table: str) -> frozenset[str]:
    declared = shapes(resources.files("etl.facts") / "schema.toml")
    return frozenset(declared[table].columns)


def _names(expressions: Iterable[str]) -> set[str]:
    return {name for text in expressions for name in re.findall(r"[a-z_][a-z0-9_]*", text)}
