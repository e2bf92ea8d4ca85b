"""The sign ⓘ beside a figure: what it means, its SQL, the decision behind it."""

import streamlit as st

from dashboard.data import Metric, Question
from dashboard.session import Session


def definition(
    here: Session, metric: Metric, question: Question, *, key: str, short: bool = False
) -> None:
    """Draw the sign; what it opens is made only when it is opened."""
    sign = st.popover(
        ":material/info:" if short else here.text("definition.open"),
        icon=None if short else ":material/info:",
        help=here.text("definition.open") if short else None,
        type="tertiary",
        key=f"definition_{key}",
        on_change="rerun",
        wrap=False,
    )
    if not sign.open:
        return
    with sign:
        st.markdown(f"**{here.labels.metric(metric.id)}**")
        st.markdown(here.labels.about(metric.id))
        if edges := here.labels.edges(metric.id):
            st.caption(edges)
        st.page_link(
            "app_pages/metric_book.py",
            label=here.text("definition.book"),
            icon=":material/menu_book:",
            query_params=here.filters.but(metric=metric.id).address(),
        )
        if decision := here.data.decision(metric.id, here.filters.lang):
            st.markdown(f"**{here.text('book.decision')}**")
            st.markdown(decision)
        st.caption(here.text("definition.sql"))
        st.code(here.data.sql(question), language="sql", wrap_lines=True, height=260)
