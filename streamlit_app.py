"""The web app: `streamlit run streamlit_app.py`. A launcher only; the script that Streamlit runs is the router."""

import streamlit as st

from pages.shell import errors, web

app = st.App(
    web.ROUTER,
    routes=web.routes(),
    middleware=web.middleware(),
    lifespan=web.lifespan,
    on_script_error=errors.show_error,
)
