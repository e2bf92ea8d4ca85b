"""What a build was made of, and in what the making of two builds differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from etl.canonical.staging import OF_TICKETS
from etl.canonical.tables import Shape, shapes
from etl.metrics.catalogue import Metric, catalogue
from etl.metrics.grain import is_of_tickets
from etl.problems import OtherVersion
from etl.slices.registry import SLICES
from etl.version import code_version, counting_sha256, has_these_definitions
from etl.warehouse import Warehouse

_FACTS = shapes(resources.files("etl.facts") / "schema.toml")
COUNTED = {
    name: shape
    for name, shape in _FACTS.items()
    if name == "fact_ticket_share" or is_of_tickets(name)
}
"""The fact_ tables that metrics of tickets are counted from."""
PLACES = {
    name: shape
    for name, shape in shapes(resources.files("etl.slices") / "schema.toml").items()
    if name in {"slice_unit", *(each.table for each in SLICES.values())}
}
"""The slice_ tables that say where a unit stands on a day."""
_PLACING = ("unit", "post", "queue")
"""The files of the company that bear on figures of tickets; no such figure reads its other lists:
customers, staffing, profit and the like."""
_SHOWN = frozenset(
    need for entry in catalogue().values() if is_of_tickets(entry.grain) for need in entry.needs
)
"""The capabilities that bear on figures of tickets."""


@dataclass(frozen=True, slots=True)
class Making:
    """What a build was made of.

    `files` are told by source, thing and hash; `parts` are those of load_part, by kind and name.
    """

    build: int
    code_version: str
    files: frozenset[tuple[str, str, str]]
    sources: frozenset[str]  # that have tickets
    extracts: dict[str, datetime]
    missing: frozenset[tuple[str, str]]  # sources and what they cannot show
    parts: dict[tuple[str, str], str]
    kinds: dict[str, str]  # of metrics, by id

    def has_entry(self, entry: Metric) -> bool:
        """Return whether the build was made by this definition of the metric."""
        return self.parts.get(("metric", entry.id)) == entry.sha256

    def is_counted_as_now(self) -> bool:
        """Return whether this program reads an entry off the facts as the build's own did."""
        return self.parts.get(("counting", "all")) == counting_sha256()

    def told(self, source: str) -> frozenset[str]:
        """Return the hashes of the files of tickets and history of a source."""
        return frozenset(
            sha for name, thing, sha in self.files if name == source and thing in OF_TICKETS
        )

    def placing(self) -> frozenset[tuple[str, str]]:
        """Return the files of units, posts and queues, by thing and hash."""
        return frozenset((thing, sha) for _, thing, sha in self.files if thing in _PLACING)


def making(warehouse: Warehouse) -> Making:
    """Return what the build was made of.

    Raises OtherVersion when this program cannot read the tables in which it is kept.
    """
    _refuse_unreadable(warehouse)
    ((made_by,),) = warehouse.query("select code_version from load_build").rows
    files = warehouse.query("select source, thing, sha256 from load_file").rows
    sources = warehouse.query("select distinct cast(source as varchar) from core_ticket").rows
    extracts = warehouse.query("select cast(source as varchar), extract_at from core_source").rows
    missing = warehouse.query("select source, capability from load_capability where state = 'no'")
    parts = warehouse.query("select kind, name, sha256, details from load_part").rows
    return Making(
        build=warehouse.build,
        code_version=made_by,
        files=frozenset(files),
        sources=frozenset(source for (source,) in sources),
        extracts=dict(extracts),
        missing=frozenset(missing.rows),
        parts={(kind, name): sha256 for kind, name, sha256, _ in parts},
        kinds={name: details for kind, name, _, details in parts if kind == "metric"},
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """In what the making of two builds differs."""

    before: Making
    after: Making

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the sources of tickets of either build."""
        return tuple(sorted(self.before.sources | self.after.sources))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what differs besides records and extracts: settings, organisation, definitions."""
        found = {
            "settings": bool(self.settings),
            "organisation": self.before.placing() != self.after.placing(),
            "definitions": self.is_defined_otherwise,
        }
        return tuple(reason for reason, differs in found.items() if differs)

    @property
    def settings(self) -> tuple[str, ...]:
        """Return the parts of ledger.toml that differ."""
        return self._parts("setting")

    @property
    def metrics(self) -> tuple[str, ...]:
        """Return the metrics whose definition differs."""
        return self._parts("metric")

    @property
    def libraries(self) -> tuple[str, ...]:
        """Return the libraries whose releases differ."""
        return self._parts("library")

    @property
    def is_defined_otherwise(self) -> bool:
        """Return whether other definitions, or another release of a library, made either build."""
        made_by = (self.before.code_version, self.after.code_version)
        return bool(self.libraries) or len({name.partition("+")[2] for name in made_by}) > 1

    def is_extract_another(self, source: str) -> bool:
        """Return whether a source was exported at another time."""
        return self.before.extracts.get(source) != self.after.extracts.get(source)

    def is_told_otherwise(self, source: str) -> bool:
        """Return whether the files of a source's tickets and history differ."""
        return self.before.told(source) != self.after.told(source)

    def shows_otherwise(self, source: str) -> bool:
        """Return whether other records made a source show what it did not, or no more what it did:
        it bears upon all of its tickets."""
        before, after = (
            {shown for name, shown in made.missing if name == source and shown in _SHOWN}
            for made in (self.before, self.after)
        )
        return before != after and self.is_told_otherwise(source)

    def read_otherwise(self, source: str) -> tuple[str, ...]:
        """Return why the same record of a source may have been read as something else."""
        is_set = bool({"company", f"sources.{source}"} & set(self.settings))
        found = {"settings": is_set, "definitions": self.is_defined_otherwise}
        return tuple(reason for reason, differs in found.items() if differs)

    def sentences(self) -> Iterator[str]:
        """Yield in words how `after` was made of something else than `before`, if it was."""
        one, other = f"build {self.before.build}", f"build {self.after.build}"
        new = {sha for _, _, sha in self.after.files} - {sha for _, _, sha in self.before.files}
        gone = {sha for _, _, sha in self.before.files} - {sha for _, _, sha in self.after.files}
        if new or gone:
            files = self.before.files | self.after.files
            things = sorted({thing for _, thing, sha in files if sha in new | gone})
            yield (
                f"Files of {', '.join(things).replace('_', ' ')}: {len(new):,} only in {other}, "
                f"{len(gone):,} only in {one}."
            )
        extracts: dict[tuple[datetime | None, datetime | None], list[str]] = {}
        for source in sorted({*self.before.extracts, *self.after.extracts}):
            if not self.is_extract_another(source):
                continue
            at = (self.before.extracts.get(source), self.after.extracts.get(source))
            extracts.setdefault(at, []).append(source)
        for (earlier, later), sources in extracts.items():
            yield (
                f"Extract of {', '.join(sources)}: {earlier or 'none'} in {one}, "
                f"{later or 'none'} in {other} (UTC)."
            )
        if self.settings:
            yield f"Settings of ledger.toml that differ: {', '.join(self.settings)}."
        if "organisation" in self.reasons:
            yield "Organisation: the files of units, posts and queues differ."
        if self.is_defined_otherwise:
            differing = (*self.metrics, *self.libraries)
            named = ", ".join(differing) or "none of the catalogue, but of what it reads"
            yield (
                f"Definitions: {self.before.code_version} made {one}, {self.after.code_version} "
                f"made {other}; they differ in: {named}."
            )

    def _parts(self, kind: str) -> tuple[str, ...]:
        before, after = self.before.parts, self.after.parts
        return tuple(
            name
            for part in dict.fromkeys((*before, *after))
            for found, name in [part]
            if found == kind and before.get(part) != after.get(part)
        )


def _refuse_unreadable(warehouse: Warehouse) -> None:
    """Raise OtherVersion when a table of the build lacks a column that this program reads."""
    ((made_by,),) = warehouse.query("select code_version from load_build").rows
    if has_these_definitions(made_by):
        return
    there = warehouse.query(
        "select table_name, column_name from duckdb_columns() where schema_name = 'main'"
    ).rows
    for name, shape in _read().items():
        for column in shape.columns:
            if (name, column) not in there:
                raise OtherVersion(
                    f"Build {warehouse.build} was made by {made_by}, whose tables {code_version()} "
                    f"cannot read (there is no {name}.{column}): compare builds that one version "
                    "made; `service-ledger load` makes one."
                )


def _read() -> dict[str, Shape]:
    """Return the tables of which a comparison of builds is made."""
    core = shapes()
    names = (
        "core_ticket", "core_ticket_event", "core_source", "core_company_day", "core_customer",
        "load_part",
    )  # fmt: skip
    cube = shapes(resources.files("etl.metrics") / "schema.toml")
    return {name: core[name] for name in names} | _FACTS | PLACES | cube
