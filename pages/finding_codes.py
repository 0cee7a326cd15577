"""Findings and options explained: what each finding means and what to do, what each option does and where."""

import streamlit as st

from pages.parts import code_list, option_reference
from pages.shell import session
from roster_core.access.rights import Right

user = session.require(Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN, Right.EXPORT_APPROVE)
st.title("Findings and options")
findings, options = st.tabs(["What findings mean", "What options do"], key="codes.tabs", on_change="rerun")
if findings.open:
    with findings:
        code_list.show_codes(user)
if options.open:
    with options:
        option_reference.show_options()
