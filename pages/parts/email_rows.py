"""One row of an e-mail batch on screen: the student, old and new address, what is told, what can be decided."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from pages.parts.email_change import changed, unlinked
from pages.parts.notices import plain, refusals_shown
from pages.parts.photo_dialogs import show_picker
from pages.parts.states import Colour
from roster_core.access.rights import User
from roster_core.batches.items import Matched
from roster_core.batches.states import ItemState
from roster_core.findings import Severity
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.store import Store
from roster_core.updates.email_address import CLEAR

_STATES: dict[ItemState, tuple[str, Colour, str]] = {
    ItemState.READY: ("Ready", "green", ":material/check_circle:"),
    ItemState.WARNING: ("Look", "orange", ":material/warning:"),
    ItemState.UNCHANGED: ("Unchanged", "gray", ":material/drag_handle:"),
    ItemState.NEEDS_PERSON: ("Whose?", "blue", ":material/person_search:"),
    ItemState.AMBIGUOUS: ("Whose?", "blue", ":material/person_search:"),
    ItemState.REJECTED: ("Rejected", "red", ":material/block:"),
    ItemState.SKIPPED: ("Set aside", "gray", ":material/skip_next:"),
}
_COLOURS = {Severity.ERROR: "red", Severity.BLOCK: "red", Severity.WARNING: "orange", Severity.INFO: "gray"}
_CHANGE_WIDTH = 320
#: What another address can mend.
_MENDED = frozenset(
    {
        "EMAIL_BLANK",
        "EMAIL_SYNTAX",
        "DOMAIN_NOT_ALLOWED",
        "SAME_EMAIL_TWICE",
        "IN_USE_STUDENT",
        "IN_USE_STAFF",
        "SAME_STUDENT_TWICE",
    }
)


def show_row(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"emails-row-{item.sequence}"):
        with st.container(width=270, gap="xsmall"):
            _show_student(item)
        with st.container(width=_CHANGE_WIDTH, gap="xsmall"):
            _show_change(store, user, batch, item)
        st.space("stretch")
        with st.container(horizontal=True, gap="xsmall", width="content"):
            _show_buttons(store, user, batch, item)


def _show_student(item: ItemView) -> None:
    word, colour, icon = _STATES[item.state]
    one = item.person
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(word, icon=icon, color=colour)
        name = f"**{plain(one.last_name)}, {plain(one.first_name)}**" if one else "**Nobody**"
        st.markdown(name, width="content")
    told = [item.name, *dict.fromkeys(one.keys.values())] if one else [item.name, item.key or "no ID"]
    if one is not None:
        told += [one.school, one.grade and f"grade {one.grade}"]
        told += ["picked by hand"] if item.matched_by == Matched.MANUAL else []
    st.caption(" · ".join(plain(part) for part in told if part))


def _show_change(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    typed = item.plan or str(item.facts.get("new", ""))
    if item.state is ItemState.REJECTED and any(one.kind.code in _MENDED for one in item.findings):
        if item.person is not None:
            st.html(changed(item.old, item.old))
        fixed = st.text_input(
            "New address",
            typed,
            key=f"emails.fix.{item.sequence}.{batch.revision}",
            label_visibility="collapsed",
            placeholder="New address",
        )
        _correct(store, user, batch, item, fixed or "")
    else:
        new = item.content or ("" if typed.strip() == CLEAR else typed)
        st.html(changed(item.old, new))
    told = [f":{_COLOURS[one.severity]}[{unlinked(one.message)}]" for one in item.findings]
    if told:
        st.markdown("  \n".join(f":small[{line}]" for line in told))


def _correct(store: Store, user: User, batch: BatchView, item: ItemView, typed: str) -> None:
    """Store the address that was typed in place of the row's, if it is another one."""
    before = item.plan or str(item.facts.get("new", ""))
    if typed.strip() == before:
        return
    with refusals_shown():
        drafts.choose(store, user, batch.batch_id, drafts.set_choice(item.sequence, plan=typed.strip()))
        st.rerun()


@dataclass(frozen=True)
class Decision:
    """A button of a row: what it says and what it decides."""

    label: str
    decide: drafts.Decide
    name: str
    icon: str
    primary: bool = False


def decisions(item: ItemView) -> Iterator[Decision]:
    """What can be decided about a row with one click, the likeliest first."""
    one, state = item.sequence, item.state
    fine = {finding.kind.code for finding in item.open_warnings if not finding.kind.waits}
    if state is ItemState.WARNING and fine:
        accepted = item.accepted | fine
        yield Decision(
            "It is fine", drafts.set_choice(one, accepted=accepted), "accept", ":material/check:", primary=True
        )
    if item.plan:
        yield Decision("As in the file", drafts.set_choice(one, plan=""), "uncorrect", ":material/undo:")
    if item.matched_by == Matched.MANUAL:
        yield Decision("Unpick", drafts.set_choice(one, person_id=None), "unpick", ":material/person_remove:")
    if state is ItemState.SKIPPED and item.skip:
        yield Decision("Take back in", drafts.set_choice(one, skip=False), "unskip", ":material/undo:")
    elif state is not ItemState.SKIPPED:
        yield Decision("Set aside", drafts.set_choice(one, skip=True), "skip", ":material/skip_next:")


def _show_buttons(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    key = f"emails.{item.sequence}"
    lost = item.state in {ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS}
    if (lost or item.person) and st.button(
        "Pick a student" if lost else "",
        help=None if lost else "Pick another student",
        icon=":material/person_search:",
        key=f"{key}.pick",
        type="primary" if lost else "secondary",
    ):
        _pick(store, user, batch, item)
    for decision in decisions(item):
        if st.button(
            decision.label,
            icon=decision.icon,
            key=f"{key}.{decision.name}",
            type="primary" if decision.primary else "secondary",
        ):
            with refusals_shown():
                drafts.choose(store, user, batch.batch_id, decision.decide)
                st.rerun()
    if item.state in {ItemState.READY, ItemState.WARNING, ItemState.UNCHANGED} and st.button(
        "", icon=":material/edit:", key=f"{key}.edit", help="Correct the new address"
    ):
        _edit(store, user, batch, item)


@st.dialog("Whose address is it?", width="large")
def _pick(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    names = " ".join(plain(str(item.facts[name])) for name in ("first", "last") if item.facts.get(name))
    st.markdown(
        f"{plain(item.name)}: **{plain(item.key)}** {names} → {unlinked(item.content or str(item.facts['new']))}"
    )
    show_picker(store, user, batch, item)


@st.dialog("Correct the new address")
def _edit(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    if item.person is not None:
        st.markdown(
            f"{plain(item.person.last_name)}, {plain(item.person.first_name)}: {unlinked(item.old) or 'none'} →"
        )
    typed = st.text_input("New address", item.plan or str(item.facts["new"]), key=f"emails.edit.{item.sequence}")
    if st.button("Take it", type="primary", key=f"emails.edit.{item.sequence}.yes"):
        _correct(store, user, batch, item, typed or "")
        st.rerun()
