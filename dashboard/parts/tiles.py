"""A row of tiles: figures of the period, each with its trend and its change."""

import streamlit as st

from dashboard.data import Change, Metric, Result
from dashboard.parts.tile import MAY_BE_CHANCE, tile
from dashboard.session import Session
from dashboard.text.catalogue import plain


def tiles(
    session: Session,
    metrics: tuple[Metric, ...],
    now: dict[str, Result],
    changes: dict[str, Change],
) -> None:
    """Draw a tile for each of `metrics`, and say what its line and its change are."""
    months = session.months(*(metric.id for metric in metrics))
    trends: dict[str, list[Result]] = {}
    for result in session.data.figures(months):
        trends.setdefault(result.metric, []).append(result)
    with st.grid(4, min_column_width=180, gap=("small", "medium")):
        for metric in metrics:
            tile(session, metric, now[metric.id], changes.get(metric.id), trends[metric.id])
    whole = session.text(
        "tiles.how",
        months=session.labels.period(months.period),
        period=session.labels.period(session.period),
        sign=MAY_BE_CHANCE,
    )
    st.caption(plain(whole))


def changes_of(session: Session, metrics: tuple[Metric, ...]) -> dict[str, Change]:
    """Return the change of each metric since the period compared with; none where nothing is."""
    if session.before is None:
        return {}
    question = session.question(*(metric.id for metric in metrics))
    return {c.now.metric: c for c in session.data.changes(question, session.before)}
