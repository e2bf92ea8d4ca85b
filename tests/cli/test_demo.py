"""The demo company is made where nothing of a person's is, and only when it has to be."""

import socket
from pathlib import Path

import pytest

from etl.cli import demo
from etl.problems import WrongCall
from etl.progress import Quiet
from etl.workspace.workspace import Workspace
from tests.cli.conftest import service_ledger


def test_a_workspace_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme")
    before = sorted(path for path in workspace.folder.rglob("*"))
    with pytest.raises(WrongCall, match="was left as it is"):
        demo.make(workspace.folder, Quiet())
    assert sorted(path for path in workspace.folder.rglob("*")) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "acme").touch()
    with pytest.raises(WrongCall, match="is a file"):
        demo.make(tmp_path / "acme", Quiet())


def test_what_was_never_made_or_not_finished_is_not_up_to_date(tmp_path: Path) -> None:
    assert not demo.is_up_to_date(tmp_path)
    (tmp_path / ".demo-company").write_text("being made", encoding="utf-8")
    assert not demo.is_up_to_date(tmp_path)


def test_a_port_that_is_taken_is_said_before_the_work_begins(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        shown = service_ledger("demo", tmp_path / "demo", "--port", str(port))
    assert (shown.returncode, shown.stdout) == (2, "")
    assert not (tmp_path / "demo").exists()
