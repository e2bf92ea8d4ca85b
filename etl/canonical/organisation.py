"""The org chart as a whole: what ledger.toml, inbox/org and the help desks' queues say of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from etl.adapters.contract import Thing
from etl.adapters.raw import RawFile
from etl.canonical import (
    agents,
    budget_controls,
    company_events,
    org_rows,
    posts,
    profit_months,
    profit_scopes,
    promises,
    queues,
    staffing,
    targets,
    unit_months,
    units,
    whereabouts,
)
from etl.canonical.agents import Agent
from etl.canonical.budget_controls import BudgetControl
from etl.canonical.company_events import CompanyEvent
from etl.canonical.org_rows import Cells
from etl.canonical.posts import Codes, Post
from etl.canonical.profit_months import ProfitMonth
from etl.canonical.profit_scopes import ProfitScope
from etl.canonical.queues import Queue
from etl.canonical.staffing import Staffing
from etl.canonical.staging import Refusals
from etl.canonical.targets import Target
from etl.canonical.units import Unit
from etl.problems import RefusedData, counted
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_READINGS: Mapping[Thing, Sequence[str]] = {
    "staffing": staffing.READINGS,
    "profit_month": profit_months.READINGS,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything said about the organisation, checked, and the records that were refused."""

    units: list[Unit] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    scopes: list[ProfitScope] = field(default_factory=list)
    controls: list[BudgetControl] = field(default_factory=list)
    staffing: list[Staffing] = field(default_factory=list)
    profits: list[ProfitMonth] = field(default_factory=list)
    events: list[CompanyEvent] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    refused: Refusals = field(default_factory=dict)


def read(
    loading: Loading,
    workspace: Workspace,
    raws: Sequence[RawFile],
    metric_units: Mapping[str, str],
) -> Chart:
    """Return the chart. Tickets and events must be staged, for their queues may be units.

    Raises RefusedData with everything that contradicts itself.
    """
    loading.run(
        "create or replace table scratch.org_record "
        "(file_no integer, record bigint, outcome varchar)"
    )
    chart = Chart(units.of_ledger(workspace), queues.of_ledger(workspace))
    for raw in raws:
        _read_file(loading, raw, chart, metric_units)
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
    _check(loading, workspace, chart, seen, metric_units)
    chart.posts[:] = posts.mended(loading, chart.posts)
    return chart


def build(loading: Loading, workspace: Workspace, chart: Chart, people_key: str) -> None:
    """Fill the core_ tables of the organisation and its months, core_sla_policy, and what
    core_identity knows of queues and agents."""
    codes = Codes(chart.posts)
    units.build(loading, workspace, chart.units)
    posts.build(loading, chart.posts, chart.units)
    queues.build(loading, workspace, chart.queues)
    agents.build(loading, chart.agents, codes, people_key)
    promises.build(loading, workspace)
    profit_scopes.build(loading, chart.scopes, codes)
    budget_controls.build(loading, chart.controls, codes)
    staffing.build(loading, workspace, chart.staffing)
    profit_months.build(loading, workspace, chart.profits)
    company_events.build(loading, chart.events)
    targets.build(loading, chart.targets)


def _read_file(
    loading: Loading, raw: RawFile, chart: Chart, metric_units: Mapping[str, str]
) -> None:
    readers: dict[Thing, tuple[Callable[[Cells], Any], list[Any]]] = {
        "unit": (units.of_row, chart.units),
        "queue": (queues.of_row, chart.queues),
        "post": (partial(posts.of_row, raw), chart.posts),
        "agent": (agents.of_row, chart.agents),
        "profit_scope": (profit_scopes.of_row, chart.scopes),
        "budget_control": (budget_controls.of_row, chart.controls),
        "staffing": (partial(staffing.of_row, raw), chart.staffing),
        "profit_month": (profit_months.of_row, chart.profits),
        "company_event": (company_events.of_row, chart.events),
        "target": (partial(targets.of_row, metric_units), chart.targets),
    }
    make, told = readers[raw.thing]
    made = org_rows.read(loading, raw, make, _READINGS.get(raw.thing, ()))
    known = set(told)
    outcomes: list[tuple[int, int, str]] = []
    for record, value in made.values:
        is_repeated = value in known
        outcomes.append((raw.file_no, record, "skipped" if is_repeated else "latest"))
        if not is_repeated:
            known.add(value)
            told.append(value)
    chart.refused[raw.file_no] = made.refused
    loading.insert("org_record", ("file_no", "record", "outcome"), outcomes)


def _of_posts(found: Sequence[Post], known: Sequence[Unit]) -> list[Unit]:
    """Return the units that posts name by department, organisation and unit, each once."""
    named = {unit.unit_id: unit for post in found for unit in post.units}
    for unit in known:
        named.pop(unit.unit_id, None)
    return list(named.values())


def _check(
    loading: Loading,
    workspace: Workspace,
    chart: Chart,
    seen: Sequence[tuple[str, str]],
    metric_units: Mapping[str, str],
) -> None:
    problems: list[str] = []
    codes = Codes(chart.posts)
    known = {unit.unit_id for unit in chart.units}
    for check in (
        partial(units.check, workspace, chart.units),
        partial(queues.check, workspace, chart.queues, chart.units),
        partial(queues.check_seen, loading, workspace, chart.queues, seen),
        partial(posts.check, chart.posts, chart.units),
        partial(promises.check, workspace, chart.units),
        partial(agents.check, workspace, chart.agents, codes),
        partial(profit_scopes.check, chart.scopes, codes),
        partial(budget_controls.check, chart.controls, codes, known),
        partial(unit_months.check, workspace, chart.staffing, known),
        partial(unit_months.check, workspace, chart.profits, known),
        partial(company_events.check, chart.events, known),
        partial(targets.check, chart.targets, metric_units, known),
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
