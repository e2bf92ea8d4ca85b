"""What a build is made of and how far it can be relied on."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etl.problems import OtherVersion, WrongCall
from etl.remarks import notice, obstacle, refusal, unpacked
from etl.version import code_version, has_these_definitions
from etl.warehouse import Table, Warehouse

_CAPABILITIES = (
    "tickets", "time_of_day", "first_reply", "replies", "sla_source", "rating", "rating_offers",
    "reopens", "events", "queue_history", "agent_history", "pauses", "raised", "complaints",
    "closings", "redress", "surveys", "customer", "problems", "customers", "staffing",
    "staffing_cost",
)  # fmt: skip
_INPUTS = (
    "tickets", "queue_map", "posts", "complaints", "customers", "customer_months", "profit_scopes",
    "budget_control", "fte", "cost",
)  # fmt: skip
_BOTH = "fact_ticket join core_ticket using (ticket_key)"
_MEASURES = tuple(
    f"{measure}_{clock}"
    for measure in ("first_reply", "first_resolution", "full_resolution")
    for clock in ("business", "calendar")
)


def refuse_other_definitions(warehouse: Warehouse) -> None:
    """Raise OtherVersion when the build was made by other definitions than this program has.

    Its sums would be read as what they are not, without a word.
    """
    ((made_by,),) = warehouse.query("select code_version from load_build").rows
    if not has_these_definitions(made_by):
        difference = f"{made_by}, {code_version()}"
        raise OtherVersion(obstacle("other_version", difference=difference))


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What a build was made of, and its balance: loaded + superseded + skipped + refused = read.

    Stamps are UTC; `seconds` is how long the load took. Builds of the same files have the same
    `files_sha256`.
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
    files: int
    files_sha256: str
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
    files = warehouse.query("select path, sha256 from load_file group by all order by all").rows
    (balance,) = warehouse.query(
        "select coalesce(sum(read), 0), coalesce(sum(loaded), 0), coalesce(sum(superseded), 0), "
        "coalesce(sum(skipped), 0), coalesce(sum(refused), 0) from load_file"
    ).rows
    digest = hashlib.sha256("\n".join(sha256 for _, sha256 in files).encode())
    return BuildInfo(*(*row, len(files), digest.hexdigest(), *map(int, balance)))


def files(warehouse: Warehouse) -> Table:
    """Return the files that were read, in order, each with its balance, and how it was read."""
    found = warehouse.query(
        "select source, path, adapter, thing, bytes, read, loaded, superseded, skipped, refused, "
        "sha256, note from load_file order by file_no"
    )
    return Table(found.columns, [(*row[:-1], unpacked(row[-1])) for row in found.rows])


def refusals(warehouse: Warehouse, file_no: int | None, limit: int) -> Table:
    """Return the first `limit` records that were not loaded, of one file or of all.

    The reason of each is a remark.
    """
    found = warehouse.query(
        "select path, line, column_name, kind, raw from load_refusal join load_file "
        "using (file_no) where $file_no is null or file_no = $file_no "
        "order by file_no, line, column_name limit $limit",
        {"file_no": file_no, "limit": limit},
    )
    return Table(
        ("path", "line", "column_name", "reason", "raw"),
        [(*place, refusal(kind, raw), raw) for *place, kind, raw in found.rows],
    )


def notices(warehouse: Warehouse) -> Table:
    """Return what was odd and loaded all the same, each with a remark."""
    found = warehouse.query(
        "select source, kind, subject, count, details from load_notice "
        "order by source, kind, subject, details"
    )
    return Table(
        ("source", "kind", "subject", "message", "count"),
        [
            (source, kind, subject, notice(kind, source, subject, count, details), count)
            for source, kind, subject, count, details in found.rows
        ],
    )


def capabilities(warehouse: Warehouse) -> Table:
    """Return what each source can support in this build: the usual first, the rare last."""
    found = warehouse.query("select source, capability, state, share, note from load_capability")
    return Table(
        found.columns,
        sorted(found.rows, key=lambda row: (not row[0], row[0], _CAPABILITIES.index(row[1]))),
    )


def inputs(warehouse: Warehouse) -> Table:
    """Return what the company brought, in the order in which it is worth while to.

    `state` is yes, partly or no; `share` how much of what the input is of use for it covers.
    """
    found = warehouse.query("select input, state, records, share from load_input")
    return Table(found.columns, sorted(found.rows, key=lambda row: _INPUTS.index(row[0])))


@dataclass(frozen=True, slots=True)
class MarginKnown:
    """The customers' margin of the twelve months before the extract, in the company's currency.

    `heard` is the part of customers of whom a ticket, a complaint or an answer of these months is
    known; `unlisted` that of customers who are in no list, of whom nothing can be.
    """

    margin: float
    heard: float
    unlisted: float


def matches(warehouse: Warehouse) -> Table:
    """Return how many of each source's tickets, complaints and answers have a known customer.

    A row a source and thing: `records`, by what the customer was found, and the `share` found.
    """
    return warehouse.query(
        """
        with found as (
            select source, thing, known_by, cast(sum(records) as bigint) as records
            from load_match
            group by source, thing, known_by
        )

        select
            source,
            thing,
            cast(sum(records) as bigint) as records,
            max(case known_by when 'number' then records end) as by_number,
            max(case known_by when 'requester' then records end) as by_requester,
            max(case known_by when 'email' then records end) as by_email,
            max(case known_by when 'phone' then records end) as by_phone,
            max(case known_by when 'ticket' then records end) as by_ticket,
            max(case known_by when 'several' then records end) as of_several,
            max(case known_by when 'nobody' then records end) as of_nobody,
            coalesce(sum(records) filter (where known_by not in ('several', 'nobody')), 0)
                / sum(records) as share
        from found
        group by source, thing
        order by source, thing
        """
    )


def margin_known(warehouse: Warehouse) -> MarginKnown | None:
    """Return whose margin can be put beside what is known of him; None without any months."""
    ((margin, heard, unlisted),) = warehouse.query(
        """
        with extract as (
            select cast(date_trunc('month', max(extract_at)) as date) as month
            from core_source
        ),

        year as (
            select customer_id, sum(margin) as margin
            from core_customer_month, extract
            where core_customer_month.month < extract.month
                and core_customer_month.month >= extract.month - interval '12' month
            group by customer_id
        ),

        heard as (
            select customer_id from fact_ticket, extract
            where customer_id is not null and created_date >= extract.month - interval '12' month
            union
            select customer_id from fact_complaint, extract
            where customer_id is not null and received_date >= extract.month - interval '12' month
            union
            select customer_id from fact_survey_response, extract
            where customer_id is not null and answered_date >= extract.month - interval '12' month
        )

        select
            cast(sum(margin) as double),
            cast(coalesce(sum(margin) filter (where heard.customer_id is not null), 0) as double),
            cast(
                coalesce(sum(margin) filter (where core_customer.customer_id is null), 0) as double
            )
        from year
        left join heard using (customer_id)
        left join core_customer using (customer_id)
        """
    ).rows
    return None if margin is None else MarginKnown(margin, heard, unlisted)


def reconciliation(warehouse: Warehouse) -> Table:
    """Return our figures beside the sources' own: a row a source and measure that has any.

    `equal` counts tickets that differ by no more than a minute, the precision vendors print.
    Differences are ours minus theirs, in seconds; the largest is without sign.
    """
    differences, columns = [], []
    for number, measure in enumerate(_MEASURES):
        differences += [
            f"{_difference(measure)} as difference_{number}",
            f"0.05 * source_{measure}_seconds as close_{number}",
        ]
        columns += [
            f"count(difference_{number})",
            f"count_if(abs(difference_{number}) <= 60)",
            f"count_if(abs(difference_{number}) <= close_{number})",
            f"percentile_disc(0.5) within group (order by difference_{number})",
            f"max(abs(difference_{number}))",
        ]
    sql = (
        f"select {', '.join(columns)} from "
        f"(select {', '.join(differences)} from {_BOTH} where fact_ticket.source = $source)"
    )
    rows: list[tuple[Any, ...]] = []
    for (source,) in warehouse.query("select source from core_source order by source").rows:
        (figures,) = warehouse.query(sql, {"source": source}).rows
        for number, measure in enumerate(_MEASURES):
            row = figures[5 * number : 5 * number + 5]
            if row[0]:
                rows.append((source, measure, *row))
    return Table(
        (
            "source",
            "measure",
            "n",
            "equal",
            "within_5_percent",
            "median_difference_seconds",
            "largest_difference_seconds",
        ),
        rows,
    )


def differences(warehouse: Warehouse, source: str, measure: str, limit: int) -> Table:
    """Return the tickets whose figure differs most from the source's own, largest first.

    Raises WrongCall when `measure` is none that is compared.
    """
    if measure not in _MEASURES:
        raise WrongCall(
            f"There is no measure {measure!r} to compare; there are {', '.join(_MEASURES)}."
        )
    return warehouse.query(
        f"select core_ticket.ticket_id, {measure}_seconds as our_seconds, "
        f"source_{measure}_seconds as source_seconds, {_difference(measure)} as difference_seconds "
        f"from {_BOTH} where fact_ticket.source = $source and abs(difference_seconds) > 60 "
        f"order by abs(difference_seconds) desc, core_ticket.ticket_id limit $limit",
        {"source": source, "limit": limit},
    )


def _difference(measure: str) -> str:
    return f"cast({measure}_seconds as bigint) - source_{measure}_seconds"
