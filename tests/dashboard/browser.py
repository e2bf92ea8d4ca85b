"""The dashboard served and looked at: a server process, and Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from dashboard.data import WORKSPACE

from .conftest import APP

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 60.0
IDLE = (
    "() => document.querySelector('[data-testid=stApp]')"
    "?.getAttribute('data-test-script-state') === 'notRunning'"
    " && !document.querySelector('[data-testid=stSkeleton]')"
)


@dataclass
class Server:
    """A dashboard that listens, and where it logs."""

    address: str
    log: Path


@dataclass
class Window:
    """A page of the browser, with what went wrong in it."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open `path` of the dashboard and wait until it is drawn."""
        self.page.goto(f"{self.server.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the page is drawn and its charts stand."""
        self.page.wait_for_selector("[data-testid=stAppViewContainer] h1, [data-testid=stCode]")
        self.page.wait_for_function(IDLE, timeout=SECONDS * 1000)
        self.page.wait_for_load_state("networkidle")

    @property
    def title(self) -> str:
        return self.page.locator("h1").first.inner_text()

    @property
    def path(self) -> str:
        """Return the address without the server."""
        return self.page.url.removeprefix(self.server.address).lstrip("/")


@contextlib.contextmanager
def served(workspace: Path, log: Path) -> Iterator[Server]:
    """Serve `workspace` on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    environment = os.environ | {
        WORKSPACE: str(workspace),
        "PYTHONPATH": os.pathsep.join([str(APP.parents[1]), os.environ.get("PYTHONPATH", "")]),
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=log.parent
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", log)
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that `make test` found, or the system's."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        if not executable and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("needs Chromium; `make test` installs it")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def window(browser: Browser, server: Server, *, scheme: str = "light") -> Iterator[Window]:
    """Open a window of its own, with nothing remembered from another."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 1600, "height": 1000},
        locale="en-GB",
        accept_downloads=True,
    )
    context.set_default_timeout(SECONDS * 1000)
    opened = Window(context.new_page(), server)
    opened.page.on("console", lambda message: _note(opened, message))
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    try:
        yield opened
    finally:
        context.close()


def _note(opened: Window, message: ConsoleMessage) -> None:
    # On a page's own path Streamlit first looks for its server below that path, in vain.
    is_probe = "/_stcore/" in message.location.get("url", "")
    if message.type == "error" and not is_probe:
        opened.errors.append(f"{message.text} {message.location}")


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(server.log.read_text(encoding="utf-8"))
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
            continue
        process_pause = min(0.1, until - time.monotonic())
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=process_pause)
    raise AssertionError(f"The dashboard did not answer in {SECONDS:.0f} s.")
