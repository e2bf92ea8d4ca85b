"""The panel of a marked member: its main figures, and the way to its page."""

import pandas as pd
import streamlit as st

from dashboard.data import Metric, Result
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
        rows = [
            _figure(session, metric, own[metric.id], totals[metric.id])
            for metric in metrics
            if metric.id in own
        ]
        columns = ["", " ", session.text("panel.total")]
        st.table(
            pd.DataFrame(rows, columns=columns),
            border="horizontal",
            hide_index=True,
            alt=session.labels.member(slice_id, member),
        )
        _ways_in(session, slice_id, member)


def _figure(session: Session, metric: Metric, own: Result, total: Result) -> tuple[str, str, str]:
    """Return a line of the panel's table."""
    value = plain(session.value(own, metric))
    shown = f"**{value}**" if is_judged(own) else value
    name = plain(session.labels.heading(metric.id))
    return name, shown, plain(session.value(total, metric))


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
        session.text("panel.close"),
        key="panel_close",
        type="tertiary",
        on_click=choose,
        kwargs={"focus": None},
    )
