"""A load, stage by stage: read this first.

    inbox -> raw_ -> core_ -> fact_ and slice_ -> cube_ -> checked -> published

Every stage reads what the stages before it made and nothing else; facts and slices do not know each
other, and are made side by side. Nothing is served until all
have passed; a load that is killed anywhere leaves the served build as it was.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

from etl import checks
from etl.adapters import inbox
from etl.canonical import build as canonical
from etl.canonical import tables
from etl.facts import build as facts
from etl.metrics import catalogue, cube
from etl.progress import Progress, Quiet
from etl.remarks import notice, refusal
from etl.slices import build as slices
from etl.slices import inputs, members
from etl.version import code_version, counting_sha256
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file of the inbox: loaded + superseded + skipped + refused = read."""

    source: str
    path: str
    adapter: str
    thing: str
    read: int
    loaded: int
    superseded: int
    skipped: int
    refused: int


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did. `build` is None when nothing was published (a check).

    `refused` are the first records that were refused, `odd` all that was odd and loaded all the
    same, in English sentences.
    """

    build: int | None
    files: tuple[FileSummary, ...]
    tickets: int
    refused: tuple[str, ...]
    odd: tuple[str, ...]
    seconds: float


def load(
    workspace: Workspace, progress: Progress | None = None, *, publish: bool = True
) -> LoadSummary:
    """Build the workspace's warehouse from all files of its inbox and, if told so, serve it.

    Raises RefusedData with every reason found when the data cannot be loaded, and Problem when
    another load is running; what was served before is then served still.
    """
    progress = progress or Quiet()
    settings = workspace.ledger.builds
    started = time.monotonic()
    with workspace.builds.load(memory_limit=settings.memory_limit) as new:
        loading = new.loading
        with loading.beside(partial(canonical.prepare, workspace=workspace)):
            inbox.read_inbox(loading, workspace, progress)
        canonical.build(loading, workspace, progress, catalogue.units())
        with loading.beside(slices.build):
            facts.build(loading, progress)
        with loading.beside(checks.broken) as broken:
            inputs.build(loading)
            cube.build(loading, progress)
            members.build(loading, progress)
        checks.run(loading, progress, broken.result())
        seconds = time.monotonic() - started
        _sign(loading, workspace, new.number, seconds)
        summary = _summarise(loading, new.number if publish else None, seconds)
        if publish:
            progress.stage("publish", 1)
            new.publish(settings.keep)
            progress.advance()
    return summary


def _sign(loading: Loading, workspace: Workspace, build: int, seconds: float) -> None:
    """Write into the build what it was made of."""
    company = workspace.ledger.company
    extract_at = loading.query("select max(extract_at) from core_source").rows[0][0]
    loading.run("drop table if exists load_build")
    loading.run(
        "create table load_build as select $build as build, $made_at as made_at, "
        "$code_version as code_version, $ledger_sha256 as ledger_sha256, $company as company, "
        "$currency as currency, $zone as zone, cast($extract_at as timestamp) as extract_at, "
        "cast($seconds as double) as seconds",
        {
            "build": str(build),
            "made_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            "code_version": code_version(),
            "ledger_sha256": workspace.ledger_sha256,
            "company": company.name,
            "currency": company.currency,
            "zone": company.zone,
            "extract_at": extract_at,
            "seconds": seconds,
        },
    )
    tables.create(loading, "load_part")
    loading.insert("load_part", ("kind", "name", "sha256", "details"), list(_parts(workspace)))


def _parts(workspace: Workspace) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield what a build is made of beside its files: kind, name, hash and details of each part."""
    for name, sha256 in workspace.ledger.parts.items():
        yield "setting", name, sha256, None
    for entry in catalogue.catalogue().values():
        yield "metric", entry.id, entry.sha256, entry.kind
    yield "counting", "all", counting_sha256(), None
    for name in ("holidays", "tzdata"):
        release = version(name)
        yield "library", name, hashlib.sha256(release.encode()).hexdigest(), release


def _summarise(loading: Loading, build: int | None, seconds: float) -> LoadSummary:
    files = loading.query(
        "select source, path, adapter, thing, read, loaded, superseded, skipped, refused "
        "from load_file order by file_no"
    )
    ((tickets,),) = loading.query("select count(*) from fact_ticket").rows
    refused = loading.query(
        "select path, line, column_name, kind, raw from load_refusal join load_file "
        "using (file_no) order by file_no, line, column_name limit $most",
        {"most": _SENTENCES},
    ).rows
    odd = loading.query(
        "select source, kind, subject, count, details from load_notice order by all"
    ).rows
    return LoadSummary(
        build=build,
        files=tuple(FileSummary(*row) for row in files.rows),
        tickets=tickets,
        refused=tuple(
            f"{path}, line {line}{f', {column}' if column else ''}: {refusal(kind, raw)}"
            for path, line, column, kind, raw in refused
        ),
        odd=tuple(
            f"{source or 'the company'}, {subject}: {notice(kind, source, subject, count, details)}"
            for source, kind, subject, count, details in odd
        ),
        seconds=seconds,
    )
