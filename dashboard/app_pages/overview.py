"""Is service getting better, and where not?"""

import streamlit as st

from dashboard import findings
from dashboard.charts.grid import SELECTION, Line, grid
from dashboard.charts.movers import movers
from dashboard.data import Change, Metric, Question, Result
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty
from dashboard.parts.heading import heading
from dashboard.parts.story import story
from dashboard.parts.tile import tile
from dashboard.session import Session, choose, here

TILES = (
    "first_reply_promise_kept",
    "resolution_promise_kept",
    "first_reply_median",
    "full_resolution_median",
    "first_contact_solved",
    "reopened_share",
    "satisfied_share",
    "backlog",
)
MOVERS = ("first_reply_promise_kept", "resolution_promise_kept", "first_reply_median")


def page(session: Session) -> None:
    metrics = session.measured(TILES)
    question = session.question(*(metric.id for metric in metrics))
    now = {result.metric: result for result in session.data.figures(question)}
    changes = _changes(session, question)
    if not any(result.n for result in now.values()):
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    story(session, now, changes)
    _tiles(session, metrics, now, changes)
    _grid(session, metrics)
    _movers(session)


def _changes(session: Session, question: Question) -> dict[str, Change]:
    if session.before is None:
        return {}
    return {c.now.metric: c for c in session.data.changes(question, session.before)}


def _tiles(
    session: Session,
    metrics: tuple[Metric, ...],
    now: dict[str, Result],
    changes: dict[str, Change],
) -> None:
    months = session.months(*(metric.id for metric in metrics))
    trends: dict[str, list[Result]] = {}
    for result in session.data.figures(months):
        trends.setdefault(result.metric, []).append(result)
    with st.grid(4, min_column_width=230, gap="small"):
        for metric in metrics:
            tile(session, metric, now[metric.id], changes.get(metric.id), trends[metric.id])


def _grid(session: Session, metrics: tuple[Metric, ...]) -> None:
    ids = tuple(metric.id for metric in metrics)
    results = session.data.figures(session.question(*ids, by="unit"))
    total = session.data.figures(session.question(*ids))
    by_unit: dict[str, dict[str, Result]] = {}
    for result in results:
        by_unit.setdefault(result.member or "", {})[result.metric] = result
    if len(by_unit) < 2:
        return
    heading(session, session.text("overview.grid"), session.text("overview.grid.how"))
    lines = [Line("", session.labels.unit(session.filters.unit) if session.filters.unit
                  else session.text("filter.unit.all"), tuple(total), is_total=True)]
    lines += [
        Line(unit, session.labels.member("unit", unit), tuple(found[m] for m in ids))
        for unit, found in by_unit.items()
    ]
    names = [session.labels.metric(metric.id) for metric in metrics]
    st.altair_chart(
        grid(lines, metrics, names, session.words),
        key="grid",
        on_select=_open_department,
        alt=session.text("overview.grid.alt", departments=session.numbers.count(len(lines) - 1)),
    )
    download(session, lambda: [results_table([*total, *results])], "departments",
             session.text("overview.grid"))


def _movers(session: Session) -> None:
    if session.before is None:
        return
    metric = next(iter(session.measured(MOVERS)))
    question = session.question(metric.id, by="unit")
    changes = findings.biggest_moves(session.data.changes(question, session.before))
    before = session.labels.period(session.before)
    if not changes:
        empty(session.text("movers.none", before=before), session.text("movers.none.do"))
        return
    named = [(session.labels.member("unit", c.now.member or ""), c) for c in changes]
    sure = [name for name, change in named if findings.is_sure(change)]
    title = session.text("movers.most", name=sure[0]) if sure else session.text("movers.chance")
    heading(session, title, session.labels.metric(metric.id), session.text("movers.against", before=before))
    st.altair_chart(movers(named, metric.unit, session.words), key="movers", alt=title)


def _open_department() -> None:
    marked = st.session_state["grid"].selection.get(SELECTION, [])
    if marked and marked[0].get("member"):
        choose(unit=marked[0]["member"])
        st.session_state["go_to"] = "department"


page(here())
