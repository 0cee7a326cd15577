"""Security: what is done to protect the data, and what is not."""

import streamlit as st

from pages.shell import session
from roster_core.access.threats import THREATS

session.require()
st.title("Security")
st.markdown(
    "What Roster Desk does so that data of children stays where it belongs, and what it cannot do. Read the right "
    "column as a list of things to take care of."
)
for threat in THREATS:
    with st.container(border=True):
        st.header(threat.title)
        done, left = st.columns([3, 2], gap="large")
        done.markdown(f":material/shield: **What is done**\n\n{threat.done}")
        left.markdown(f":material/visibility: **What remains**\n\n{threat.left}")
