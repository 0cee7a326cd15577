"""The script that Streamlit runs for every page: it builds the menu, then hands over to the page.

It lies in a folder without a `pages` folder of its own. Beside one, Streamlit would open `/people` by running
people.py directly after each restart, without coming through here.
"""

from collections import defaultdict
from functools import partial

import streamlit as st

from pages.shell import catalog, look, session
from pages.shell.activity import watch_activity
from pages.shell.sign_in_page import show_sign_in
from roster_core.refusals import Refusal

look.set_page()
auth, refusal = session.auth(), None
try:
    user = session.arrive()
except Refusal as said:
    user, refusal = None, said
menu: dict[str, list[st.Page]] = defaultdict(list)
for entry in catalog.PAGES:
    menu[entry.section].append(
        st.Page(
            # Under the same address, so that signing in leads to the page that was asked for.
            entry.path if user else partial(show_sign_in, auth, refusal, session.sign_out),
            title=entry.title if user else "Sign in",
            icon=entry.icon,
            url_path=entry.url_path,
            default=entry is catalog.PAGES[0],
            # Not left out: a page that is not registered would show the start page under its address.
            visibility="visible" if user and user.may(*entry.rights) else "hidden",
        )
    )
# The page that is open is never behind “View more”.
page = st.navigation(menu, expanded=True, position="sidebar" if user else "hidden")
if user:
    look.show_frame(user, session.sign_out if auth else None)
if user and auth:
    with st.sidebar:  # they draw nothing; there they move nothing
        watch_activity()
        session.watch()
page.run()
