"""JSON documents: whole files that hold lists of objects."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.adapters.contract import Document
from etl.adapters.opened import Opened
from etl.problems import RefusedData
from etl.warehouse import DatabaseError, Loading


def is_document(opened: Opened, knows: Callable[[object], bool]) -> bool:
    """Return whether a file is one JSON value, and not one a line. Of a single line it is one if
    `knows` knows it."""
    if opened.is_workbook:
        return False
    with opened.readable.open("rb") as file:
        first, second = (file.readline().decode("utf-8-sig", errors="replace") for _ in range(2))
    if not first.lstrip().startswith(("{", "[")):
        return False
    content = _parsed(first)
    if second.strip():
        return content is None and not isinstance(_parsed(second), dict)
    return content is None or knows(content)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def load(path: Path, opened: Opened, told_as: str) -> Document:
    """Return the document of a file. Raises RefusedData when it is not JSON."""
    try:
        with opened.readable.open(encoding="utf-8-sig") as file:
            return Document(path, json.load(file))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise RefusedData(
            f"{told_as}{where}: it is not JSON that can be read; export it again."
        ) from None


def count(loading: Loading, path: Path, told_as: str, list_name: str) -> int:
    """Return how many objects a list of a document holds, read by DuckDB and not by the loader."""
    where = "/" + list_name if list_name else ""
    try:
        found = loading.query(
            "select json_array_length(content, $where) from read_text($path)",
            {"path": str(path), "where": where},
        ).rows[0][0]
    except DatabaseError:
        raise RefusedData(
            f"{told_as}: its objects cannot be counted, for it is not strictly JSON; export it "
            "again."
        ) from None
    return int(found or 0)


def listed(content: object, name: str) -> list[dict[str, Any]]:
    """Return the objects of the list `name` of a document; none where there is no such list."""
    found = content.get(name) if isinstance(content, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
