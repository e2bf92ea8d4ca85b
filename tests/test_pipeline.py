"""A load that is killed anywhere leaves what is served as it was, and the next one starts clean."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sample_data
from etl.pipeline import load
from etl.problems import RefusedData
from etl.warehouse import Builds, Warehouse
from etl.workspace.workspace import Workspace
from tests.bench.company import write_company
from tests.cli.conftest import environment


def served(builds: Builds) -> tuple[int, int]:
    number = builds.current
    rows = Warehouse(builds.path(number)).query("select count(*) from fact_ticket").rows
    return number, int(rows[0][0])


def kill_a_load(folder: Path, after_seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "etl", "load", "--workspace", str(folder)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(timeout=after_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize(
    ("rows", "kills"),
    [(5_000, 3), pytest.param(100_000, 60, marks=pytest.mark.soak)],
)
def test_a_load_killed_at_any_moment_leaves_a_whole_build_served(
    tmp_path: Path, rows: int, kills: int
) -> None:
    write_company(tmp_path, rows)
    workspace = Workspace.open(tmp_path)
    first = load(workspace)
    moments = random.Random(7)
    for _ in range(kills):
        number, tickets = served(workspace.builds)
        kill_a_load(tmp_path, moments.uniform(0.3, 1.2 * first.seconds + 1.0))
        after, still = served(workspace.builds)
        assert after in (number, number + 1)
        assert still == tickets
    last = load(workspace)
    assert served(workspace.builds) == (last.build, first.tickets)
    assert not list(workspace.builds.folder.glob("loading-*"))


def test_what_was_refused_of_the_build_that_is_served_stays_when_a_load_is_refused(
    tmp_path: Path,
) -> None:
    company = tmp_path / "company"
    shutil.copytree(Path(sample_data.__path__[0]) / "tiny", company)
    workspace = Workspace.open(company)
    load(workspace)
    kept = {path.name: path.read_text() for path in workspace.refused.iterdir()}
    assert kept
    tickets = company / "inbox/shop/tickets.csv"
    mended = [line for line in tickets.read_text().splitlines(True) if "2026-02-30" not in line]
    tickets.write_text("".join(mended))
    with (company / "inbox/shop/complaints.csv").open("a") as complaints:
        complaints.write("K-9,shop,4105,105,refund,Nowhere,,2026-04-02T12:00:00+02:00,,,,,,\n")
    with pytest.raises(RefusedData, match="Nowhere"):
        load(workspace)
    assert {path.name: path.read_text() for path in workspace.refused.iterdir()} == kept
