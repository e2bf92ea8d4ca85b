"""A stock as SQL: what was there at the end of each part of the period.

What came on a day less what left on it is that day's change; a stock is the sum of all changes up
to its day. The unit's place in the tree is that of the stock's day, so a unit that moves brings
what it has. Daily changes come from the stays or, cut by units only, from the cube.
"""

from collections.abc import Mapping
from types import MappingProxyType

from etl.metrics.cases import cte, ends, grouped, keys, of_tickets, select, source_of
from etl.metrics.scan import Scan, Statement

_NEVER = "date '9999-12-31'"


def stock(scan: Scan) -> Statement:
    """Return the statement of a pass's stock, read off the stays."""
    return _stock(scan, changes_of_stays(scan), {})


def stock_of_days(scan: Scan, owner: str) -> Statement:
    """Return the statement of a pass's stock, read off the cube, whose column `owner` counts."""
    days = cte(
        "changes",
        ["day", f"{owner} as owner", "numerator as change"],
        "cube_unit_day",
        ["metric = $metric", "day < $until"],
    )
    return _stock(scan, days, {"metric": scan.metrics[0].id})


def changes_of_stays(scan: Scan, also: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the CTEs up to `changes`: day, owner, member where it is the ticket's, what `also`
    names (expressions over the stay and its ticket), and change."""
    member = scan.by.column if scan.by and not scan.by.is_of_unit else ""
    columns = [f"{scan.owner} as owner", *([f"{member} as member"] if member else [])]
    columns += [*(f"{text} as {name}" for name, text in also.items()), "entered_date", "left_date"]
    where = of_tickets(scan)
    stays = cte("stays", columns, source_of("fact_backlog_stay", [*columns, *where]), where)
    names = ["owner", *(["member"] if member else []), *also]
    moves = "\nunion all\n".join(
        select([f"{day} as day", *names, f"{sign} as change"], "stays", [f"{day} < {_NEVER}"])
        for day, sign in (("entered_date", "1"), ("left_date", "-1"))
    ).replace("\n", "\n    ")
    total = cte(
        "changes",
        ["day", *names, "sum(change) as change"],
        "moves",
        group=", ".join(["day", *names]),
    )
    return f"{stays},\nmoves as (\n    {moves}\n),\n{total}"


def _stock(scan: Scan, changes: str, also: dict[str, str]) -> Statement:
    by = keys(scan)
    names = ["owner", *(["member"] if scan.by and not scan.by.is_of_unit else [])]
    cases = cte(
        "cases",
        ["ends.day", *names, "sum(change) as stock"],
        "changes\njoin ends on changes.day <= ends.day",
        group=", ".join(["ends.day", *names]),
    )
    (entry,) = scan.metrics
    text = select(
        [*by, f"cast(sum(stock) as bigint) as {entry.id}_n"], "grouped", group=", ".join(by)
    )
    sql = f"with {ends(scan)},\n{changes},\n{cases},\n{grouped(scan, 'cases', ['stock'])}\n{text}"
    return Statement(sql, scan.parameters() | also, scan.metrics)
