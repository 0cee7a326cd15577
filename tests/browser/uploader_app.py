"""The uploader alone on a page, behind the doors of the real app."""

from pathlib import Path

import streamlit as st

from pages.shell import web

app = st.App(
    Path(__file__).with_name("uploader_page.py"),
    routes=web.routes(),
    middleware=web.middleware(),
    lifespan=web.lifespan,
)
