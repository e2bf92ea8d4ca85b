"""A file of the inbox made ready to be read: unpacked, in UTF-8, with its hash."""

import codecs
import gzip
import hashlib
import os
import shutil
import zlib
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from etl import remarks
from etl.adapters import mistaken
from etl.problems import RefusedData
from etl.remarks import Remark

CHUNK = 8 << 20
_SAMPLE = 1 << 20
_LARGEST_UNPACKED = 20 << 30
_SUSPICIOUS_RATIO = 300  # text packs 5 to 30 times; one byte repeated packs 1,000 times
_SUSPICIOUS_FROM = 64 << 20
_CODE_PAGES = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254"]
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read. `readable` has a name of our own, so that no name a person gave a
    file ever reaches SQL."""

    readable: Path
    is_workbook: bool
    bytes: int  # of the file as it lies in the inbox
    hashed: "Future[str]"
    notes: tuple[Remark, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the hash of the file as it lies in the inbox, once it is made."""
        return self.hashed.result()


def open_file(path: Path, told_as: str, folder: Path, number: int, beside: Executor) -> Opened:
    """Return the file at `path` ready to be read, with what had to be made put into `folder`.

    `told_as` is how messages call it; `beside` makes the hash meanwhile. Raises RefusedData when it
    cannot be read as text or as a workbook, or unpacks into more than it should.
    """
    hashed = beside.submit(_digest, path)
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
    readable = folder / f"{number}.txt"
    notes: list[Remark] = []
    if head.startswith(b"PK\x03\x04"):
        readable = folder / f"{number}.xlsx"
        os.symlink(path.resolve(), readable)
        return Opened(readable, True, size, hashed)
    source = path
    if head.startswith(b"\x1f\x8b"):
        source = folder / f"{number}.unpacked"
        _unpack(path, source, told_as)
        notes.append(remarks.reading("unpacked"))
    _refuse_other_kinds(source, told_as)
    encoding, line_ends_differ = _encoding(source, told_as)
    if encoding == "utf-8" and not line_ends_differ:
        os.symlink(source.resolve(), readable)
    else:
        _rewrite(source, readable, encoding, told_as)
        notes.append(remarks.reading("encoding", encoding=encoding))
    if line_ends_differ:
        notes.append(remarks.reading("line_ends"))
    return Opened(readable, False, size, hashed, tuple(notes))


def _refuse_other_kinds(source: Path, told_as: str) -> None:
    with source.open("rb") as file:
        head = file.read(mistaken.LONGEST)
        while not head.strip():
            more = file.read(CHUNK)
            if not more:
                raise RefusedData(
                    f"{told_as} has nothing in it: export it again, or take it out of the inbox."
                )
            head = more
    if kind := mistaken.what_it_is(head):
        raise RefusedData(f"{told_as} is {kind}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
            f"{told_as} is no text, or in an encoding that is not known: export it as CSV in UTF-8 "
            "and put that into the inbox."
        )
    return guess.encoding, seen.line_ends_differ


class _Bytes:
    """What has been seen of a file's bytes."""

    def __init__(self) -> None:
        self.head = b""
        self.odd = b""  # from where it is first not UTF-8
        self.beyond_ascii = 0  # bytes of characters that are UTF-8 and not ASCII
        self.not_utf8 = 0
        self.line_ends: set[bytes] = set()
        self._return_waits = False
        self._cut = b""  # the beginning of a character at the end of the last piece

    @property
    def line_ends_differ(self) -> bool:
        """Return whether lines end in more than one way, or in one that no reader takes."""
        return len(self.line_ends) > 1 or b"\r" in self.line_ends

    def take(self, chunk: bytes) -> None:
        self.head = self.head or chunk[:_SAMPLE]
        self._look_at_line_ends(chunk)
        if self._cut or not chunk.isascii():
            self._decode(self._cut + chunk)

    def _look_at_line_ends(self, chunk: bytes) -> None:
        """Note how lines end; a return at the end of a piece waits for how the next begins."""
        data = b"\r" + chunk if self._return_waits else chunk
        self._return_waits = data.endswith(b"\r")
        if b"\r" not in data:
            self.line_ends |= {b"\n"} if b"\n" in data else set()
            return
        pairs = data.count(b"\r\n")
        if pairs:
            self.line_ends.add(b"\r\n")
        if data.count(b"\n") > pairs:
            self.line_ends.add(b"\n")
        if data.count(b"\r") - self._return_waits > pairs:
            self.line_ends.add(b"\r")

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
