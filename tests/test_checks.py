"""A build that breaks a rule is not served, and the sentence names the rule and the row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from etl import checks
from etl.canonical.tables import create
from etl.problems import RefusedData
from etl.progress import Quiet
from etl.warehouse import Loading

Row = dict[str, object]
BEGIN, NEVER = date(1900, 1, 1), date(9999, 12, 31)
DAY = timedelta(days=1)
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


@contextmanager
def build(*rows: tuple[str, Row]) -> Iterator[Loading]:
    with duckdb.connect() as connection:
        loading = Loading.into(Path(":memory:"), connection)
        loading.run("create type source as enum ('desk', 'shop')")
        loading.run("create type unit as enum ('orders', 'returns')")
        create(loading)
        for layer in ("facts", "slices", "metrics"):
            create(loading, schema=resources.files(f"etl.{layer}") / "schema.toml")
        for table, row in rows:
            loading.run(
                f"insert into {table} by name select "
                + ", ".join(f'${column} as "{column}"' for column in row),
                row,
            )
        yield loading


def ticket(key: int, **columns: object) -> tuple[str, Row]:
    return "core_ticket", {
        "ticket_key": key, "source": "desk", "ticket_id": f"T{key}", "has_events": False,
        "status": "open", "status_category": "open", "created_at": date(2026, 3, 2),
        "file_no": 1, "record": key, **columns,
    }  # fmt: skip


def figures(key: int, source: str = "desk") -> tuple[str, Row]:
    return "fact_ticket", {"ticket_key": key, "source": source}


def owned(customer: str, share: float, first: date, until: date) -> tuple[str, Row]:
    return "slice_profit_owner", {
        "customer_id": customer, "post_id": None, "share": share,
        "valid_from": first, "valid_until": until,
    }  # fmt: skip


ROW_OF_FIGURES = "every ticket that counts has one row of figures"
OWNED_ONCE = "a customer's profit is owned once on every day"
BROKEN: dict[str, tuple[list[tuple[str, Row]], str, str]] = {
    "a record of which nobody knows what became": (
        [("load_file", {"file_no": 1, "source": "desk", "path": "inbox/a.csv", "sha256": "",
                        "bytes": 1, "adapter": "plain", "thing": "ticket",
                        "read": 5, "loaded": 2, "superseded": 1, "skipped": 1, "refused": 0})],
        "loaded + superseded + skipped + refused = read, for every file",
        "inbox/a.csv: read 5, accounted for 4",
    ),
    "a ticket twice": (
        [ticket(1), ticket(2, ticket_id="T1"), figures(1), figures(2)],
        "each ticket is known once", "desk T1",
    ),
    "a ticket without figures": (
        [ticket(1), ticket(2), figures(1)], ROW_OF_FIGURES, "desk: 2 tickets, 1 rows of figures",
    ),
    "figures of another ticket": (
        [ticket(1), ticket(2), figures(1), figures(3)],
        ROW_OF_FIGURES, "desk: 2 tickets, 2 rows of figures",
    ),
    "figures twice": (
        [ticket(1), ticket(2), figures(1), figures(1)],
        ROW_OF_FIGURES, "desk: 2 tickets, 2 rows of figures",
    ),
    "figures of a ticket that does not count": (
        [ticket(1, source="shop", status_category="spam"), figures(1, "shop")],
        ROW_OF_FIGURES, "shop: 0 tickets, 1 rows of figures",
    ),
    "shares that are more than the whole": (
        [("fact_ticket_share", {"ticket_key": 7, "clock": "life", "unit_id": unit, "seconds": 1,
                                "share": 0.6}) for unit in ("orders", "returns")],
        "a ticket's shares sum to one", "7",
    ),
    "a ticket twice in the backlog": (
        [("fact_backlog_stay", {"ticket_key": 7, "unit_id": "orders", "entered_date": day,
                                "left_date": NEVER, "entered_by": "created"})
         for day in (MARCH, MAY)],
        "a ticket is in the backlog once a day", "7",
    ),
    "a problem twice": (
        [("fact_problem", {"problem_key": 7, "party": 1, "state": state})
         for state in ("silent", "mollified")],
        "a problem stands once", "7",
    ),
    "a unit with two controllers": (
        [("slice_control", {"unit_id": "orders", "valid_from": day, "valid_until": NEVER})
         for day in (MARCH, MAY)],
        "a unit has one controller a day", f"orders {MAY}",
    ),
    "a customer whom nobody owns for two months": (
        [owned("C1", 1, BEGIN, MARCH), owned("C1", 1, MAY, NEVER)],
        OWNED_ONCE, "C1",
    ),
    "a customer owned twice for two months": (
        [owned("C1", 1, BEGIN, MAY), owned("C1", 1, MARCH, NEVER)],
        OWNED_ONCE, "C1",
    ),
    "a customer of whom nobody owns anything": (
        [owned("C1", 0, BEGIN, NEVER)], OWNED_ONCE, "C1",
    ),
    "a customer whose shares cancel each other": (
        [owned("C1", 1, BEGIN, NEVER), owned("C1", -1, BEGIN, NEVER)], OWNED_ONCE, "C1",
    ),
    "a customer owned for no day": ([owned("C1", 1, MARCH, MARCH)], OWNED_ONCE, "C1"),
    "a customer whose last owner owns nothing": (
        [owned("C1", 1, BEGIN, MAY), owned("C1", 0, MAY, NEVER)], OWNED_ONCE, "C1",
    ),
    "a customer who is lost little by little": (
        [owned("C1", 1 - step * 9e-10, BEGIN + step * DAY, BEGIN + (step + 1) * DAY)
         for step in range(400)]
        + [owned("C1", 1 - 400 * 9e-10, BEGIN + 400 * DAY, NEVER)],
        OWNED_ONCE, "C1",
    ),
    "a customer owned by half": ([owned("C1", 0.5, MARCH, NEVER)], OWNED_ONCE, "C1"),
    "a customer whom nobody owns in the end": ([owned("C1", 1, MARCH, MAY)], OWNED_ONCE, "C1"),
    "a customer who changes hands and loses a half": (
        [owned("C1", 1, MARCH, MAY), owned("C1", 0.5, MAY, NEVER)], OWNED_ONCE, "C1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_rule_that_is_broken_is_named_with_its_row(case: str) -> None:
    rows, rule, found = BROKEN[case]
    with build(*rows) as loading:
        (sentence,) = checks.broken(loading)
    assert sentence.startswith(f"The build breaks the rule «{rule}»: {found}.")


def test_what_holds_is_let_through() -> None:
    with build(
        ticket(1), ticket(2, source="shop", ticket_id="T1"), ticket(3, status_category="merged"),
        figures(1), figures(2, "shop"),
        owned("C1", 0.25, BEGIN, MAY), owned("C1", 0.75, BEGIN, MARCH),
        owned("C1", 0.5, MARCH, MAY), owned("C1", 0.25, MARCH, NEVER),
        owned("C1", 0.75, MAY, NEVER), owned("C2", 1, BEGIN, NEVER),
    ) as loading:  # fmt: skip
        assert checks.broken(loading) == []
        checks.run(loading, Quiet(), [])


def test_every_rule_is_seen_to_break() -> None:
    assert {rule for _, rule, _ in BROKEN.values()} == set(checks.RULES)


def test_what_is_not_finite_is_refused_by_its_column() -> None:
    with build(owned("C1", float("inf"), MARCH, NEVER)) as loading:
        with pytest.raises(RefusedData) as refused:
            checks.run(loading, Quiet(), ["The one."])
        assert refused.value.sentences == (
            "The one.",
            "slice_profit_owner.share holds a number that is not finite. Nothing was published; "
            "this is a defect of the program, please report it.",
        )
