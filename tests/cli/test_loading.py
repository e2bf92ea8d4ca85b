"""The commands that make a workspace and load it."""

import csv
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from etl.warehouse import Builds
from tests.bench.company import write_company
from tests.bench.export import write_export
from tests.cli.conftest import environment, service_ledger


def test_a_workspace_is_made_and_says_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    made = service_ledger("init", folder)
    assert (made.returncode, made.stdout) == (0, "")
    assert f"service-ledger load --workspace {folder}" in made.stderr
    again = service_ledger("init", folder)
    assert (again.returncode, again.stdout) == (2, "")
    assert "left as it is" in again.stderr


def test_an_empty_workspace_says_where_exports_belong(tmp_path: Path) -> None:
    service_ledger("init", tmp_path / "acme")
    shown = service_ledger("load", cwd=tmp_path / "acme")
    assert (shown.returncode, shown.stdout) == (3, "")
    assert "inbox" in shown.stderr


def test_a_load_ends_with_what_was_read_loaded_and_refused(tiny: Path) -> None:
    shown = service_ledger("load", "--workspace", tiny, "--format", "csv")
    assert shown.returncode == 0, shown.stderr
    files = list(csv.DictReader(io.StringIO(shown.stdout)))
    on_disk = {str(path.relative_to(tiny)) for path in (tiny / "inbox").rglob("*.*")}
    assert {file["path"] for file in files} == on_disk
    for file in files:
        parts = ("loaded", "superseded", "skipped", "refused")
        assert int(file["read"]) == sum(int(file[part]) for part in parts)
    assert "served as build 1" in shown.stderr
    assert Builds(tiny / "builds").current == 1


def test_a_check_publishes_nothing(tiny: Path) -> None:
    shown = service_ledger("check", "--workspace", tiny)
    assert shown.returncode == 0, shown.stderr
    assert "can be published" in shown.stderr
    assert Builds(tiny / "builds").numbers() == []


def test_one_can_go_back_to_an_earlier_build(tiny: Path) -> None:
    for _ in range(2):
        assert service_ledger("load", "--workspace", tiny).returncode == 0
    shown = service_ledger("builds", "--use", "1", "--workspace", tiny, "--format", "csv")
    assert shown.stderr == "Build 1 is served now.\n"
    served = {row["build"]: row["is_served"] for row in csv.DictReader(io.StringIO(shown.stdout))}
    assert served == {"2": "False", "1": "True"}


def test_a_wrong_ledger_names_its_line_and_publishes_nothing(tiny: Path) -> None:
    ledger = tiny / "ledger.toml"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("EUR", "euro"), encoding="utf-8")
    line = ledger.read_text(encoding="utf-8").splitlines().index('currency = "euro"') + 1
    for command in ("load", "check"):
        shown = service_ledger(command, "--workspace", tiny)
        assert (shown.returncode, shown.stdout) == (3, "")
        assert f"ledger.toml, line {line}, currency in [company]" in shown.stderr
    assert Builds(tiny / "builds").numbers() == []


def test_a_file_nobody_recognises_publishes_nothing_and_what_was_served_stays(tiny: Path) -> None:
    assert service_ledger("load", "--workspace", tiny).returncode == 0
    stray = tiny / "inbox" / "shop" / "holiday-photos.csv"
    stray.write_bytes(b"\x00\x01\x02 not, an\nexport")
    shown = service_ledger("load", "--workspace", tiny)
    assert (shown.returncode, shown.stdout) == (3, "")
    assert "holiday-photos.csv" in shown.stderr
    assert "Traceback" not in shown.stderr
    assert Builds(tiny / "builds").current == 1


@pytest.mark.parametrize("stage", ["read", "understand", "facts", "cube"])
def test_a_load_that_is_interrupted_is_quiet_and_leaves_what_was_served(
    tmp_path: Path, stage: str
) -> None:
    export = write_company(tmp_path, 100)
    assert service_ledger("load", "--workspace", tmp_path).returncode == 0
    write_export(export, 50_000)
    with subprocess.Popen(
        [sys.executable, "-m", "etl", "load", "--workspace", str(tmp_path)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # a suite that runs in the background has Ctrl-C ignored, and would hand that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stderr is not None
        assert any(stage in line for line in iter(process.stderr.readline, ""))
        process.send_signal(signal.SIGINT)
        rows, said = process.communicate(timeout=60)
    assert (process.returncode, rows, said) == (130, "", "")
    assert Builds(tmp_path / "builds").current == 1
    assert not list((tmp_path / "builds").glob("loading-*"))
