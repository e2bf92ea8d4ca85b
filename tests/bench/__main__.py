"""`make bench`: measures the load and the pages in one run and prints a table in Markdown."""

import argparse
import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.bench import loading, pages
from tests.bench.company import write_company

_BOUNDED_ROWS = 1_000_000
_LARGEST_RATIO = 3.0
_LARGEST_PEAK = 3 << 30
_LONGEST_QUERIES = 0.5
_LONGEST_RERUN = 0.3


def main() -> None:
    """Measure, print, and leave with status 1 when a bound is broken at the size it is set for."""
    asked = _arguments()
    folder = asked.folder / f"{asked.rows}"
    export = write_company(folder, asked.rows)
    loaded = loading.measure(folder, asked.rounds)
    drawn = pages.measure(folder, asked.page_rounds)
    broken = list(_broken(loaded, drawn)) if asked.rows == _BOUNDED_ROWS else []
    print("\n".join(_report(asked.rows, export, loaded, drawn)))
    for sentence in broken:
        print(f"\nMissed: {sentence}")
    raise SystemExit(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=_BOUNDED_ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page-rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path("bench"))
    return parser.parse_args()


def _report(
    rows: int, export: Path, loaded: loading.Loading, drawn: list[pages.Page]
) -> Iterator[str]:
    yield f"### {rows:,} tickets"
    yield ""
    yield (
        f"{export.stat().st_size / 1e6:,.0f} MB of Zendesk CSV and "
        f"{_beside(export) / 1e6:,.0f} MB of customers and the like; {os.cpu_count()} cores, "
        f"{_memory_gib():.0f} GiB; Python {platform.python_version()}, duckdb {version('duckdb')}, "
        f"streamlit {version('streamlit')}."
    )
    yield ""
    yield "| load | seconds | of a processor | peak memory | ratio |"
    yield "|---|--:|--:|--:|--:|"
    yield f"| `create table as select * from read_csv` {_figures(loaded.yardstick)} | 1.00 |"
    yield f"| export to published build {_figures(loaded.load)} | **{loaded.ratio:.2f}** |"
    yield ""
    yield "| page | queries | their time, nothing cached | rerun, all cached |"
    yield "|---|--:|--:|--:|"
    for page in drawn:
        yield (
            f"| {page.name.replace('_', ' ')} | {page.queries} | "
            f"{page.query_seconds * 1000:,.0f} ms | {page.rerun_seconds * 1000:,.0f} ms |"
        )


def _beside(export: Path) -> int:
    inbox = export.parents[1]
    return sum(path.stat().st_size for path in inbox.rglob("*.csv") if path != export)


def _figures(run: loading.Measured) -> str:
    return f"| {run.seconds:.1f} | {run.cpu_seconds:.1f} | {run.peak_bytes / (1 << 30):.2f} GiB"


def _broken(loaded: loading.Loading, drawn: list[pages.Page]) -> Iterator[str]:
    if loaded.ratio > _LARGEST_RATIO:
        yield f"the load takes {loaded.ratio:.2f} times the yardstick; at most {_LARGEST_RATIO}."
    if loaded.load.peak_bytes > _LARGEST_PEAK:
        yield f"the load takes {loaded.load.peak_bytes / (1 << 30):.2f} GiB; at most 3."
    for page in drawn:
        if page.query_seconds > _LONGEST_QUERIES:
            yield f"{page.name} asks for {page.query_seconds:.2f} s; at most {_LONGEST_QUERIES}."
        if page.rerun_seconds > _LONGEST_RERUN:
            yield f"{page.name} reruns in {page.rerun_seconds:.2f} s; at most {_LONGEST_RERUN}."


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)


if __name__ == "__main__":
    main()
