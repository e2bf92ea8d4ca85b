"""A chart on a page: its specification made once for the same results, drawn at every rerun."""

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import Any

import altair as alt
import streamlit as st

from dashboard.charts.theme import MARKED
from dashboard.session import Session

Form = Callable[..., alt.LayerChart]


def chart(
    session: Session,
    form: Form,
    *results: Hashable,
    key: str,
    says: str,
    marked: str | None = None,
    on_mark: Callable[[dict[str, Any]], None] | None = None,
    **options: Hashable,
) -> None:
    """Draw `results` in a chart form; `says` is its finding for those who cannot see it.

    A click on a mark calls `on_mark` with its row. `marked` is what the address marks now: when
    that changes the browser forgets its own selection, so that the same mark can be clicked again.
    """
    widget = f"{key}_{marked}"
    st.vega_lite_chart(
        _specification(form, session.words, results, tuple(options.items())),
        key=widget,
        alt=says,
        on_select=partial(_mark, widget, on_mark) if on_mark else "ignore",
    )


def _mark(widget: str, on_mark: Callable[[dict[str, Any]], None]) -> None:
    rows = st.session_state[widget].selection.get(MARKED, [])
    marked = [row for row in rows if any(value is not None for value in row.values())]
    if marked:  # a click on what belongs to no row, as the line of the total, marks nothing
        on_mark(marked[0])


@lru_cache(maxsize=400)
def _specification(
    form: Form,
    words: Hashable,
    results: tuple[Hashable, ...],
    options: tuple[tuple[str, Hashable], ...],
) -> dict[str, Any]:
    """Return what Vega-Lite draws. Making and checking it takes most of a page's time."""
    specification: dict[str, Any] = form(*results, words=words, **dict(options)).to_dict()
    return specification
