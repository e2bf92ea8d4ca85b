"""What a chart leaves out, by name: too few cases to say, not measured, no case at all."""

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.theme import VERDICT_SIGN
from dashboard.data import Result
from dashboard.session import Session
from dashboard.text.catalogue import plain


def set_apart(session: Session, named: Sequence[tuple[str, Result]]) -> None:
    """Name what has no figure in a chart, with the reason; too few cases with their number."""
    few = [
        f"{name} ({session.numbers.count(r.n)})"
        for name, r in named
        if r.verdict != "not_measured" and (r.n or r.excluded)
    ]
    unmeasured = [name for name, r in named if r.verdict == "not_measured"]
    nothing = [
        name for name, r in named if r.verdict != "not_measured" and not r.n and not r.excluded
    ]
    if few:
        _say("too_few", session.text("ranking.too_few", members=", ".join(few)))
    if unmeasured:
        _say("not_measured", session.text("ranking.not_measured", members=", ".join(unmeasured)))
    if nothing:
        _say("not_measured", session.text("ranking.no_cases", members=", ".join(nothing)))


def _say(verdict: str, words: str) -> None:
    st.caption(f"{VERDICT_SIGN[verdict]} {plain(words)}")
