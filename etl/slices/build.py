"""How units and customers are grouped, as of every day: the unit tree, divisions, reporting lines,
who controls a unit's service, and whose profit a customer is."""

from importlib import resources
from pathlib import Path

from etl.canonical import tables
from etl.warehouse import Loading

ORGANISATION = (
    "org_day",
    "unit_day",
    "post_day",
    "head_candidate",
    "unit_head",
    "unit_boss",
    "boss_breadth",
)
CONTROL = ("unit_controller", "controller_profit")
MARGIN = ("customer_margin", "scope_path", "path_owner", "margin_path")
STEPS = (
    "slice_unit",
    "slice_division",
    *ORGANISATION,
    "slice_reporting_line",
    "several_heads",
    *CONTROL,
    "slice_control",
    *MARGIN,
    "scopes_of_nobody",
    "slice_profit_owner",
)


def build(loading: Loading) -> None:
    """Make every slice_ table from the core_ tables; notice heads chosen and scopes of nobody."""
    with resources.as_file(resources.files("etl.slices")) as folder:
        tables.create(loading, schema=Path(folder) / "schema.toml")
        for step in STEPS:
            loading.run_file(Path(folder) / f"{step}.sql")
    for table in (*ORGANISATION, *CONTROL, *MARGIN):
        loading.run(f"drop table {table}")
