"""The demo company's workspace, made once and made anew when the program has changed."""

import hashlib
import shutil
from importlib import resources
from pathlib import Path

from etl import pipeline
from etl.pipeline import LoadSummary
from etl.problems import NothingToShow, WrongCall
from etl.progress import Progress
from etl.version import code_version
from etl.workspace.workspace import Workspace

_STAMP = ".demo-company"


def is_up_to_date(folder: Path) -> bool:
    """Return whether `folder` serves what this program would make."""
    stamp = folder / _STAMP
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != _made_of():
        return False
    try:
        return bool(Workspace.open(folder).builds.current)
    except NothingToShow:
        return False


def make(folder: Path, progress: Progress) -> LoadSummary:
    """Generate the demo company's exports in `folder` and load them.

    Raises WrongCall when there is another workspace, which is left as it was.
    """
    from sample_data.generate import generate

    stamp = folder / _STAMP
    if (folder / "ledger.toml").exists() and not stamp.exists():
        raise WrongCall(
            f"{folder} holds a workspace that is not the demo company's, and was left as it is; "
            "name another folder: `service-ledger demo DIR`."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise WrongCall(f"{folder} is a file; name a folder.") from None
    stamp.write_text("being made", encoding="utf-8")
    shutil.rmtree(folder / "inbox", ignore_errors=True)
    generate(folder, progress=progress)
    summary = pipeline.load(Workspace.open(folder), progress)
    stamp.write_text(_made_of(), encoding="utf-8")
    return summary


def _made_of() -> str:
    digest = hashlib.sha256()
    for source in sorted(Path(str(resources.files("sample_data"))).rglob("*.py")):
        digest.update(source.read_bytes())
    return f"{code_version()} {digest.hexdigest()}"
