"""The panel of a marked member: its main figures, and the way to its page."""

import streamlit as st

from dashboard.data import Result
from dashboard.filters import SLICES
from dashboard.findings import is_judged
from dashboard.session import Session, choose
from dashboard.text.catalogue import plain

FIGURES = (
    "tickets_created",
    "first_reply_promise_kept",
    "resolution_promise_kept",
    "first_reply_median",
    "full_resolution_median",
    "first_contact_solved",
    "reopened_share",
    "satisfied_share",
    "backlog",
)


def panel(session: Session, slice_id: str, member: str) -> None:
    """Draw what the marked member's figures are beside the total's."""
    metrics = session.measured(FIGURES)
    ids = tuple(metric.id for metric in metrics)
    own = {
        result.metric: result
        for result in session.data.figures(session.question(*ids, by=slice_id))
        if result.member == member
    }
    totals = {r.metric: r for r in session.data.figures(session.question(*ids))}
    with st.container(border=True):
        st.markdown(f"**{plain(session.labels.member(slice_id, member))}**")
        for metric in metrics:
            if metric.id in own:
                _figure(session, session.labels.metric(metric.id),
                        session.value(own[metric.id], metric),
                        session.value(totals[metric.id], metric), own[metric.id])
        _ways_in(session, slice_id, member)


def _figure(session: Session, name: str, value: str, total: str, result: Result) -> None:
    left, right = st.columns([1.5, 1], gap="xxsmall")
    left.caption(plain(name))
    right.markdown(f"**{plain(value)}**" if is_judged(result) else plain(value))
    right.caption(session.text("panel.total", total=plain(total)))


def _ways_in(session: Session, slice_id: str, member: str) -> None:
    changes: dict[str, object] = {"focus": None}
    if slice_id in ("unit", "division") and member:
        changes["unit"] = member
        st.page_link(
            "app_pages/department.py",
            label=session.text("panel.open"),
            icon=":material/arrow_forward:",
            query_params=session.filters.but(**changes).address(),
        )
    elif slice_id in SLICES:
        st.button(
            session.text("panel.only"),
            key="panel_only",
            type="tertiary",
            icon=":material/filter_list:",
            on_click=choose,
            kwargs={slice_id: (member,), "focus": None, "by": "unit"},
        )
    st.button(
        session.text("panel.close"), key="panel_close", type="tertiary", on_click=choose,
        kwargs={"focus": None},
    )
