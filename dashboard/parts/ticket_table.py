"""What is behind a figure, a row a case: why it counts, its stamps and its seconds.

Tickets mostly; the complaints, answers, problems, customers or months of units of other figures.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.data import MOST_TICKETS, Metric, Period, Question, Table
from dashboard.filters import SLICES
from dashboard.parts.download import download
from dashboard.parts.empty import empty, no_figure
from dashboard.parts.heading import heading
from dashboard.session import Session, choose

MOST, FEW = 500, 11
"""The most rows that are shown, and so few that the list is as high as they are."""

HOUR = 3600
_WORDS = {
    "counts": "counts",
    "reason": "reason",
    "status_category": "status_category",
    "broken": "broken",
    **dict.fromkeys(
        (
            "acknowledgement_promise", "answer_promise", "bucket", "outcome", "satisfaction",
            "state",
        ),
        "reason",
    ),
}  # fmt: skip
"""Columns whose values have words of their own, and the messages that hold them."""

_ROWS = {
    "fact_complaint": "complaints",
    "fact_survey_response": "surveys",
    "fact_problem": "problems",
    "fact_unit_month": "months",
    "customer_contact": "customers",
}
"""What the rows are where they are no tickets."""

_SHARES = ("share", "count", "per_1000")


def ticket_table(session: Session, metric: Metric) -> None:
    """Draw what is behind the chosen metric in the marked month, or else in the period."""
    question = _question(session, metric)
    name = session.labels.metric(metric.id)
    period = session.labels.period(question.period)
    message = "tickets.title"
    if metric.grain in _ROWS:
        message = f"tickets.title.{_ROWS[metric.grain]}"
    title = session.text(message, metric=name, period=period)
    heading(session, title)
    if session.filters.part:
        st.button(
            session.text("tickets.whole_period"),
            key="whole_period",
            type="tertiary",
            icon=":material/undo:",
            on_click=choose,
            kwargs={"part": ""},
        )
    if session.uncut(metric):
        _none(session, metric, question)
        return
    first = session.data.first_tickets(question)
    if not first.rows:
        _none(session, metric, question)
        return
    file = f"tickets-{metric.id}-{session.filters.unit}"
    list_tickets(session, title, first, lambda: session.data.tickets(question), file, name, metric)


def list_tickets(
    session: Session,
    title: str,
    first: Table,
    every: Callable[[], Iterable[Table]],
    file: str,
    about: str,
    metric: Metric | None = None,
) -> None:
    """Draw the first tickets behind something, and offer every one of them in a file."""
    frame = _frame(session, first, metric)
    moment = st.column_config.DatetimeColumn(format=session.numbers.moment_pattern)
    day = st.column_config.DateColumn(format=session.numbers.day_pattern)
    number = st.column_config.NumberColumn(format="localized")
    days = [_heading(session, metric, name) for name in first.columns if name.endswith("_date")]
    st.dataframe(
        frame,
        column_config={
            **dict.fromkeys(frame.select_dtypes("datetime").columns, moment),
            **dict.fromkeys(days, day),
            **dict.fromkeys(frame.select_dtypes("number").columns, number),
        },
        hide_index=True,
        height="content" if len(frame) <= FEW else 420,
        key="tickets",
        placeholder="–",
        alt=title,
    )
    rows = "rows" if metric and metric.grain in _ROWS else "tickets"
    st.caption(_how_many(session, rows, len(frame), len(first.rows)))
    download(session, every, file, about)


def _how_many(session: Session, rows: str, shown: int, read: int) -> str:
    """Return how many `rows` are shown, and of how many where that is known."""
    text, count = session.text.count, session.numbers.count
    if shown == read:
        return text(f"{rows}.all", shown, count(shown))
    if read < MOST_TICKETS:
        return text(f"{rows}.some", read, count(read), some=count(shown))
    return text(f"{rows}.shown", shown, count(shown))


def _none(session: Session, metric: Metric, question: Question) -> None:
    """Say why there is no row: where nothing is measured no other period would have one."""
    (result,) = session.data.figures(question)
    if result.verdict == "not_measured":
        no_figure(session, metric, result)
    else:
        message = "rows.none" if metric.grain in _ROWS else "tickets.none"
        empty(session.text(message), session.text("empty.no_cases.do"))


def _question(session: Session, metric: Metric) -> Question:
    question = session.question(metric.id)
    if session.filters.part:
        return replace(question, period=Period.parse(session.filters.part))
    return question


def _frame(session: Session, table: Table, metric: Metric | None) -> pd.DataFrame:
    """Return the first rows as the page shows them: in the reader's words, no idle column."""
    frame = pd.DataFrame(table.rows[:MOST], columns=list(table.columns))
    idle = {"weight"} if (frame["weight"] == 1).all() else set()
    if metric and metric.kind == "ratio":
        idle.add("weight")
    if metric and metric.unit in _SHARES:
        idle.add("value")
    idle |= {name for name in frame.columns if (frame[name].isna() | (frame[name] == "")).all()}
    frame = frame.drop(columns=[name for name in idle if name in frame])
    for name in frame.columns:
        if name in _WORDS:
            frame[name] = [_word(session, metric, name, value) for value in frame[name]]
        elif name.endswith("_seconds") or (name == "value" and _is_duration(metric)):
            frame[name] = (frame[name].astype(float) / HOUR).round(2)
        elif name.endswith("_date"):
            frame[name] = pd.to_datetime(frame[name])
        elif name in SLICES:
            frame[name] = [session.labels.member(name, str(v)) if v else None for v in frame[name]]
    return frame.rename(columns={name: _heading(session, metric, name) for name in frame.columns})


def _is_duration(metric: Metric | None) -> bool:
    return metric is not None and metric.unit == "seconds"


def _heading(session: Session, metric: Metric | None, column: str) -> str:
    """Return a column's name; a duration is in hours."""
    message = f"ticket.{column}"
    name = session.text(message) if session.text.has(message) else column.replace("_", " ")
    if column == "value" and _is_duration(metric):
        return f"{name}, {session.text('unit.hours', n='').strip()}"
    return name


def _word(session: Session, metric: Metric | None, column: str, value: object) -> str:
    """Return a value's word. A case that a median or a mean rests on counts: yes, not no."""
    if column == "counts" and value == "denominator" and metric and metric.unit != "share":
        value = "numerator"
    message = f"{_WORDS[column]}.{value}"
    return session.text(message) if session.text.has(message) else str(value or "")
