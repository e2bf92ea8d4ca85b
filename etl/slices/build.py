"""How units are grouped: the unit tree, divisions and reporting lines, as of every day."""

from importlib import resources
from pathlib import Path

from etl.canonical import tables
from etl.progress import Progress
from etl.warehouse import Loading

BETWEEN = (
    "org_day",
    "unit_day",
    "post_day",
    "head_candidate",
    "unit_head",
    "unit_boss",
    "boss_breadth",
)
STEPS = ("slice_unit", "slice_division", *BETWEEN, "slice_reporting_line", "several_heads")


def build(loading: Loading, progress: Progress) -> None:
    """Make every slice_ table from core_unit and core_post, and notice where a head was chosen."""
    progress.stage("slices", len(STEPS))
    with resources.as_file(resources.files("etl.slices")) as folder:
        tables.create(loading, schema=Path(folder) / "schema.toml")
        for step in STEPS:
            loading.run_file(Path(folder) / f"{step}.sql")
            progress.advance(of=step)
    for table in BETWEEN:
        loading.run(f"drop table {table}")
