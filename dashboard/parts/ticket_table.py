"""The tickets behind a figure: one row a ticket, with why it counts, its stamps and its seconds."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.data import Metric, Period, Question
from dashboard.parts.download import download
from dashboard.parts.empty import empty
from dashboard.parts.heading import heading
from dashboard.session import Session, choose

MOST = 500


def ticket_table(session: Session, metric: Metric) -> None:
    """Draw the tickets behind the chosen metric in the marked month, or else in the period."""
    question = _question(session, metric)
    part = session.filters.part
    name = session.labels.metric(metric.id)
    period = session.labels.period(question.period)
    heading(session, session.text("tickets.title", metric=name, period=period))
    if part:
        st.button(session.text("tickets.whole_period"), key="whole_period", type="tertiary",
                  on_click=choose, kwargs={"part": ""})
    first = session.data.first_tickets(question)
    if not first.rows:
        empty(session.text("tickets.none"), session.text("empty.no_cases.do"))
        return
    frame = pd.DataFrame(first.rows[:MOST], columns=list(first.columns))
    frame = frame.rename(columns={c: _column(session, c) for c in first.columns})
    for column in ("counts", "reason"):
        title = _column(session, column)
        if title in frame:
            frame[title] = [_word(session, column, value) for value in frame[title]]
    st.dataframe(frame, hide_index=True, height=420, key="tickets", placeholder="–",
                 alt=session.text("tickets.title", metric=name, period=period))
    shown = min(len(first.rows), MOST)
    st.caption(session.text.count("tickets.shown", shown, session.numbers.count(shown)))
    download(session, lambda: session.data.tickets(question), f"tickets-{metric.id}", name)


def _question(session: Session, metric: Metric) -> Question:
    question = session.question(metric.id)
    if session.filters.part:
        return replace(question, period=Period.parse(session.filters.part))
    return question


def _column(session: Session, column: str) -> str:
    message = f"ticket.{column}"
    return session.text(message) if session.text.has(message) else column


def _word(session: Session, column: str, value: object) -> str:
    message = f"{column}.{value}"
    return session.text(message) if session.text.has(message) else str(value or "")
