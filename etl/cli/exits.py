"""How a command ends: a sentence on standard error, an exit status, never a traceback."""

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from etl.problems import Problem

DEFECT, WRONG_CALL, INTERRUPTED = 1, 2, 130


def say(sentence: str) -> None:
    """Tell a person something; rows alone go to standard output."""
    print(sentence, file=sys.stderr)


def exit_status(command: Callable[[], object]) -> int:
    """Run `command` and return the exit status that says how it ended."""
    try:
        ended = command()
    except Problem as problem:
        for sentence in problem.sentences:
            say(sentence)
        return problem.exit_status
    except typer.TyperException as wrong:
        say(wrong.format_message())
        return WRONG_CALL
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}. Nothing was published.")
        return WRONG_CALL
    except Exception as defect:
        say(
            f"Service Ledger stopped on a defect of its own ({type(defect).__name__}). Nothing was "
            f"published. Please report it with what stands in {_logged(defect)}."
        )
        return DEFECT
    return ended if isinstance(ended, int) else 0


def _logged(defect: Exception) -> Path:
    """Return the file that says where `defect` arose; only this user can read it."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="service-ledger-", suffix=".log", delete=False
    ) as log:
        traceback.print_exception(defect, file=log)
    return Path(log.name)
