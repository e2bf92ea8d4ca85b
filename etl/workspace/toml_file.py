"""A TOML file checked against its model; what is wrong becomes sentences that name the line."""

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from etl.problems import RefusedData
from etl.workspace.toml_lines import Path, lines_of

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "string": 'text in quotes, such as "text"',
    "tuple": 'a list, such as ["one", "two"]',
    "list": 'a list, such as ["one", "two"]',
    "bool": "true or false, without quotes",
    "int": "a whole number, without quotes",
    "date": "a day, such as 2026-03-31",
    "datetime": "a moment, such as 2026-03-31T23:59:00",
    "dict": "a table of its own, with keys and values",
    "model": "a table of its own, with keys and values",
}


@dataclass(frozen=True, slots=True)
class TomlFile(Generic[Model]):
    """A file that says something valid."""

    name: str
    content: Model
    sha256: str
    lines: dict[Path, int]

    @classmethod
    def read(cls, name: str, raw: bytes, model: type[Model]) -> "TomlFile[Model]":
        """Return the file `name` that holds `raw`.

        Raises RefusedData with a sentence for each thing that is wrong.
        """
        text = _decoded(name, raw)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise RefusedData(_not_toml(name, str(error), text.rstrip().count("\n") + 1)) from None
        lines = lines_of(text)
        try:
            content = model.model_validate(data)
        except ValidationError as error:
            schema = model.model_json_schema()
            raise RefusedData(
                *(
                    f"{_place(name, lines, _path(found))}: {_says(found, schema)}"
                    for found in _first_of_each(error.errors(), lines)
                )
            ) from None
        return cls(name, content, hashlib.sha256(raw).hexdigest(), lines)

    def place(self, *path: str | int) -> str:
        """Return where a key stands, in words: the file, the line and the key."""
        return _place(self.name, self.lines, path)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return those of `known` that were probably meant by `word`, the likeliest first."""
    spellings = {name.casefold(): name for name in known}
    for cutoff in (0.85, 0.6):
        if found := difflib.get_close_matches(word.casefold(), spellings, n=3, cutoff=cutoff):
            return [spellings[name] for name in found]
    return []


def choices(word: str, known: Iterable[str]) -> str:
    """Return what to write instead of `word`: the nearest of `known`, or all of them."""
    names = sorted(known)
    if not names:
        return "there is none yet"
    meant = nearest(word, names)
    some = "" if meant or len(names) == 1 else "one of "
    return f"write {some}{' or '.join(map(repr, meant)) or ', '.join(map(repr, names))}"


def _decoded(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RefusedData(
            f"{name}, line {line}: this is not UTF-8 text; save the file again as UTF-8."
        ) from None


def _not_toml(name: str, message: str, lines: int) -> str:
    says, _, place = message.rpartition(" (at ")
    if not says:
        return f"{name}: {message}; write every setting as key = value."
    where = place.rstrip(")").replace("end of document", f"line {lines}")
    if says == "Cannot overwrite a value":
        return f"{name}, {where}: this key stands there twice; keep one of the two."
    if says.startswith("Cannot declare"):
        return f"{name}, {where}: {says}; keep one of the two."
    return (
        f"{name}, {where}: {says[:1].lower()}{says[1:]}; write every setting as key = value, "
        "text in quotes, lists in [brackets]."
    )


def _place(name: str, lines: dict[Path, int], path: Path) -> str:
    known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in lines), ())
    where = f"{name}, line {lines[known]}" if known else name
    return f"{where}, {_words(path)}" if path else where


def _words(path: Path) -> str:
    """Return a key as a person would name it: `zone in [calendars.office]`."""
    table = next((end for end, part in enumerate(path) if isinstance(part, int)), None)
    if table == 1:
        rest = [str(part) for part in path[2:] if isinstance(part, str)]
        return f"{'.'.join(rest)} in [[{path[0]}]]" if rest else f"[[{path[0]}]]"
    keys = [part for part in path if isinstance(part, str)]
    if len(keys) == 1:
        return keys[0]
    split = min(2, len(keys) - 1) if keys[0] in ("calendars", "sources") else 1
    return f"{'.'.join(keys[split:])} in [{'.'.join(keys[:split])}]"


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != "[key]")


def _first_of_each(
    errors: Iterable[ErrorDetails], lines: dict[Path, int]
) -> Iterator[ErrorDetails]:
    """Yield the errors in the order of the file, one a key."""
    seen: set[Path] = set()
    for error in sorted(errors, key=lambda error: _line(lines, _path(error))):
        if (path := _path(error)) not in seen:
            seen.add(path)
            yield error


def _line(lines: dict[Path, int], path: Path) -> int:
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def _says(error: ErrorDetails, schema: dict[str, Any]) -> str:
    kind, given = error["type"], error["input"]
    key = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        return f"there is no such key; {_instead(key, _keys(schema, error['loc'][:-1]))}."
    if kind == "missing":
        return _missing(schema, error["loc"])
    if kind == "literal_error":
        return (
            f"{given!r} is not known here; {choices(str(given), _allowed(schema, error['loc']))}."
        )
    if kind == "value_error":
        return f"{error['ctx']['error']}."
    if kind == "greater_than_equal":
        return f"{given} is too small; write {error['ctx']['ge']} or more."
    named = kind.split("_")[0]
    if named in _KINDS:
        return f"{_shown(given)} does not fit; write {_KINDS[named]}."
    return f"{_shown(given)}: {error['msg'][:1].lower()}{error['msg'][1:]}."


def _instead(word: str, known: list[str]) -> str:
    if meant := nearest(word, known):
        return f"write {' or '.join(meant)}"
    return f"known here are {', '.join(known)}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _keys(schema: dict[str, Any], path: Path) -> list[str]:
    return sorted(_at(schema, path).get("properties", {}))


def _allowed(schema: dict[str, Any], path: Path) -> list[str]:
    if path[-1] == "[key]":
        names = _at(schema, path[:-2]).get("propertyNames", {})
        return list(_resolved(schema, names).get("enum", ()))
    return list(_at(schema, path).get("enum", ()))


def _missing(schema: dict[str, Any], path: Path) -> str:
    expected = _at(schema, path)
    if required := expected.get("required"):
        return f"this table is missing; add [{path[-1]}] with {', '.join(required)}."
    examples = _field(schema, path).get("examples") or ["..."]
    return f"this key is missing; add {path[-1]} = {_toml(examples[0])}."


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    return _shown(value)


def _at(schema: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return what `schema` says of the values that may stand at `path`."""
    return _resolved(schema, _field(schema, path))


def _field(schema: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return what `schema` says of `path` itself: its examples beside what may stand there."""
    here: dict[str, Any] = schema
    for part in path:
        here = _resolved(schema, here)
        if isinstance(part, int):
            here = here.get("items", {})
        else:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    return here


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    return part
