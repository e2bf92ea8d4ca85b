"""The command line, run as a person runs it: a process, its two outputs and its exit status."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import pipeline
from etl.workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
TINY = ROOT / "sample_data" / "tiny"
OURS = ("SERVICE_LEDGER_WORKSPACE", "PORT", "HEADLESS")

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(**more: str) -> dict[str, str]:
    """Return the variables a command is run with: this machine's without ours, and `more`."""
    theirs = {name: value for name, value in os.environ.items() if name not in OURS}
    return theirs | {"PYTHONPATH": str(ROOT)} | more


def service_ledger(
    *arguments: str | Path, cwd: Path | None = None, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return a copy of the workspace of twenty tickets, not loaded yet."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a loaded copy of the workspace of twenty tickets; tests only read it."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("loaded") / "tiny"))
    pipeline.load(Workspace.open(folder))
    return folder
