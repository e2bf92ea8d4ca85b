"""Every command explains itself, and the README explains every command."""

import re
from collections.abc import Iterator

import pytest
import typer

from etl.cli.app import app
from tests.cli.conftest import ROOT, service_ledger

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_group(app).commands


def options() -> Iterator[tuple[str, str, str | None]]:
    for name, command in COMMANDS.items():
        for parameter in command.params:
            yield name, parameter.opts[0], getattr(parameter, "help", None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"(?m)^\| `service-ledger {name}\b", README)


def test_the_readme_names_no_command_and_no_option_that_is_not_there() -> None:
    named = set(re.findall(r"service-ledger ([a-z]+)", README))
    assert named == set(COMMANDS)
    there = {option for _, option, _ in options()} | {"--workspace"}
    assert set(re.findall(r"--[a-z][a-z-]+", README)) <= there


@pytest.mark.parametrize(("command", "option", "said"), list(options()))
def test_every_option_says_what_it_does(command: str, option: str, said: str | None) -> None:
    assert said or not option.startswith("-"), f"{command} {option}"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_goes_to_standard_output(name: str) -> None:
    shown = service_ledger(name, "--help")
    assert shown.returncode == 0
    assert f"service-ledger {name}" in shown.stdout
    assert shown.stderr == ""


def test_no_command_at_all_shows_what_there_is() -> None:
    shown = service_ledger()
    assert shown.returncode == 2
    assert all(name in shown.stdout + shown.stderr for name in COMMANDS)
    assert "Traceback" not in shown.stderr
