"""The dashboard, started as a program of its own and ended with this one."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from etl.problems import Problem, WrongCall

_HOST = "127.0.0.1"
_SECONDS_TO_START = 60.0
_SECONDS_TO_STOP = 5.0


def serve(folder: Path, port: int, *, headless: bool, say: Callable[[str], None]) -> None:
    """Serve the workspace in `folder` on this machine until told to stop.

    Raises WrongCall when the port is taken, Problem when the dashboard does not start.
    """
    refuse_taken(port)
    log = _log()
    address = f"http://{_HOST}:{port}"
    with _stopped_by_signals(), _dashboard(folder, port, log) as dashboard:
        _wait_for(dashboard, address, log)
        say(f"Service Ledger is open at {address}. Ctrl-C closes it. Its log is {log}.")
        if not headless and _has_screen():
            webbrowser.open(address)
        dashboard.wait()
        raise Problem(
            f"The dashboard ended by itself with status {dashboard.returncode}; {log} says why."
        )


def _log() -> Path:
    """Return a new file that only this user can read."""
    handle, name = tempfile.mkstemp(prefix="service-ledger-", suffix=".log")
    os.close(handle)
    return Path(name)


def refuse_taken(port: int) -> None:
    """Raise WrongCall when nothing can be served on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            raise WrongCall(
                f"Port {port} is taken or not allowed; choose another with --port or PORT=."
            ) from None


@contextlib.contextmanager
def _dashboard(folder: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "streamlit", "run", str(_app())]
    settings = {
        "server.address": _HOST,
        "server.port": port,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    command += [f"--{name}={value}" for name, value in settings.items()]
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=os.environ | {"SERVICE_LEDGER_WORKSPACE": str(folder.resolve())},
            cwd=folder,
            start_new_session=True,  # a Ctrl-C is for this program, which then ends that one
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _app() -> Path:
    found = importlib.util.find_spec("dashboard")
    if found is None or found.origin is None:
        raise Problem("The dashboard is not installed; install Service Ledger again.")
    return Path(found.origin).parent / "app.py"


def _wait_for(dashboard: subprocess.Popen[bytes], address: str, log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        with contextlib.suppress(OSError), direct.open(f"{address}/_stcore/health", timeout=2):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = dashboard.wait(0.1)
            raise Problem(f"The dashboard did not start (status {status}); {log} says why.")
    raise Problem(f"The dashboard did not answer for {_SECONDS_TO_START:.0f} s; {log} says why.")


def _has_screen() -> bool:
    """Return whether a browser window can be opened; a text browser would take the terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(screen) for screen in screens)


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """End the block, quietly, when a person or the system asks this program to stop."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stopped

    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in asked}
    try:
        yield
    except _Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Stopped(BaseException):
    """Somebody asked this program to stop."""
