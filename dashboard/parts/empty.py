"""What stands where a chart cannot: a sentence and what to do."""

import streamlit as st


def empty(sentence: str, what_to_do: str = "", *, icon: str = ":material/hide_source:") -> None:
    """Say why there is nothing to see, and what would change that."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"{icon} **{sentence}**", text_alignment="center")
        if what_to_do:
            st.caption(what_to_do, text_alignment="center")
