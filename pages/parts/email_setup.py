"""How a batch of e-mails begins: a list is given, or one is taken to fill in, or addresses are proposed."""

import streamlit as st

from pages.parts import email_proposal, email_template
from pages.parts.forms import options_form
from pages.parts.notices import plain, refusals_shown, show_refusal
from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right, User
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.batches.email_rules import (
    EmailRules,
    keep_criterion,
    read_criterion,
    read_domains,
    read_email_rules,
    save_email_rules,
)
from roster_core.journeys.batches.matching import match_by
from roster_core.journeys.batches.reads import BatchView
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.updates.email_file import MAX_BYTES, MAX_ROWS

_KEY = "emails.files"
_TABS = (
    ":material/upload_file: Give a list",
    ":material/download: Get a list to fill in",
    ":material/auto_fix: Propose",
)
_PASTED = "student_id\tnew_email\n0104233\tana.ortega@…"


def show_setup(store: Store, user: User) -> str:
    """Ask for the rows of a new batch; returns its ID, blank if none was begun."""
    give, take, propose = st.tabs(list(_TABS))
    with take, refusals_shown():
        email_template.show_template(store, user)
    with propose, refusals_shown():
        if begun := email_proposal.show_proposal(store, user):
            return begun
    with give, refusals_shown():
        return _show_give(store, user)
    return ""


def show_heading(store: Store, user: User, batch: BatchView) -> None:
    """What the batch is, with clearing it while it is a draft."""
    names = ", ".join(plain(str(source["name"])) for source in batch.sources)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{names}** by **{plain(batch.criterion.label)}**")
        st.space("stretch")
        if not batch.open:
            if st.button("Begin another list", icon=":material/playlist_add:", key="emails.another"):
                st.query_params.pop("batch", None)
                st.rerun()
            return
        if st.button("Clear", icon=":material/delete_sweep:", key="emails.clear", help="Gives this list up."):
            _confirm_clear(store, user, batch)
    if batch.open:
        _offer_criteria(store, user, batch)


def _show_give(store: Store, user: User) -> str:
    st.caption(
        f"CSV or Excel with a row for each student: an ID and the new address; up to {MAX_ROWS:,} rows. To remove an"
        " address write CLEAR. Nobody’s address changes before you confirm, and students who are not in the list keep"
        " theirs."
    )
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        ids = OFFERED[Target.STUDENTS]
        criterion = st.selectbox(
            "The column student_key is the",
            ids,
            index=ids.index(read_criterion(store, user)),
            format_func=lambda one: one.label,
            key="emails.criterion",
            width=320,
            help="A column called weblogin_id, student_id or state_id says so by itself.",
        )
        left = st.checkbox(
            "Also students who left", key="emails.left", help="Without it, an ID of somebody who left matches nobody."
        )
        st.space("stretch")
        _show_domains(store, user)
    request = EmailRequest(Criterion(criterion), include_left=left)
    files = uploader(
        "Drop the list here",
        hint="CSV with commas, semicolons or tabs, or an Excel workbook (its first sheet).",
        rights=[Right.BATCH_STUDENT_MANAGE],
        accept=[".csv", ".txt", ".tsv", ".xlsx"],
        key=_KEY,
        max_files=1,
        max_bytes=MAX_BYTES,
    )
    if files:
        try:
            with st.spinner("Checking the list …"):
                return _begun(store, user, request, files[0].name, files[0].file.read_bytes())
        except Refusal as refusal:
            show_refusal(refusal)
        finally:
            forget(_KEY)
    with st.expander("Paste rows instead", icon=":material/content_paste:", key="emails.paste"):
        pasted = st.text_area(
            "Rows copied from a spreadsheet, with their header", key="emails.pasted", height=140, placeholder=_PASTED
        )
        if st.button("Check these rows", key="emails.pasted.check", disabled=not (pasted or "").strip()):
            return _begun(store, user, request, "pasted rows", pasted.encode())
    return ""


def _begun(store: Store, user: User, request: EmailRequest, name: str, content: bytes) -> str:
    batch_id = begin_from_file(store, user, request, name, content)
    keep_criterion(store, user, request.criterion)
    return batch_id


def _show_domains(store: Store, user: User) -> None:
    domains = read_domains(store, user)
    if domains.allowed:
        others = "only warn" if domains.only_warns else "are rejected"
        st.caption(f"Domains: {plain(', '.join(domains.allowed))}; others {others}.", width="content")
    if user.may_everywhere(Right.ADMIN, Right.BATCH_ADMIN) and st.button(
        "Change the rules", icon=":material/tune:", key="emails.rules", type="tertiary"
    ):
        _change_rules(store, user)


@st.dialog("Rules for e-mail addresses")
def _change_rules(store: Store, user: User) -> None:
    st.caption("For everybody in the district. Lists that are already checked keep theirs.")
    rules = options_form(EmailRules, key="emails.rules.form", given=read_email_rules(store, user))
    if st.button("Save", type="primary", key="emails.rules.save", disabled=rules is None) and rules is not None:
        with refusals_shown():
            save_email_rules(store, user, rules)
            st.rerun()


def _offer_criteria(store: Store, user: User, batch: BatchView) -> None:
    """Rows that would match by another ID: most likely the wrong one was chosen."""
    for name, number in batch.settings.get("others", {}).items():
        criterion = Criterion(name)
        lost = "row that matched nobody is" if number == 1 else "rows that matched nobody are"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/lightbulb: **{number:,} {lost} by the {plain(criterion.label)}.**")
            st.space("stretch")
            if st.button(f"Match by {criterion.label}", key=f"emails.match.{name}"):
                with refusals_shown():
                    match_by(store, user, batch.batch_id, criterion)
                    st.rerun()


@st.dialog("Clear this list?")
def _confirm_clear(store: Store, user: User, batch: BatchView) -> None:
    st.write("Its rows are given up. Nobody’s address was changed by it.")
    if st.button("Clear it", type="primary", key="emails.clear.yes"):
        with refusals_shown():
            drafts.clear(store, user, batch.batch_id)
            st.query_params.pop("batch", None)
            st.rerun()
