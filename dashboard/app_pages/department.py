"""How is this department doing over time, and which tickets are behind it?"""

from dataclasses import replace

import streamlit as st

from dashboard.charts.bars import bars
from dashboard.charts.flow import flow
from dashboard.charts.profile import Line, profile
from dashboard.charts.trend import trend
from dashboard.data import Metric, Result
from dashboard.findings import distance, is_judged, stands_out
from dashboard.parts.chart import chart
from dashboard.parts.choosers import chosen_metric
from dashboard.parts.definition import definition
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty
from dashboard.parts.heading import heading
from dashboard.parts.ticket_table import ticket_table
from dashboard.session import Session, choose, here
from dashboard.text.catalogue import plain

PROFILE_OF = (
    "first_reply_promise_kept",
    "resolution_promise_kept",
    "first_reply_median",
    "next_reply_median",
    "full_resolution_median",
    "first_contact_solved",
    "repeat_contact_7_days",
    "reopened_share",
    "transfers_mean",
    "late_on_arrival",
    "passed_on_late",
    "satisfied_share",
)


def page(session: Session) -> None:
    if not session.filters.unit:
        _choose_one(session)
        return
    metrics = session.measured(PROFILE_OF)
    metric = chosen_metric(session, [*metrics, *session.data.metrics()])
    if metric is None:
        empty(session.text("empty.no_metrics"))
        return
    lines = _profile_lines(session, metrics)
    heading(
        session,
        _one_line(session, lines),
        session.labels.period(session.period),
        session.text("department.raw"),
        level=1,
    )
    left, right = st.columns([1.15, 1], gap="medium")
    with left, st.skeleton(height=600):
        _profile(session, lines, metric)
    with right, st.skeleton(height=360):
        _trend(session, metric)
    with left, st.skeleton(height=340):
        _ageing(session)
    with right, st.skeleton(height=600):
        _flow(session)
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


def _profile_lines(session: Session, metrics: tuple[Metric, ...]) -> list[Line]:
    ids = tuple(metric.id for metric in metrics)
    own_question = session.question(*ids)
    everybody = replace(own_question, where=tuple(c for c in own_question.where if c[0] != "unit"))
    own = {r.metric: r for r in session.data.figures(own_question)}
    total = {r.metric: r for r in session.data.figures(everybody)}
    peers: dict[str, list[Result]] = {}
    for result in session.data.figures(replace(everybody, by="unit")):
        if result.member not in ("", session.filters.unit):
            peers.setdefault(result.metric, []).append(result)
    return [
        Line(m, session.labels.metric(m.id), own[m.id], total[m.id], tuple(peers.get(m.id, ())))
        for m in metrics
        if own[m.id].verdict != "not_measured"
    ]


def _one_line(session: Session, lines: list[Line]) -> str:
    """Return the department in one line: where it differs from all departments together."""
    name = session.labels.unit(session.filters.unit)
    apart = [line for line in lines if _is_telling(line) and stands_out(line.own, line.total)]
    apart.sort(key=lambda line: distance(line.own, line.total, line.peers), reverse=True)
    good = [_said(session, line) for line in apart if _is_better(line)]
    bad = [_said(session, line) for line in apart if not _is_better(line)]
    if not any(is_judged(line.own) for line in lines):
        return session.text("department.too_few", name=name)
    if good and bad:
        return session.text("department.mixed", name=name, good=good[0], bad=bad[0])
    if good:
        return session.text("department.good", name=name, good=", ".join(good[:2]))
    if bad:
        return session.text("department.bad", name=name, bad=", ".join(bad[:2]))
    return session.text("department.same", name=name)


def _is_telling(line: Line) -> bool:
    """Tell whether a figure may stand in the title: hand-offs are not one department's doing."""
    return line.metric.better is not None and line.metric.group != "hand_offs"


def _said(session: Session, line: Line) -> str:
    return session.text(
        "department.figure",
        metric=_inside(line.name),
        own=session.value(line.own, line.metric),
        total=session.value(line.total, line.metric),
    )


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _is_better(line: Line) -> bool:
    above = (line.own.value or 0.0) > (line.total.value or 0.0)
    return above == (line.metric.better == "higher")


def _profile(session: Session, lines: list[Line], metric: Metric) -> None:
    heading(session, session.text("department.profile"), session.text("department.profile.how"))
    if not lines:
        empty(session.text("empty.not_measured"), session.text("empty.not_measured.do"))
        return
    chart(
        session,
        profile,
        tuple(lines),
        chosen=metric.id,
        key="profile",
        marked=metric.id,
        on_mark=lambda row: choose(metric=row["metric"]),
        says=_one_line(session, lines),
    )
    results = [r for line in lines for r in (line.own, line.total, *line.peers)]
    download(
        session, lambda: [results_table(results)], "profile", session.text("department.profile")
    )


def _trend(session: Session, metric: Metric) -> None:
    name = session.labels.metric(metric.id)
    question = session.months(metric.id)
    results = session.data.figures(question)
    everybody = replace(question, where=tuple(c for c in question.where if c[0] != "unit"))
    total = () if metric.unit == "count" else session.data.figures(everybody)
    heading(
        session,
        session.text("department.trend", metric=name),
        session.text(f"filter.clock.{session.filters.clock}") if metric.has_clock else "",
        session.text("trend.beside") if total else "",
        session.text("trend.how", period=session.labels.period(session.filters.period)),
    )
    if not any(result.value is not None for result in results):
        empty(session.text("empty.too_few"), session.text("empty.too_few.do"))
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
        download(session, lambda: [results_table(results)], f"trend-{metric.id}", name)


def _flow(session: Session) -> None:
    months = session.months("backlog")
    parts = session.data.flow(months)
    heading(session, session.text("department.flow"), session.text("department.flow.how"))
    if not parts:
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    chart(session, flow, parts, key="flow", says=session.text("department.flow"))
    backlog = session.metric("backlog")
    if backlog is None:
        return
    results = session.data.figures(months)
    heading(session, session.text("department.backlog"))
    chart(
        session,
        trend,
        results,
        backlog.unit,
        period=session.period,
        key="backlog",
        says=session.text("department.backlog"),
    )


def _ageing(session: Session) -> None:
    buckets = session.data.ageing(session.question("backlog"))
    heading(session, session.text("department.ageing"), session.text("department.ageing.how"))
    if not sum(bucket.n for bucket in buckets):
        empty(session.text("department.ageing.none"))
        return
    named = tuple((_age(session, b.from_days, b.until_days), b.n) for b in buckets)
    chart(session, bars, named, key="ageing", says=session.text("department.ageing"))


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
