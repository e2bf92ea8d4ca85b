"""How long a load takes beside DuckDB's own reading of the same files, and how much memory."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import pipeline
from etl.workspace.workspace import Workspace

_MEMORY_LIMIT = "2GB"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Loading:
    """Medians of runs that took turns."""

    yardstick: Measured
    load: Measured

    @property
    def ratio(self) -> float:
        return self.load.seconds / self.yardstick.seconds


def measure(folder: Path, rounds: int) -> Loading:
    """Load the workspace in `folder` and read its inbox by turns, each in a process of its own."""
    yardsticks: list[Measured] = []
    loads: list[Measured] = []
    for _ in range(rounds):
        yardsticks.append(_run("yardstick", folder))
        loads.append(_run("load", folder))
    return Loading(_median(yardsticks), _median(loads))


def yardstick(folder: Path) -> None:
    """Read every file of the inbox into a table of its own as DuckDB reads it, its types found and
    its bad rows set aside."""
    database = folder / "yardstick.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={"memory_limit": _MEMORY_LIMIT}) as connection:
        for number, path in enumerate(sorted((folder / "inbox").rglob("*.csv"))):
            connection.execute(
                f"create table file_{number} as "
                "select * from read_csv($path, store_rejects = true)",
                {"path": str(path)},
            ).fetchall()
    database.unlink()


def load(folder: Path) -> None:
    """Load a workspace up to its published build."""
    pipeline.load(Workspace.open(folder))


def _run(name: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "tests.bench.loading", name, str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} of {path} failed with status {process.returncode}")
    return Measured(
        seconds=json.loads(said)["seconds"],
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * 1024,
    )


def _median(runs: list[Measured]) -> Measured:
    return Measured(
        seconds=statistics.median(run.seconds for run in runs),
        cpu_seconds=statistics.median(run.cpu_seconds for run in runs),
        peak_bytes=max(run.peak_bytes for run in runs),
    )


def _main(name: str, path: str) -> None:
    runs: dict[str, Callable[[Path], None]] = {"yardstick": yardstick, "load": load}
    began = time.perf_counter()
    runs[name](Path(path))
    print(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
