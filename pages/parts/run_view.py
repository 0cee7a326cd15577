"""A run on screen: how far it is, what changed, its findings, what it left out, and each file as Clever gets it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from pages.parts import run_changes, run_left_out
from pages.parts.findings_view import SEVERITY_LOOK, show_findings
from pages.parts.notices import plain, show_refusal
from pages.parts.option_words import options_in_words
from pages.parts.progress import show_progress
from pages.parts.run_approval import show_approval
from pages.parts.run_delivery import show_delivery
from pages.parts.run_finding import show_finding
from pages.parts.run_places import (
    CHANGES,
    FILES,
    FINDINGS,
    LEFT_OUT,
    changes_key,
    file_key,
    findings_key,
    label_of,
    rows_key,
    tabs_key,
)
from pages.parts.states import local, show_state
from pages.parts.tables import show_csv
from pages.shell.download_link import download_link, in_bytes
from roster_core.access.rights import User
from roster_core.findings import Severity
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_changes import RunChanges, read_changed_rows, read_changes
from roster_core.journeys.export_runs import (
    RunFile,
    RunView,
    read_run,
    read_run_findings,
    read_run_table,
    run_file,
)
from roster_core.refusals import Refusal
from roster_core.store import Store


@dataclass(frozen=True)
class RunProgress:
    """A run as the progress bar asks for it."""

    done: int
    total: int
    text: str
    active: bool


def show_run(store: Store, user: User, district: DistrictView, run: RunView) -> None:
    """The run as it stands; while it is being made, its progress instead."""
    _show_heading(run, district)
    if show_progress(lambda: _progress(read_run(store, user, run.run_id)), key=f"run.{run.run_id}"):
        return
    if run.interrupted:
        show_refusal(
            Refusal(
                "This preview was cut off before it was done.",
                why="The process that made it is gone. Nothing else was changed.",
                fix="Press Preview again.",
            )
        )
    elif run.state == "failed":
        show_refusal(Refusal("This preview failed.", why=run.error or "", fix="Press Preview again."))
    else:
        _show_result(store, user, district, run)


def _progress(run: RunView) -> RunProgress:
    return RunProgress(run.done, run.total, run.step or "Starting", run.running)


def _show_heading(run: RunView, district: DistrictView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(f"As of {run.as_of_date}", width="content", anchor=False)
        if run.state == "previewed":
            for severity in Severity:
                _show_count(severity, run.finding_counts.get(severity.value, 0))
        else:
            show_state("interrupted" if run.interrupted else run.state)
        st.space("stretch")
        if run.files and _is_downloaded(run):
            note = f"{len(run.files)} files"
            download_link("Download ZIP", note=note, primary=True, key="run.zip", kind="clever_zip", run=run.run_id)
        elif run.files:
            st.caption("Its options do not offer it for download (Basics, Download).", width="content")
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_options(run)
        st.caption(f"{local(run.created_at, district.time_zone)} by {plain(run.by)}", width="content")
        if run.delivered_at:
            st.caption(
                f":material/local_shipping: Delivered {local(run.delivered_at, district.time_zone)}", width="content"
            )


def _is_downloaded(run: RunView) -> bool:
    """Whether the options of the run offer its files for download."""
    return bool(run.options.get("deliver_download", True))


def _show_options(run: RunView) -> None:
    set_options = options_in_words(run.options)
    count = f"{len(set_options)} option{'' if len(set_options) == 1 else 's'} set"
    label = f"{run.profile_name}, version {run.profile_version}" if run.profile_name else count
    if not set_options and not run.profile_name:
        return
    with st.popover(label, icon=":material/tune:", type="tertiary", key=f"run.{run.run_id}.options"):
        st.caption(count)
        st.markdown("\n".join(f"- {plain(title)}: **{plain(words)}**" for title, words in set_options.items()))


def _show_count(severity: Severity, count: int) -> None:
    if count:
        name, icon, colour = SEVERITY_LOOK[severity]
        many = "" if count == 1 or severity is Severity.INFO else "s"
        st.badge(f"{count:,} {name.lower()}{many}", icon=icon, color=colour)  # type: ignore[arg-type] # a look's colour


@st.fragment
def _show_result(store: Store, user: User, district: DistrictView, run: RunView) -> None:
    if run.files_removed_at is not None:
        st.info(
            f"**The files of this run are no longer kept.** They were removed on"
            f" {local(run.files_removed_at, district.time_zone)}, with findings and changes; counts and digests stay.",
            icon=":material/auto_delete:",
        )
        _show_counts(run, None)
        st.code("\n".join(f"{file.sha256}  {file.name}" for file in run.files), language=None)
        return
    changes = read_changes(store, user, run.run_id)
    if run.files:
        run_changes.show_sentence(changes, district.time_zone)
    _show_hindrances(run, district)
    findings = read_run_findings(store, user, run.run_id)
    show_approval(store, user, run, changes, findings, district.time_zone)
    show_delivery(store, user, run, district.time_zone)
    if not (run.held and "GUARD_IDS_CHANGED" in run.guards):  # else it was said above
        run_changes.show_changed_ids(changes)
    _show_counts(run, changes)
    exclusions, combinations = (
        read_run_table(store, user, run.run_id, name) for name in ("exclusions", "combinations")
    )
    apart = run_left_out.count_left_out(findings, exclusions, combinations)
    # Only the open tab is drawn: what comes first need not wait for files that nobody looks at.
    names = [*([CHANGES] if changes else []), FINDINGS, *([LEFT_OUT, FILES] if run.files else [])]
    counts = {FINDINGS: findings.height, LEFT_OUT: apart}
    labels = [f"{name} · {counts[name]:,}" if name in counts else name for name in names]
    tabs = st.tabs(labels, key=tabs_key(run), on_change="rerun")
    for name, tab in zip(names, tabs, strict=True):
        if not tab.open:
            continue
        with tab:
            if name == CHANGES and changes:
                run_changes.show_changes(changes, read_changed_rows(store, user, run.run_id), key=changes_key(run))
            elif name == FINDINGS:
                show_findings(findings, key=findings_key(run), aside=partial(show_finding, store, user, run))
            elif name == LEFT_OUT:
                run_left_out.show_left_out(run, findings, exclusions, combinations)
            else:
                _show_files(store, user, run)


def _show_counts(run: RunView, changes: RunChanges | None) -> None:
    if not run.files:
        return
    more = run_changes.deltas(changes)
    with st.grid(len(run.files), min_column_width=130):
        for file in run.files:
            st.metric(
                file.name,
                f"{file.rows:,}",
                border=True,
                height="stretch",
                delta=more.get(file.name) or None,
                delta_color="off",
            )


def _show_hindrances(run: RunView, district: DistrictView) -> None:
    if run.state == "refused":
        st.error("**No file was made.** The findings say what to change first.", icon=":material/block:")
    elif not run.approvable:
        st.error(
            "**These files are for looking at only.** A finding of severity “block” keeps them from being sent.",
            icon=":material/block:",
        )
    if run.load_id != district.load_id:
        st.warning("The roster was loaded anew since. Press Preview to see today's.", icon=":material/update:")


def _show_files(store: Store, user: User, run: RunView) -> None:
    files = {file.name: file for file in run.files}
    name = st.selectbox(
        "File",
        list(files),
        format_func=lambda name: label_of(files[name]),
        key=file_key(run),
        width=260,
        persist_state="page",
    )
    if name in files:
        _show_file(store, user, run, files[name])


def _show_file(store: Store, user: User, run: RunView, file: RunFile) -> None:
    kept = run_file(store, user, run.run_id, file.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"What Clever will get, to the byte · SHA-256 `{file.sha256[:16]}…`", width="stretch")
        if _is_downloaded(run):
            download_link(
                f"Download {file.name}",
                note=in_bytes(file.size),
                key=f"{rows_key(file.name)}.download",
                kind="clever_file",
                run=run.run_id,
                name=file.name,
            )
    show_csv(kept, file.sha256, key=rows_key(file.name), name=file.name)
