"""A problem that two units have half of each, one of them only but for rounding, stands once."""

import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import sample_data
from etl import pipeline
from etl.warehouse import Warehouse
from etl.workspace.workspace import Workspace

PROMISES = """
[[promises]]
id = "low reply"
promise = "first_reply"
priority = "low"
clock = "calendar"
target = "3h"

[[promises]]
id = "low resolution"
promise = "resolution"
priority = "low"
clock = "calendar"
target = "15h"
"""
QUEUES = """
field,Accounts,accounts,2020-01-01,
field,Billing,billing,2020-01-01,
field,Orders,orders,2020-01-01,
"""


def add(inbox: Path, ticket: str, replied: int, solved: int, *held: tuple[int, str]) -> None:
    """Add a ticket; all stamps are minutes after its creation, the first queue's being 0."""
    created = datetime(2026, 3, 17, 23) if ticket == "A10" else datetime(2026, 3, 18)
    stamps = {
        minutes: f"{(created + timedelta(minutes=minutes)).isoformat()}+01:00"
        for minutes in (0, replied, solved, *(minutes for minutes, _ in held))
    }
    with (inbox / "tickets.csv").open("a") as tickets:
        tickets.write(
            f"{ticket},{stamps[0]},{stamps[solved]},solved,low,phone,question,cat,Drill,North,"
            f"{held[-1][1]},ola,z10,{stamps[replied]},{stamps[solved]},{stamps[solved]},,,\n"
        )
    moves = pairwise(held)
    with (inbox / "events.csv").open("a") as events:
        events.writelines(
            f"{ticket},{line}\n"
            for line in (
                f"{stamps[0]},created,,,customer",
                f"{stamps[0]},status,,new,",
                f"{stamps[0]},priority,,low,",
                f"{stamps[0]},queue,,{held[0][1]},",
                f"{stamps[replied]},public_reply,,,agent",
                *(
                    f"{stamps[at]},queue,{before},{after},agent"
                    for (_, before), (at, after) in moves
                ),
                f"{stamps[solved]},status,new,solved,agent",
            )
        )


def test_a_problem_of_even_halves_stands_once(tmp_path: Path) -> None:
    company = tmp_path / "company"
    shutil.copytree(Path(sample_data.__path__[0]) / "tiny", company)
    with (company / "ledger.toml").open("a") as ledger:
        ledger.write(PROMISES)
    with (company / "inbox/org/queues.csv").open("a") as queues:
        queues.write(QUEUES.lstrip())
    add(company / "inbox/field", "A10", 300, 840, (0, "Orders"), (240, "Billing"))
    add(
        company / "inbox/field", "B10", 5, 1200,
        (0, "Repairs"), (318, "Parts"), (808, "Accounts"),
    )  # fmt: skip
    workspace = Workspace.open(company)
    pipeline.load(workspace)
    build = Warehouse(workspace.builds.path(workspace.builds.current))
    shares = build.query(
        "select cast(share.unit_id as varchar), share from fact_problem_share as share "
        "join fact_problem using (problem_key) where customer_id = 'z10' or category = 'cat' "
        "order by share desc"
    ).rows
    assert max(share for _, share in shares) > 0.5
    assert sum(share for _, share in shares if share < 0.5) > 0.5
    assert build.query(
        "select cast(unit_event as varchar), ticket_count from fact_problem where category = 'cat'"
    ).rows == [(shares[0][0], 2)]
