"""The sign ⓘ beside a figure: what it means, its SQL, the decision behind it."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.data import Metric, Question
from dashboard.session import Session


def definition(
    here: Session, metric: Metric, question: Question, *, key: str, short: bool = False
) -> None:
    """Draw the sign; what it opens is made only when it is opened."""

    def in_the_book() -> None:
        st.page_link(
            "app_pages/metric_book.py",
            label=here.text("definition.book"),
            icon=":material/menu_book:",
            query_params=here.filters.but(metric=metric.id).address(),
        )

    explained(
        here,
        here.labels.metric(metric.id),
        here.labels.about(metric.id),
        here.labels.edges(metric.id),
        (metric.decision,),
        lambda: here.data.sql(question),
        key=key,
        short=short,
        beside=in_the_book,
    )


def explained(
    here: Session,
    name: str,
    about: str,
    edges: str,
    decisions: Sequence[str],
    sql: Callable[[], str],
    *,
    key: str,
    short: bool = False,
    beside: Callable[[], None] = lambda: None,
) -> None:
    """Draw the sign of anything that has a meaning, edges, decisions by anchor and a query."""
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
        st.markdown(f"**{name}**")
        st.markdown(about)
        if edges:
            st.caption(edges)
        beside()
        told = [here.data.decision(anchor, here.filters.lang) for anchor in decisions]
        if any(told):
            st.markdown(f"**{here.text('book.decision')}**")
            st.markdown("\n\n".join(told))
        st.caption(here.text("definition.sql"))
        st.code(sql(), language="sql", wrap_lines=True, height=260)
