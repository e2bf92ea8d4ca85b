"""Where a department stands beside all together: the headline, and the profile of its figures."""

from dataclasses import replace

import streamlit as st

from dashboard.charts.profile import Line, profile
from dashboard.data import Metric, Result
from dashboard.findings import distance, is_behind, is_judged, is_nothing, nearest, stands_out
from dashboard.parts.chart import chart
from dashboard.parts.download import download, results_table
from dashboard.parts.empty import no_figure
from dashboard.parts.heading import heading
from dashboard.parts.set_apart import set_apart
from dashboard.session import Session, choose
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


def profile_lines(session: Session, metrics: tuple[Metric, ...]) -> list[Line]:
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


def headline(session: Session, lines: list[Line]) -> None:
    """Write where the department differs most from all together, then where else it does."""
    behind, ahead = ([_said(session, line) for line in side] for side in apart(lines))
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
    behind, ahead = apart(lines)
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


def apart(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines behind all departments together and those ahead, the farthest first."""
    apart = [
        line for line in lines if line.is_told and stands_out(line.own, line.total, line.metric)
    ]
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


def profile_panel(session: Session, lines: list[Line], metric: Metric) -> None:
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
    behind, ahead = apart(lines)
    return session.text(
        "department.profile.found",
        behind=session.numbers.count(len(behind)),
        ahead=session.numbers.count(len(ahead)),
        n=session.numbers.count(judged),
    )
