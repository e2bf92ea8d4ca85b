"""The backlog from inside: how old it is, and what went into it and out of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.answers.figures import Sums, compute
from etl.metrics.cases import cases, cte, grouped, keys, of_tickets, select, source_of
from etl.metrics.question import Period, Question
from etl.metrics.scan import Statement, scans
from etl.metrics.slice import Slices
from etl.warehouse import Warehouse

_DAYS = (0, 1, 3, 7, 14, 30, 90)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """Unsolved tickets of one age at the end of a period. `until_days` None: and older."""

    from_days: int
    until_days: int | None
    n: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What went into the backlog and out of it in one part of the period.

    at_start + created + reopened + received = at_end + solved + passed_on + merged. A ticket that
    came and went within one day never was in the backlog at the end of a day, and is not here.
    What moves with a unit in a reorganisation is received or passed on.
    """

    period: str
    at_start: int
    created: int
    reopened: int
    received: int
    solved: int
    passed_on: int
    merged: int
    at_end: int


def ageing(warehouse: Warehouse, question: Question, slices: Slices) -> tuple[AgeBucket, ...]:
    """Return the unsolved tickets at the end of the period by age, where it is known."""
    asked = replace(question, metrics=("backlog_age_median",), by=None, every=None)
    (scan,) = scans(asked, slices)
    edges = [*zip(_DAYS, [*_DAYS[1:], None], strict=True)]
    columns = []
    for number, (start, end) in enumerate(edges):
        condition = f"backlog_age_median >= {start * _DAY}"
        condition += f" and backlog_age_median < {end * _DAY}" if end else ""
        columns.append(f"count(*) filter (where {condition}) as bucket_{number}")
    (counts,) = warehouse.query(
        f"{cases(scan)}\n{select(columns, 'grouped')}", scan.parameters()
    ).rows
    return tuple(AgeBucket(start, end, n) for (start, end), n in zip(edges, counts, strict=True))


def flow(
    warehouse: Warehouse, question: Question, parts: dict[date | None, Period], slices: Slices
) -> tuple[Flow, ...]:
    """Return the flow through the backlog in each of `parts` of the question's period."""
    asked = replace(question, metrics=("backlog",), by=None)
    eve = Period(asked.period.start - timedelta(days=1), asked.period.start)
    before = compute(warehouse, replace(asked, period=eve, every=None), slices)
    stock = compute(warehouse, asked, slices).sums["backlog"]
    statement = _moves(asked, slices)
    counts: dict[date | None, dict[str, int]] = {}
    for row in warehouse.query(statement.sql, statement.parameters).records():
        counts.setdefault(row.get("part"), {})[row["move"]] = row["n"]
    found = []
    at_start = int(before.sums["backlog"].get((None, None), Sums()).n)
    for part, period in parts.items():
        at_end = int(stock.get((part, None), Sums()).n)
        found.append(_balanced(period, at_start, counts.get(part, {}), at_end))
        at_start = at_end
    return tuple(found)


def _balanced(period: Period, at_start: int, moved: dict[str, int], at_end: int) -> Flow:
    """Return the flow of one part; what no move explains came or went with a unit."""
    came = sum(moved.get(move, 0) for move in ("created", "reopened", "received"))
    went = sum(moved.get(move, 0) for move in ("solved", "passed_on", "merged"))
    with_unit = at_end - at_start - came + went
    return Flow(
        period=period.id,
        at_start=at_start,
        created=moved.get("created", 0),
        reopened=moved.get("reopened", 0),
        received=moved.get("received", 0) + max(0, with_unit),
        solved=moved.get("solved", 0),
        passed_on=moved.get("passed_on", 0) + max(0, -with_unit),
        merged=moved.get("merged", 0),
        at_end=at_end,
    )


def _moves(question: Question, slices: Slices) -> Statement:
    """Return the statement of moves: a row a part of the period and kind of move."""
    (scan,) = scans(question, slices)
    columns = [f"{scan.owner} as owner", "entered_date", "left_date", "entered_by", "left_by"]
    where = of_tickets(scan)
    stays = cte("stays", columns, source_of(scan.grain, [*columns, *where]), where)
    entering = "case when entered_by = 'transferred' then 'received' else entered_by end"
    leaving = "case when left_by = 'transferred' then 'passed_on' else left_by end"
    both = "\nunion all\n".join(
        select(
            [f"{day} as day", "owner", f"{move} as move"],
            "stays",
            [f"{day} >= $start", f"{day} < $until"],
        )
        for day, move in (("entered_date", entering), ("left_date", leaving))
    )
    columns = [*keys(scan), "move"]
    text = select([*columns, "count(*) as n"], "grouped", group=", ".join(columns))
    return Statement(
        f"with {stays},\ncases as (\n{both}\n),\n{grouped(scan, 'cases', ['move'])}\n{text}",
        scan.parameters(),
        scan.metrics,
    )
