"""What a fresh clone is set up from says the same everywhere, and names no place to get it from."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("dev",)}


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^\s;]+)", text))


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items(), ids=LOCKS)
def test_each_requirement_is_locked_to_a_version_it_allows(
    lock: str, extras: tuple[str, ...]
) -> None:
    described = project()
    wanted = [*described["project"]["dependencies"], *described["dependency-groups"]["build"]]
    for extra in extras:
        wanted += described["project"]["optional-dependencies"][extra]
    versions = locked(lock)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(versions[requirement.name]), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_file_has_its_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"(?m)^(?=[a-z0-9-]+==)", text)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_runs_the_program_runs_the_tests_too() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_every_file_of_the_packages_is_installed_with_them(tmp_path: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "etl", "dashboard", "sample_data"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    for name in (*tracked, "pyproject.toml", "README.md", "LICENSE"):
        copy = tmp_path / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    script = "from setuptools import build_meta; build_meta.build_wheel('../wheel')"
    (tmp_path / "wheel").mkdir()
    subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path / "source", capture_output=True, check=True
    )
    with zipfile.ZipFile(next((tmp_path / "wheel").glob("*.whl"))) as wheel:
        assert set(tracked) <= set(wheel.namelist())


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.findall(r"## Test it\n\n```sh\n(.+)\n```", readme)
    assert command == ["make test"]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").endswith(f"exec {command[0]}\n")


def made(target: str, folder: Path, python: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "--file", ROOT / "Makefile", f"PYTHON={python}", target],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def stub(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_python_without_venv_is_told_which_package_to_install(tmp_path: Path) -> None:
    lacks_venv = stub(
        tmp_path / "python3",
        f'case "$*" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac',
    )
    shown = made(".venv/bin/python", tmp_path, str(lacks_venv))
    assert shown.returncode == 2
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"install the package {package}" in shown.stderr
    assert not (tmp_path / ".venv").exists()


def test_without_a_browser_and_a_way_to_one_there_is_a_sentence(tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    for tool in ("sh", "dirname", "head", "id"):
        (bare / tool).symlink_to(str(shutil.which(tool)))
    script = tmp_path / ".ci" / "chromium"
    script.parent.mkdir()
    shutil.copy(ROOT / ".ci" / "chromium", script)
    shown = subprocess.run(
        [script], env={"PATH": str(bare)}, capture_output=True, text=True, check=False
    )
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "install the package chromium" in shown.stderr
