"""The paragraph that opens Overview: what happened, in words with numbers."""

import streamlit as st

from dashboard.data import Change, Metric, Result
from dashboard.findings import is_judged, is_sure
from dashboard.session import Session
from dashboard.text.catalogue import plain

KEPT = ("resolution_promise_kept", "first_reply_promise_kept")
TIMES = ("first_reply_median", "full_resolution_median")


def story(session: Session, now: dict[str, Result], changes: dict[str, Change]) -> None:
    """Write a title and a few sentences about the period."""
    kept = next((m for m in session.measured(KEPT) if is_judged(now[m.id])), None)
    title = session.text("page.overview") if kept is None else _headline(session, kept, changes, now)
    st.title(plain(title), anchor=False)
    sentences = [s for metric in session.measured(TIMES) if (s := _time(session, metric, now, changes))]
    sentences += _backlog(session, now, changes)
    if sentences:
        st.markdown(plain(" ".join(sentences)))


def _headline(
    session: Session, metric: Metric, changes: dict[str, Change], now: dict[str, Result]
) -> str:
    value = session.value(now[metric.id], metric)
    change = changes.get(metric.id)
    period = session.labels.period(session.filters.period)
    if change is None or change.change is None or session.before is None:
        return session.text(f"story.{metric.id}", now=value, period=period)
    direction = "flat"
    if is_sure(change) and not session.numbers.is_flat(change.change, metric.unit):
        direction = "up" if change.change > 0 else "down"
    return session.text(
        f"story.{metric.id}.{direction}",
        before=session.value(change.before, metric),
        now=value,
        period=period,
        against=session.labels.period(session.before),
    )


def _time(
    session: Session, metric: Metric, now: dict[str, Result], changes: dict[str, Change]
) -> str:
    if not is_judged(now[metric.id]):
        return ""
    value = session.value(now[metric.id], metric)
    change = changes.get(metric.id)
    if change is None or change.before.value is None:
        return session.text(f"story.{metric.id}", now=value)
    before = session.value(change.before, metric)
    return session.text(f"story.{metric.id}.was", now=value, before=before)


def _backlog(session: Session, now: dict[str, Result], changes: dict[str, Change]) -> list[str]:
    result = now.get("backlog")
    if result is None or result.value is None:
        return []
    shown = session.numbers.count(result.value)
    change = changes.get("backlog")
    if change is None or change.before.value is None:
        return [session.text.count("story.backlog", round(result.value), shown)]
    before = session.numbers.count(change.before.value)
    return [session.text.count("story.backlog.was", round(result.value), shown, before=before)]
