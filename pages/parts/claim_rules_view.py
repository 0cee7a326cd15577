"""Which claims of the sign-in provider bring which roles: the list, a new rule, and taking one away."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.role_words import role_fields, verbatim, where
from roster_core.access.rights import User
from roster_core.journeys.claim_rules import ClaimRuleView, add_rule, remove_rule
from roster_core.store import Store


def show_rules(store: Store, user: User, rules: Sequence[ClaimRuleView], schools: Mapping[str, str]) -> None:
    """Draw them, with their buttons."""
    st.caption(
        "A provider may say of each person who signs in which groups they are in. A rule turns that into a role, at "
        "each sign-in anew. What an administrator gives or withdraws by hand goes before it."
    )
    if st.button("Add a rule", icon=":material/add:", key="access.rule.add"):
        add(store, user, schools)
    if not rules:
        st.markdown("No claim brings a role yet: roles are given by hand.")
    for rule in rules:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{verbatim(rule.claim)} = {verbatim(rule.value)} → **{plain(rule.title)}**: "
                f"{plain(where(rule.schools, rule.whose))} :small[from] {verbatim(rule.issuer)}"
            )
            if st.button("Remove", icon=":material/delete:", key=f"access.rule.{rule.rule_id}"):
                with refusals_shown():
                    remove_rule(store, user, rule.rule_id)
                    st.rerun()


@st.dialog("Add a rule", icon=":material/add:")
def add(store: Store, user: User, schools: Mapping[str, str]) -> None:
    """Ask for provider, claim, value and role."""
    issuer = st.text_input("Issuer", key="access.rule.issuer", placeholder="https://… as tokens name the provider")
    claim = st.text_input("Claim", value="groups", key="access.rule.claim")
    value = st.text_input(
        "Value",
        key="access.rule.value",
        help="Of a claim that is a list, one of its values; as the provider writes it.",
    )
    given = role_fields(schools, "access.rule")
    if st.button("Add", type="primary", key="access.rule.yes", disabled=given is None) and given:
        with refusals_shown():
            add_rule(store, user, issuer=issuer or "", claim=claim or "", value=value or "", given=given)
            st.rerun()
