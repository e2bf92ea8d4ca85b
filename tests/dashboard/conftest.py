"""Workspaces that pages are tested on: a small demo company, and the twenty tickets by hand."""

import fcntl
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import WORKSPACE
from etl import pipeline
from etl.workspace.workspace import Workspace
from sample_data.generate import generate

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
TICKETS = 4000

Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small demo company's workspace, loaded once for all test processes."""
    return _made_once(tmp_path_factory, "company", lambda folder: generate(folder, TICKETS))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workspace of twenty tickets, loaded once for all test processes."""
    source = APP.parents[1] / "sample_data" / "tiny"
    return _made_once(tmp_path_factory, "tiny", lambda folder: _copied(source, folder))


@pytest.fixture(scope="session")
def hourless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workspace of twenty tickets without any opening hours."""
    source = APP.parents[1] / "sample_data" / "tiny"
    return _made_once(tmp_path_factory, "hourless", lambda folder: _without_hours(source, folder))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Return a function that opens a page of a workspace at an address, without a browser."""

    def open_page(workspace: Path, page: str = "overview", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv(WORKSPACE, str(workspace))
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"app_pages/{page}.py").run()
        return app

    return open_page


def _made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / f"dashboard-{name}"
    with (shared / f"dashboard-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "builds" / "current").exists():
            make(folder)
            pipeline.load(Workspace.open(folder))
    return folder


def _copied(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder)


def _without_hours(source: Path, folder: Path) -> None:
    _copied(source, folder)
    ledger = folder / "ledger.toml"
    tables = re.split(r"^(?=\[)", ledger.read_text(encoding="utf-8"), flags=re.MULTILINE)
    kept = "".join(table for table in tables if not table.startswith("[calendars."))
    kept = re.sub(r"^calendar = .*\n", "", kept, flags=re.MULTILINE)
    ledger.write_text(kept, encoding="utf-8")
    units = folder / "inbox" / "org" / "units.csv"
    named = units.read_text(encoding="utf-8")
    units.write_text(re.sub(r",\w+(?=,(yes|no),[\d-]+,)", ",", named), encoding="utf-8")
