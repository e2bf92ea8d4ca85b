"""The files of the inbox: found folder by folder, and nothing from outside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.problems import RefusedData
from etl.workspace.workspace import Workspace

ORG = "org"


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox: its source, where it lies, and how messages call it."""

    source: str
    path: Path
    told_as: str


def listed(workspace: Workspace) -> Iterator[InboxFile]:
    """Yield the files of the inbox, source by source, in the order of their names.

    Raises RefusedData for what belongs to no source and for links that lead out of the inbox.
    """
    folders = {workspace.source_folder(name): name for name in workspace.ledger.sources}
    folders.setdefault(workspace.inbox / ORG, ORG)
    problems: list[str] = []
    for top in sorted(workspace.inbox.iterdir()) if workspace.inbox.is_dir() else []:
        if not _is_litter(top) and not any(top in (at, *at.parents) for at in folders):
            problems.append(_homeless(workspace, top))
    found: list[InboxFile] = []
    for folder, source in folders.items():
        deeper = [other for other in folders if folder in other.parents]
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            told_as = _told(workspace, path)
            if _is_litter(path) or any(at in deeper for at in (path, *path.parents)):
                continue
            if _leads_out(path, workspace.inbox):
                problems.append(
                    f"{told_as} is a link that leads out of the inbox, or no file at all; put the "
                    "export itself there."
                )
            elif not path.is_dir():
                found.append(InboxFile(source, path, told_as))
    RefusedData.raise_if(problems)
    yield from found


def _told(workspace: Workspace, path: Path) -> str:
    """Return a path as it can be said: what no terminal should be sent is written as its code."""
    told = path.relative_to(workspace.folder).as_posix()
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in told)


def _leads_out(path: Path, inbox: Path) -> bool:
    if path.is_dir():
        return path.is_symlink()
    return not path.is_file() or not path.resolve().is_relative_to(inbox.resolve())


def _homeless(workspace: Workspace, top: Path) -> str:
    told_as = _told(workspace, top)
    if top.is_dir():
        return (
            f"{told_as} belongs to no source: add [sources.{top.name}] to ledger.toml, or move the "
            "folder out of the inbox."
        )
    return f"{told_as} lies in no folder of a source: move it into one, such as inbox/zendesk/."


def _is_litter(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name in ("Thumbs.db", "desktop.ini")
