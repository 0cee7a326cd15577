"""The numbers of a rule set for photos, changed by an administrator of the district."""

import streamlit as st

from pages.parts.forms import options_form
from pages.parts.notices import refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.batches.photo_rules import save_rules
from roster_core.photos.rules import RULES, PhotoRules, RuleSet
from roster_core.photos.types import PhotoType
from roster_core.store import Store

#: The rule sets by the words on screen.
RULE_WORDS = {RuleSet.GATEWAY: "Strict (Gateway)", RuleSet.GENERAL: "General"}
_NUMBERS = (
    "min_width",
    "max_width",
    "min_height",
    "max_height",
    "max_bytes",
    "max_files",
    "max_archive_files",
)


@st.dialog("Rules for photos", width="large")
def change_rules(store: Store, user: User, rule_set: RuleSet, rules: PhotoRules) -> None:
    """Every number of the rule set; what is saved holds for batches begun from now on."""
    st.caption(f"{RULE_WORDS[rule_set]}, for everybody in the district. Batches that are already begun keep theirs.")
    key = f"photos.rules.{rule_set}"
    types = st.multiselect(
        "Types",
        list(PhotoType),
        default=list(rules.types),
        help="Decided by a file’s content, not by its extension.",
        key=f"{key}.types",
    )
    numbers = options_form(PhotoRules, key=key, given=rules, only=_NUMBERS, columns=2)
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = bool(types) and numbers is not None
        if st.button("Save", type="primary", key=f"{key}.save", disabled=not wanted) and numbers is not None:
            with refusals_shown():
                save_rules(store, user, rule_set, numbers.model_copy(update={"types": tuple(types)}))
                st.rerun()
        if rules != RULES[rule_set] and st.button("Back to the usual numbers", key=f"{key}.usual"):
            with refusals_shown():
                save_rules(store, user, rule_set, RULES[rule_set])
                st.rerun()
