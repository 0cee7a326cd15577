"""Users and access: who may sign in, with what roles, for which schools; roles that claims bring; see as somebody."""

import streamlit as st

from pages.parts import claim_rules_view, role_words, user_list
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.claim_rules import read_rules
from roster_core.journeys.users import read_requests, read_schools, read_users

user = session.require(Right.ADMIN)
st.title("Users and access")
store = session.store()

with refusals_shown():
    found = read_users(store, user)
    schools = read_schools(store)
    people, claims, roles = st.tabs(["Users", "Roles by claims", "What roles mean"], key="access.tab")
    with people:
        user_list.show_requests(store, user, read_requests(store, user), schools)
        user_list.show_users(store, user, found, schools, session.sign_in_providers())
    with claims:
        claim_rules_view.show_rules(store, user, read_rules(store, user), schools)
    with roles:
        role_words.show_roles()
