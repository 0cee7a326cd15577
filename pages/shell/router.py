"""The script that Streamlit runs for every page: it builds the menu, then hands over to the page.

It lies in a folder without a `pages` folder of its own. Beside one, Streamlit would open `/people` by running
people.py directly after each restart, without coming through here.
"""

from collections import defaultdict

import streamlit as st

from pages.shell import catalog, look, session

look.set_page()
user = session.current_user()
menu: dict[str, list[st.Page]] = defaultdict(list)
for entry in catalog.PAGES:
    menu[entry.section].append(
        st.Page(
            entry.path,
            title=entry.title,
            icon=entry.icon,
            url_path=entry.url_path,
            default=entry is catalog.PAGES[0],
            # Not left out: a page that is not registered would show the start page under its address.
            visibility="visible" if user.may(*entry.rights) else "hidden",
        )
    )
page = st.navigation(menu, expanded=True)  # the page that is open is never behind “View more”
look.show_frame(user)
page.run()
