"""Dialogs about profiles: saving, versions, copies, files, archiving."""

from collections.abc import Callable

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.option_rows import show_confirmation
from pages.parts.states import local
from pages.parts.workbench import DEFAULT_PRESET, Bench
from roster_core.access.rights import User
from roster_core.clever.profile.confirmations import missing, needed
from roster_core.clever.profile.file import parse_file, parse_options
from roster_core.clever.profile.options import PRESETS, ExportOptions
from roster_core.journeys import export_profile_edits, export_profile_files
from roster_core.journeys.districts import require_district
from roster_core.journeys.export_drafts import drop_unsaved
from roster_core.journeys.export_profiles import read_profile, read_versions
from roster_core.store import Store


def show_menu(store: Store, user: User, bench: Bench) -> None:
    """What else can be done: with the profile in hand, or with a file."""
    kept = bench.name
    entries: dict[str, Callable[[], object]] = {}
    if kept is not None:
        entries = {
            ":material/save_as: Save as …": lambda: save(store, user, bench, anew=True),
            ":material/history: Versions …": lambda: show_versions(store, user, bench, kept),
            ":material/content_copy: Duplicate …": lambda: duplicate(store, user, bench, kept),
            ":material/edit: Rename …": lambda: rename(store, user, bench, kept),
            ":material/event_busy: Do not schedule …": lambda: do_not_schedule(store, user, kept),
            ":material/download: Export as a file …": lambda: export_file(store, user, kept),
        }
    entries[":material/upload: Import a file …"] = lambda: import_file(store, user, bench)
    if kept is not None:
        entries[":material/archive: Archive …"] = lambda: archive(store, user, bench, kept)
    chosen = st.menu_button("More", list(entries), icon=":material/more_vert:", key="export.more")
    if chosen:
        entries[chosen]()


@st.dialog("Export the profile")
def export_file(store: Store, user: User, name: str) -> None:
    """Hand out the newest version as a file that can be imported here or elsewhere."""
    with refusals_shown():
        text = export_profile_files.write_profile(store, user, name)
        st.markdown(
            f"The newest version of **{plain(name)}** as a text file: for another district, or to keep. What is "
            "not saved is not in it."
        )
        st.download_button(
            "Download",
            text,
            file_name=f"{_file_name(name)}.toml",
            mime="application/toml",
            key="export.file",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )


def _file_name(name: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in name).strip("-").lower() or "profile"


@st.dialog("Save the profile")
def save(store: Store, user: User, bench: Bench, *, anew: bool = False) -> None:
    """Ask for a name where there is none, for a note, and for what has to be confirmed; then save."""
    named = bench.name
    is_new = anew or named is None
    name = st.text_input("Name", key="save.name", placeholder="Clever nightly") if is_new else named
    if bench.changes and not is_new:
        st.markdown("\n".join(f"- {plain(str(change))}" for change in bench.changes))
    note = st.text_input("Note", key="save.note", placeholder="Why, in a few words (may stay empty)")
    for confirmation in missing(bench.options, bench.acknowledged):
        show_confirmation(bench, confirmation, place="save.")
    label = "Save" if is_new else f"Save version {(bench.version or 0) + 1}"
    if st.button(label, key="save.do", type="primary"):
        with refusals_shown():
            draft = export_profile_edits.Draft(
                bench.options.model_dump(mode="json"),
                based_on=None if is_new else bench.version,
                note=note or "",
                acknowledged=bench.acknowledged,
            )
            saved = export_profile_edits.save_profile(store, user, name or "", draft)
            drop_unsaved(store, user, bench.profile_id)
            bench.open(saved.values, saved)
            st.toast(f"Saved as version {saved.version} of {plain(saved.name)}.")
            st.rerun()


@st.dialog("Versions", width="large")
def show_versions(store: Store, user: User, bench: Bench, name: str) -> None:
    """Every version with who made it, when, and what changed; any one of them can be opened again."""
    with refusals_shown():
        zone = require_district(store).time_zone
        for version in read_versions(store, user, name):
            with st.container(border=True):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f"**Version {version.version}**", width="content")
                    st.caption(f"{local(version.at, zone)} by {plain(version.by)}", width="stretch")
                    if st.button("Open", key=f"versions.{version.version}", icon=":material/folder_open:"):
                        _open_version(store, user, bench, name, version.version)
                if version.note:
                    st.markdown(f"*{plain(version.note)}*")
                if version.changes:
                    st.markdown("\n".join(f"- {plain(str(change))}" for change in version.changes))
                elif version.version == 1:
                    st.caption("The first version.")


def _open_version(store: Store, user: User, bench: Bench, name: str, version: int) -> None:
    """The options of an old version over the newest one: saving makes them a version of their own."""
    newest = read_profile(store, user, name)
    old = read_profile(store, user, name, version=version)
    bench.open(newest.values, newest)
    bench.options = old.values
    st.rerun()


@st.dialog("Duplicate the profile")
def duplicate(store: Store, user: User, bench: Bench, name: str) -> None:
    """Save the newest version of the profile under another name."""
    new_name = st.text_input("Name of the copy", value=f"{name} (copy)", key="duplicate.name")
    if st.button("Duplicate", key="duplicate.do", type="primary"):
        with refusals_shown():
            made = export_profile_edits.duplicate_profile(store, user, name, new_name)
            bench.open(made.values, made)
            st.rerun()


@st.dialog("Rename the profile")
def rename(store: Store, user: User, bench: Bench, name: str) -> None:
    """Give the profile another name; its versions and runs stay."""
    new_name = st.text_input("New name", value=name, key="rename.name")
    if st.button("Rename", key="rename.do", type="primary"):
        with refusals_shown():
            bench.name = export_profile_edits.rename_profile(store, user, name, new_name).name
            st.rerun()


@st.dialog("Import a profile")
def import_file(store: Store, user: User, bench: Bench) -> None:
    """Make a profile from a file that was exported here or elsewhere."""
    given = st.file_uploader("Profile", type=list(export_profile_files.FORMS), key="import.file")
    if given is None:
        return
    with refusals_shown():
        content = given.getvalue()
        read = parse_file(given.name, content)
        name = st.text_input("Name", value=read.name, key=f"import.name.{read.name}")
        confirmed = _confirmed(parse_options(read.raw).options)
        if st.button("Import", key="import.do", type="primary"):
            file = export_profile_files.ProfileFile(given.name, content, name=name, acknowledged=confirmed)
            made = export_profile_files.import_profile(store, user, file)
            bench.open(made.profile.values, made.profile)
            for finding in made.findings:
                st.toast(plain(finding.message))
            st.rerun()


def _confirmed(options: ExportOptions) -> dict[str, str]:
    """What is confirmed anew for a profile that comes from elsewhere."""
    confirmed = {}
    for asked in needed(options):
        key = f"import.confirm.{asked.code}"
        said = st.text_input(asked.question, key=key) if asked.words_needed else st.checkbox(asked.question, key=key)
        if said:
            confirmed[asked.code] = said if isinstance(said, str) else ""
    return confirmed


@st.dialog("Do not schedule the profile")
def do_not_schedule(store: Store, user: User, name: str) -> None:
    """Write down why no schedule may run the profile, or take that back."""
    with refusals_shown():
        said = read_profile(store, user, name).not_to_schedule
        st.markdown(
            f"As long as something stands here, no schedule runs **{plain(name)}**, and whoever tries reads it."
        )
        note = st.text_input("Note", value=said, key="guard.note", placeholder="Waiting for the new section IDs")
        if st.button("Save", key="guard.do", type="primary"):
            export_profile_edits.forbid_schedules(store, user, name, note or "")
            st.rerun()


@st.dialog("Archive the profile")
def archive(store: Store, user: User, bench: Bench, name: str) -> None:
    """Put the profile away after a question."""
    st.markdown(
        f"**{plain(name)}** will not be listed or run any more. Old runs keep what they used, and the name is free "
        "again."
    )
    if st.button("Archive", key="archive.do", type="primary"):
        with refusals_shown():
            export_profile_edits.archive_profile(store, user, name)
            drop_unsaved(store, user, bench.profile_id)
            left = bench.options
            bench.open(PRESETS[DEFAULT_PRESET])
            bench.options = left
            st.rerun()
