"""What every page prints: the build it shows, and what it is filtered by."""

import streamlit as st

from dashboard.filters import SLICES
from dashboard.session import Session, move_to
from dashboard.text.catalogue import plain


def trust_note(here: Session) -> None:
    """Write the build, its balance and its extract, and offer the newer one if there is."""
    info, text, numbers = here.data.info(), here.text, here.numbers
    parts = [
        text("trust.build", build=here.data.build, at=numbers.moment(here.local(info.made_at)))
    ]
    if info.refused:
        parts.append(text.count("trust.refused", info.refused, numbers.count(info.refused)))
    else:
        parts.append(text("trust.none_refused"))
    if info.extract_at:
        parts.append(text("trust.extract", at=numbers.day(here.local(info.extract_at).date())))
    if here.filters.count != "current" and (sources := _without_history(here)):
        parts.append(text("trust.no_history", sources=", ".join(sources)))
    st.caption(" · ".join(plain(part) for part in parts))
    for note in here.notes:
        st.info(note, icon=":material/info:")
    if here.newest != here.data.build:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(text("trust.newer", build=here.newest))
            st.button(
                text("trust.show_newer"),
                key="move_to_newest",
                on_click=move_to,
                args=(here.newest,),
                type="tertiary",
            )


def _without_history(here: Session) -> list[str]:
    """Return the sources whose tickets can only count for their owner now."""
    able = {
        (row["capability"], row["source"])
        for row in here.data.capabilities().records()
        if row["state"] != "no"
    }
    return sorted(
        source
        for capability, source in able
        if capability == "tickets" and ("queue_history", source) not in able
    )


def filtered_by(here: Session) -> str:
    """Return what narrows the cases of this page, in words; empty where nothing does."""
    filters, labels = here.filters, here.labels
    parts = [labels.unit(filters.unit)] if filters.unit else []
    parts += [
        f"{labels.slice(name)}: {labels.known(name, getattr(filters, name))}"
        for name in SLICES
        if getattr(filters, name)
    ]
    if filters.count != "event":
        counted = here.text(f"filter.count.{filters.count}")
        parts.append(f"{here.text('filter.count')}: {counted}")
    return " · ".join(parts)


def subtitle(here: Session, *parts: str) -> str:
    """Return the line under a title: what is measured, and what narrows its cases."""
    return " · ".join(part for part in (*parts, filtered_by(here)) if part)
