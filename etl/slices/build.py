"""How units are grouped: the unit tree, divisions and reporting lines, as of every day."""

from importlib import resources
from pathlib import Path

from etl.progress import Progress
from etl.warehouse import Loading

TABLES = ("slice_unit", "slice_division", "slice_reporting_line")


def build(loading: Loading, progress: Progress) -> None:
    """Make every slice_ table from core_unit and core_post."""
    progress.stage("slices", len(TABLES))
    with resources.as_file(resources.files("etl.slices")) as folder:
        for table in TABLES:
            loading.run_file(Path(folder) / f"{table}.sql")
            progress.advance(of=table)
