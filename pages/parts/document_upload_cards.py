"""One file of a batch of documents: its first page, whose it is and what it becomes, and what can be decided."""

import zlib
from collections.abc import Iterator
from html import escape

import streamlit as st

from pages.parts import document_upload_dialogs
from pages.parts.notices import plain, refusals_shown
from pages.parts.photo_cards import Decision, show_findings, whose
from pages.shell import session
from pages.shell.routes import PICTURE, picture_url
from roster_core.access.rights import User
from roster_core.batches import kinds
from roster_core.batches.items import Matched
from roster_core.batches.states import ItemState
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.document_pictures import can_be_drawn
from roster_core.journeys.batches.document_start import set_by_hand
from roster_core.journeys.batches.documents import target_in
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.store import Store
from roster_core.updates.document_rules import OnExisting, terms_of
from roster_core.updates.document_target import DocumentTarget

_FRAME = (
    "width:132px;height:172px;border-radius:6px;object-fit:contain;object-position:top;background:#fff;"
    "border:1px solid rgba(127,147,142,.4);display:flex;align-items:center;justify-content:center;"
    "text-align:center;font-size:.85rem"
)
_BLANK = _FRAME.replace("background:#fff", "background:rgba(127,147,142,.16)")


def show_card(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    """Draw the card; a click is stored at once."""
    with st.container(border=True, key=f"document-card-{item.sequence}"):
        with st.container(horizontal=True, gap="medium"):
            st.html(_first_page(batch, item), width=140)
            with st.container():
                st.markdown(whose(item.person, item) if item.person else f"**Nobody yet** · {plain(item.name)}")
                if item.state is not ItemState.REJECTED:
                    st.markdown(_becomes(target_of_item(batch, item), batch, item))
                show_findings(item)
        with st.container(horizontal=True, gap="small"):
            _show_buttons(store, user, batch, item)


def target_of_item(batch: BatchView, item: ItemView) -> DocumentTarget:
    """Where the item belongs, with what was set by hand."""
    terms = terms_of(batch.settings["terms"])
    return target_in(terms, batch.sources, item.name, item.plan, today=batch.created_at.date())


def page_picture(batch: BatchView, item: ItemView, page: int, size: str) -> str:
    """The address of a picture of one of its pages, `small` or `large`."""
    ticket = session.ticket(PICTURE, kind="page", batch=batch.batch_id)
    return picture_url(ticket, f"{item.sequence}/{page}/{size}/{zlib.crc32(item.upload_key.encode()):x}")


def decisions(item: ItemView) -> Iterator[Decision]:
    """What can be decided about an item with one click, the likeliest first."""
    one, state = item.sequence, item.state
    codes = {finding.kind.code for finding in item.findings}
    if kinds.SAME_TARGET_TWICE.code in codes and state is ItemState.AMBIGUOUS:
        yield Decision("Use this one", drafts.keep(one), "keep", ":material/check:", "primary")
    if state is ItemState.WARNING and item.open_warnings:
        accepted = item.accepted | {finding.kind.code for finding in item.open_warnings}
        # What may be somebody else's is not made easy to accept.
        risky = any(finding.kind.one_by_one for finding in item.open_warnings)
        fine = drafts.set_choice(one, accepted=accepted)
        yield Decision("It is fine", fine, "accept", ":material/check:", "secondary" if risky else "primary")
    if kinds.EXISTING_KEPT.code in codes and not item.skip:
        anew = set_by_hand([one], on_existing=OnExisting.NEW_VERSION.value)
        yield Decision("Store as a new version", anew, "anew", ":material/change_circle:")
    if item.plan:
        yield Decision("As it was", drafts.set_choice(one, plan=""), "reset", ":material/undo:")
    if item.matched_by == Matched.MANUAL:
        yield Decision("Unpick", drafts.set_choice(one, person_id=None), "unpick", ":material/person_remove:")
    if state is ItemState.SKIPPED and (item.skip or kinds.NOT_CHOSEN.code in codes):
        yield Decision("Take back in", drafts.set_choice(one, skip=False, keep=False), "unskip", ":material/undo:")
    elif state not in {ItemState.REJECTED, ItemState.SKIPPED}:
        yield Decision("Set aside", drafts.set_choice(one, skip=True), "skip", ":material/skip_next:")


def _first_page(batch: BatchView, item: ItemView) -> str:
    if not item.upload_key or not can_be_drawn(item.facts):
        return f'<div role="img" aria-label="cannot be shown" style="{_BLANK}">cannot be shown</div>'
    address = page_picture(batch, item, 0, "small")
    return f'<img loading="lazy" src="{escape(address)}" alt="First page" style="{_FRAME}">'


def _becomes(target: DocumentTarget, batch: BatchView, item: ItemView) -> str:
    """The document that the file becomes, in words."""
    types = terms_of(batch.settings["terms"]).types
    kind = types[target.type].name if target.type in types else "type to be chosen"
    pages = item.facts.get("check", {}).get("pages")
    told = [
        plain(kind),
        plain(target.school_year),
        plain(target.period),
        f"{pages:,} page{'' if pages == 1 else 's'}" if pages else "",
    ]
    title = target.title if target.title != kind else ""
    first = f":material/description: **{plain(title)}**  \n" if title else ":material/description: "
    return first + f":small[{' · '.join(part for part in told if part)}]"


def _show_buttons(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    key = f"documents.{item.sequence}"
    if item.state is not ItemState.REJECTED:
        lost = item.state is ItemState.NEEDS_PERSON
        if st.button(
            "" if item.person else "Pick a student",
            help="Pick another student" if item.person else None,
            icon=":material/person_search:",
            key=f"{key}.pick",
            type="primary" if lost else "secondary",
        ):
            first = page_picture(batch, item, 0, "large") if can_be_drawn(item.facts) else ""
            document_upload_dialogs.pick_student(store, user, batch, item, first)
        wanting = {kinds.NEEDS_TYPE.code, kinds.NEEDS_TITLE.code} & {one.kind.code for one in item.findings}
        if st.button(
            "Type and title" if wanting else "",
            icon=":material/edit:",
            key=f"{key}.edit",
            help="Change type and title",
            type="primary" if wanting and not lost else "secondary",
        ):
            document_upload_dialogs.edit_target(store, user, batch, item, target_of_item(batch, item))
    for decision in decisions(item):
        if st.button(decision.label, icon=decision.icon, key=f"{key}.{decision.name}", type=decision.type):
            with refusals_shown():
                drafts.choose(store, user, batch.batch_id, decision.decide)
                st.rerun()
    if (
        item.upload_key
        and can_be_drawn(item.facts)
        and st.button("", icon=":material/zoom_in:", key=f"{key}.zoom", help="Look at its pages")
    ):
        pages = item.facts["check"].get("pages") or 1
        ticketed = [page_picture(batch, item, page, "large") for page in range(pages)]
        document_upload_dialogs.zoom(item, ticketed)
