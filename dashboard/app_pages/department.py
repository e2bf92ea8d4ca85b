"""How is this department doing over time, and which tickets are behind it?"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.bars import bars
from dashboard.charts.flow import flow
from dashboard.charts.trend import trend
from dashboard.data import Flow, Metric
from dashboard.findings import is_judged, is_sure, nearest, net_flow
from dashboard.parts.chart import chart
from dashboard.parts.choosers import chosen_metric
from dashboard.parts.definition import definition
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty, no_figure
from dashboard.parts.heading import heading
from dashboard.parts.standing import PROFILE_OF, apart, headline, profile_lines, profile_panel
from dashboard.parts.story import backlog_sentence
from dashboard.parts.ticket_table import ticket_table
from dashboard.session import Session, choose, here
from dashboard.text.catalogue import plain

OLD_FROM_DAYS = 30

LONG_PROFILE = 5
"""Rows from which a profile leaves no room in its column for the age of the backlog."""


def page(session: Session) -> None:
    if not session.filters.unit:
        _choose_one(session)
        return
    metrics = session.measured(PROFILE_OF)
    lines = profile_lines(session, metrics)
    behind, ahead = apart(lines)
    known = nearest([line.own for line in lines])
    named = [line.metric.id for line in (*behind, *ahead)][:1]  # the one that the title names
    telling = named or ([known.metric] if known else [])
    metric = chosen_metric(session, [*metrics, *session.data.metrics()], first=telling)
    if metric is None:
        empty(session.text("empty.no_metrics"))
        return
    headline(session, lines)
    left, right = st.columns(2, gap="medium")
    with left, st.skeleton(height=600):
        profile_panel(session, lines, metric)
    with right, st.skeleton(height=360):
        _trend(session, metric)
    with left, st.skeleton(height=360):
        _flow(session)
    with right, st.skeleton(height=320):
        _backlog(session)
    is_long = sum(is_judged(line.own) for line in lines) >= LONG_PROFILE
    with right if is_long else left, st.skeleton(height=320):
        _ageing(session)
    with st.skeleton(height=500):
        ticket_table(session, metric)


def _choose_one(session: Session) -> None:
    heading(
        session, session.text("department.choose"), session.text("department.choose.how"), level=1
    )
    with st.grid(3, min_column_width=260, gap="small"):
        for unit in session.data.members("unit"):
            if unit.id:
                st.page_link(
                    "app_pages/department.py",
                    label=plain(session.labels.unit(unit.id)),
                    icon=":material/groups:",
                    query_params=session.filters.but(unit=unit.id).address(),
                )


def _trend(session: Session, metric: Metric) -> None:
    name = session.labels.metric(metric.id)
    question = session.months(metric.id)
    results = session.data.figures(question)
    everybody = replace(question, where=tuple(c for c in question.where if c[0] != "unit"))
    total = session.data.figures(everybody) if metric.is_compared else ()
    heading(
        session,
        _trend_title(session, metric),
        session.compared(),
        session.text(f"filter.clock.{session.filters.clock}") if metric.has_clock else "",
        session.text("trend.how"),
    )
    known = nearest(results)
    if known is None:
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    if known.value is None:
        no_figure(session, metric, known)
        return
    chart(
        session,
        trend,
        results,
        metric.unit,
        period=session.period,
        part=session.filters.part,
        total=total,
        key="trend",
        marked=session.filters.part,
        on_mark=lambda row: choose(part=row["part"]),
        says=session.text(
            "department.trend.alt", metric=name, name=session.labels.unit(session.filters.unit)
        ),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        definition(session, metric, question, key="trend")
        download(
            session,
            lambda: [results_table(results)],
            f"trend-{metric.id}-{session.filters.unit}",
            name,
        )


def _trend_title(session: Session, metric: Metric) -> str:
    """Return the figure of the period and, where there is one, of the period before."""
    name = session.labels.metric(metric.id)
    question = session.question(metric.id)
    (now,) = session.data.figures(question)
    if not is_judged(now):
        return session.text("department.trend", metric=name)
    figure = session.value(now, metric)
    changes = session.data.changes(question, session.before) if session.before else ()
    change = next(iter(changes), None)
    if change is None or change.change is None or not is_judged(change.before):
        return f"{name}: {figure}"
    direction = "flat"
    is_whole = change.lower is None  # a count has no chance in it
    is_flat = session.numbers.is_flat(change.change, metric.unit, beside=now.value)
    if (is_whole or is_sure(change)) and not is_flat:
        direction = "up" if change.change > 0 else "down"
    before = session.value(change.before, metric, beside=now)
    return session.text(f"department.trend.{direction}", metric=name, now=figure, before=before)


def _flow(session: Session) -> None:
    parts = session.data.flow(session.months("backlog"))
    heading(session, _flow_title(session, parts), session.text("department.flow.how"))
    if not parts:
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    chart(session, flow, parts, key="flow", says=_flow_title(session, parts))


def _flow_title(session: Session, parts: Sequence[Flow]) -> str:
    """Return by how many more tickets came than went in the period, or went than came."""
    net = net_flow(parts, session.period)
    if net is None:
        return session.text("department.flow")
    name = session.labels.period(session.period)
    if not net:
        return session.text("department.flow.even", period=name)
    message = "department.flow.grew" if net > 0 else "department.flow.shrank"
    return session.text.count(message, abs(net), session.numbers.count(abs(net)), period=name)


def _backlog(session: Session) -> None:
    backlog = session.metric("backlog")
    if backlog is None:
        return
    question = session.question(backlog.id)
    (now,) = session.data.figures(question)
    changes = session.data.changes(question, session.before) if session.before else ()
    title = backlog_sentence(session, now, next(iter(changes), None)).rstrip(".")
    heading(
        session,
        title or session.text("department.backlog"),
        session.text("department.backlog"),
        session.compared(),
    )
    results = session.data.figures(session.months(backlog.id))
    if not any(result.value is not None for result in results):
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    chart(
        session,
        trend,
        results,
        backlog.unit,
        period=session.period,
        key="backlog",
        says=title,
    )


def _ageing(session: Session) -> None:
    buckets = session.data.ageing(session.question("backlog"))
    whole = sum(bucket.n for bucket in buckets)
    old = sum(bucket.n for bucket in buckets if bucket.from_days >= OLD_FROM_DAYS)
    title = session.text.count(
        "department.ageing.found",
        whole,
        session.numbers.count(whole),
        old=session.numbers.count(old),
    )
    heading(
        session,
        title if whole else session.text("department.ageing"),
        session.text("department.ageing.how"),
    )
    if not whole:
        empty(session.text("department.ageing.none"))
        return
    named = tuple((_age(session, b.from_days, b.until_days), b.n) for b in buckets)
    chart(session, bars, named, key="ageing", says=title)


def _age(session: Session, from_days: int, until_days: int | None) -> str:
    if until_days is None:
        return session.text("age.older", days=session.numbers.count(from_days))
    if from_days == 0:
        return session.text.count("age.under", until_days, session.numbers.count(until_days))
    return session.text(
        "age.between",
        since=session.numbers.count(from_days),
        until=session.numbers.count(until_days),
    )


page(here())
