"""A heading that says the finding, over a line that says measure, period and clock."""

import streamlit as st

from dashboard.parts.trust import subtitle
from dashboard.session import Session
from dashboard.text.catalogue import plain


def heading(session: Session, finding: str, *measure: str, level: int = 2) -> None:
    """Write the finding and under it what was measured; a page's title adds the filters."""
    write = st.title if level == 1 else st.subheader
    write(plain(finding), anchor=False)
    said = subtitle(session, *measure) if level == 1 else " · ".join(m for m in measure if m)
    if said:
        st.caption(plain(said))
