"""One file of a batch of photos: what the person has now beside what they would get, and what can be decided."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from pages.parts import photo_crop, photo_dialogs
from pages.parts.notices import plain, refusals_shown
from pages.shell import session
from pages.shell.routes import PICTURE, picture_url
from roster_core.access.rights import User
from roster_core.batches.items import Matched
from roster_core.batches.people import Person
from roster_core.batches.states import ItemState
from roster_core.findings import Severity
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.photo_plans import can_be_cropped
from roster_core.journeys.batches.photo_start import follow_plans
from roster_core.journeys.batches.pictures import Shown
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.store import Store

_PAIR = "display:flex;gap:8px;align-items:flex-end"
_FRAME = (
    "width:100%;aspect-ratio:4/5;border-radius:6px;object-fit:contain;background:rgba(127,147,142,.16);"
    "display:flex;align-items:center;justify-content:center;text-align:center;font-size:.85rem"
)
_MATCHED = {
    Matched.EXACT.value: "matched by its ID",
    Matched.ZEROS.value: "matched but for leading zeros",
    Matched.MANUAL.value: "picked by hand",
}
_SIGNS = {
    Severity.ERROR: ":material/block:",
    Severity.BLOCK: ":material/block:",
    Severity.WARNING: ":material/warning:",
    Severity.INFO: ":material/info:",
}


def show_card(store: Store, user: User, batch: BatchView, item: ItemView, since: str) -> None:
    """Draw the card; a click is stored at once. `since` says from when the person's photo of now is."""
    with st.container(border=True, key=f"photo-card-{item.sequence}"):
        st.html(_pictures(batch, item, since))
        st.markdown(whose(item.person, item) if item.person else f"**Nobody yet** · {plain(item.name)}")
        show_findings(item)
        with st.container(horizontal=True, gap="small"):
            _show_buttons(store, user, batch, item)


def show_findings(item: ItemView) -> None:
    """What was found of an item, with what to do; of accepted warnings only that they were."""
    for finding in item.findings:
        accepted = finding.kind.code in item.accepted
        st.caption(
            f"{':material/check:' if accepted else _SIGNS[finding.severity]} {plain(finding.message)}"
            + (f" {plain(finding.kind.fix)}" if finding.kind.fix and not accepted else "")
        )


def picture(batch: BatchView, item: ItemView, shown: Shown) -> str:
    """The address of one of its pictures; another one for another picture, so that browsers may keep each."""
    ticket = session.ticket(PICTURE, kind="item", batch=batch.batch_id)
    current = item.person.current if item.person else ""
    made_of = current if shown in {Shown.OLD, Shown.OLD_LARGE} else f"{item.content}{item.plan}"
    return picture_url(ticket, f"{item.sequence}/{shown.value}/{zlib.crc32(made_of.encode()):x}")


def _pictures(batch: BatchView, item: ItemView, since: str) -> str:
    has_old = bool(item.person and item.person.current)
    old = _image(picture(batch, item, Shown.OLD), "Photo now") if has_old else _blank("no photo yet")
    new = _image(picture(batch, item, Shown.NEW), "New photo") if item.upload_key else _blank("cannot be shown")
    now = f"now, since {since}" if has_old and since else "now"
    return (
        f'<div style="{_PAIR}"><figure style="margin:0;flex:1">{old}{_caption(now)}</figure>'
        f'<figure style="margin:0;flex:1">{new}{_caption("new")}</figure></div>'
    )


def _caption(text: str) -> str:
    return f'<figcaption style="font-size:.78rem;opacity:.7">{text}</figcaption>'


def _image(address: str, alt: str) -> str:
    return f'<img loading="lazy" src="{escape(address)}" alt="{alt}" style="{_FRAME}">'


def _blank(text: str) -> str:
    return f'<div role="img" aria-label="{text}" style="{_FRAME}">{text}</div>'


def whose(person: Person, item: ItemView) -> str:
    """Who it is for: name, IDs, place, and how that was found."""
    ids = " · ".join(plain(key) for key in dict.fromkeys(person.keys.values()))
    place = " · ".join(
        part
        for part in (
            person.school and f"school {plain(person.school)}",
            person.grade and f"grade {plain(person.grade)}",
            person.homeroom and f"homeroom {plain(person.homeroom)}",
        )
        if part
    )
    first = f" ({plain(person.preferred_first_name)})" if person.preferred_first_name else ""
    matched = _MATCHED.get(item.matched_by or "", "")
    lines = [
        f"**{plain(person.last_name)}, {plain(person.first_name)}{first}**",
        f":small[{ids}]",
        f":small[{place}]" if place else "",
        f":small[{plain(item.name)} — {matched}]",
    ]
    return "  \n".join(line for line in lines if line)


@dataclass(frozen=True)
class Decision:
    """A button of a card: what it says and what it decides."""

    label: str
    decide: drafts.Decide
    name: str
    icon: str
    type: Literal["primary", "secondary"] = "secondary"


def decisions(item: ItemView) -> Iterator[Decision]:
    """What can be decided about an item with one click, the likeliest first."""
    one, state = item.sequence, item.state
    if state is ItemState.AMBIGUOUS and item.person is not None:
        yield Decision("Use this one", drafts.keep(one), "keep", ":material/check:", "primary")
    if state is ItemState.REJECTED and item.facts.get("offer") and not item.plan:
        yield Decision("Make it fit", follow_plans([one]), "fit", ":material/crop:", "primary")
    if state is ItemState.WARNING and item.open_warnings:
        accepted = item.accepted | {finding.kind.code for finding in item.open_warnings}
        yield Decision("It is fine", drafts.set_choice(one, accepted=accepted), "accept", ":material/check:", "primary")
    if item.plan:
        yield Decision("As it was", drafts.set_choice(one, plan=""), "unfit", ":material/undo:")
    if item.matched_by == Matched.MANUAL:
        yield Decision("Unpick", drafts.set_choice(one, person_id=None), "unpick", ":material/person_remove:")
    if state is ItemState.SKIPPED:
        yield Decision("Take back in", drafts.set_choice(one, skip=False, keep=False), "unskip", ":material/undo:")
    elif state is not ItemState.REJECTED:
        yield Decision("Set aside", drafts.set_choice(one, skip=True), "skip", ":material/skip_next:")


def _show_buttons(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    key = f"photos.{item.sequence}"
    unmatched = item.state is ItemState.NEEDS_PERSON
    if item.state is not ItemState.REJECTED and st.button(
        "" if item.person else "Pick a person",
        help="Pick another person" if item.person else None,
        icon=":material/person_search:",
        key=f"{key}.pick",
        type="primary" if unmatched else "secondary",
    ):
        new = picture(batch, item, Shown.NEW_LARGE) if item.upload_key else ""
        photo_dialogs.pick_person(store, user, batch, item, new)
    for decision in decisions(item):
        if st.button(decision.label, icon=decision.icon, key=f"{key}.{decision.name}", type=decision.type):
            with refusals_shown():
                drafts.choose(store, user, batch.batch_id, decision.decide)
                st.rerun()
    fitting = item.state is not ItemState.REJECTED or item.facts.get("offer")
    if (
        fitting
        and can_be_cropped(item.upload_key, item.facts)
        and st.button("", icon=":material/crop_rotate:", key=f"{key}.crop", help="Turn and crop it")
    ):
        photo_crop.crop_photo(store, user, batch, item)
    if item.upload_key and st.button("", icon=":material/zoom_in:", key=f"{key}.zoom", help="Look at it larger"):
        old = picture(batch, item, Shown.OLD_LARGE) if item.person and item.person.current else ""
        photo_dialogs.zoom(picture(batch, item, Shown.NEW_LARGE), old, item)
