"""Org charts for tests: units, posts and what is theirs, loaded, with the slices made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from etl.canonical.tables import create
from etl.slices import build as slices
from etl.warehouse import Builds, Loading
from tests.facts.company import loading_of

Row = dict[str, Any]
ALWAYS, NEVER = date(1900, 1, 1), date(9999, 12, 31)


def unit(
    unit_id: str,
    parent: str | None = None,
    function: str | None = "service",
    start: date = ALWAYS,
    end: date = NEVER,
) -> Row:
    """Return a row of core_unit."""
    return {
        "unit_id": unit_id,
        "name": unit_id.title(),
        "parent_unit_id": parent,
        "function": function,
        "valid_from": start,
        "valid_until": end,
    }


def post(
    post_id: str,
    unit_id: str,
    reports_to: str | None = None,
    function: str | None = "service",
    **more: object,
) -> Row:
    """Return a row of core_post."""
    return {
        "post_id": post_id,
        "unit_id": unit_id,
        "reports_to_post_id": reports_to,
        "function": function,
        "valid_from": ALWAYS,
        "valid_until": NEVER,
        **more,
    }


def control(post_id: str, unit_id: str, start: date = ALWAYS, end: date = NEVER) -> Row:
    """Return a row of core_budget_control."""
    return {"post_id": post_id, "unit_id": unit_id, "valid_from": start, "valid_until": end}


def scope(post_id: str, kind: str, value: str, start: date = ALWAYS, end: date = NEVER) -> Row:
    """Return a row of core_profit_scope."""
    return {
        "post_id": post_id,
        "scope_kind": kind,
        "scope_value": value,
        "valid_from": start,
        "valid_until": end,
    }


def charted_in_memory(**tables: list[Row]) -> Loading:
    """Return a load whose core_ tables hold these rows, and the slices made of them."""
    loading = loading_of({f"core_{name}": rows for name, rows in tables.items()})
    slices.build(loading)
    return loading


@contextmanager
def charted(folder: Path, units: list[Row], posts: list[Row] | None = None) -> Iterator[Loading]:
    """Give a load that holds this org chart and its slices."""
    with Builds(folder / "builds").load() as new:
        create(new.loading)
        for table, rows in (("core_unit", units), ("core_post", posts or [])):
            columns = list(dict.fromkeys(column for row in rows for column in row))
            new.loading.insert(
                table, columns, [[row.get(column) for column in columns] for row in rows]
            )
        slices.build(new.loading)
        yield new.loading
