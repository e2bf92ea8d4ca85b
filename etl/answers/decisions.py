"""The decisions behind the numbers, read from docs/decisions.md."""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "docs" / "decisions.md"


def decision(anchor: str) -> str:
    """Return the text under the heading `anchor`, without it; "" where there is none."""
    return decisions().get(anchor, "")


@cache
def decisions() -> dict[str, str]:
    """Return every decision by its anchor, in the order of the file."""
    if not _FILE.exists():
        return {}
    parts = re.split(r"^## (\S+)$", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))
