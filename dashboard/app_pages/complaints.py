"""What do people complain about, how fast and how well is it put right?"""

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.bars import bars
from dashboard.data import Aspect, Result, Tally, table_of
from dashboard.findings import is_judged
from dashboard.parts.chart import chart
from dashboard.parts.choosers import chosen_metric
from dashboard.parts.download import download
from dashboard.parts.empty import empty
from dashboard.parts.heading import heading
from dashboard.parts.ticket_table import ticket_table
from dashboard.parts.tiles import changes_of, tiles
from dashboard.session import Session, here
from dashboard.text.catalogue import plain

TILES = (
    "complaints_received",
    "complaints_per_1000_customers",
    "acknowledgement_median",
    "complaint_resolution_median",
    "complaint_answer_promise_kept",
    "upheld_share",
    "repeat_complaint_share",
    "redress_paid",
)
LISTED = ("complaints_received", *TILES[2:], "complaints_closed")
BUCKETS = ("within_3_days", "within_8_weeks", "after_8_weeks", None)
OUTCOMES = ("upheld", "partly", "upheld_by_silence", "rejected", None)
MOST_CAUSES = 12


def page(session: Session) -> None:
    metrics = session.measured(TILES)
    question = session.question(*(metric.id for metric in metrics))
    now = {result.metric: result for result in session.data.figures(question)}
    if not any(result.n or result.excluded for result in now.values()):
        _nothing(session)
        return
    heading(session, _title(session, now), session.compared(), level=1)
    with st.skeleton(height=560):
        tiles(session, metrics, now, changes_of(session, metrics))
    left, right = st.columns(2, gap="medium")
    with left, st.skeleton(height=320):
        _classes(session, "bucket", BUCKETS)
    with right, st.skeleton(height=320):
        _classes(session, "outcome", OUTCOMES)
    with st.skeleton(height=420):
        _causes(session)
    metric = chosen_metric(session, session.measured(LISTED), first=["complaints_received"])
    if metric is not None:
        with st.skeleton(height=500):
            ticket_table(session, metric)


def _nothing(session: Session) -> None:
    """Say that there is no complaint in the period, or no register at all."""
    known = session.data.tally(session.everything("complaints_received"), "cause")
    message = "complaints.none" if known else "complaints.no_register"
    heading(session, session.text(message), session.labels.period(session.period), level=1)
    empty(session.text("complaints.no_register.do" if not known else "empty.no_cases.do"))


def _title(session: Session, now: dict[str, Result]) -> str:
    """Return how many came in, and what of those answered was in time."""
    received = now["complaints_received"]
    count = session.numbers.count(received.n)
    kept = now.get("complaint_answer_promise_kept")
    if kept is None or not is_judged(kept) or kept.value is None:
        return session.text.count("complaints.title", round(received.n), count)
    share = session.numbers.percent(kept.value)
    return session.text.count("complaints.title.kept", round(received.n), count, share=share)


def _classes(session: Session, aspect: Aspect, order: Sequence[str | None]) -> None:
    """Draw the complaints closed in the period by a closed list of classes, in its order."""
    text = session.text
    found = {tally.value: tally for tally in _tally(session, aspect)}
    shown = [found[value] for value in order if value in found]
    if not shown:
        heading(session, text(f"complaints.{aspect}"))
        empty(text("complaints.none_closed"), text("empty.no_cases.do"))
        return
    most = max(shown, key=lambda tally: tally.n)
    title = text(
        f"complaints.{aspect}.most",
        name=_name(session, aspect, most.value),
        share=session.numbers.percent(most.share, 0),
    )
    heading(session, title, text("complaints.closed"), session.labels.period(session.period))
    _bars(session, aspect, shown, title)


def _causes(session: Session) -> None:
    text = session.text
    found = _tally(session, "cause")
    named = [tally for tally in found if tally.value is not None]
    not_said = [tally for tally in found if tally.value is None]
    if not named:
        return
    title = text(
        "complaints.cause.most",
        name=_name(session, "cause", named[0].value),
        share=session.numbers.percent(named[0].share, 0),
    )
    heading(
        session,
        title,
        text("complaints.received"),
        session.labels.period(session.period),
        text("complaints.cause.how"),
    )
    _bars(session, "cause", [*named[:MOST_CAUSES], *not_said], title)
    if left_out := len(named[MOST_CAUSES:]):
        more = session.numbers.count(left_out)
        st.caption(plain(text.count("complaints.cause.more", left_out, more)))
    download(
        session, lambda: [table_of(found, Tally)], "complaint-causes", text("complaints.cause")
    )


def _bars(session: Session, aspect: Aspect, shown: Sequence[Tally], title: str) -> None:
    chart(
        session,
        bars,
        tuple((_name(session, aspect, tally.value), tally.n) for tally in shown),
        key=f"complaints_{aspect}",
        says=title,
        notes=tuple(_note(session, aspect, tally) for tally in shown),
        counted="tip.complaints",
    )


def _note(session: Session, aspect: Aspect, tally: Tally) -> str:
    """Return what stands beside a count: its share, for a cause also that of all down to it."""
    share = session.numbers.percent(tally.share, 0)
    if aspect != "cause" or tally.cumulative_share is None:
        return f" · {share}"
    together = session.numbers.percent(tally.cumulative_share, 0)
    return session.text("complaints.cause.note", share=share, together=together)


def _tally(session: Session, aspect: Aspect) -> tuple[Tally, ...]:
    return session.data.tally(session.question(), aspect)


def _name(session: Session, aspect: Aspect, value: str | None) -> str:
    if aspect == "cause":
        return session.text("complaints.cause.not_said") if value is None else value
    return session.text(f"complaints.{aspect}.{value or 'not_said'}")


page(here())
