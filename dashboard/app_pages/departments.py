"""Who does better? Units, or members of another slice, ranked by one figure."""

import streamlit as st

from dashboard import findings
from dashboard.charts.ranking import Row, ranking
from dashboard.data import Metric, Result
from dashboard.parts.chart import chart
from dashboard.parts.choosers import choose_metric, choose_slice
from dashboard.parts.definition import definition
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty, no_figure
from dashboard.parts.heading import heading
from dashboard.parts.panel import panel
from dashboard.parts.set_apart import set_apart
from dashboard.session import Session, choose, here
from dashboard.text.catalogue import plain


def page(session: Session) -> None:
    head = st.container()
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    with bar:
        metric = choose_metric(session)
        slice_id = choose_slice(session)
    if metric is None:
        empty(session.text("empty.no_metrics"))
        return
    question = session.question(metric.id, by=slice_id)
    results = session.data.figures(question)
    (total,) = session.data.figures(session.question(metric.id))
    judged, too_few = findings.ranked(results, metric)
    if not judged:
        with head:
            name = session.labels.metric(metric.id)
            heading(session, name, session.labels.period(session.period), level=1)
        no_figure(session, metric, total, by=slice_id)
        return
    with bar:
        definition(session, metric, question, key="ranking")
    finding = findings.of_ranking(judged, total, metric)
    title = _title(session, finding, metric, slice_id)
    with head:
        heading(
            session,
            title,
            session.labels.metric(metric.id),
            session.labels.period(session.period),
            _clock(session, metric),
            level=1,
        )
        if beside := _beside(session, finding, slice_id):
            st.markdown(plain(beside))
    _draw(session, title, metric, slice_id, judged, too_few, total)
    download(
        session,
        lambda: [results_table([total, *results])],
        metric.id,
        session.labels.metric(metric.id),
    )


def _draw(
    session: Session,
    title: str,
    metric: Metric,
    slice_id: str,
    judged: list[Result],
    too_few: list[Result],
    total: Result,
) -> None:
    rows = [
        Row(
            r,
            session.labels.member(slice_id, r.member or ""),
            findings.stands_out(r, total, metric),
        )
        for r in judged
    ]
    focus = session.filters.focus
    main, side = st.columns([1.5, 1]) if focus is not None else (st.container(), None)
    with main:
        chart(
            session,
            ranking,
            tuple(rows),
            total,
            metric.unit,
            is_compared=metric.is_compared,
            focus=focus,
            key="ranking",
            marked=focus,
            on_mark=lambda row: choose(focus=row["member"]),
            says=f"{title}. {session.text('ranking.alt', n=session.numbers.count(len(rows)))}",
        )
        st.caption(session.text(_how(metric)))
        set_apart(session, [(session.labels.member(slice_id, r.member or ""), r) for r in too_few])
    if side is not None and focus is not None:
        with side:
            panel(session, slice_id, focus)


def _how(metric: Metric) -> str:
    """Return which message says what is drawn."""
    if metric.is_compared:
        return "ranking.how" if metric.method else "ranking.how.ratio"
    return "ranking.how.customers" if metric.is_of_customers else "ranking.how.count"


def _title(session: Session, finding: findings.Finding, metric: Metric, slice_id: str) -> str:
    if finding.result is None:
        unit = slice_id in ("unit", "division")
        return session.text(finding.message if unit else f"{finding.message}.slice")
    named = {
        "name": session.labels.member(slice_id, finding.result.member or ""),
        "metric": session.labels.metric(metric.id),
    }
    message = finding.message
    if slice_id not in ("unit", "division") and finding.end:
        value = session.value(finding.result, metric)
        return session.text(f"finding.{finding.end}", value=value, **named)
    if not session.text.has(message):
        message = f"{message.rsplit('.', 1)[0]}.any"
    return session.text(message, **named)


def _beside(session: Session, finding: findings.Finding, slice_id: str) -> str:
    """Return from whom the first cannot be told apart, and how many differ besides."""
    sentences = []
    if finding.close:
        names = ", ".join(session.labels.member(slice_id, r.member or "") for r in finding.close)
        sentences.append(session.text("finding.close", names=names))
    if finding.further:
        further = session.numbers.count(finding.further)
        sentences.append(session.text.count("finding.others", finding.further, further))
    return " ".join(sentences)


def _clock(session: Session, metric: Metric) -> str:
    return session.text(f"filter.clock.{session.filters.clock}") if metric.has_clock else ""


page(here())
