"""Every finding of the export explained: what happened, why it matters, what to do, and the options behind it."""

import re
from collections.abc import Mapping

import streamlit as st

from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.links import show_link
from pages.parts.notices import plain
from roster_core.access.rights import User
from roster_core.clever.explanations.catalog import EXPLANATIONS, TOPICS
from roster_core.clever.explanations.model import Explanation
from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.options import FIELDS
from roster_core.findings import Kind, Severity

_FIELD = re.compile(r"\{\w+\}")
#: The parameter of the page's address that names a code.
CODE = "code"


def show_codes(user: User) -> None:
    """The codes by topic, filtered and searched; the one named in the address stands open at the top."""
    asked = st.query_params.get(CODE, "")
    if asked in KINDS:
        with st.container(border=True):
            show_explanation(user, asked, headed=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            "Search", key="codes.search", type="search", live=True, placeholder="Code or words", width=320
        )
        severities = st.pills(
            "Severity",
            list(Severity),
            selection_mode="multi",
            format_func=lambda severity: f"{SEVERITY_LOOK[severity][1]} {SEVERITY_LOOK[severity][0]}",
            key="codes.severity",
        )
    found = matching((sought or "").strip(), frozenset(severities))
    if not found:
        st.info("No finding fits. Try another word.", icon=":material/search_off:")
    for topic, codes in found.items():
        st.header(topic)
        with st.container(gap="xsmall"):
            for code in codes:
                _name, icon, colour = SEVERITY_LOOK[KINDS[code].severity]
                label = f":{colour}[{icon}] {plain(EXPLANATIONS[code].what)} :gray[{plain(code)}]"
                with st.expander(label, key=f"codes.{code}"):
                    show_explanation(user, code)


def matching(sought: str, severities: frozenset[Severity]) -> dict[str, list[str]]:
    """Topic → codes with `sought` in any of their texts and one of `severities` (none = all)."""
    words = sought.lower().split()
    found = {
        topic: [
            code
            for code, explanation in explained.items()
            if code in KINDS
            and (not severities or KINDS[code].severity in severities)
            and all(word in _texts(KINDS[code], explanation) for word in words)
        ]
        for topic, explained in TOPICS.items()
    }
    return {topic: codes for topic, codes in found.items() if codes}


def show_explanation(user: User, code: str, *, headed: bool = False) -> None:
    """What the finding means; with links to the options that decide it."""
    kind, explanation = KINDS[code], EXPLANATIONS[code]
    name, icon, colour = SEVERITY_LOOK[kind.severity]
    if headed:
        st.markdown(f"**{plain(explanation.what)}**")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(name, icon=icon, color=colour)  # type: ignore[arg-type] # a look's colour
        st.caption(_EFFECT[kind.severity], width="content")
        st.caption(plain(code), width="content")
    st.markdown(f"**Why it matters.** {plain(explanation.why)}")
    st.markdown(f"**What to do.** {plain(kind.fix or 'Nothing has to be done.')}")
    st.caption(f"It reads: “{plain(without_fields(kind.message))}”")
    if explanation.options:
        with st.container(horizontal=True, vertical_alignment="center"):
            for option in explanation.options:
                show_link(user, "clever_export.py", str(FIELDS[option].title), icon=":material/tune:", option=option)


def without_fields(message: str) -> str:
    """The sentence of a kind with an ellipsis where a finding has its facts."""
    return _FIELD.sub("…", message)


#: What a severity means for the files.
_EFFECT: Mapping[Severity, str] = {
    Severity.BLOCK: "The files are not sent.",
    Severity.ERROR: "A row is left out, or certain to be refused.",
    Severity.WARNING: "The files are sent; somebody should look.",
    Severity.INFO: "Worth knowing.",
}


def _texts(kind: Kind, explanation: Explanation) -> str:
    options = (str(FIELDS[option].title) for option in explanation.options)
    return " ".join((kind.code, explanation.what, explanation.why, kind.fix, kind.message, *options)).lower()
