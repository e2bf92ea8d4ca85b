"""The paragraph that opens Overview: what happened, in words with numbers."""

from collections.abc import Sequence

import streamlit as st

from dashboard.data import Change, Metric, Result
from dashboard.findings import is_judged, is_sure, side
from dashboard.parts.heading import heading
from dashboard.session import Session
from dashboard.text.catalogue import plain

KEPT = ("resolution_promise_kept", "first_reply_promise_kept")
TIMES = ("first_reply_median", "full_resolution_median")


def leading(metrics: Sequence[Metric], now: dict[str, Result]) -> Metric | None:
    """Return the figure that the paragraph is about: the first that is measured well enough."""
    return next((metric for metric in metrics if is_judged(now[metric.id])), None)


def story(
    session: Session,
    metric: Metric | None,
    now: dict[str, Result],
    changes: dict[str, Change],
    moves: Sequence[tuple[str, Change]],
) -> None:
    """Write a title on `metric` and a few sentences; `moves` are its named changes."""
    heading(session, _title(session, metric, now, changes), session.compared(), level=1)
    sentences = [_mover(session, metric, moves)] if metric else []
    others = [time for time in session.measured(TIMES) if time != metric]
    sentences += [_time(session, time, now, changes) for time in others]
    if "backlog" in now and not (metric and metric.id == "backlog"):
        sentences.append(backlog_sentence(session, now["backlog"], changes.get("backlog")))
    st.markdown(plain(" ".join(sentence for sentence in sentences if sentence)))


def _title(
    session: Session, metric: Metric | None, now: dict[str, Result], changes: dict[str, Change]
) -> str:
    if metric is None:
        is_measured = any(result.verdict != "not_measured" for result in now.values())
        return session.text("story.too_few" if is_measured else "empty.not_measured")
    if metric.id in KEPT:
        return _headline(session, metric, changes, now)
    figure = {
        "metric": session.labels.metric(metric.id),
        "now": session.value(now[metric.id], metric),
    }
    change = changes.get(metric.id)
    if change is None or not is_judged(change.before):
        return session.text("story.figure", **figure)
    before = session.value(change.before, metric, beside=change.now)
    return session.text("story.figure.was", before=before, **figure)


def _headline(
    session: Session, metric: Metric, changes: dict[str, Change], now: dict[str, Result]
) -> str:
    value = session.value(now[metric.id], metric)
    change = changes.get(metric.id)
    if change is None or change.change is None:
        return session.text(f"story.{metric.id}", now=value)
    direction = "flat"
    if is_sure(change) and not session.numbers.is_flat(change.change, metric.unit):
        direction = "up" if change.change > 0 else "down"
    before = session.value(change.before, metric)
    return session.text(f"story.{metric.id}.{direction}", before=before, now=value)


def _mover(session: Session, metric: Metric, moves: Sequence[tuple[str, Change]]) -> str:
    sure = [(name, change) for name, change in moves if is_sure(change)]
    if not moves:
        return ""
    if not sure:
        return session.text("story.nobody_moved")
    name, change = sure[0]
    moved = session.words.change(change, metric.unit)
    message = "story.only" if len(sure) == 1 else "story.most"
    if found := side(change, metric):
        message = f"{message}.{found}"
    return session.text(message, name=name, change=moved)


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
    if before == value:
        return session.text(f"story.{metric.id}.same", now=value)
    return session.text(f"story.{metric.id}.was", now=value, before=before)


def backlog_sentence(session: Session, result: Result, change: Change | None) -> str:
    """Return how many tickets are unsolved, and how many were; empty where it is not known."""
    if result.value is None:
        return ""
    shown = session.numbers.count(result.value)
    if change is None or change.before.value is None:
        return session.text.count("story.backlog", round(result.value), shown)
    before = session.numbers.count(change.before.value)
    return session.text.count("story.backlog.was", round(result.value), shown, before=before)
