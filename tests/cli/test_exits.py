"""A command ends with a sentence and a status, never with a traceback."""

import re
from pathlib import Path

import pytest

from etl.cli.exits import exit_status
from etl.problems import NothingToShow, Problem, RefusedData, WrongCall


def raising(error: BaseException) -> int:
    def command() -> None:
        raise error

    return exit_status(command)


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (WrongCall("No."), 2),
        (RefusedData("Line 3.", "Line 9."), 3),
        (NothingToShow("Load first."), 4),
        (Problem("Another load is running."), 2),
    ],
)
def test_a_problem_is_its_sentences_and_its_status(
    problem: Problem, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raising(problem) == status
    said = capsys.readouterr()
    assert said.err.splitlines() == list(problem.sentences)
    assert said.out == ""


def test_what_is_done_is_zero() -> None:
    assert exit_status(lambda: None) == 0


def test_an_interruption_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


def test_a_full_disk_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(OSError(28, "No space left on device", "/x/builds/loading-1.duckdb")) == 2
    assert capsys.readouterr().err == (
        "/x/builds/loading-1.duckdb: No space left on device. Nothing was published.\n"
    )


def test_a_defect_is_a_sentence_that_names_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(ZeroDivisionError("of the customer Jan Kowalski")) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "Kowalski" not in said
    log = Path(re.findall(r"/\S+\.log", said)[0])
    assert "ZeroDivisionError: of the customer" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0
    log.unlink()
