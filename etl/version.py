"""What a build was made by: the release, and a hash of the definitions that made it."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable

_MAKE_BUILDS = (
    "workspace", "adapters", "canonical", "facts", "metrics", "slices",
    "pipeline.py", "checks.py", "remarks.py",
)  # fmt: skip
_COUNT = (
    *(
        f"metrics/{name}.py"
        for name in ("cases", "compiler", "cube", "question", "scan", "slice", "stock")
    ),
    "slices/registry.py",
)


@cache
def code_version() -> str:
    """Return the release and a hash of the code, SQL and TOML by which builds are made."""
    try:
        release = version("service-ledger")
    except PackageNotFoundError:
        release = "source"
    return f"{release}+{_sha256(_MAKE_BUILDS)[:12]}"


@cache
def counting_sha256() -> str:
    """Return a hash of the code by which an entry of the catalogue is read off the facts."""
    return _sha256(_COUNT)


def has_these_definitions(made_by: str) -> bool:
    """Return whether a build `made_by` some code version means what this program means by it.

    A release that changes no definition reads the builds of the one before.
    """
    return made_by.partition("+")[2] == code_version().partition("+")[2]


def _sha256(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        for path, source in sorted(_sources(resources.files("etl") / name, name)):
            digest.update(path.encode())
            digest.update(source)
    return digest.hexdigest()


def _sources(entry: Traversable, place: str) -> list[tuple[str, bytes]]:
    """Return the path and content of every source at or below `entry`."""
    if entry.is_dir():
        return [
            source
            for below in entry.iterdir()
            for source in _sources(below, f"{place}/{below.name}")
        ]
    is_source = entry.name.endswith((".py", ".sql", ".toml"))
    return [(place, entry.read_bytes())] if is_source else []
