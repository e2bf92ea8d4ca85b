"""Progress is drawn for a person and written for a log."""

import os
import pty
import re
import subprocess
import sys

from tests.cli.conftest import environment

SCRIPT = """
from etl.cli.bars import drawn

with drawn() as progress:
    progress.stage("read", 2)
    progress.advance(of="inbox/shop/[bold]tickets.csv")
    progress.advance(of="inbox/shop/more.csv")
    progress.stage("publish")
"""


def test_a_log_gets_a_line_a_stage_and_standard_output_nothing() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == ""
    assert [line.split(" s  ")[1] for line in shown.stderr.splitlines()] == ["read (2)", "publish"]


def test_a_terminal_gets_a_bar_a_stage_that_ends_full() -> None:
    ours, theirs = pty.openpty()
    shown = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment(TERM="xterm", COLUMNS="100"),
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    drawn = b""
    while piece := _read(ours):
        drawn += piece
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn.decode())
    assert shown.stdout == b""
    assert re.search(r"read\s+━+ 2/2", text)
    assert re.search(r"publish\s+━+ 1/1", text)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # a terminal whose other end is closed says so by an error
        return b""
