"""The dashboard is served as long as the command runs, on this machine only."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import environment, service_ledger


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def opened(folder: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "etl", "open", "--workspace", str(folder)]
    with subprocess.Popen(
        command,
        env=environment(PORT=str(port), HEADLESS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    return False


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_says_its_address_once_it_answers_and_ends_when_asked(
    loaded: Path, asked: signal.Signals
) -> None:
    port = free_port()
    with opened(loaded, port) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert f"http://127.0.0.1:{port}" in said
        assert answers(port)
        process.send_signal(asked)
        rows, more = process.communicate(timeout=30)
    assert (process.returncode, rows, more) == (0, "", "")
    assert not answers(port)
    log = Path(re.findall(r"/\S+\.log", said)[0])
    assert "Traceback" not in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_port_that_is_taken_is_said_with_what_to_do(loaded: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        shown = service_ledger("open", "--port", str(port), "--workspace", loaded)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert f"Port {port} is taken" in shown.stderr


def test_it_ends_with_a_sentence_when_the_dashboard_dies(loaded: Path) -> None:
    with opened(loaded, free_port()) as process:
        assert process.stderr is not None
        assert process.stderr.readline()
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        os.kill(int(children.stdout), signal.SIGKILL)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "ended by itself" in said
    assert "Traceback" not in said
