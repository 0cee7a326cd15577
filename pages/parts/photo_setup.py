"""What is chosen for a whole batch of photos, and the files themselves."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import batch_draft
from pages.parts.notices import plain
from pages.parts.photo_index import show_index
from pages.parts.photo_rules import RULE_WORDS, change_rules
from pages.shell.staging import Staged
from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right, User
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.photo_rules import keep_choice, read_choice, read_rules
from roster_core.journeys.batches.photo_start import PhotoRequest, start_photos
from roster_core.journeys.batches.reads import BatchView
from roster_core.photos.rules import TARGETS, PhotoRules, RuleSet, default_criterion
from roster_core.photos.types import EXTENSIONS
from roster_core.store import Store

_PREFIX, _KEY = "photos", "photos.files"
_RIGHTS = (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
_ENDINGS = (".zip", *EXTENSIONS)
#: A ZIP may have this; a single photo is held to its rule set.
_MAX_BYTES = 2 << 30


def show_setup(store: Store, user: User) -> str:
    """Ask what a new batch is, and take its first files; returns the ID of the batch begun, blank if none was."""
    st.caption(
        "Files are named by an ID, such as 19chanw1.jpg. They are checked first; nobody’s photo changes before you"
        " confirm."
    )
    with st.container(border=True):
        request = _ask(store, user)
    files = _uploaded("Drop photos or a ZIP here")
    if not files:
        return ""
    batch_id = start_photos(store, user, request)
    keep_choice(store, user, request.criterion, request.rule_set)
    _hand_over(store, user, batch_id, files)
    return batch_id


def show_heading(store: Store, user: User, batch: BatchView) -> None:
    """What the batch is, with adding files and clearing while it is a draft."""
    with st.container(horizontal=True, vertical_alignment="center"):
        told = f"**{batch.target}** by **{plain(batch.criterion.label)}**"
        rules = PhotoRules.model_validate(batch.settings["rules"])
        st.markdown(f"{told} · {RULE_WORDS[RuleSet(batch.rule_set)]}: {plain(rules.limits)}")
        st.space("stretch")
        if not batch.open:
            if st.button("Begin another batch", icon=":material/add_photo_alternate:", key="photos.another"):
                st.query_params.pop("batch", None)
                st.rerun()
            return
        if batch.total:
            with st.popover("Add files", icon=":material/add_photo_alternate:", key="photos.more"):
                show_more(store, user, batch)
        if st.button("Clear", icon=":material/delete_sweep:", key="photos.clear", help="Gives this batch up."):
            batch_draft.confirm_clear(store, user, batch, _PREFIX)
    batch_draft.show_refused(batch)
    for number, source in enumerate(batch.sources):
        if source.get("index"):
            show_index(store, user, batch, number)
    batch_draft.offer_criteria(store, user, batch, _PREFIX)
    batch_draft.show_error(store, user, batch, _PREFIX)


def show_more(store: Store, user: User, batch: BatchView) -> None:
    """The drop zone for further files of a draft."""
    if files := _uploaded("Drop more photos or a ZIP"):
        _hand_over(store, user, batch.batch_id, files)
        st.rerun()


def _ask(store: Store, user: User) -> PhotoRequest:
    before, in_force = read_choice(store, user), read_rules(store, user)
    whose, by, rules = st.columns([1, 2, 2], gap="medium")
    with whose:
        chosen = st.segmented_control(
            "Whose photos", list(Target), default=before.target, key="photos.target", required=True
        )
        target = Target(chosen)
    with rules:
        offered = [one for one in RuleSet if target in TARGETS[one]]
        rule_set = RuleSet(
            st.selectbox(
                "Rules",
                offered,
                format_func=lambda one: f"{RULE_WORDS[one]}: {_told(in_force[one])}",
                index=offered.index(before.rule_sets[target]),
                key=f"photos.rules.{target}",
            )
        )
    with by:
        ids = OFFERED[target]
        usual = default_criterion(rule_set, target)
        criterion = st.selectbox(
            "The file name is the",
            ids,
            index=ids.index(before.criteria[target] if rule_set is before.rule_sets[target] else usual),
            format_func=lambda one: one.label,
            key=f"photos.criterion.{target}.{rule_set}",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = st.text_input("Taken by", key="photos.source", placeholder="Photographer, or who took them", width=320)
        left = st.checkbox(
            "Also people who left", key="photos.left", help="Without it, an ID of somebody who left matches nobody."
        )
        if user.may_everywhere(Right.ADMIN, Right.BATCH_ADMIN):
            st.space("stretch")
            if st.button("Change the rules", icon=":material/tune:", key="photos.rules.change", type="tertiary"):
                change_rules(store, user, rule_set, in_force[rule_set])
    return PhotoRequest(
        Criterion(criterion), rule_set, include_left=left, source=source.strip(), rules=in_force[rule_set]
    )


def _told(rules: PhotoRules) -> str:
    return f"{', '.join(rules.types)}, {rules.limits}"


def _uploaded(title: str) -> Sequence[Staged]:
    return uploader(
        title,
        hint="Single photos, many at once, a whole folder, or ZIP archives of up to 5,000.",
        rights=_RIGHTS,
        accept=_ENDINGS,
        key=_KEY,
        max_files=5_000,
        max_bytes=_MAX_BYTES,
    )


def _hand_over(store: Store, user: User, batch_id: str, files: Sequence[Staged]) -> None:
    add_files(store, user, batch_id, [(staged.name, staged.file) for staged in files])
    forget(_KEY)
