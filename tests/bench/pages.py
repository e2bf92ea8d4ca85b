"""How long the queries of each page take, and how long a page takes whose answers are cached."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.warehouse import Parameters, Table, Warehouse

PAGES = (
    "overview", "departments", "department", "complaints", "responsibility", "metric_book", "data",
)  # fmt: skip
_OF = {"department": {"unit": "u7"}}  # without one it offers the departments and asks for nothing
_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Page:
    """Medians of one page: its queries with nothing cached, and a rerun with all cached."""

    name: str
    queries: int
    query_seconds: float
    rerun_seconds: float


def measure(folder: Path, rounds: int) -> list[Page]:
    """Return what each page takes on the workspace in `folder`, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.pages", str(rounds)],
        env=os.environ | {"SERVICE_LEDGER_WORKSPACE": str(folder.resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    return [Page(**page) for page in json.loads(run.stdout)]


@dataclass
class _Asked:
    """The queries that were asked, and the seconds they took one after another."""

    seconds: list[float] = field(default_factory=list)


@contextmanager
def _watched() -> Iterator[_Asked]:
    asked = _Asked()
    query, pages = Warehouse.query, Warehouse.pages

    def timed(self: Warehouse, sql: str, parameters: Parameters | None = None) -> Table:
        began = time.perf_counter()
        try:
            return query(self, sql, parameters)
        finally:
            asked.seconds.append(time.perf_counter() - began)

    def timed_pages(
        self: Warehouse, sql: str, parameters: Parameters | None = None, size: int = 10_000
    ) -> Iterator[Table]:
        began = time.perf_counter()
        for page in pages(self, sql, parameters, size):
            asked.seconds.append(time.perf_counter() - began)
            yield page
            began = time.perf_counter()

    with (
        patch.object(Warehouse, "query", timed),
        patch.object(Warehouse, "pages", timed_pages),
    ):
        yield asked


def _measured(name: str, rounds: int) -> Page:
    queries: list[int] = []
    query_seconds: list[float] = []
    rerun_seconds: list[float] = []
    page = _opened(name)
    for _ in range(rounds):
        st.cache_resource.clear()
        st.cache_data.clear()
        with _watched() as asked:
            _run(page)
        queries.append(len(asked.seconds))
        query_seconds.append(sum(asked.seconds))
        began = time.perf_counter()
        _run(page)
        rerun_seconds.append(time.perf_counter() - began)
    return Page(
        name=name,
        queries=round(statistics.median(queries)),
        query_seconds=statistics.median(query_seconds),
        rerun_seconds=statistics.median(rerun_seconds),
    )


def _opened(name: str) -> AppTest:
    found = find_spec("dashboard.app")
    assert found is not None
    assert found.origin is not None
    page = AppTest.from_file(found.origin, default_timeout=_TIMEOUT)
    for key, chosen in _OF.get(name, {}).items():
        page.query_params[key] = chosen
    _run(page)
    page.switch_page(f"app_pages/{name}.py")
    _run(page)
    return page


def _run(page: AppTest) -> None:
    page.run()
    if page.exception:
        raise SystemExit(f"a page failed: {page.exception[0].message}")


if __name__ == "__main__":
    print(json.dumps([asdict(_measured(name, int(sys.argv[1]))) for name in PAGES]))
