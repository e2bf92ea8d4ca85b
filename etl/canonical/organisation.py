"""The org chart as a whole: what ledger.toml, inbox/org and the help desks' queues say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from etl.adapters.raw import RawFile
from etl.canonical import org_rows, posts, promises, queues, units, whereabouts
from etl.canonical.org_rows import Made
from etl.canonical.posts import Post
from etl.canonical.queues import Queue
from etl.canonical.staging import Refusals
from etl.canonical.units import Unit
from etl.problems import RefusedData, counted
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything said about the organisation, checked, and the records that were refused."""

    units: list[Unit] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    refused: Refusals = field(default_factory=dict)


def read(loading: Loading, workspace: Workspace, raws: Sequence[RawFile]) -> Chart:
    """Return the chart. Tickets and events must be staged, for their queues may be units.

    Raises RefusedData with everything that contradicts itself.
    """
    loading.run("create or replace temp table org_record (file_no integer, record bigint)")
    chart = Chart(units.of_ledger(workspace), queues.of_ledger(workspace))
    for raw in raws:
        _read_file(loading, raw, chart)
    chart.units.extend(_of_posts(chart.posts, chart.units))
    standing = [
        name for name, source in workspace.ledger.sources.items() if source.queues == "are_units"
    ]
    seen = queues.seen(loading)
    named = {name for unit in chart.units for name in (unit.unit_id, unit.name.lower())}
    offices = [
        (source, word)
        for source, word in queues.offices(loading)
        if not {word, word.lower()} & named
    ]
    are_units = [
        (source, queue) for source, queue in dict.fromkeys((*seen, *offices)) if source in standing
    ]
    chart.units.extend(units.of_queues(are_units, standing))
    chart.queues.extend(queues.of_seen(are_units))
    _check(loading, workspace, chart, seen)
    chart.posts[:] = posts.mended(loading, chart.posts)
    return chart


def build(loading: Loading, workspace: Workspace, chart: Chart) -> None:
    """Fill core_unit, core_post, core_identity and core_sla_policy."""
    units.build(loading, workspace, chart.units)
    posts.build(loading, chart.posts, chart.units)
    queues.build(loading, workspace, chart.queues)
    promises.build(loading, workspace)


def _read_file(loading: Loading, raw: RawFile, chart: Chart) -> None:
    made: Made[Unit] | Made[Queue] | Made[Post]
    if raw.thing == "unit":
        made = org_rows.read(loading, raw, units.of_row)
        chart.units.extend(unit for _, unit in made.values)
    elif raw.thing == "queue":
        made = org_rows.read(loading, raw, queues.of_row)
        chart.queues.extend(queue for _, queue in made.values)
    else:
        made = org_rows.read(loading, raw, partial(posts.of_row, raw))
        chart.posts.extend(post for _, post in made.values)
    chart.refused[raw.file_no] = made.refused
    loading.insert(
        "org_record",
        ("file_no", "record"),
        [(raw.file_no, record) for record, _ in made.values],
    )


def _of_posts(found: Sequence[Post], known: Sequence[Unit]) -> list[Unit]:
    """Return the units that posts name by department, organisation and unit, each once."""
    named = {unit.unit_id: unit for post in found for unit in post.units}
    for unit in known:
        named.pop(unit.unit_id, None)
    return list(named.values())


def _check(
    loading: Loading, workspace: Workspace, chart: Chart, seen: Sequence[tuple[str, str]]
) -> None:
    problems: list[str] = []
    for check in (
        partial(units.check, workspace, chart.units),
        partial(queues.check, workspace, chart.queues, chart.units),
        partial(queues.check_seen, loading, workspace, chart.queues, seen),
        partial(posts.check, chart.posts, chart.units),
        partial(promises.check, workspace, chart.units),
        partial(_check_units_named, loading, chart.units),
    ):
        try:
            check()
        except RefusedData as problem:
            problems.extend(problem.sentences)
    RefusedData.raise_if(problems)


def _check_units_named(loading: Loading, known: Sequence[Unit]) -> None:
    """Raise RefusedData for units that tickets or events name themselves and that are not there."""
    ids = {unit.unit_id for unit in known}
    named = loading.query(
        "select source, unit from staged_ticket where refusal_kind is null and unit is not null "
        "union select source, unnest([from_value, to_value]) from staged_event "
        "where refusal_kind is null and kind = 'unit' order by all"
    ).rows
    strange = [
        (source, unit_id) for source, unit_id in named if unit_id is not None and unit_id not in ids
    ]
    places = whereabouts.of_words(loading, "unit", strange) if strange else {}
    RefusedData.raise_if(
        f"{at.place} ({counted(at.tickets, 'ticket')} of {source}): {units.missing(unit_id, ids)}"
        for (source, unit_id), at in sorted(places.items())
    )
