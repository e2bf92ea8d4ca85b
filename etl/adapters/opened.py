"""A file of the inbox made ready to be read: unpacked, in UTF-8, with its hash."""

import codecs
import gzip
import hashlib
import os
import shutil
import zlib
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from etl.problems import RefusedData

CHUNK = 8 << 20
_SAMPLE = 1 << 20
_LARGEST_UNPACKED = 20 << 30
_SUSPICIOUS_RATIO = 300  # text packs 5 to 30 times; one byte repeated packs 1,000 times
_SUSPICIOUS_FROM = 64 << 20
_CODE_PAGES = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254"]
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read. `readable` has a name of our own, so that no name a person gave a
    file ever reaches SQL."""

    readable: Path
    sha256: str
    bytes: int
    is_workbook: bool
    encoding: str
    notes: tuple[str, ...] = ()


def open_file(path: Path, told_as: str, folder: Path, number: int) -> Opened:
    """Return the file at `path` ready to be read, with what had to be made put into `folder`.

    `told_as` is how messages call it. Raises RefusedData when it cannot be read as text or as a
    workbook, or unpacks into more than it should.
    """
    digest, size, head = _digest(path)
    readable = folder / f"{number}.txt"
    notes: list[str] = []
    if head.startswith(b"PK\x03\x04"):
        readable = folder / f"{number}.xlsx"
        os.symlink(path.resolve(), readable)
        return Opened(readable, digest, size, is_workbook=True, encoding="")
    source = path
    if head.startswith(b"\x1f\x8b"):
        source = folder / f"{number}.unpacked"
        _unpack(path, source, told_as)
        notes.append("unpacked from gzip")
    encoding, line_ends_differ = _encoding(source, told_as)
    if encoding == "utf-8" and not line_ends_differ:
        os.symlink(source.resolve(), readable)
    else:
        _rewrite(source, readable, encoding, told_as)
        notes.append(f"read as {encoding}" + (", line ends made alike" if line_ends_differ else ""))
    return Opened(readable, digest, size, False, encoding, tuple(notes))


def _digest(path: Path) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            head = head or chunk[:8]
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size, head


def _unpack(packed: Path, unpacked: Path, told_as: str) -> None:
    size, limit = 0, packed.stat().st_size * _SUSPICIOUS_RATIO
    try:
        with gzip.open(packed) as source, unpacked.open("wb") as target:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > _LARGEST_UNPACKED or (size > _SUSPICIOUS_FROM and size > limit):
                    raise RefusedData(
                        f"{told_as} unpacks into far more than a table would ({size:,} bytes and "
                        "counting): unpack it yourself and put the text file into the inbox."
                    )
                target.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise RefusedData(
            f"{told_as} is a damaged gzip file: export it again, or copy it again."
        ) from None


def _encoding(path: Path, told_as: str) -> tuple[str, bool]:
    """Return the encoding of a text file, and whether its line ends have to be made alike.

    A file in which more is UTF-8 than is not stays UTF-8: its bad records are refused one by one.
    """
    seen = _Bytes()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen.take(chunk)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if seen.head.startswith(mark):
            return encoding, seen.line_ends_differ
    if seen.head.count(b"\0") > len(seen.head) // 4:
        odd = seen.head[1::2].count(b"\0") > seen.head[0::2].count(b"\0")
        return ("utf-16-le" if odd else "utf-16-be"), seen.line_ends_differ
    if seen.beyond_ascii >= seen.not_utf8:
        return "utf-8", seen.line_ends_differ
    guess = from_bytes(seen.odd, cp_isolation=_CODE_PAGES).best()
    if guess is None:
        raise RefusedData(
            f"{told_as} is text in an encoding that is not known: save it as UTF-8 and put it "
            "into the inbox again."
        )
    return guess.encoding, seen.line_ends_differ


class _Bytes:
    """What has been seen of a file's bytes."""

    def __init__(self) -> None:
        self.head = b""
        self.odd = b""  # from where it is first not UTF-8
        self.beyond_ascii = 0  # bytes of characters that are UTF-8 and not ASCII
        self.not_utf8 = 0
        self.returns = self.newlines = self.pairs = 0
        self._last = b""
        self._cut = b""  # the beginning of a character at the end of the last piece

    @property
    def line_ends_differ(self) -> bool:
        """Return whether lines end in more than one way, or in one that no reader takes."""
        return self.returns > 0 and not self.returns == self.newlines == self.pairs

    def take(self, chunk: bytes) -> None:
        self.head = self.head or chunk[:_SAMPLE]
        if b"\r" in chunk or self._last == b"\r":
            self.returns += chunk.count(b"\r")
            self.pairs += chunk.count(b"\r\n") + (self._last == b"\r" and chunk[:1] == b"\n")
        self.newlines += chunk.count(b"\n")
        self._last = chunk[-1:]
        if self._cut or not chunk.isascii():
            self._decode(self._cut + chunk)

    def _decode(self, data: bytes) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = decoder.decode(data)
        self._cut = decoder.getstate()[0]
        bad = text.count("\ufffd")
        if bad and not self.odd:
            self.odd = data[:_SAMPLE]
        self.not_utf8 += bad
        self.beyond_ascii += len(data) - len(self._cut) - len(text)


def _rewrite(source: Path, target: Path, encoding: str, told_as: str) -> None:
    """Write `source` again in UTF-8, every line end as it is kept in memory: one newline."""
    try:
        with (
            source.open(encoding=encoding, newline=None) as text,
            target.open("w", encoding="utf-8", newline="") as clean,
        ):
            shutil.copyfileobj(text, clean, CHUNK)
    except UnicodeError:
        raise RefusedData(
            f"{told_as} begins as {encoding} but does not go on so: save it as UTF-8 and put it "
            "into the inbox again."
        ) from None
