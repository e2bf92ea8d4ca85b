"""Customers and agents without their names: a keyed hash that only this workspace can make."""

import os
import re
import secrets
from pathlib import Path

_NAME = "people.key"
ADDRESS = r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+|\+\d[\d ()./-]{6,}\d"
HIDDEN = "[…]"


def key(workspace: Path) -> str:
    """Return the workspace's secret for hashing names, made when it is first needed.

    Without the file names could be guessed from their hashes; with another file the same customer
    would become another one. So it belongs to the workspace, and only its owner can read it.
    """
    path = workspace / _NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made := secrets.token_urlsafe(16))
    return made


def without_addresses(text: str) -> str:
    """Return a text of an export with every e-mail and international phone number hidden."""
    return re.sub(ADDRESS, HIDDEN, text)
