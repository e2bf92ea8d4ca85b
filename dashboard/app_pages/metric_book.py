"""What does this number mean? Every metric: definition, formula, SQL, edge rules, decision."""

from itertools import groupby

import pandas as pd
import streamlit as st

from dashboard.data import PER, Metric
from dashboard.session import Session, choose, here
from dashboard.text.catalogue import plain


def page(session: Session) -> None:
    st.title(session.text("page.metric_book"), anchor=False)
    st.markdown(session.text("book.how"))
    for group, metrics in groupby(session.data.metrics(), key=lambda metric: metric.group):
        message = f"book.group.{group}"
        st.subheader(session.text(message) if session.text.has(message) else group, anchor=False)
        for metric in metrics:
            _entry(session, metric)


def _entry(session: Session, metric: Metric) -> None:
    is_asked_for = session.filters.metric == metric.id
    name, about = session.labels.metric(metric.id), session.labels.about(metric.id)
    entry = st.expander(
        f"**{plain(name)}**  ·  {plain(about)}",
        expanded=is_asked_for,
        key=f"book_{metric.id}",
        on_change=lambda: choose(metric=metric.id),
    )
    if not (entry.open or (entry.open is None and is_asked_for)):
        return
    with entry:
        left, right = st.columns([1, 1.2], gap="medium")
        with left:
            _meaning(session, metric)
        with right:
            _computation(session, metric)


def _meaning(session: Session, metric: Metric) -> None:
    text = session.text
    if edges := session.labels.edges(metric.id):
        st.markdown(f"**{text('book.edges')}**")
        st.markdown(edges)
    facts = [
        (text("book.better"), text(f"book.better.{metric.better or 'neither'}")),
        (text("book.clock"), text("book.clock.yes" if metric.has_clock else "book.clock.no")),
        (text("book.interval"), session.words.method(metric.method)),
        (
            text("book.least.customers" if metric.is_of_customers else "book.least"),
            session.numbers.count(metric.least_n),
        ),
        (text("book.id"), metric.id),
    ]
    for name, value in facts:
        st.markdown(f"{plain(name)}: **{plain(value)}**")
    st.markdown(f"{plain(text('book.cohort'))}: `{metric.cohort}`")
    _measured_where(session, metric)
    if decision := session.data.decision(metric.decision, session.filters.lang):
        st.markdown(f"**{text('book.decision')}**")
        st.markdown(decision)


def _measured_where(session: Session, metric: Metric) -> None:
    table = session.data.coverage()
    rows = [row for row in table.records() if row["metric"] == metric.id]
    if not rows:
        return
    st.markdown(f"**{session.text('book.where')}**")
    shown = [
        {
            session.text("data.source"): row["source"],
            session.text("tip.cases"): session.numbers.count(row["n"]),
            session.text("tip.excluded"): session.numbers.count(row["excluded"]),
            session.text("data.coverage"): "–"
            if row["coverage"] is None
            else session.numbers.percent(row["coverage"]),
        }
        for row in rows
    ]
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key=f"where_{metric.id}",
        alt=session.text("book.where"),
    )


def _computation(session: Session, metric: Metric) -> None:
    text = session.text
    st.markdown(f"**{text('book.formula')}**")
    st.code(_formula(session, metric), language="sql", wrap_lines=True)
    st.markdown(f"**{text('definition.sql')}**")
    st.code(
        session.data.sql(session.question(metric.id)), language="sql", wrap_lines=True, height=320
    )


def _formula(session: Session, metric: Metric) -> str:
    """Return the metric's own expressions as one reads them; the query below is what runs."""
    measured = metric.measured(session.filters.clock)
    cases = "" if metric.cases == "true" else f"\nwhere {metric.cases}"
    match metric.kind:
        case "proportion":
            head = f"count(*) where {metric.numerator}\n/ count(*) where {metric.denominator}"
        case "mean":
            head = f"sum({measured})\n/ count(*) where {metric.denominator}"
        case "sum":
            head = f"sum({measured}){cases}"
        case "ratio":
            head = f"sum({measured})\n/ sum({metric.per})"
        case "rate":
            head = f"{PER} * count(*){cases}\n/ avg(customers)"
        case "reach":
            head = "count(distinct customer_id)\n/ count(customers)"
        case "quantile":
            head = f"percentile {metric.quantile:g} of {measured}{cases}"
        case _:
            head = f"count(*){cases}"
    return f"{head}\nfrom {metric.grain}".replace(" where true", "")


page(here())
