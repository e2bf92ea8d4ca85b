"""On which line of a TOML text each key stands."""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|("(?:[^"\\\n]|\\.)*"|'[^'\n]*'))[ \t]*(\.?)""")
_TEXT = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every key, table and list element of `text`.

    `text` is valid TOML: `tomllib` has read it before.
    """
    return _Scanner(text).lines


class _Scanner:
    """One walk over a text, noting where each key begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._counts: dict[Path, int] = {}
        self._document()

    def _document(self) -> None:
        table: Path = ()
        self._skip()
        while self._at < len(self._text):
            start = self._at
            if self._takes("[["):
                table = self._inside(self._key())
                self._counts[table] = self._counts.get(table, -1) + 1
                self._note(table, start)
                table = (*table, self._counts[table])
                self._note(table, start)
                self._takes("]]")
            elif self._takes("["):
                table = self._inside(self._key())
                self._note(table, start)
                self._takes("]")
            else:
                self._pair(table)
            self._skip()

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path, start)
        self._takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        if self._takes("["):
            index = 0
            while not self._closed("]"):
                self._note((*path, index), self._at)
                self._value((*path, index))
                index += 1
        elif self._takes("{"):
            while not self._closed("}"):
                self._pair(path)
        else:
            match = _TEXT.match(self._text, self._at) or _PLAIN.match(self._text, self._at)
            self._at = match.end() if match else self._at

    def _closed(self, bracket: str) -> bool:
        self._skip()
        self._takes(",")
        self._skip()
        return self._takes(bracket) or self._at >= len(self._text)

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            bare, quoted, dot = match.groups()
            parts.append(bare or tomllib.loads(f"key = {quoted}")["key"])
            if not dot:
                break
        return tuple(parts)

    def _inside(self, key: tuple[str, ...]) -> Path:
        """Return `key` with the number of the last element wherever it enters a list of tables."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path])
        return (*path, key[-1])

    def _note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, at - 1) + 1)

    def _takes(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at
