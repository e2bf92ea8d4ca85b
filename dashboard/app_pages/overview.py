"""Is service getting better, and where not?"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import findings
from dashboard.charts.grid import Line, grid
from dashboard.charts.movers import movers
from dashboard.data import Change, Metric, Result
from dashboard.parts.chart import chart
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty
from dashboard.parts.heading import heading
from dashboard.parts.story import leading, story
from dashboard.parts.tiles import changes_of, tiles
from dashboard.session import Session, choose, here

TILES = (
    "resolution_promise_kept",
    "first_reply_promise_kept",
    "first_reply_median",
    "full_resolution_median",
    "first_contact_solved",
    "reopened_share",
    "satisfied_share",
    "backlog",
)
MOST_ROWS = 30
MOST_MOVES = 15
FEW_FIGURES = 2
"""So few figures that a title on them names them."""

NARROWEST = 850
"""Pixels that the columns of the table of departments need so as not to run into each other."""


def page(session: Session) -> None:
    metrics = session.measured(TILES)
    question = session.question(*(metric.id for metric in metrics))
    now = {result.metric: result for result in session.data.figures(question)}
    changes = changes_of(session, metrics)
    if not any(result.n for result in now.values()):
        heading(session, session.text("empty.no_cases"), session.compared(), level=1)
        empty(session.text("empty.no_cases.do"))
        return
    metric = leading(metrics, now)
    moves = _moves(session, metric) if metric and metric.kind != "stock" else []
    story(session, metric, now, changes, moves)
    with st.skeleton(height=560):
        tiles(session, metrics, now, changes)
    with st.skeleton(height=620):
        _grid(session, metrics)
    if metric is not None and metric.kind != "stock":
        with st.skeleton(height=420):
            _movers(session, metric, moves)


def _grid(session: Session, metrics: tuple[Metric, ...]) -> None:
    asked = tuple(metric.id for metric in metrics)
    results = session.data.figures(session.question(*asked, by="unit"))
    total = session.data.figures(session.question(*asked))
    by_unit: dict[str, dict[str, Result]] = {}
    for result in results:
        by_unit.setdefault(result.member or "", {})[result.metric] = result
    metrics = tuple(metric for metric in metrics if _is_measured(metric, results))
    if len(by_unit) < 2 or not metrics:
        return
    ids = tuple(metric.id for metric in metrics)
    shown = _with_most_cases(by_unit)
    lines = [
        Line(
            "",
            session.labels.unit(session.filters.unit)
            if session.filters.unit
            else session.text("filter.unit.all"),
            tuple(result for result in total if result.metric in ids),
            is_total=True,
        )
    ]
    lines += [
        Line(unit, session.labels.member("unit", unit), tuple(found[m] for m in ids))
        for unit, found in by_unit.items()
        if unit in shown
    ]
    lines[1:] = sorted(
        lines[1:],
        key=lambda line: (not _is_compared(line), -_behind(line, lines[0], metrics)),
    )
    names = [session.labels.heading(metric.id) for metric in metrics]
    title = _grid_title(session, lines, metrics)
    heading(session, title, session.text("overview.grid.how"))
    with st.grid(1, min_column_width=NARROWEST, wrap=False):  # narrower than that it scrolls
        chart(
            session,
            grid,
            tuple(lines),
            metrics,
            tuple(names),
            key="grid",
            on_mark=_open_department,
            says=f"{title}. {session.text('overview.grid.alt')}",
        )
    if left_out := len(by_unit) - len(shown):
        more = session.numbers.count(left_out)
        st.caption(session.text.count("overview.grid.more", left_out, more))
    download(
        session,
        lambda: [results_table([*total, *results])],
        "departments",
        session.text("overview.grid"),
    )


def _is_measured(metric: Metric, results: Sequence[Result]) -> bool:
    """Tell whether any department has the figure, or cases too few for it."""
    own = [result for result in results if result.metric == metric.id]
    return any(r.verdict != "not_measured" and not findings.is_nothing(r) for r in own)


def _with_most_cases(by_unit: dict[str, dict[str, Result]]) -> set[str]:
    """Return the departments that the grid has room for: those with most cases."""
    by_cases = sorted(by_unit, key=lambda unit: -sum(r.n for r in by_unit[unit].values()))
    return set(by_cases[:MOST_ROWS])


def _grid_title(session: Session, lines: list[Line], metrics: tuple[Metric, ...]) -> str:
    """Return who is behind the whole in most figures, or that nobody is, or just what is shown."""
    total, *rest = lines
    comparable = [
        metric
        for metric, whole in zip(metrics, total.results, strict=True)
        if findings.is_judged(whole) and whole.lower is not None and metric.is_compared
    ]
    if not comparable:
        only_counts = not any(metric.is_compared for metric in metrics)
        return session.text("overview.grid" if only_counts else "finding.nobody_to_compare")
    named = [line for line in rest if line.member]
    behind = _behind(named[0], total, metrics) if named else 0
    if behind == 0 and len(comparable) <= FEW_FIGURES:
        figures = ", ".join(session.labels.metric(metric.id) for metric in comparable)
        return session.text("finding.nobody.named", metrics=figures)
    if behind == 0:
        return session.text("finding.nobody")
    return session.text.count(
        "overview.grid.behind", behind, session.numbers.count(behind), name=named[0].name
    )


def _is_compared(line: Line) -> bool:
    """Tell whether a department has enough cases for any figure that can be behind."""
    return any(findings.is_judged(r) and r.lower is not None for r in line.results)


def _behind(line: Line, total: Line, metrics: tuple[Metric, ...]) -> int:
    return findings.behind(line.results, total.results, metrics)


def _moves(session: Session, metric: Metric) -> list[tuple[str, Change]]:
    """Return the largest changes of `metric` by department, each with its name."""
    if session.before is None:
        return []
    changes = session.data.changes(session.question(metric.id, by="unit"), session.before)
    if len(changes) < 2:
        return []
    return [
        (session.labels.member("unit", change.now.member or ""), change)
        for change in findings.biggest_moves(changes)
    ]


def _movers(session: Session, metric: Metric, named: list[tuple[str, Change]]) -> None:
    if session.before is None or (session.filters.unit and not named):
        return
    before = session.labels.period(session.before)
    if not named:
        empty(session.text("movers.none", before=before), session.text("movers.none.do"))
        return
    sure = [name for name, change in named if findings.is_sure(change)]
    title = session.text("movers.chance")
    if sure:
        message = "movers.only" if len(sure) == 1 else "movers.most"
        side = findings.side(named[0][1], metric)
        title = session.text(f"{message}.{side}" if side else message, name=sure[0])
    heading(
        session,
        title,
        session.labels.metric(metric.id),
        session.text("movers.against", before=before),
        session.text("movers.how"),
    )
    shown = named[:MOST_MOVES]
    chart(session, movers, tuple(shown), metric.unit, key="movers", says=title)
    if left_out := len(named) - len(shown):
        more = session.numbers.count(left_out)
        st.caption(session.text.count("movers.more", left_out, more))


def _open_department(row: dict[str, Any]) -> None:
    if row["member"]:
        choose(unit=row["member"])
        st.session_state["go_to"] = "department"


page(here())
