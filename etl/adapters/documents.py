"""JSON documents: whole files that hold lists of objects, or such objects or lists line by line."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.adapters.contract import Adapter, Document
from etl.adapters.opened import Opened
from etl.problems import RefusedData
from etl.warehouse import DatabaseError, Loading


def is_document(opened: Opened, adapters: Sequence[Adapter]) -> bool:
    """Return whether a file is JSON that is no table: one value, or lines that `adapters` know.

    Of a single line it is one if they know it; other objects line by line are a table.
    """
    if opened.is_workbook:
        return False
    first, second = _first_lines(opened)
    if not first.lstrip().startswith(("{", "[")):
        return False
    content, following = _parsed(first), _parsed(second)
    if _list_of(content, adapters) or _list_of(following, adapters):
        return True
    if second.strip():
        known = _is_known(content, adapters) and _is_known(following, adapters)
        return known or (content is None and not isinstance(following, dict))
    return content is None or _is_known(content, adapters)


def _first_lines(opened: Opened) -> tuple[str, str]:
    with opened.readable.open("rb") as file:
        first, second = (file.readline().decode("utf-8-sig", errors="replace") for _ in range(2))
    return first, second


def _is_known(content: object, adapters: Sequence[Adapter]) -> bool:
    return any(adapter.knows(content) for adapter in adapters if adapter.knows)


def _list_of(content: object, adapters: Sequence[Adapter]) -> str | None:
    found = (adapter.list_of(content) for adapter in adapters if adapter.list_of)
    return next((name for name in found if name), None)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def load(path: Path, opened: Opened, told_as: str, adapters: Sequence[Adapter]) -> Document:
    """Return the document of a file. Raises RefusedData when it is not JSON."""
    first, second = map(_parsed, _first_lines(opened))
    if name := _list_of(first, adapters) or _list_of(second, adapters):
        return Document(path, {name: [entry for _, entry in _lines(opened)]}, "objects")
    if isinstance(first, dict) and isinstance(second, dict):
        return Document(path, _joined(opened, told_as), "pages")
    try:
        with opened.readable.open(encoding="utf-8-sig") as file:
            return Document(path, json.load(file))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise RefusedData(
            f"{told_as}{where}: it is not JSON that can be read; export it again."
        ) from None


def _lines(opened: Opened) -> list[tuple[int, object]]:
    """Return what stands on each line that has anything, with its number; None: no JSON."""
    with opened.readable.open("rb") as file:
        return [
            (number, _parsed(line.decode("utf-8", errors="replace")))
            for number, line in enumerate(file, start=1)
            if line not in (b"\n", b"\r\n")
        ]


def _joined(opened: Opened, told_as: str) -> dict[str, list[object]]:
    """Return the lists of all pages, each list's pages one after the other."""
    joined: dict[str, list[object]] = {}
    for number, page in _lines(opened):
        if not isinstance(page, dict):
            raise RefusedData(
                f"{told_as}, line {number}: it is not a page of JSON like the lines above; export "
                "it again."
            )
        for name, entries in page.items():
            if isinstance(entries, list):
                joined.setdefault(name, []).extend(entries)
    return joined


def count(
    loading: Loading, path: Path, told_as: str, list_name: str, *, is_paged: bool = False
) -> int:
    """Return how many objects a list of a document, or of all its pages, holds: read by DuckDB and
    not by the loader."""
    where = "/" + list_name if list_name else ""
    lines = "unnest(string_split(content, chr(10)))" if is_paged else "content"
    try:
        found = loading.query(
            f"select sum(json_array_length(page, $where)) from (select {lines} as page "
            "from read_text($path)) where trim(page) <> ''",
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
