"""Where anything stands on the sheets of a workbook, as their XML says it; none of its values."""

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat


@dataclass
class Outline:
    """What the XML of a sheet says of it, without its values."""

    rows: int = 0  # that hold anything
    cells: int = 0
    first_row: int = 0
    last_row: int = 0
    first_column: int = 0
    last_column: int = 0
    row: int = 0  # the one that was looked at last
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)  # by row: column, error

    @property
    def area(self) -> int:
        """Return how many cells stand between the first and the last that hold anything."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def take(self, row: int, column: int) -> None:
        self.rows += row != self.row
        self.cells += 1
        self.row = row
        self.first_row = min(self.first_row or row, row)
        self.last_row = max(self.last_row, row)
        self.first_column = min(self.first_column or column, column)
        self.last_column = max(self.last_column, column)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Those of all sheets of a workbook."""

    of: dict[str, Outline]  # by the name of the sheet
    counts_from_1904: bool


def outlines(archive: zipfile.ZipFile) -> Outlines:
    """Read where anything stands on the sheets of a workbook of Excel."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    paths = {found.attrib["Id"]: _path(found.attrib["Target"]) for found in relations}
    texts = [
        _path(found.attrib["Target"])
        for found in relations
        if found.attrib["Type"].endswith("/sharedStrings")
    ]
    blank = _blank_texts(archive, texts[0]) if texts else set()
    found: dict[str, Outline] = {}
    for sheet in (element for element in book.iter() if _local(element.tag) == "sheet"):
        identity = next(value for name, value in sheet.attrib.items() if _local(name) == "id")
        with archive.open(paths[identity]) as part:
            found[sheet.attrib["name"]] = _Scanner(blank).outline(part)
    settings = (element for element in book.iter() if _local(element.tag) == "workbookPr")
    return Outlines(found, any(one.get("date1904") in ("1", "true") for one in settings))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _blank_texts(archive: zipfile.ZipFile, path: str) -> set[str]:
    """Return the numbers of the texts shared by cells that hold nothing but spaces."""
    blank: set[str] = set()
    number = 0
    with archive.open(path) as part:
        for _, element in ElementTree.iterparse(part):
            if _local(element.tag) == "si":
                if not "".join(element.itertext()).strip():
                    blank.add(str(number))
                number += 1
                element.clear()
    return blank


class _Scanner:
    """Reads the XML of a sheet for where anything stands, and keeps none of it."""

    def __init__(self, blank: set[str]) -> None:
        self._blank = blank
        self._outline = Outline()
        self._row = self._column = 0
        self._kind = ""
        self._text: list[str] | None = None
        self._inside = False

    def outline(self, part: IO[bytes]) -> Outline:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.buffer_text = True
        parser.ParseFile(part)
        return self._outline

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
            self._kind = attributes.get("t", "")
            self._text = []
        elif name in ("v", "t"):
            self._inside = True

    def _data(self, data: str) -> None:
        if self._inside and self._text is not None:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            self._inside = False
        elif name == "c" and self._text is not None:
            text = "".join(self._text).strip()
            self._text = None
            if text and not (self._kind == "s" and text in self._blank):
                self._outline.take(self._row, self._column)
                if self._kind == "e":
                    self._outline.errors.setdefault(self._row, []).append((self._column, text))


def _local(tag: str) -> str:
    return re.split(r"[ }]", tag)[-1]


def _column(reference: str) -> int:
    """Return the number of the column in a reference such as B5; 0 where there is none."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number
