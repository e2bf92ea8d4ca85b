"""Tables as a schema.toml declares them: the contract of a layer, made into empty tables."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from etl.warehouse import Loading

CORE = resources.files("etl.canonical") / "schema.toml"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a schema.toml says of one table."""

    name: str
    about: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    columns: dict[str, str]  # in the order of the file; DuckDB's types


def shapes(schema: Traversable = CORE) -> dict[str, Shape]:
    """Return every table that `schema` declares, by name, in the order of the file."""
    declared = tomllib.loads(schema.read_text(encoding="utf-8"))
    return {
        name: Shape(
            name=name,
            about=table["about"],
            key=tuple(table["key"]),
            required=tuple(table.get("required", ())),
            columns=dict(table["columns"]),
        )
        for name, table in declared.items()
    }


def create(loading: Loading, *names: str, schema: Traversable = CORE) -> None:
    """Make the tables `names` of `schema`, empty; without names, all of them."""
    declared = shapes(schema)
    for name in names or declared:
        shape = declared[name]
        columns = ", ".join(
            f'"{column}" {kind}' + (" not null" if column in shape.required else "")
            for column, kind in shape.columns.items()
        )
        loading.run(f"create table {name} ({columns})")
