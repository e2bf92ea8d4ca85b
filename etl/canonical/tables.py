"""Tables as a schema.toml declares them: the contract of a layer, made into empty tables."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from etl.warehouse import Loading

CORE = resources.files("etl.canonical") / "schema.toml"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a schema.toml says of one table."""

    name: str
    about: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    columns: dict[str, str]  # in the order of the file; types of DuckDB, or of `words`
    distinct: tuple[str, ...]  # texts of which hardly two rows have the same


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Return every type that is a list of words; an empty one is known to a build alone."""
    return {name: tuple(listed) for name, listed in _declared(CORE).get("words", {}).items()}


def shapes(schema: Traversable = CORE) -> dict[str, Shape]:
    """Return every table that `schema` declares, by name, in the order of the file."""
    return {
        name: Shape(
            name=name,
            about=table["about"],
            key=tuple(table["key"]),
            required=tuple(table.get("required", ())),
            columns=dict(table["columns"]),
            distinct=tuple(table.get("distinct", ())),
        )
        for name, table in _declared(schema).items()
        if name != "words"
    }


def create(loading: Loading, *names: str, schema: Traversable = CORE) -> None:
    """Make the tables `names` of `schema`, empty; without names, all of them."""
    declared = shapes(schema)
    for name in names or declared:
        shape = declared[name]
        for kind in words().keys() & set(shape.columns.values()):
            _define(loading, kind)
        columns = ", ".join(
            f'"{column}" {kind}'
            # Looking for a dictionary, or packing, takes three times as long and saves little.
            + (" using compression uncompressed" if column in shape.distinct else "")
            + (" not null" if column in shape.required else "")
            for column, kind in shape.columns.items()
        )
        loading.run(f"create table {name} ({columns})")


def _define(loading: Loading, kind: str) -> None:
    """Make the type `kind`, unless a load has made it of the words it found."""
    if listed := words()[kind]:
        loading.run(
            f"create type if not exists {kind} as enum (select unnest($listed))",
            {"listed": list(listed)},
        )
    else:
        loading.run(f"create type if not exists {kind} as varchar")


def _declared(schema: Traversable) -> dict[str, Any]:
    return _parsed(schema.read_text(encoding="utf-8"))


@cache
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
