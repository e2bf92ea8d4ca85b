"""How is this department doing over time, and which tickets are behind it?"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.bars import bars
from dashboard.charts.flow import flow
from dashboard.charts.profile import Line, profile
from dashboard.charts.trend import trend
from dashboard.data import Flow, Metric, Period, Result
from dashboard.findings import (
    distance,
    is_behind,
    is_judged,
    is_nothing,
    is_sure,
    nearest,
    stands_out,
)
from dashboard.parts.chart import chart
from dashboard.parts.choosers import chosen_metric
from dashboard.parts.definition import definition
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import empty, no_figure
from dashboard.parts.heading import heading
from dashboard.parts.set_apart import set_apart
from dashboard.parts.story import backlog_sentence
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

OLD_FROM_DAYS = 30

LONG_PROFILE = 5
"""Rows from which a profile leaves no room in its column for the age of the backlog."""


def page(session: Session) -> None:
    if not session.filters.unit:
        _choose_one(session)
        return
    metrics = session.measured(PROFILE_OF)
    lines = _profile_lines(session, metrics)
    behind, ahead = _apart(lines)
    known = nearest([line.own for line in lines])
    named = [line.metric.id for line in (*behind, *ahead)][:1]  # the one that the title names
    telling = named or ([known.metric] if known else [])
    metric = chosen_metric(session, [*metrics, *session.data.metrics()], first=telling)
    if metric is None:
        empty(session.text("empty.no_metrics"))
        return
    _headline(session, lines)
    left, right = st.columns(2, gap="medium")
    with left, st.skeleton(height=600):
        _profile(session, lines, metric)
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
    ]


def _headline(session: Session, lines: list[Line]) -> None:
    """Write where the department differs most from all together, then where else it does."""
    behind, ahead = ([_said(session, line) for line in side] for side in _apart(lines))
    heading(
        session,
        _one_line(session, lines),
        session.labels.period(session.period),
        session.text("department.raw"),
        level=1,
    )
    said = []
    if behind[1:]:
        said.append(session.text("department.also_behind", figures="; ".join(behind[1:])))
    if behind and ahead:
        said.append(session.text("department.ahead", figures="; ".join(ahead)))
    elif ahead[1:]:
        said.append(session.text("department.also_ahead", figures="; ".join(ahead[1:])))
    if said:
        st.markdown(plain(" ".join(said)))


def _one_line(session: Session, lines: list[Line]) -> str:
    """Return the department in one line: where it differs most, where it is behind if anywhere."""
    name = session.labels.unit(session.filters.unit)
    behind, ahead = _apart(lines)
    known = nearest([line.own for line in lines])
    if known is None or not is_judged(known):
        return session.text(f"department.{_why_none(known)}", name=name)
    if behind:
        return session.text("department.bad", name=name, bad=_said(session, behind[0]))
    if ahead:
        return session.text("department.good", name=name, good=_said(session, ahead[0]))
    return session.text("department.same", name=name)


def _why_none(known: Result | None) -> str:
    """Return which message says why there is no figure, `known` being what comes nearest to one."""
    if known is None or known.verdict == "not_measured":
        return "not_measured"
    return "no_cases" if is_nothing(known) else "too_few"


def _apart(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines behind all departments together and those ahead, the farthest first."""
    apart = [line for line in lines if line.is_told and stands_out(line.own, line.total)]
    apart.sort(key=lambda line: distance(line.own, line.total, line.peers), reverse=True)
    behind = [line for line in apart if is_behind(line.own, line.total, line.metric)]
    return behind, [line for line in apart if line not in behind]


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


def _profile(session: Session, lines: list[Line], metric: Metric) -> None:
    judged = tuple(line for line in lines if is_judged(line.own))
    untold = [line for line in judged if not line.is_told]
    heading(
        session,
        _profile_title(session, lines),
        session.text("department.profile.how"),
        session.text("department.profile.untold") if untold else "",
    )
    unjudged = [line for line in lines if not is_judged(line.own)]
    named = [(line.name, line.own) for line in unjudged]
    if not judged:
        _no_profile(session, unjudged)
        set_apart(session, named)
        return
    chart(
        session,
        profile,
        judged,
        chosen=metric.id,
        key="profile",
        marked=metric.id,
        on_mark=lambda row: choose(metric=row["metric"]),
        says=_one_line(session, lines),
    )
    set_apart(session, named)
    results = [r for line in lines for r in (line.own, line.total, *line.peers)]
    download(
        session,
        lambda: [results_table(results)],
        f"profile-{session.filters.unit}",
        session.text("department.profile"),
    )


def _no_profile(session: Session, lines: list[Line]) -> None:
    known = nearest([line.own for line in lines])
    for line in lines:
        if line.own is known:
            no_figure(session, line.metric, line.own)


def _profile_title(session: Session, lines: list[Line]) -> str:
    judged = sum(line.is_told and is_judged(line.own) for line in lines)
    if not judged:
        return session.text("department.profile")
    behind, ahead = _apart(lines)
    return session.text(
        "department.profile.found",
        behind=session.numbers.count(len(behind)),
        ahead=session.numbers.count(len(ahead)),
        n=session.numbers.count(judged),
    )


def _trend(session: Session, metric: Metric) -> None:
    name = session.labels.metric(metric.id)
    question = session.months(metric.id)
    results = session.data.figures(question)
    everybody = replace(question, where=tuple(c for c in question.where if c[0] != "unit"))
    total = () if metric.unit == "count" else session.data.figures(everybody)
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
    if (is_whole or is_sure(change)) and not session.numbers.is_flat(change.change, metric.unit):
        direction = "up" if change.change > 0 else "down"
    before = session.value(change.before, metric)
    return session.text(f"department.trend.{direction}", metric=name, now=figure, before=before)


def _flow(session: Session) -> None:
    parts = session.data.flow(session.months("backlog"))
    heading(session, _flow_title(session, parts), session.text("department.flow.how"))
    if not parts:
        empty(session.text("empty.no_cases"), session.text("empty.no_cases.do"))
        return
    chart(session, flow, parts, key="flow", says=_flow_title(session, parts))


def _flow_title(session: Session, parts: Sequence[Flow]) -> str:
    """Return by how many more tickets came than went in the period, or went than came.

    What came and went within a day is no move of the backlog: the difference is whole, either side
    is not. There is none where the months shown do not cover the period.
    """
    period = session.period
    inside = [part for part in parts if _is_inside(Period.parse(part.period), period)]
    if not inside or Period.parse(inside[0].period).start != period.start:
        return session.text("department.flow")
    came = sum(part.created + part.reopened + part.received for part in inside)
    went = sum(part.solved + part.passed_on + part.merged for part in inside)
    name = session.labels.period(period)
    if came == went:
        return session.text("department.flow.even", period=name)
    more = abs(came - went)
    message = "department.flow.grew" if came > went else "department.flow.shrank"
    return session.text.count(message, more, session.numbers.count(more), period=name)


def _is_inside(month: Period, period: Period) -> bool:
    return period.start <= month.start and month.end <= period.end


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
