"""A build knows the definitions that made it: any change of one is another version."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.version import code_version

ETL = Path(__file__).parents[1] / "etl"


def version_of(folder: Path) -> str:
    """Return the version that the copy of etl in `folder` says it is."""
    return subprocess.run(
        [sys.executable, "-c", "from etl.version import code_version; print(code_version())"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ETL, folder / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_version_is_a_release_and_a_hash(copied: Path) -> None:
    assert re.fullmatch(r"[^+]+\+[0-9a-f]{12}", code_version())
    assert version_of(copied) == code_version()


@pytest.mark.parametrize(
    ("path", "is_a_definition"),
    [
        ("facts/fact_turn.sql", True),
        ("metrics/catalogue.toml", True),
        ("adapters/formats/plain.py", True),
        ("slices/schema.toml", True),
        ("pipeline.py", True),
        ("remarks.py", True),
        ("cli/app.py", False),
        ("answers/results.py", False),
        ("stats/intervals.py", False),
    ],
)
def test_what_makes_a_build_is_a_definition_and_what_reads_it_is_none(
    copied: Path, path: str, is_a_definition: bool
) -> None:
    file = copied / "etl" / path
    before = file.read_text(encoding="utf-8")
    sign = "--" if path.endswith(".sql") else "#"
    file.write_text(f"{before}\n{sign} changed\n", encoding="utf-8")
    try:
        assert (version_of(copied) != code_version()) == is_a_definition
    finally:
        file.write_text(before, encoding="utf-8")
