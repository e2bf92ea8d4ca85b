"""A workspace copied away, loaded, and opened to be asked."""

import shutil
from pathlib import Path

from etl import pipeline
from etl.warehouse import Warehouse
from etl.workspace.workspace import Workspace

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"


def loaded_copy(workspace: Path, folder: Path) -> Warehouse:
    """Return the build of a copy of `workspace` made in `folder`."""
    copy = folder / workspace.name
    shutil.copytree(workspace, copy)
    return loaded(copy)


def loaded(folder: Path) -> Warehouse:
    """Return the build of the workspace in `folder`, made now."""
    workspace = Workspace.open(folder)
    pipeline.load(workspace)
    return Warehouse(workspace.builds.path(workspace.builds.current))
