"""The frame around every page: its name in the browser, the mark, and who is signed in."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.parts.notices import plain
from roster_core.access.rights import User

_HERE = Path(__file__).parent
#: In the dark no colour can carry white text as a button and be read as text of a chosen segment or tab too.
_CHOSEN = (
    '<style>button:is([data-variant="segmented_control"],[data-variant="pills"])[data-selected="true"]'
    "{color:inherit!important;font-weight:600}"
    '[data-testid="stTab"][aria-selected="true"]{color:inherit!important}</style>'
)


def set_page() -> None:
    """Name and picture of the browser's tab, and the whole width for tables."""
    # The picture is a local file: without one, browsers would fetch the menu's icon from a font server.
    st.set_page_config(page_title="Roster Desk", page_icon=str(_HERE / "icon.png"), layout="wide")


def show_frame(user: User, sign_out: Callable[[], None] | None = None) -> None:
    """The mark above the menu; below it the user and the way out, where there is one."""
    st.html(_CHOSEN)
    st.logo(str(_HERE / "mark.svg"), icon_image=str(_HERE / "mark_small.svg"), size="large")
    with st.sidebar:
        st.caption(f":material/person: {plain(user.name)}")
        if sign_out is None:
            st.caption(":material/computer: No sign-in is set up: open on this computer only")
        else:
            st.button("Sign out", key="shell.sign_out", icon=":material/logout:", type="tertiary", on_click=sign_out)
