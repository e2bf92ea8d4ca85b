"""Choosers of a page: which metric, by which slice."""

from collections.abc import Sequence

import streamlit as st

from dashboard.data import Metric
from dashboard.findings import is_judged
from dashboard.session import Session, choose

PREFERRED = ("resolution_promise_kept", "first_reply_promise_kept", "first_reply_median")


def chosen_metric(
    session: Session, among: Sequence[Metric], first: Sequence[str] = ()
) -> Metric | None:
    """Return the metric the address names, else the page's own choice: the `first` it has."""
    known = {metric.id: metric for metric in among}
    for wanted in (session.filters.metric, *first, *PREFERRED, *known):
        if wanted in known:
            return known[wanted]
    return None


def choose_metric(session: Session) -> Metric | None:
    """Draw the chooser of metrics and return the one chosen."""
    among = [metric for metric in session.data.metrics() if not metric.deprecated]
    metric = chosen_metric(session, among, first=_judged(session, among))
    if metric is None:
        return None
    st.session_state["w_metric"] = metric.id
    st.selectbox(
        session.text("chooser.metric"),
        [one.id for one in among],
        format_func=session.labels.metric,
        key="w_metric",
        on_change=lambda: choose(metric=st.session_state["w_metric"]),
        width=380,
    )
    return metric


def _judged(session: Session, among: Sequence[Metric]) -> list[str]:
    """Return the metric to begin with: one with enough cases, of the preferred ones if any."""
    ids = tuple(metric.id for metric in among)
    for wanted in (tuple(name for name in PREFERRED if name in ids), ids):
        results = session.data.figures(session.question(*wanted)) if wanted else ()
        judged = {result.metric for result in results if is_judged(result)}
        if judged:
            return [name for name in wanted if name in judged][:1]
    return []


def choose_slice(session: Session) -> str:
    """Draw the chooser of slices and return the one chosen; units unless said otherwise."""
    slices = session.data.slices()
    chosen = session.filters.by if session.filters.by in slices else "unit"
    st.session_state["w_by"] = chosen
    st.selectbox(
        session.text("chooser.slice"),
        slices,
        format_func=session.labels.slice,
        key="w_by",
        on_change=lambda: choose(by=st.session_state["w_by"], focus=None),
        width=240,
    )
    return chosen
