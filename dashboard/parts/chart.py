"""A chart on a page: its specification made once for the same results, drawn at every rerun."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from dashboard.session import Session

Form = Callable[..., alt.LayerChart]


def chart(
    session: Session,
    form: Form,
    *results: Hashable,
    key: str,
    says: str,
    on_select: Callable[[], None] | None = None,
    **options: Hashable,
) -> None:
    """Draw `results` in a chart form; `says` is its finding for those who cannot see it."""
    st.vega_lite_chart(
        _specification(form, session.words, results, tuple(options.items())),
        key=key,
        alt=says,
        on_select=on_select or "ignore",
    )


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
