"""Who controls the service, and whose profit carries what it breaks?"""

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from dashboard.charts.matrix import CLASS_SIGN, Head, matrix
from dashboard.data import (
    CLASSES,
    LEAST_CUSTOMERS,
    LEAST_SHARE,
    RESAMPLINGS,
    SEED,
    Cell,
    Column,
    Finding,
    MeasureId,
    Question,
    Responsibility,
    Row,
    table_of,
)
from dashboard.findings import is_judged, nearest
from dashboard.parts.chart import chart
from dashboard.parts.definition import explained
from dashboard.parts.download import download
from dashboard.parts.empty import empty, no_figure
from dashboard.parts.heading import heading
from dashboard.parts.ticket_table import list_tickets
from dashboard.session import Session, choose, here
from dashboard.text.catalogue import plain

PROMISES = ("resolution_promise_kept", "first_reply_promise_kept")
DECISIONS = (
    "responsibility-matrix",
    "alignment-index",
    "responsibility-findings",
    "customers-with-a-problem",
)
MOST_UNITS = 3
"""Units that a sentence or a row names; of the others it gives the number."""

NARROWEST, COLUMN = 312, 106
"""Pixels that the names of rows and the sums need, and every column between them."""


def page(session: Session) -> None:
    measure = _measure(session)
    question = session.question()
    found = session.data.responsibility(question, measure)
    head = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose(session, measure)
        explained(
            session,
            session.text(f"measure.{measure}"),
            session.text(f"measure.{measure}.about"),
            session.text("responsibility.edges"),
            DECISIONS,
            lambda: session.data.responsibility_sql(question, measure),
            key="responsibility",
        )
    names = session.labels.posts(found.posts)
    title = _title(session, found, names)
    with head:
        period = session.labels.period(session.period)
        heading(session, title, session.text(f"measure.{measure}"), period, level=1)
    if found.lacks:
        _lacking(session, found)
    elif not found.cells:
        _nothing(session, measure)
    else:
        st.markdown(plain(_index(session, found)))
        _matrix(session, found, names, title)
        _findings(session, found, names)
        _tickets(session, question, found, names)


def _measure(session: Session) -> MeasureId:
    """Return the measure the address names, else the first."""
    known: tuple[MeasureId, ...] = get_args(MeasureId)
    return next((one for one in known if one == session.filters.measure), known[0])


def _choose(session: Session, measure: MeasureId) -> None:
    st.session_state["w_measure"] = measure
    st.selectbox(
        session.text("chooser.measure"),
        get_args(MeasureId),
        format_func=lambda one: session.text(f"measure.{one}"),
        key="w_measure",
        on_change=lambda: choose(measure=st.session_state["w_measure"]),
        width=380,
    )


def _title(session: Session, found: Responsibility, names: Mapping[str, str]) -> str:
    """Return the largest finding, or why there is none."""
    if found.lacks:
        return session.text("responsibility.lacks")
    if not found.cells:
        return session.text("empty.no_cases")
    if not found.findings:
        return session.text("responsibility.no_finding")
    return _said(session, found.findings[0], names)


def _said(session: Session, finding: Finding, names: Mapping[str, str]) -> str:
    """Return a finding in a sentence without a full stop."""
    kind: str = finding.kind
    if kind == "crossed" and finding.profit_post_id not in (None, finding.controller_post_id):
        kind = "crossed.under"
    return session.text(
        f"responsibility.finding.{kind}",
        units=_units(session, finding.units),
        controller=names.get(finding.controller_post_id or "", ""),
        profit=names.get(finding.profit_post_id or "", ""),
        owner=names.get(finding.owner_post_id or "", ""),
        part=session.numbers.percent(finding.part, 0),
        share=session.numbers.percent(finding.share, 0),
    )


def _units(session: Session, units: Sequence[str]) -> str:
    """Return the names of some units; of many the first, and how many more there are."""
    shown = session.labels.known("unit", units[:MOST_UNITS])
    more = len(units[MOST_UNITS:])
    if not more:
        return shown
    return session.text.count(
        "responsibility.units", more, session.numbers.count(more), names=shown
    )


def _index(session: Session, found: Responsibility) -> str:
    """Return what the index is, in words, or why there is none."""
    index, numbers = found.index, session.numbers
    placed = numbers.percent(index.coverage or 0.0)
    if found.owners < 2:
        return session.text("responsibility.index.one_owner")
    if not is_judged(index) or index.value is None:
        return session.text("responsibility.index.too_few", coverage=placed)
    told = {
        "aligned": numbers.count(found.whole("aligned")),
        "index": numbers.decimal(index.value),
        "coverage": placed,
    }
    sentence = session.text.count(
        f"responsibility.index.{found.measure}", found.mapped, numbers.count(found.mapped), **told
    )
    if index.lower is None or index.upper is None:
        return f"{sentence} {session.text('responsibility.index.no_interval')}"
    lower, upper = numbers.decimal(index.lower), numbers.decimal(index.upper)
    interval = session.text("responsibility.index.interval", lower=lower, upper=upper)
    return f"{sentence} {interval}"


def _matrix(session: Session, found: Responsibility, names: Mapping[str, str], title: str) -> None:
    rows = tuple(_row(session, row, names) for row in found.rows)
    columns = tuple(_column(session, found, column, names) for column in found.columns)
    marked = (session.filters.controller, session.filters.owner)
    st.caption(session.text("responsibility.how"))
    with st.grid(1, min_column_width=NARROWEST + COLUMN * len(columns), wrap=False):
        chart(
            session,
            matrix,
            found,
            rows,
            columns,
            key="matrix",
            marked="-".join(map(str, marked)),
            on_mark=lambda row: choose(controller=row["controller"], owner=row["owner"]),
            says=f"{title}. {session.text('responsibility.alt')}",
            chosen=marked,
        )
    _choose_cell(session, found, names)
    _legend(session, found)
    if found.index.lower is not None:
        times = session.numbers.count(RESAMPLINGS)
        st.caption(session.text("responsibility.drawn", times=times, seed=SEED))
    download(
        session,
        lambda: [table_of(found.cells, Cell)],
        f"responsibility-{found.measure}",
        session.text("page.responsibility"),
    )


def _choose_cell(session: Session, found: Responsibility, names: Mapping[str, str]) -> None:
    """Draw a list of the cells, the largest first: a click on the matrix needs a mouse."""
    cells = dict.fromkeys((c.controller_post_id or "", c.owner_post_id or "") for c in found.cells)
    marked = (session.filters.controller, session.filters.owner)
    st.session_state["w_cell"] = marked if marked in cells else None
    st.selectbox(
        session.text("chooser.cell"),
        cells,
        index=None,
        format_func=lambda cell: session.text(
            "responsibility.cell", **_whose(session, cell, names)
        ),
        placeholder=session.text("chooser.cell.none"),
        key="w_cell",
        on_change=_mark_chosen,
        width=560,
    )


def _mark_chosen() -> None:
    controller, owner = st.session_state["w_cell"] or (None, None)
    choose(controller=controller, owner=owner)


def _whose(session: Session, cell: tuple[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of who controls the cases of a cell, and of whose profit they cost."""
    controller, owner = cell
    return {
        "controller": names.get(controller, session.text("responsibility.nobody")),
        "owner": names.get(owner, session.text("responsibility.unknown")),
    }


def _row(session: Session, row: Row, names: Mapping[str, str]) -> Head:
    units = _units(session, row.units)
    if row.controller_post_id is None:
        return Head(session.text("responsibility.nobody"), units)
    name = names[row.controller_post_id]
    if row.profit_post_id in (None, row.controller_post_id):
        return Head(name, units)
    under = session.text("responsibility.under", post=names[row.profit_post_id or ""])
    return Head(name, f"{units} · {under}")


def _column(
    session: Session, found: Responsibility, column: Column, names: Mapping[str, str]
) -> Head:
    if column.why:
        return Head(session.text(f"responsibility.{column.why}"))
    (post,) = (post for post in found.posts if post.id == column.owner_post_id)
    scopes = ", ".join(dict.fromkeys(scope.name for scope in post.scopes))
    return Head(names[post.id], scopes)


def _legend(session: Session, found: Responsibility) -> None:
    """Say what each class means, and what it comes to."""
    with st.grid(4, min_column_width=220):
        for kind in CLASSES:
            amount = session.numbers.count(found.whole(kind))
            share = session.numbers.percent(found.share(kind))
            with st.container(gap="xsmall"):
                name = plain(session.text(f"class.{kind}"))
                st.markdown(f"{CLASS_SIGN[kind]} **{name}**: {amount} · {plain(share)}")
                st.caption(session.text(f"class.{kind}.about"))


def _findings(session: Session, found: Responsibility, names: Mapping[str, str]) -> None:
    heading(
        session,
        session.text("responsibility.findings"),
        session.text(
            "responsibility.threshold",
            share=session.numbers.percent(LEAST_SHARE, 0),
            customers=session.numbers.count(LEAST_CUSTOMERS),
        ),
    )
    if not found.findings:
        st.markdown(session.text("responsibility.no_finding"))
    for number, finding in enumerate(found.findings, 1):
        st.markdown(f"{number}. {plain(_in_full(session, found, finding, names))}")


def _in_full(
    session: Session, found: Responsibility, finding: Finding, names: Mapping[str, str]
) -> str:
    """Return a finding with what it rests on."""
    count = session.numbers.count
    amount = session.text.count(
        f"responsibility.n.{found.measure}", finding.whole, count(finding.whole)
    )
    share = session.text("responsibility.of_all", share=session.numbers.percent(finding.share))
    known = session.text.count("responsibility.known", finding.customers, count(finding.customers))
    return f"{_said(session, finding, names)}. {amount}, {share}; {known}."


def _tickets(
    session: Session, question: Question, found: Responsibility, names: Mapping[str, str]
) -> None:
    """Draw the tickets of the marked cell."""
    controller, owner = session.filters.controller, session.filters.owner
    if controller is None or owner is None:
        return
    whose = _whose(session, (controller, owner), names)
    title = session.text("responsibility.tickets", **whose)
    heading(session, title, session.labels.period(session.period))
    st.button(
        session.text("panel.close"),
        key="close_cell",
        type="tertiary",
        on_click=choose,
        kwargs={"controller": None, "owner": None},
    )
    asked = (question, found.measure, controller or None, owner or None)
    first = session.data.first_responsibility_tickets(*asked)
    if not first.rows:
        empty(session.text("tickets.none"), session.text("responsibility.tickets.none"))
        return
    file = f"tickets-responsibility-{found.measure}"
    list_tickets(
        session, title, first, lambda: session.data.responsibility_tickets(*asked), file, title
    )


def _lacking(session: Session, found: Responsibility) -> None:
    empty(session.text("responsibility.lacks.why"))
    st.markdown(session.text("responsibility.lacks.bring"))
    for lack in found.lacks:
        st.markdown(f"- {session.text(f'responsibility.lacks.{lack}')}")
    st.caption(session.text("responsibility.lacks.forms"))


def _nothing(session: Session, measure: MeasureId) -> None:
    """Say why there is no case: no promise was measured, or none broken, or no such customer."""
    if measure == "broken_promises":
        question = session.question(*PROMISES)
        best = nearest(session.data.figures(question))
        if best is not None and not is_judged(best):
            (metric,) = (one for one in session.measured(PROMISES) if one.id == best.metric)
            no_figure(session, metric, best)
            return
    empty(session.text(f"responsibility.none.{measure}"), session.text("empty.no_cases.do"))


page(here())
