"""The only door to DuckDB: write a build, publish it, open the one that is served, or two, ask.

A build is one file, `builds/warehouse-<number>.duckdb`. `builds/current` is one line naming the
build that is served; publishing replaces that line and never touches a build that is open.
A load that dies leaves a `builds/loading-*` file behind, which the next load sweeps away.
"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import duckdb

from etl.problems import NothingToShow, OtherVersion, Problem, WrongCall
from etl.remarks import obstacle

Parameters = Mapping[str, Any]
Result = TypeVar("Result")
DatabaseError = duckdb.Error

_BUILD_FILE = re.compile(r"warehouse-(\d+)\.duckdb")
_LOCKED_DOWN = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "lock_configuration": True,
}


class Table(NamedTuple):
    """The rows of an answer, with the names of their columns."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Return each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Session:
    """Asks one connection, a cursor a question, each drained and closed before the next.

    A table that is named without a schema is that of `schema`, where there is one.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, schema: str = "") -> None:
        self._connection = connection
        self._schema = schema

    def query(self, sql: str, parameters: Parameters | None = None) -> Table:
        """Return all rows of `sql`; parameters that `sql` does not name are left out."""
        with self._asked(sql, parameters) as (columns, cursor):
            return Table(columns, cursor.fetchall())

    @contextlib.contextmanager
    def _asked(
        self, sql: str, parameters: Parameters | None
    ) -> Iterator[tuple[tuple[str, ...], duckdb.DuckDBPyConnection]]:
        """Give the columns of `sql` and a cursor on its rows; what goes wrong is said in words."""
        with (
            _in_words(),
            _of_this_version(),
            contextlib.closing(self._connection.cursor()) as cursor,
        ):
            if self._schema:
                cursor.execute(f"use {self._schema}")
            statement = _one(sql)
            cursor.execute(statement, _named(statement, parameters))
            yield tuple(column[0] for column in cursor.description or ()), cursor


class Loading(Session):
    """The build that is being written: statements of one thread run in the order they are given.

    What is needed in between lies in the database `scratch`, in memory, which what is done `beside`
    sees too; temporary tables are this connection's alone. A load that dies leaves nothing to
    recover, so no log is written: what is not on the disk yet gets there when it is published.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        super().__init__(connection)
        self.path = path
        connection.execute("set search_path = 'build.main,scratch.main'")
        connection.execute("set timezone = 'UTC'")

    @classmethod
    def into(cls, path: Path, connection: duckdb.DuckDBPyConnection) -> "Loading":
        """Return a load into a new build, in the file at `path`, or in `:memory:`."""
        connection.execute(
            "attach $path as build (recovery_mode no_wal_writes)", {"path": str(path)}
        )
        connection.execute("attach ':memory:' as scratch")
        return cls(connection, path)

    def query(self, sql: str, parameters: Parameters | None = None) -> Table:
        """Return all rows of `sql`, which may read temporary tables of the load."""
        return self._ask(_one(sql), parameters)

    def _ask(self, statement: duckdb.Statement, parameters: Parameters | None) -> Table:
        with _in_words():
            result = self._connection.execute(statement, _named(statement, parameters))
            columns = tuple(column[0] for column in result.description or ())
            return Table(columns, result.fetchall())

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run one statement whose rows nobody needs."""
        self.query(sql, parameters)

    def run_file(self, path: Path, parameters: Parameters | None = None) -> None:
        """Run the statements of a .sql file, each with the parameters it names."""
        for statement in duckdb.extract_statements(path.read_text(encoding="utf-8")):
            self._ask(statement, parameters)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Append `rows`. `table` and `columns` are the program's own names, never a user's."""
        if rows:
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(f"unnest($column_{place})" for place in range(len(columns)))
            self.run(
                f"insert into {table} ({names}) select {values}",
                {
                    f"column_{place}": list(column)
                    for place, column in enumerate(zip(*rows, strict=True))
                },
            )

    @contextlib.contextmanager
    def beside(self, work: Callable[["Loading"], Result]) -> Iterator[Future[Result]]:
        """Do `work` in a thread of its own meanwhile, and wait at the end for what it returns.

        Both see the tables of the build and of `scratch`, and neither the temporary tables of the
        other. What goes wrong in `work` is raised at the end. Where something goes wrong here,
        `work` is interrupted, and this is raised.
        """
        with (
            contextlib.closing(self._connection.cursor()) as cursor,
            ThreadPoolExecutor(1) as thread,
        ):
            done = thread.submit(work, Loading(cursor, self.path))
            try:
                yield done
            except BaseException:
                while not done.done():  # between two statements there is nothing to interrupt
                    cursor.interrupt()
                    wait((done,), timeout=0.05)
                raise
            done.result()

    def clear_scratch(self) -> None:
        """Drop every table of `scratch`, and with it the memory that it holds."""
        tables = self.query(
            "select table_name from duckdb_tables() where database_name = 'scratch'"
        )
        for (name,) in tables.rows:
            self.run(f'drop table scratch."{name}"')

    def register(self, name: str, frame: object) -> None:
        """Make a data frame or an Arrow table readable under `name`."""
        self._connection.register(name, frame)

    def unregister(self, name: str) -> None:
        self._connection.unregister(name)


class Warehouse(Session):
    """A build opened to be read: safe to share between threads, closed to files and settings."""

    def __init__(self, path: Path, *, memory_limit: str = "2GB", max_seconds: float = 60.0) -> None:
        """Open the build at `path`; a query is interrupted after `max_seconds`."""
        self.build = _build_of(path)
        config: dict[str, Any] = {
            "memory_limit": memory_limit,
            "max_execution_time": int(max_seconds * 1000),
        }
        connection = duckdb.connect(str(path), read_only=True, config=config | _LOCKED_DOWN)
        super().__init__(connection)

    def pages(
        self, sql: str, parameters: Parameters | None = None, size: int = 10_000
    ) -> Iterator[Table]:
        """Yield the rows of `sql` in pieces, for answers too long to hold at once: at least one."""
        with self._asked(sql, parameters) as (columns, cursor):
            yield Table(columns, cursor.fetchmany(size))
            while rows := cursor.fetchmany(size):
                yield Table(columns, rows)


class TwoBuilds(Session):
    """Two builds opened to be read together, closed to files and settings: `before` and `after`.

    What is made beside them lies in memory and ends with them.
    """

    def __init__(
        self, before: Path, after: Path, *, memory_limit: str = "2GB", max_seconds: float = 600.0
    ) -> None:
        """Open the builds of two files; a query is interrupted after `max_seconds`."""
        config: dict[str, Any] = {
            "memory_limit": memory_limit,
            "max_execution_time": int(max_seconds * 1000),
            "temp_directory": f"{after}.tmp",
        }
        connection = duckdb.connect(":memory:", config=config)
        super().__init__(connection)
        for name, path in (("before", before), ("after", after)):
            connection.execute(f"attach $path as {name} (read_only)", {"path": str(path)})
        for setting, value in _LOCKED_DOWN.items():
            connection.execute(f"set {setting} = {str(value).lower()}")

    def within(self, schema: str) -> Session:
        """Return what asks the tables of `schema`, one of those made beside the builds."""
        return Session(self._connection, f"memory.{schema}")


@dataclass(frozen=True, slots=True)
class Builds:
    """The builds of a workspace."""

    folder: Path

    @property
    def current(self) -> int:
        """Return the number of the build that is served.

        Raises NothingToShow when nothing was published yet, or the published file is gone.
        """
        pointer = self.folder / "current"
        if not pointer.exists():
            raise NothingToShow(obstacle("nothing_loaded", workspace=str(self.folder.parent)))
        number = pointer.read_text(encoding="utf-8").strip()
        if not number.isdigit() or not self.path(int(number)).exists():
            raise NothingToShow(obstacle("build_not_there", pointer=str(pointer), build=number))
        return int(number)

    def numbers(self) -> list[int]:
        """Return the builds that can be served, newest first."""
        found = (_BUILD_FILE.fullmatch(path.name) for path in self.folder.glob("*.duckdb"))
        return sorted((int(match[1]) for match in found if match), reverse=True)

    def path(self, number: int) -> Path:
        """Return where build `number` lies."""
        return self.folder / f"warehouse-{number}.duckdb"

    def existing(self, number: int) -> Path:
        """Return where build `number` lies. Raises WrongCall naming those there are."""
        if number not in (numbers := self.numbers()):
            raise WrongCall(
                f"There is no build {number} in {self.folder}; there are "
                f"{', '.join(map(str, numbers)) or 'none'}."
            )
        return self.path(number)

    def use(self, number: int) -> None:
        """Serve build `number` from now on. Readers that have another open keep it."""
        self.existing(number)
        replacement = self.folder / f".current-{os.getpid()}"
        with replacement.open("w", encoding="utf-8") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(replacement, self.folder / "current")

    @contextlib.contextmanager
    def load(
        self, *, memory_limit: str = "2GB", threads: int | None = None
    ) -> Iterator["NewBuild"]:
        """Open a new build for writing, alone in this workspace; what is not kept is removed.

        Raises Problem when another load is running.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            for leftover in (*self.folder.glob("loading-*"), *self.folder.glob(".current-*")):
                _remove(leftover)
            number = max(self.numbers(), default=0) + 1
            path = self.folder / f"loading-{number}.duckdb"
            config: dict[str, Any] = {
                "memory_limit": memory_limit,
                "temp_directory": str(self.folder / f"loading-{number}.spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
            }
            if threads:
                config["threads"] = threads
            connection = duckdb.connect(":memory:", config=config)
            new = NewBuild(self, number, Loading.into(path, connection), connection)
            try:
                yield new
            finally:
                connection.close()
                for leftover in self.folder.glob(f"loading-{number}.*"):
                    _remove(leftover)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Problem(
                    f"Another load is running in {self.folder.parent}: wait until it ends, "
                    "then load again."
                ) from None
            yield


@dataclass(frozen=True, slots=True)
class NewBuild:
    """A build that nobody serves yet."""

    builds: Builds
    number: int
    loading: Loading
    _connection: duckdb.DuckDBPyConnection

    def publish(self, keep: int) -> None:
        """Serve this build from now on, and remove all but the newest `keep` builds."""
        self._connection.execute("checkpoint build").fetchall()
        self._connection.close()
        os.replace(self.loading.path, self.builds.path(self.number))
        self.builds.use(self.number)
        for old in self.builds.numbers()[max(keep, 1) :]:
            self.builds.path(old).unlink(missing_ok=True)


def _one(sql: str) -> duckdb.Statement:
    (statement,) = duckdb.extract_statements(sql)
    return statement


def _named(statement: duckdb.Statement, parameters: Parameters | None) -> dict[str, Any]:
    """Return those of `parameters` that a statement names; DuckDB refuses all others."""
    given = parameters or {}
    return {name: given[name] for name in statement.named_parameters if name in given}


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Say what a person can do about a limit that was reached."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        cause = str(error).splitlines()[0]
        raise Problem(obstacle("not_enough_memory", error=cause)) from None
    except duckdb.InterruptException:
        raise Problem(obstacle("too_slow")) from None
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None  # what DuckDB makes of Ctrl-C while it works


@contextlib.contextmanager
def _of_this_version() -> Iterator[None]:
    """Say that a build is older or newer than the program that reads it."""
    try:
        yield
    except duckdb.CatalogException as error:
        difference = str(error).splitlines()[0]
        raise OtherVersion(obstacle("other_version", difference=difference)) from None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _build_of(path: Path) -> int:
    match = _BUILD_FILE.fullmatch(path.name)
    return int(match[1]) if match else 0
