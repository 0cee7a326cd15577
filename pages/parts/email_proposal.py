"""Addresses proposed for students who have none, from a pattern; looked at before they become a list."""

import pandas as pd
import streamlit as st

from pages.parts.student_choice import ask_group
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.journeys.batches.email_propose import (
    Proposal,
    ProposalRequest,
    begin_proposal,
    preview_proposal,
    usual_domain,
)
from roster_core.store import Store
from roster_core.updates.email_proposal import TOKENS

_SHOWN = 200


def show_proposal(store: Store, user: User) -> str:
    """Draw pattern, group and what they come to; returns the ID of the batch begun, blank if none was."""
    st.caption(
        "For active students without an address. What comes out is a list like any other: checked, then confirmed."
    )
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            pattern = st.text_input("Before the @", "{first1}{last}{yy}", key="propose.pattern", width=320)
            domain = st.text_input("After the @", usual_domain(store, user), key="propose.domain", width=320)
        st.caption(" · ".join(f"`{{{token}}}` {words}" for token, words in TOKENS.items()))
        group = ask_group(store, user, key="propose")
        request = ProposalRequest(pattern or "", (domain or "").strip(), group)
        proposal = preview_proposal(store, user, request)
        _show(proposal)
        if st.button(
            f"Make a list of {proposal.addresses:,}",
            type="primary",
            key="propose.begin",
            disabled=not proposal.addresses,
            icon=":material/playlist_add_check:",
        ):
            return begin_proposal(store, user, request)
    return ""


def _show(proposal: Proposal) -> None:
    numbered = sum(1 for one in proposal.proposed if one.taken)
    none = len(proposal.proposed) - proposal.addresses
    told = [f"**{len(proposal.students):,}** without an address", f"**{proposal.addresses:,}** proposed"]
    told += [f"**{numbered:,}** with a number, since the address is taken"] if numbered else []
    told += [f"**{none:,}** for whom none can be made"] if none else []
    st.markdown(" · ".join(told))
    if not proposal.students:
        return
    pairs = list(zip(proposal.students, proposal.proposed, strict=True))[:_SHOWN]
    frame = pd.DataFrame(
        {
            "Student": [harmless(f"{person.last_name}, {person.first_name}") for person, _ in pairs],
            "ID": [harmless(person.reference.partition(":")[2]) for person, _ in pairs],
            "School": [person.school for person, _ in pairs],
            "Grade": [person.grade for person, _ in pairs],
            "Proposed": [harmless(one.address) for _, one in pairs],
            "Remark": [f"{one.taken} is taken" if one.taken else plain_reason(one.why_none) for _, one in pairs],
        }
    )
    st.dataframe(frame, hide_index=True, key="propose.table", height=280, alt="Proposed addresses")
    if len(proposal.students) > _SHOWN:
        st.caption(f"The first {_SHOWN} of {len(proposal.students):,}.")


def plain_reason(why: str) -> str:
    """Why there is no proposal, as a cell says it."""
    return f"none: {why}" if why else ""
