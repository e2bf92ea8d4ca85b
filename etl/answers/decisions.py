"""The decisions behind the numbers: docs/decisions.md, and its translations beside it.

Under its heading a translated entry bears the mark of the English it was translated from.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "docs"
_ENTRY = re.compile(r"^## (\S+)\n(?:<!-- (\w+) -->\n)?(.*?)(?=^##? |\Z)", re.MULTILINE | re.DOTALL)


def decision(anchor: str, language: str = "en") -> str:
    """Return the text under the heading `anchor`, without it; "" where there is none.

    Where it is not translated into `language` it is the English one.
    """
    return decisions(language).get(anchor) or decisions().get(anchor, "")


def decisions(language: str = "en") -> dict[str, str]:
    """Return every decision by its anchor, in the order of the file."""
    return {anchor: text for anchor, (_, text) in _entries(language).items()}


def marks(language: str) -> dict[str, str]:
    """Return by anchor the mark of the English that each entry was translated from."""
    return {anchor: mark for anchor, (mark, _) in _entries(language).items()}


def mark(text: str) -> str:
    """Return the mark of an English entry: a short hash of its words, however they are wrapped."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


@cache
def _entries(language: str) -> dict[str, tuple[str, str]]:
    file = _FOLDER / ("decisions.md" if language == "en" else f"decisions.{language}.md")
    if not file.exists():
        return {}
    found = _ENTRY.findall(file.read_text(encoding="utf-8"))
    return {anchor: (marked, text.strip()) for anchor, marked, text in found}
