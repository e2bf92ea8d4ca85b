"""What stands where a chart cannot: a sentence and what to do."""

import streamlit as st

from dashboard.data import Metric, Result
from dashboard.findings import is_nothing
from dashboard.session import Session


def empty(sentence: str, what_to_do: str = "", *, icon: str = ":material/hide_source:") -> None:
    """Say why there is nothing to see, and what would change that."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"{icon} **{sentence}**", text_alignment="center")
        if what_to_do:
            st.caption(what_to_do, text_alignment="center")


def no_figure(here: Session, metric: Metric, result: Result, by: str | None = None) -> None:
    """Say why `metric` has no figure: it cannot be cut so, is not measured, has no hours to be
    measured in, no or few cases."""
    if slices := here.uncut(metric, by):
        names = ", ".join(map(here.labels.slice, slices))
        empty(here.text("empty.uncut"), here.text("empty.uncut.do", slices=names))
        return
    name = "empty.too_few"
    if result.verdict == "not_measured":
        name = "empty.no_hours" if here.lacks_hours(metric) else "empty.not_measured"
    elif is_nothing(result):
        name = "empty.no_cases"
    empty(here.text(name), here.text(f"{name}.do"))
