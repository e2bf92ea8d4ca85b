"""The commands that read a build: rows to standard output, and nothing but rows."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import pipeline
from etl.cli.app import run
from etl.metrics.result import Result
from etl.structure.cell import Cell
from etl.warehouse import Builds
from etl.workspace.workspace import Workspace
from tests.cli.conftest import environment, service_ledger

PERIOD = ("--period", "2026-03-23..2026-04-17")


def records(shown: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    assert shown.returncode == 0, shown.stderr
    assert shown.stderr == ""
    found: list[dict[str, Any]] = json.loads(shown.stdout)
    return found


def test_a_comparison_is_the_same_rows_in_every_format(loaded: Path) -> None:
    asked = ("compare", "tickets_created", "--by", "unit", *PERIOD, "--workspace", loaded)
    as_json = records(service_ledger(*asked, "--format", "json"))
    as_csv = list(csv.DictReader(io.StringIO(service_ledger(*asked, "--format", "csv").stdout)))
    as_table = service_ledger(*asked).stdout.splitlines()
    assert list(as_json[0]) == list(Result.__slots__)
    assert as_table[0].split() == list(as_json[0])
    assert len(as_json) == len(as_csv) == len(as_table) - 2 > 1
    for one, other in zip(as_json, as_csv, strict=True):
        assert one["member"] == (other["member"] or one["member"])
        assert one["value"] == (float(other["value"]) if other["value"] else None)
        assert one["n"] == float(other["n"])


def test_the_workspace_is_an_option_or_a_variable_or_the_current_folder(loaded: Path) -> None:
    asked = ("compare", "tickets_created", *PERIOD, "--format", "csv")
    by_option = service_ledger(*asked, "--workspace", loaded)
    by_variable = service_ledger(*asked, SERVICE_LEDGER_WORKSPACE=str(loaded))
    by_folder = service_ledger(*asked, cwd=loaded)
    assert by_option.returncode == 0
    assert by_option.stdout == by_variable.stdout == by_folder.stdout != ""


def test_the_tickets_behind_a_number_are_as_many_as_it_counts(loaded: Path) -> None:
    common = (*PERIOD, "--format", "json", "--workspace", loaded)
    counted = records(service_ledger("compare", "tickets_created", *common))
    listed = records(service_ledger("tickets", "--metric", "tickets_created", *common))
    assert len(listed) == counted[0]["value"] > 0


def test_conditions_on_one_slice_are_alternatives(loaded: Path) -> None:
    common = (*PERIOD, "--format", "json", "--workspace", loaded)
    by_channel = records(service_ledger("compare", "tickets_created", "--by", "channel", *common))
    first, second = [row for row in by_channel if row["member"]][:2]
    where = [f"--where=channel={row['member']}" for row in (first, second)]
    both = records(service_ledger("compare", "tickets_created", *where, *common))
    assert both[0]["value"] == first["value"] + second["value"]


def test_without_a_period_the_last_whole_quarter_with_data_is_meant(loaded: Path) -> None:
    asked = ("compare", "tickets_created", "--format", "json", "--workspace", loaded)
    assert records(service_ledger(*asked))[0]["period"] == "2026-03-23..2026-04-17"


def test_the_metric_book_needs_no_workspace(tmp_path: Path) -> None:
    book = records(service_ledger("metrics", "--format", "json", cwd=tmp_path))
    assert "tickets_created" in {metric["metric"] for metric in book}
    assert all(metric["decision"] for metric in book)


def test_the_builds_say_which_is_served(loaded: Path) -> None:
    shown = records(service_ledger("builds", "--format", "json", "--workspace", loaded))
    assert [(build["is_served"], build["build"]) for build in shown] == [(True, 1)]


@pytest.mark.parametrize(
    "asked",
    [
        ("compare", "no_such_metric"),
        ("compare", "../../etc/passwd"),
        ("compare", "tickets_created; drop table fact_ticket"),
        ("compare", "tickets_created", "--by", "planet"),
        ("compare", "tickets_created", "--by", "unit_id) --"),
        ("compare", "tickets_created", "--where", "channel"),
        ("compare", "tickets_created", "--where", "=email"),
        ("compare", "tickets_created", "--where", "planet=earth"),
        ("compare", "tickets_created", "--where", "channel=e-mial"),
        ("compare", "tickets_created", "--where", "unit=nope"),
        ("tickets", "--where", "channel='; drop table fact_ticket; --"),
        ("compare", "tickets_created", "--period", "2026-13"),
        ("compare", "tickets_created", "--period", "2026-09..2026-01"),
        ("compare", "tickets_created", "--period", "9999"),
        ("compare", "tickets_created", "--clock", "lunar"),
        ("compare", "tickets_created", "--every", "fortnight"),
        ("compare", "tickets_created", "--format", "xml"),
        ("compare",),
        ("tickets", "--metric", "no_such_metric"),
        ("responsibility", "--measure", "money"),
        ("responsibility", "--where", "unit=nope"),
        ("responsibility", "--attribution", "blame"),
        ("tickets", "--colour", "red"),
        ("builds", "--use", "99"),
        ("builds", "--use", "../1"),
        ("open", "--port", "99999999"),
        ("open", "--port", "eighty"),
        ("sing",),
    ],
)
def test_a_wrong_call_is_a_sentence_and_no_rows(
    loaded: Path,
    asked: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SERVICE_LEDGER_WORKSPACE", str(loaded))
    assert run(asked) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert "Traceback" not in said.err
    assert "defect" not in said.err


def test_a_mistyped_member_is_told_what_was_probably_meant(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("compare", "tickets_created", "--where", "channel=emial", "--workspace", str(loaded))
    assert run(asked) == 2
    assert "There is no channel 'emial'; write 'email'." in capsys.readouterr().err


def test_no_tickets_are_a_header_without_rows(loaded: Path) -> None:
    shown = service_ledger("tickets", "--period", "2030", "--format", "csv", "-w", loaded)
    assert len(shown.stdout.splitlines()) == 1


def test_the_cells_of_the_matrix_are_the_promises_that_were_not_kept(loaded: Path) -> None:
    common = (*PERIOD, "--format", "json", "--workspace", loaded)
    shown = service_ledger("responsibility", *common)
    cells = json.loads(shown.stdout)
    assert list(cells[0]) == list(Cell.__slots__)
    broken = 0
    for metric in ("first_reply_promise_kept", "resolution_promise_kept"):
        (kept,) = records(service_ledger("compare", metric, *common))
        broken += kept["n"] - kept["numerator"]
    assert sum(cell["n"] for cell in cells) == broken > 0


def test_what_the_matrix_lacks_is_said_beside_its_rows(tiny: Path) -> None:
    (tiny / "inbox" / "org" / "budget_controls.csv").unlink()
    pipeline.load(Workspace.open(tiny))
    shown = service_ledger("responsibility", "--format", "csv", "--workspace", tiny)
    assert shown.returncode == 0
    assert "budget control" in shown.stderr
    assert "docs/exports.md" in shown.stderr
    assert shown.stdout.startswith("measure,period,")


def test_nothing_to_show_yet_is_said_with_what_to_do(tiny: Path) -> None:
    for asked in (("compare", "tickets_created"), ("tickets",), ("builds",), ("open",)):
        shown = service_ledger(*asked, "--workspace", tiny)
        assert (shown.returncode, shown.stdout) == (4, "")
        assert "service-ledger load" in shown.stderr


def test_a_build_of_other_definitions_is_not_shown_but_listed(loaded: Path, tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(loaded, tmp_path / "upgraded"))
    builds = Builds(workspace / "builds")
    with duckdb.connect(str(builds.path(builds.current))) as connection:
        connection.execute("update load_build set code_version = '0.1.0+0123456789ab'").fetchall()
    for asked in (("compare", "tickets_created"), ("tickets",), ("open",)):
        shown = service_ledger(*asked, "--workspace", workspace)
        assert (shown.returncode, shown.stdout) == (4, "")
        assert "another version" in shown.stderr
        assert "service-ledger load" in shown.stderr
    (listed,) = records(service_ledger("builds", "--format", "json", "--workspace", workspace))
    assert listed["code_version"] == "0.1.0+0123456789ab"


def test_a_folder_that_is_no_workspace_is_a_wrong_call(tmp_path: Path) -> None:
    for asked in (("compare", "tickets_created"), ("load",), ("open",), ("builds",)):
        shown = service_ledger(*asked, cwd=tmp_path)
        assert (shown.returncode, shown.stdout) == (2, "")
        assert "service-ledger init" in shown.stderr


def test_a_reader_that_has_seen_enough_hears_no_complaint(loaded: Path) -> None:
    command = [sys.executable, "-m", "etl", "tickets", *PERIOD, "--format", "csv"]
    with subprocess.Popen(
        [*command, "--workspace", str(loaded)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_names_in_any_script_come_out_whole_whatever_the_terminal_claims(loaded: Path) -> None:
    asked = ("compare", "żółw", "--workspace", loaded)
    assert "żółw" in service_ledger(*asked, PYTHONIOENCODING="ascii").stderr
