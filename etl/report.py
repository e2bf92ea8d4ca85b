"""What a build is made of and how far it can be relied on."""

from dataclasses import dataclass
from datetime import datetime

from etl.warehouse import Table, Warehouse

_MEASURES = ("first_reply", "first_resolution", "full_resolution")
_CLOCKS = ("business", "calendar")


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What a build was made of, and its balance: loaded + superseded + skipped + refused = read.

    Stamps are UTC; `seconds` is how long the load took.
    """

    build: int
    made_at: datetime
    code_version: str
    ledger_sha256: str
    company: str
    currency: str
    zone: str
    extract_at: datetime | None
    seconds: float | None
    read: int
    loaded: int
    superseded: int
    skipped: int
    refused: int


def build_info(warehouse: Warehouse) -> BuildInfo:
    """Return what the build was made of."""
    (row,) = warehouse.query(
        "select cast(build as integer), made_at, code_version, ledger_sha256, company, currency, "
        "zone, extract_at, seconds from load_build"
    ).rows
    (balance,) = warehouse.query(
        "select coalesce(sum(read), 0), coalesce(sum(loaded), 0), coalesce(sum(superseded), 0), "
        "coalesce(sum(skipped), 0), coalesce(sum(refused), 0) from load_file"
    ).rows
    return BuildInfo(*row, *map(int, balance))


def files(warehouse: Warehouse) -> Table:
    """Return the files that were read, in order, each with its balance."""
    return warehouse.query(
        "select source, path, adapter, thing, bytes, read, loaded, superseded, skipped, refused, "
        "note, sha256 from load_file order by file_no"
    )


def refusals(warehouse: Warehouse, file_no: int | None, limit: int) -> Table:
    """Return the first `limit` records that were not loaded, of one file or of all."""
    return warehouse.query(
        "select path, line, column_name, reason, raw from load_refusal join load_file "
        "using (file_no) where $file_no is null or file_no = $file_no "
        "order by file_no, line, column_name limit $limit",
        {"file_no": file_no, "limit": limit},
    )


def notices(warehouse: Warehouse) -> Table:
    """Return what was odd and loaded all the same."""
    return warehouse.query(
        "select source, topic, subject, message, count from load_notice "
        "order by source, topic, subject, message"
    )


def capabilities(warehouse: Warehouse) -> Table:
    """Return what each source can support in this build."""
    return warehouse.query(
        "select source, capability, state, share, note from load_capability "
        "order by source, capability"
    )


def reconciliation(warehouse: Warehouse) -> Table:
    """Return our figures beside the sources' own: a row a source and measure that has any.

    `equal` counts tickets that differ by no more than a minute, the precision vendors print.
    Differences are ours minus theirs, in seconds; the largest is without sign.
    """
    return warehouse.query(
        f"with compared as (\n{_compared()}\n)\n"
        "select source, measure, count(*) as n, "
        "count(*) filter (where abs(ours - theirs) <= 60) as equal, "
        "count(*) filter (where abs(ours - theirs) <= 0.05 * theirs) as within_5_percent, "
        "percentile_disc(0.5) within group (order by ours - theirs) as median_difference_seconds, "
        "max(abs(ours - theirs)) as largest_difference_seconds "
        "from compared group by source, measure order by source, measure"
    )


def differences(warehouse: Warehouse, source: str, measure: str, limit: int) -> Table:
    """Return the tickets whose figure differs most from the source's own, largest first."""
    return warehouse.query(
        f"with compared as (\n{_compared()}\n)\n"
        "select ticket_id, ours as our_seconds, theirs as source_seconds, "
        "ours - theirs as difference_seconds from compared "
        "where source = $source and measure = $measure and abs(ours - theirs) > 60 "
        "order by abs(ours - theirs) desc, ticket_id limit $limit",
        {"source": source, "measure": measure, "limit": limit},
    )


def _compared() -> str:
    return "\nunion all\n".join(
        f"select source, ticket_id, '{measure}_{clock}' as measure, "
        f"{measure}_{clock}_seconds as ours, source_{measure}_{clock}_seconds as theirs "
        f"from fact_ticket where {measure}_{clock}_seconds is not null "
        f"and source_{measure}_{clock}_seconds is not null"
        for measure in _MEASURES
        for clock in _CLOCKS
    )
