"""The members of slices: their ids, their names, and the order a person expects."""

from collections.abc import Iterable
from dataclasses import dataclass

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
        for unit in sorted(below.get(parent, ()), key=lambda unit: (unit.name, unit.id)):
            ordered[unit.id] = unit
            walk(unit.id)

    walk(None)
    return ordered


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


def ids_in_use(warehouse: Warehouse, found: Slice) -> set[str]:
    """Return the ids that cases have in a slice, "" among them where some have none."""
    if found.table:
        sql = (
            f"select distinct place.{found.column} from fact_ticket "
            f"left join {found.table} as place on place.unit_id = unit_created "
            "and created_date >= place.valid_from and created_date < place.valid_until"
        )
    elif found.is_of_unit:
        sql = (
            "select unit_created from fact_ticket union select unit_now from fact_ticket "
            "union select unit_solved from fact_ticket where solved_date is not null"
        )
    else:
        sql = f"select distinct {found.column} from fact_ticket"
    return {member or "" for (member,) in warehouse.query(sql).rows}
