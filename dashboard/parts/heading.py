"""A heading that says the finding, over a line that says measure, period and clock."""

import streamlit as st

from dashboard.parts.trust import subtitle
from dashboard.session import Session
from dashboard.text.catalogue import plain


def heading(session: Session, finding: str, *measure: str, level: int = 2) -> None:
    """Write the finding and under it what was measured."""
    write = st.title if level == 1 else st.subheader
    write(plain(finding), anchor=False)
    st.caption(plain(subtitle(session, *measure)))
