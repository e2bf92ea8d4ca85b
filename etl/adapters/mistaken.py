"""Files that are no table, known by how they begin: what they are, and what to do instead."""

_TABLE = "export the table itself as CSV and put that into the inbox."
_UNPACK = "unpack it, and put what is in it into the inbox."
_SAVE = "save it as .xlsx or as CSV."
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture (PNG)", _TABLE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _TABLE),
    (b"GIF8", "a picture (GIF)", _TABLE),
    (b"%PDF", "a PDF document", _TABLE),
    (b"{\\rtf", "a text document (RTF)", _TABLE),
    (b"PAR1", "a Parquet file", _TABLE),
    (b"SQLite format 3", "a database (SQLite)", _TABLE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of the old kind (.xls)", _SAVE),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACK),
    (b"Rar!\x1a\x07", "an archive (RAR)", _UNPACK),
    (b"BZh", "packed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "packed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", _UNPACK),
    (b"\x1f\x8b", "packed with gzip twice", _UNPACK),
    (b"<!doctype html", "a web page, perhaps the one to sign in", _TABLE),
    (b"<html", "a web page, perhaps the one to sign in", _TABLE),
    (b"<?xml", "XML", "export it as CSV or JSON."),
)  # fmt: skip
LONGEST = 64


def what_it_is(head: bytes) -> str | None:
    """Return what a file is that begins with `head`, and what to do; None: it may be a table."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind, mend in _BEGINNINGS:
        if head.startswith(beginning) or (beginning[:1] == b"<" and text.startswith(beginning)):
            return f"{kind}: {mend}"
    return None
