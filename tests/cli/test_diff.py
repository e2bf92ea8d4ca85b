"""Why a number moved, on the command line: rows to standard output, what differs to the other."""

import json
import shutil
from pathlib import Path

import pytest

from etl import pipeline
from etl.cli.app import run
from etl.workspace.workspace import Workspace
from tests.cli.conftest import TINY, service_ledger

PERIOD = ("--period", "2026-03-23..2026-04-17")


@pytest.fixture(scope="module", name="twice")
def loaded_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of three builds, the second of which has another target."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("twice") / "tiny"))
    pipeline.load(Workspace.open(folder))
    ledger = folder / "ledger.toml"
    ledger.write_text(ledger.read_text("utf-8").replace('"4h"', '"3h"'), encoding="utf-8")
    for _ in range(2):
        pipeline.load(Workspace.open(folder))
    return folder


def test_what_moved_is_a_row_with_what_each_step_contributed(twice: Path) -> None:
    shown = service_ledger("diff", "1", "2", *PERIOD, "--format", "json", "--workspace", twice)
    assert shown.returncode == 0
    assert shown.stderr == "Settings of ledger.toml that differ: promises.\n"
    (row,) = json.loads(shown.stdout)
    assert list(row) == [
        "metric", "slice", "member", "period", "before", "after", "change",
        "gone", "gone_tickets", "new", "new_tickets", "changed", "changed_tickets",
        "settings", "settings_tickets",
    ]  # fmt: skip
    assert (row["metric"], row["settings"], row["settings_tickets"]) == (
        "first_reply_promise_kept",
        row["change"],
        1,
    )


def test_a_metric_that_is_named_is_shown_whether_it_moved_or_not(twice: Path) -> None:
    asked = ("diff", "1", "2", "--metric", "tickets_created", "--metric", "backlog", *PERIOD)
    shown = service_ledger(*asked, "--where", "channel=email", "--format", "json", "-w", twice)
    assert [(row["metric"], row["change"]) for row in json.loads(shown.stdout)] == [
        ("tickets_created", 0),
        ("backlog", 0),
    ]


def test_of_builds_alike_there_is_a_header_and_a_sentence(twice: Path) -> None:
    shown = service_ledger("diff", "2", "3", "--format", "csv", "--workspace", twice)
    assert len(shown.stdout.splitlines()) == 1
    assert shown.stderr == "Build 3 was made of the same as build 2.\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("1", "9"), "There is no build 9 in"),
        (("9", "1"), "there are 3, 2, 1."),
        (("2", "2"), "Build 2 was named twice; name two builds"),
        (("2",), "Missing argument"),
        ((), "Missing argument"),
        (("1", "two"), "BUILD"),
        (("1", "../2"), "BUILD"),
        (("1", "2", "3"), "3"),
        (("1", "2", "--metric", "no_such_metric"), "There is no metric 'no_such_metric'"),
        (("1", "2", "--by", "planet"), "There is no slice 'planet'"),
        (("1", "2", "--where", "channel=emial"), "write 'email'"),
        (("1", "2", "--period", "2026-13"), "2026-13"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_no_rows(
    twice: Path, asked: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", *asked, "--workspace", str(twice)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert "defect" not in shown.err


def test_the_builds_show_by_what_they_can_be_told_apart(twice: Path) -> None:
    shown = service_ledger("builds", "--format", "json", "--workspace", twice)
    third, second, first = json.loads(shown.stdout)
    assert first["files_sha256"] == second["files_sha256"]
    assert first["ledger_sha256"] != second["ledger_sha256"] == third["ledger_sha256"]
    assert first["files"] == len(list((twice / "inbox").glob("*/*"))) == 15
