"""Load a roster."""

import streamlit as st

from pages.shell import session
from roster_core.access.rights import Right

session.require(Right.ROSTER_LOAD)
st.title("Load a roster")
