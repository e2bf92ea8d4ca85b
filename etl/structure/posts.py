"""The posts a matrix speaks of, and what a workspace lacks to have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from etl.metrics.question import Period
from etl.warehouse import Warehouse

Lack = Literal["posts", "budget_control", "profit_scopes", "customers", "customer_months"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What profit a post owns: that of one division, product, region, segment or customer.

    A division that is a unit has its name.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it was last in a period, in a unit of that name.

    `title` is its code where the chart has no title.
    """

    id: str
    title: str
    unit: str | None
    scopes: tuple[Scope, ...]


def described(warehouse: Warehouse, ids: Iterable[str], period: Period) -> dict[str, Post]:
    """Return the posts of these ids, with the scopes they owned in the period."""
    asked = {"ids": sorted(set(ids)), "start": period.start, "until": period.end}
    if not asked["ids"]:
        return {}
    scopes: dict[str, list[Scope]] = {}
    for post_id, kind, name in warehouse.query(_SCOPES, asked).rows:
        scopes.setdefault(post_id, []).append(Scope(kind, name))
    return {
        post_id: Post(post_id, title, unit, tuple(scopes.get(post_id, ())))
        for post_id, title, unit in warehouse.query(_POSTS, asked).rows
    }


def lacking(warehouse: Warehouse) -> tuple[Lack, ...]:
    """Return what has to be brought before a matrix can be made; nothing where it can.

    Without a controller every case would be orphaned, without an owner of profit unmapped: neither
    would say anything of the company.
    """
    has = {
        name: bool(warehouse.query(f"select 1 from {source} limit 1").rows)
        for name, source in _SOURCES.items()
    }
    found: list[Lack] = []
    if not has["controllers"]:
        found += [] if has["posts"] else ["posts"]
        found += ["budget_control"]
    if not has["owners"]:
        rest: list[Lack] = [name for name in ("customers", "customer_months") if not has[name]]
        found += rest if rest and has["profit_scopes"] else ["profit_scopes", *rest]
    return tuple(found)


def count_owners(warehouse: Warehouse, period: Period) -> int:
    """Return how many posts own the profit of some customer on a day of the period."""
    ((found,),) = warehouse.query(
        "select count(distinct post_id) from slice_profit_owner "
        "where valid_from < $until and valid_until > $start",
        {"start": period.start, "until": period.end},
    ).rows
    return int(found)


_SOURCES = {
    "controllers": "slice_control where controller_post_id is not null",
    "owners": "slice_profit_owner where post_id is not null",
    "posts": "core_post",
    "profit_scopes": "core_profit_scope",
    "customers": "fact_ticket where customer_id is not null",
    "customer_months": "core_customer_month where margin is not null",
}

_UNITS = """
    unit_name as (
        select unit_id, name, row_number() over (
            partition by unit_id
            order by case when valid_from < $until then 0 else 1 end, valid_from desc
        ) as place_from_last
        from core_unit
    )"""
_SCOPES = f"""
    with {_UNITS}
    select distinct post_id, cast(scope_kind as varchar), coalesce(unit_name.name, scope_value)
    from core_profit_scope
    left join unit_name
        on unit_name.unit_id = scope_value and scope_kind = 'division' and place_from_last = 1
    where list_contains($ids, post_id) and valid_from < $until and valid_until > $start
    order by all
"""
_POSTS = f"""
    with {_UNITS},
    post as (
        select post_id, title, unit_id, row_number() over (
            partition by post_id
            order by case when valid_from < $until then 0 else 1 end, valid_from desc
        ) as place
        from core_post
    )
    select asked.post_id, coalesce(post.title, asked.post_id), unit_name.name
    from (select unnest($ids) as post_id) as asked
    left join post on post.post_id = asked.post_id and post.place = 1
    left join unit_name on unit_name.unit_id = post.unit_id and unit_name.place_from_last = 1
    order by asked.post_id
"""
