"""The members of slices: their ids, their names, and the order a person expects."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from etl.metrics.question import Attribution
from etl.metrics.slice import Slice
from etl.warehouse import Warehouse

_PRIORITIES = ("urgent", "high", "normal", "low")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a slice: a unit, a channel, a reporting line; `name` as the company writes it."""

    id: str
    name: str
    parent_id: str | None = None


def unit_tree(warehouse: Warehouse) -> dict[str, Member]:
    """Return every unit by id as it was last, parents before children, each level by name."""
    rows = warehouse.query(
        "select unit_id, name, parent_unit_id from core_unit "
        "qualify row_number() over (partition by unit_id order by valid_from desc) = 1"
    ).rows
    below: dict[str | None, list[Member]] = {}
    known = {unit_id for unit_id, _, _ in rows}
    for unit_id, name, parent in rows:
        above = parent if parent in known and parent != unit_id else None
        below.setdefault(above, []).append(Member(unit_id, name, above))
    ordered: dict[str, Member] = {}

    def walk(parent: str | None) -> None:
        for unit in sorted(below.get(parent, ()), key=lambda unit: (counted(unit.name), unit.id)):
            ordered[unit.id] = unit
            walk(unit.id)

    walk(None)
    return ordered


def counted(name: str) -> list[tuple[int, str]]:
    """Return what orders names as a person counts: "Group 5" before "Group 10"."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", name.casefold())
    return [(int(number or 0), word) for number, word in parts]


def named(found: Slice, ids: Iterable[str], units: dict[str, Member]) -> tuple[Member, ...]:
    """Return the members of these ids in the order a person expects.

    Units come as in the tree, priorities by urgency, all else by name; "" (none) comes last.
    """
    order = {unit_id: place for place, unit_id in enumerate(units)}
    is_unit = found.id in ("unit", "division")
    known = units if is_unit else {}
    members = [known.get(found_id, Member(found_id, found_id)) for found_id in set(ids)]

    def place(member: Member) -> tuple[bool, int, str]:
        if is_unit:
            return not member.id, order.get(member.id, len(order)), member.id
        urgency = len(_PRIORITIES)
        if found.id == "priority" and member.id in _PRIORITIES:
            urgency = _PRIORITIES.index(member.id)
        return not member.id, urgency, member.name.casefold()

    return tuple(sorted(members, key=place))


@dataclass(frozen=True, slots=True)
class Serving:
    """The sources that each member's cases come from, by slice and member.

    `then` goes by who owned a case when the thing happened, `now` by who owns it now; they differ
    in slices of units alone.
    """

    then: dict[str, dict[str, frozenset[str]]]
    now: dict[str, dict[str, frozenset[str]]]

    def ids(self, slice_id: str) -> set[str]:
        """Return the members that have cases, "" among them where some cases have none."""
        return {*self.then.get(slice_id, ()), *self.now.get(slice_id, ())}

    def sources(self, slice_id: str, member: str, attribution: Attribution) -> frozenset[str]:
        """Return the sources of a member's cases; none where it is not known."""
        ways = {"event": (self.then,), "current": (self.now,), "share": (self.then, self.now)}
        known = [way.get(slice_id, {}).get(member, ()) for way in ways[attribution]]
        return frozenset[str]().union(*known)


def serving(warehouse: Warehouse) -> Serving:
    """Return the members of every slice, and the sources that serve them."""
    found = Serving({}, {})
    for slice_id, member, source, is_then, is_now in warehouse.query(
        "select slice, member, source, is_then, is_now from slice_member"
    ).rows:
        for way, is_so in ((found.then, is_then), (found.now, is_now)):
            if is_so:
                members = way.setdefault(slice_id, {})
                members[member] = members.get(member, frozenset()) | ({source} - {""})
    return found
