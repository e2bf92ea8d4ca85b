"""The router: language, filters, navigation. A page draws itself below what is drawn here."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.data import NothingToShow, Problem, builds
from dashboard.parts.empty import empty
from dashboard.parts.filter_bar import filter_bar
from dashboard.parts.trust import trust_note
from dashboard.session import Session, begin, choose, language_of_browser
from dashboard.text.catalogue import LANGUAGES, Text, plain

PAGES = {
    "results": ("overview", "departments", "department", "complaints"),
    "structure": ("responsibility",),
    "trust": ("metric_book", "data"),
}
FIRST = "overview"
ICONS = {
    "overview": ":material/space_dashboard:",
    "departments": ":material/leaderboard:",
    "department": ":material/groups:",
    "complaints": ":material/feedback:",
    "responsibility": ":material/account_tree:",
    "metric_book": ":material/menu_book:",
    "data": ":material/verified:",
}
ICON = Path(__file__).parent / "icon.svg"  # a named icon would be fetched from the internet
UNFILTERED = ("metric_book", "data")
UNCOMPARED = ("departments", "responsibility")


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state=264)
    try:
        here = begin()
    except NothingToShow as nothing:
        _nothing_yet(nothing)
        return
    except Problem as problem:
        _not_to_be_shown(problem)
        return
    pages = {page: _page(here, page) for group in PAGES.values() for page in group}
    home = _page(here, FIRST, at_root=True)
    current = st.navigation([home, *pages.values()], position="hidden")
    if page := st.session_state.pop("go_to", None):
        st.switch_page(pages[page], query_params=here.filters.address())
    _sidebar(here, pages | {FIRST: home} if current is home else pages)
    if current.url_path not in UNFILTERED:
        filter_bar(here, compares=current.url_path not in UNCOMPARED)
    trust_note(here)
    try:
        current.run()
    except Problem as problem:
        empty(here.text("problem.page"), plain(here.text.said(*problem.said)))


def _page(here: Session, page: str, *, at_root: bool = False) -> StreamlitPage:
    """Return a page under its own path, or the one that is shown where an address has no path.

    Streamlit gives its default page no path of its own: hence the first page has both.
    """
    return st.Page(
        f"app_pages/{page}.py",
        title=f"{here.text(f'page.{page}')} · Service Ledger",
        url_path="" if at_root else page,
        default=at_root,
    )


def _sidebar(here: Session, pages: Mapping[str, StreamlitPage]) -> None:
    with st.sidebar:
        st.markdown("### Service Ledger")
        st.caption(plain(here.data.info().company))
        for group, members in PAGES.items():
            st.caption(f"**{here.text(f'group.{group}')}**")
            for page in members:
                short = f"page.{page}.short"  # what is longer than the sidebar is cut off
                st.page_link(
                    pages[page],
                    label=here.text(short if here.text.has(short) else f"page.{page}"),
                    icon=ICONS[page],
                    query_params=here.filters.address(),
                    help="",
                )
        st.space("small")
        st.session_state["w_lang"] = here.filters.lang
        st.selectbox(
            here.text("filter.lang"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="w_lang",
            on_change=lambda: choose(lang=st.session_state["w_lang"]),
        )


def _text() -> Text:
    """Return the messages in the language asked for, where there is no session to say it."""
    asked = st.query_params.get("lang", "")
    return Text(asked if asked in LANGUAGES else language_of_browser())


def _not_to_be_shown(problem: Problem) -> None:
    text = _text()
    empty(text("problem.title"), text("problem.do"), icon=":material/update:")
    st.code("service-ledger load", language=None)
    st.caption(plain(text.said(*problem.said)))


def _nothing_yet(problem: Problem) -> None:
    text = _text()
    empty(text("nothing.title"), text("nothing.do"), icon=":material/inbox:")
    st.code("service-ledger load", language=None)
    if builds().numbers():  # there are builds, and the one to serve is not among them
        st.caption(plain(text.said(*problem.said)))


main()
