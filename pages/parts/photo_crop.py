"""Turning and cropping a photo by hand, for itself or for all that are alike."""

import zlib
from dataclasses import asdict

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.shell import session
from pages.shell.cropper import cropper
from pages.shell.routes import PICTURE, picture_url
from roster_core.access.rights import User
from roster_core.journeys.batches.photo_plans import Croppable, Part, crop, read_croppable
from roster_core.journeys.batches.pictures import WHOLE
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.store import Store


@st.dialog("Turn and crop", width="large")
def crop_photo(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    """The whole picture with the part that would be stored; a click takes it."""
    with refusals_shown():
        known = read_croppable(store, user, batch.batch_id, item.sequence)
        st.caption(plain(item.name))
        kept = f"photos.turned.{batch.batch_id}.{item.sequence}"
        quarters = int(st.session_state.get(kept, known.part.quarters))
        part = _draw(batch, item, known, quarters)
        with st.container(horizontal=True, vertical_alignment="center"):
            for by, name, icon in ((3, "Turn left", "rotate_left"), (1, "Turn right", "rotate_right")):
                if st.button(name, icon=f":material/{icon}:", key=f"photos.turn.{by}"):
                    st.session_state[kept] = (quarters + by) % 4
                    st.rerun(scope="fragment")
            st.space("stretch")
            sequences = [item.sequence]
            others = "other" if len(known.alike) == 1 else f"{len(known.alike):,} others"
            if known.alike and st.checkbox(f"Also for the {others} of this size", key=f"photos.alike.{item.sequence}"):
                sequences += known.alike
            if st.button("Take this part", type="primary", key="photos.crop"):
                crop(store, user, batch.batch_id, sequences, part)
                st.session_state.pop(kept, None)
                st.rerun()


def _draw(batch: BatchView, item: ItemView, known: Croppable, quarters: int) -> Part:
    ticket = session.ticket(PICTURE, kind="item", batch=batch.batch_id)
    shown = WHOLE[quarters]
    address = picture_url(ticket, f"{item.sequence}/{shown.value}/{zlib.crc32(item.upload_key.encode()):x}")
    start = known.part if quarters == known.part.quarters else Part()
    drawn = cropper(
        address,
        size=(known.height, known.width) if quarters % 2 else (known.width, known.height),
        part={name: value for name, value in asdict(start).items() if name != "quarters"},
        smallest=known.smallest,
        ratios=known.ratios,
        key=f"photos.cropper.{item.sequence}",
    )
    return Part(**drawn, quarters=quarters)
