"""Cases laid on who controls the service and whose profit carries them, as SQL.

harm       a row a case and unit it counts for, by the attribution asked for, with its amount
placed     the same, split over the owners of the customer's profit, with controller and class
"""

from dataclasses import replace

from etl.metrics.cases import cases, cte, select
from etl.metrics.question import Question
from etl.metrics.scan import Scan, Statement, passes
from etl.slices.registry import SLICES
from etl.structure.measures import Measure, Part

MOST_HANDS = 4096
"""Up to so many customers are resampled one by one, more of them in so many equal groups."""

ROW, UNIT, CLASS, CELL, ALL = "row", "unit", "class", "cell", "all"


def cells(question: Question, measure: Measure) -> Statement:
    """Return the statement of sums: n, and the known customers behind it, at each `level`.

    A cell is a controller, the owner of profit above it, and the owner of the customer's profit; a
    row its cells of one class; a unit its part of a row, in whatever class.
    """
    columns = ["controller_post_id", "profit_post_id", "owner_post_id", "class"]
    text = select(
        [
            "case grouping(controller_post_id, owner_post_id, unit_id, class)\n"
            f"        when 2 then '{CELL}' when 6 then '{ROW}' when 5 then '{UNIT}'\n"
            f"        when 14 then '{CLASS}' when 15 then '{ALL}'\n    end as level",
            *columns,
            "is_customer_known",
            "unit_id",
            _sum("n"),
            "count(distinct customer_id) as customers",
        ],
        "placed",
        group="grouping sets (\n"
        "    (controller_post_id, profit_post_id, owner_post_id, class, is_customer_known),\n"
        "    (controller_post_id, profit_post_id, class),\n"
        "    (controller_post_id, profit_post_id, unit_id),\n"
        "    (class),\n"
        "    ()\n)",
    )
    return _statement(question, measure, [], text)


def of_customers(question: Question, measure: Measure) -> Statement:
    """Return the statement of what can be mapped of each customer: aligned, and all of it."""
    own = cte(
        "own",
        [
            "customer_id",
            "coalesce(sum(n) filter (where class = 'aligned'), 0) as aligned",
            "sum(n) as mapped",
        ],
        "placed",
        ["class <> 'unmapped'"],
        group="customer_id",
    )
    dealt = cte(
        "dealt",
        ["aligned", "mapped", "(row_number() over (order by customer_id) - 1) % $hands as hand"],
        "own",
    )
    text = select([_sum("aligned"), _sum("mapped")], "dealt", group="hand")
    found = _statement(question, measure, [own, dealt], f"{text}\norder by hand")
    return replace(found, parameters=found.parameters | {"hands": MOST_HANDS})


def tickets(
    question: Question, measure: Measure, controller: str | None, owner: str | None
) -> Statement:
    """Return the statement of the tickets behind one controller and one owner of profit.

    None: nobody controls; not known whose profit. A problem is shown by its first ticket. Stamps
    are on the company's clock ($zone).
    """
    names = cte(
        "names",
        [
            "unit_id",
            "name",
            "row_number() over (partition by unit_id order by valid_from desc) as place_from_last",
        ],
        "core_unit",
    )
    text = select(
        [
            "ticket.source",
            "core_ticket.ticket_id",
            "coalesce(names.name, placed.unit_id) as unit",
            "placed.part_of as broken",
            "placed.day as broken_date",
            "placed.n as weight",
            "(ticket.created_at at time zone 'UTC') at time zone $zone as created_at",
            *(f"ticket.{name}" for name in ("channel", "priority", "category", "product")),
            "ticket.status_category",
        ],
        "placed\njoin fact_ticket as ticket using (ticket_key)"
        "\njoin core_ticket using (ticket_key)"
        "\nleft join names on names.unit_id = placed.unit_id and names.place_from_last = 1",
        [
            "placed.controller_post_id is not distinct from $controller",
            "placed.owner_post_id is not distinct from $owner",
        ],
    )
    order = "order by broken_date, source, ticket_id, broken, unit"
    found = _statement(question, measure, [names], f"{text}\n{order}")
    return replace(found, parameters=found.parameters | {"controller": controller, "owner": owner})


def _sum(name: str) -> str:
    """Return a sum without the noise of the order in which fractions were added up.

    Else two equal remainders might be rounded one way today and the other tomorrow.
    """
    return f"round(sum({name}), 9) as {name}"


def _statement(question: Question, measure: Measure, more: list[str], text: str) -> Statement:
    # A row a day and unit: the columns `part` and `member` of every pass.
    asked = replace(question, metrics=(), by="unit", every="day")
    scans = {part: _scan(asked, part) for part in measure.parts}
    harm = "\nunion all\n".join(_harm(part, scan) for part, scan in scans.items())
    ctes = [_named("harm", harm), _placed(), *more]
    bound = {name: value for scan in scans.values() for name, value in scan.parameters().items()}
    entries = tuple(part.metric for part in measure.parts)
    return Statement("with " + ",\n".join(ctes) + f"\n{text}", bound, entries)


def _scan(question: Question, part: Part) -> Scan:
    (scan,) = passes(question, [part.metric], SLICES)
    return scan


def _harm(part: Part, scan: Scan) -> str:
    also = {"customer_id": "customer_id", "ticket_key": "ticket_key", "amount": part.amount}
    text = select(
        [
            f"'{part.metric.id}' as part_of",
            "part as day",
            "member as unit_id",
            "customer_id",
            "ticket_key",
            "weight * amount as n" if scan.share else "amount as n",
        ],
        "grouped",
        [part.condition],
    )
    inside = f"{cases(scan, also)}\n{text}".replace("\n", "\n    ")
    return f"select * from (\n    {inside}\n) as {part.metric.id}"


def _placed() -> str:
    """Return the CTE `placed`. Whoever's profit a customer is not known to be is nobody's."""
    on_the_day = "harm.day >= {0}.valid_from and harm.day < {0}.valid_until"
    return cte(
        "placed",
        [
            "harm.part_of",
            "harm.day",
            "harm.unit_id",
            "harm.customer_id",
            "harm.ticket_key",
            "control.controller_post_id",
            "control.profit_post_id",
            "profit.post_id as owner_post_id",
            "harm.customer_id is not null as is_customer_known",
            "case\n"
            "        when profit.post_id is null then 'unmapped'\n"
            "        when control.profit_post_id is null then 'orphaned'\n"
            "        when control.profit_post_id = profit.post_id then 'aligned'\n"
            "        else 'crossed'\n    end as class",
            "harm.n * coalesce(profit.share, 1) as n",
        ],
        "harm\nleft join slice_control as control"
        f"\n    on control.unit_id = harm.unit_id and {on_the_day.format('control')}"
        "\nleft join slice_profit_owner as profit"
        f"\n    on profit.customer_id = harm.customer_id and {on_the_day.format('profit')}",
    )


def _named(name: str, body: str) -> str:
    return f"{name} as (\n    " + body.replace("\n", "\n    ") + "\n)"
