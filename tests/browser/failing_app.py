"""A page that fails, behind the doors of the real app."""

from pathlib import Path

import streamlit as st

from pages.shell import errors, web

app = st.App(
    Path(__file__).with_name("failing_page.py"),
    middleware=web.middleware(),
    lifespan=web.lifespan,
    on_script_error=errors.show_error,
)
