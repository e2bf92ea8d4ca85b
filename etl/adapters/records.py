"""Where the records of a text file begin and end, found without the parser that loads them.

A record of a table ends at a newline that is not inside quotes; a line with nothing on it is no
record. This is how a file's records are counted, and how a record that was refused is found again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.void]

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
LONGEST_SHOWN = 1 << 20
_STATE = ("offset", "records", "line", "inside", "previous", "start", "start_line")
_MARK = np.dtype([(name, np.int64) for name in _STATE])


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
    piece: int = 256 << 10  # bytes looked at together

    def count(self) -> int:
        """Return how many records there are.

        Where each piece of the file begins is kept beside it, so that a record can be found again
        without reading everything before it.
        """
        marks = self._measure()
        np.save(self._beside, marks)
        return int(marks["records"][-1])

    def left_open(self) -> Place | None:
        """Return the last record where a quote in it is still open at the end of the file."""
        marks = self._marks()
        scanner = _Scanner(self.delimiter, *marks[-2].tolist())
        if not scanner.inside:
            return None
        return scanner.finish().place(0, int(marks["records"][-2]))

    def places(self, wanted: Iterable[int]) -> dict[int, Place]:
        """Return where the records with the numbers `wanted` (from 1) stand."""
        numbers = np.array(sorted(set(wanted)), dtype=np.int64)
        marks = self._marks()
        pieces = np.searchsorted(marks["records"][1:], numbers)
        return {
            number: block.place(number - int(marks["records"][piece]) - 1, marks["records"][piece])
            for piece, block, found in self._looked_up(marks, pieces, numbers)
            for number in found
        }

    def places_at(self, offsets: Iterable[int]) -> dict[int, Place]:
        """Return, for each byte offset, the record it lies in."""
        wanted = np.array(sorted(set(offsets)), dtype=np.int64)
        marks = self._marks()
        pieces = np.searchsorted(marks["start"][1:], wanted, side="right")
        return {
            offset: block.place(index, marks["records"][piece])
            for piece, block, found in self._looked_up(marks, pieces, wanted)
            for offset in found
            if (index := int(np.searchsorted(block.ends, offset, side="right"))) < len(block.ends)
        }

    def text(self, place: Place) -> str:
        """Return a record as it stands in the file, cut where it is very long."""
        with self.path.open("rb") as file:
            file.seek(place.starts)
            raw = file.read(min(place.ends - place.starts, LONGEST_SHOWN))
        return raw.decode("utf-8", errors="replace").rstrip("\r\n")

    @property
    def _beside(self) -> Path:
        return self.path.with_suffix(".records.npy")

    def _marks(self) -> Marks:
        if self._beside.exists():
            kept: Marks = np.load(self._beside)
            return kept
        return self._measure()

    def _measure(self) -> Marks:
        """Return the state in which each piece begins, the end of the file being a piece too, and
        a last line with the totals."""
        scanner = _Scanner.begin(self.delimiter, self.skipped, self.first_line)
        marks: list[tuple[int, ...]] = []
        with self.path.open("rb") as file:
            file.seek(self.skipped)
            while True:
                chunk = file.read(self.piece)
                marks.append(scanner.state)
                if not chunk:
                    break
                scanner.take(chunk)
        records = scanner.records + len(scanner.finish().ends)
        marks.append(
            (scanner.offset, records, scanner.line, 0, 0, scanner.offset + 1, scanner.line)
        )
        return np.array(marks, dtype=_MARK)

    def _looked_up(
        self, marks: Marks, pieces: Positions, wanted: Positions
    ) -> Iterator[tuple[int, "_Block", list[int]]]:
        """Yield each piece that holds something wanted, the records in it, and what is wanted."""
        last = len(marks) - 2
        for piece in np.unique(pieces[pieces <= last]).tolist():
            scanner = _Scanner(self.delimiter, *marks[piece].tolist())
            with self.path.open("rb") as file:
                file.seek(scanner.offset)
                length = int(marks["offset"][piece + 1]) - scanner.offset
                block = scanner.take(file.read(length)) if piece < last else scanner.finish()
            yield piece, block, wanted[pieces == piece].tolist()


@dataclass(frozen=True, slots=True)
class _Block:
    """Records that end in one piece of the file: offsets where they start and end, and lines."""

    starts: Positions
    ends: Positions
    lines: Positions

    def place(self, index: int, before: int) -> Place:
        return Place(
            record=int(before) + index + 1,
            line=int(self.lines[index]),
            starts=int(self.starts[index]),
            ends=int(self.ends[index]),
        )


class _Scanner:
    """Remembers, from one piece of a file to the next, what is still open."""

    def __init__(
        self,
        delimiter: str | None,
        offset: int,
        records: int,
        line: int,
        inside: int,
        previous: int,
        start: int,
        start_line: int,
    ) -> None:
        self.begins_field = np.zeros(256, dtype=np.bool_)  # whether a quote after a byte opens one
        self.begins_field[[_NEWLINE, _RETURN, *([ord(delimiter)] if delimiter else [])]] = True
        self.quotes = delimiter is not None
        self.offset = offset  # of the next byte
        self.records = records  # that ended before it
        self.line = line  # on which it is
        self.inside = bool(inside)  # quotes
        self.previous = previous  # byte
        self.start = start  # of the record that is open
        self.start_line = start_line

    @classmethod
    def begin(cls, delimiter: str | None, offset: int, line: int) -> "_Scanner":
        return cls(delimiter, offset, 0, line, 0, _NEWLINE, offset, line)

    @property
    def state(self) -> tuple[int, ...]:
        """Return what another scanner needs to go on from here."""
        return (
            self.offset, self.records, self.line, int(self.inside), self.previous, self.start,
            self.start_line,
        )  # fmt: skip

    def take(self, chunk: bytes) -> _Block:
        data = np.frombuffer(chunk, dtype=np.uint8)
        newlines = np.flatnonzero(data == _NEWLINE)
        ends = newlines[~self._inside_quotes(data, newlines)] + 1 if self.quotes else newlines + 1
        block = self._records(data, ends, self.line + np.searchsorted(newlines, ends))
        self.offset += len(chunk)
        self.records += len(block.ends)
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
        )

    def _records(self, data: npt.NDArray[np.uint8], ends: Positions, lines: Positions) -> _Block:
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
        return _Block(starts[~blank], absolute[~blank], first_lines[~blank])

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
        if (self.begins_field[before] | (before == _QUOTE)).all():
            odd: Flags = (np.searchsorted(quotes, newlines) + int(self.inside)) % 2 == 1
            self.inside = (len(quotes) + int(self.inside)) % 2 == 1
            return odd
        return self._followed(data, quotes, newlines)

    def _followed(
        self, data: npt.NDArray[np.uint8], quotes: Positions, newlines: Positions
    ) -> Flags:
        before = np.where(quotes > 0, data[quotes - 1], self.previous)
        opens = self.begins_field[before].tolist()
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
