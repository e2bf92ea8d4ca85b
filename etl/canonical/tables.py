"""Tables as a schema.toml declares them: the contract of a layer, made into empty tables."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import pyarrow as pa

from etl.warehouse import Loading

_ARROW = {
    "varchar": pa.string(),
    "boolean": pa.bool_(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}

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


def fill(
    loading: Loading, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Append `rows`, in the order of `columns`, to the table `name` of the core schema."""
    types = shapes()[name].columns
    append(loading, name, {column: types[column] for column in columns}, rows)


def append(
    loading: Loading, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Append `rows` to any table, all at once; `columns` gives the types of what they hold."""
    if not rows:
        return
    arrays = zip(*rows, strict=True)
    loading.register(
        "appended",
        pa.table(
            {
                column: pa.array(values, _ARROW[kind])
                for (column, kind), values in zip(columns.items(), arrays, strict=True)
            }
        ),
    )
    loading.run(f"insert into {name} by name select * from appended")
    loading.unregister("appended")
