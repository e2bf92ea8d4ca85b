"""Where the records of a text file begin and end, found without the parser that loads them.

A record of a table ends at a newline that is not inside quotes; a line with nothing on it is no
record. This is how a file's records are counted, and how a record that was refused is found again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from etl.adapters.opened import CHUNK

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
LONGEST_SHOWN = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: which one it is, its first line (from 1), and its bytes."""

    record: int
    line: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a text file under its header.

    `skipped` is how many bytes stand before the first record, `first_line` the line it is on.
    `delimiter` is None where quotes mean nothing (one JSON object a line).
    """

    path: Path
    skipped: int
    first_line: int
    delimiter: str | None
    chunk: int = CHUNK  # bytes held at a time

    def count(self) -> int:
        """Return how many records there are."""
        return sum(len(block.ends) for block in self._blocks())

    def places(self, wanted: Sequence[int]) -> dict[int, Place]:
        """Return where the records with the numbers `wanted` (from 1) stand."""
        return dict(self._find(np.array(sorted(set(wanted)), dtype=np.int64), by="number"))

    def places_at(self, offsets: Sequence[int]) -> dict[int, Place]:
        """Return, for each byte offset, the record it lies in."""
        return dict(self._find(np.array(sorted(set(offsets)), dtype=np.int64), by="offset"))

    def text(self, place: Place) -> str:
        """Return a record as it stands in the file, cut where it is very long."""
        with self.path.open("rb") as file:
            file.seek(place.starts)
            raw = file.read(min(place.ends - place.starts, LONGEST_SHOWN))
        return raw.decode("utf-8", errors="replace").rstrip("\r\n")

    def _find(self, wanted: Positions, by: str) -> Iterator[tuple[int, Place]]:
        before = 0
        for block in self._blocks():
            if by == "number":
                here = wanted[(wanted > before) & (wanted <= before + len(block.ends))]
                indexes = here - before - 1
            else:
                here = wanted[(wanted >= block.reached) & (wanted < block.reaches)]
                indexes = np.searchsorted(block.ends, here, side="right")
            for key, index in zip(here.tolist(), indexes.tolist(), strict=True):
                if index < len(block.ends):
                    yield key, block.place(index, before)
            before += len(block.ends)

    def _blocks(self) -> Iterator["_Block"]:
        scanner = _Scanner(self.delimiter, self.skipped, self.first_line)
        with self.path.open("rb") as file:
            file.seek(self.skipped)
            while chunk := file.read(self.chunk):
                yield scanner.take(chunk)
            yield scanner.finish()


@dataclass(frozen=True, slots=True)
class _Block:
    """Records that end in one piece of the file: offsets where they start and end, and lines."""

    starts: Positions
    ends: Positions
    lines: Positions
    reached: int
    reaches: int

    def place(self, index: int, before: int) -> Place:
        return Place(
            record=before + index + 1,
            line=int(self.lines[index]),
            starts=int(self.starts[index]),
            ends=int(self.ends[index]),
        )


class _Scanner:
    """Remembers, from one piece of a file to the next, what is still open."""

    def __init__(self, delimiter: str | None, offset: int, line: int) -> None:
        self.field_starts = [_NEWLINE, _RETURN, *([ord(delimiter)] if delimiter else [])]
        self.quotes = delimiter is not None
        self.offset = offset  # of the next byte
        self.line = line  # of the next byte
        self.inside = False  # quotes
        self.previous = _NEWLINE  # byte
        self.start = offset  # of the record that is open
        self.start_line = line

    def take(self, chunk: bytes) -> _Block:
        data = np.frombuffer(chunk, dtype=np.uint8)
        newlines = np.flatnonzero(data == _NEWLINE)
        ends = newlines[~self._inside_quotes(data, newlines)] + 1 if self.quotes else newlines + 1
        lines_before = self.line + np.searchsorted(newlines, ends, side="left")
        block = self._records(data, ends, lines_before)
        self.offset += len(chunk)
        self.line += len(newlines)
        self.previous = int(data[-1])
        return block

    def finish(self) -> _Block:
        """Return the last record where no newline ends it."""
        one = slice(0, 1 if self.offset > self.start else 0)
        return _Block(
            starts=np.array([self.start], dtype=np.int64)[one],
            ends=np.array([self.offset], dtype=np.int64)[one],
            lines=np.array([self.start_line], dtype=np.int64)[one],
            reached=self.start,
            reaches=self.offset + 1,
        )

    def _records(self, data: npt.NDArray[np.uint8], ends: Positions, lines: Positions) -> _Block:
        reached = self.start
        absolute = ends + self.offset
        starts = np.concatenate(([self.start], absolute[:-1])) if len(ends) else absolute
        first_lines = np.concatenate(([self.start_line], lines[:-1])) if len(ends) else lines
        if len(ends):
            self.start, self.start_line = int(absolute[-1]), int(lines[-1])
        lengths = absolute - starts
        blank = lengths == 1
        pairs = np.flatnonzero(lengths == 2)
        first = ends[pairs] - 2
        blank[pairs] = np.where(first >= 0, data[first], self.previous) == _RETURN
        return _Block(starts[~blank], absolute[~blank], first_lines[~blank], reached, self.start)

    def _inside_quotes(self, data: npt.NDArray[np.uint8], newlines: Positions) -> Flags:
        """Return which newlines are text: an odd number of quotes stands before them.

        Where a quote stands in the middle of a field it is text itself, and quotes are followed one
        by one instead.
        """
        quotes = np.flatnonzero(data == _QUOTE)
        if not len(quotes):
            return np.full(len(newlines), self.inside)
        opening = quotes[int(self.inside) :: 2]
        before = np.where(opening > 0, data[opening - 1], self.previous)
        if np.isin(before, [*self.field_starts, _QUOTE]).all():
            odd: Flags = (np.searchsorted(quotes, newlines) + int(self.inside)) % 2 == 1
            self.inside = (len(quotes) + int(self.inside)) % 2 == 1
            return odd
        return self._followed(data, quotes, newlines)

    def _followed(
        self, data: npt.NDArray[np.uint8], quotes: Positions, newlines: Positions
    ) -> Flags:
        before = np.where(quotes > 0, data[quotes - 1], self.previous)
        opens = np.isin(before, self.field_starts).tolist()
        spans: list[tuple[int, int]] = []
        inside, since = self.inside, -1
        closed_at = -2
        for position, may_open in zip(quotes.tolist(), opens, strict=True):
            if inside:
                spans.append((since, position))
                inside, closed_at = False, position
            elif may_open or position == closed_at + 1:
                inside, since = True, position
        if inside:
            spans.append((since, len(data)))
        self.inside = inside
        marks = np.array(spans, dtype=np.int64).reshape(-1)
        within: Flags = np.searchsorted(marks, newlines) % 2 == 1
        return within
