"""A run on screen: how far it is, what it counts, its findings, and every file as Clever will get it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from pages.parts.findings_view import SEVERITY_LOOK, show_findings
from pages.parts.notices import plain, show_refusal
from pages.parts.option_words import options_in_words
from pages.parts.progress import show_progress
from pages.parts.run_finding import show_finding
from pages.parts.run_places import findings_key, findings_tab, rows_key, tab_of, tabs_key
from pages.parts.states import local, show_state
from pages.parts.tables import show_csv
from pages.shell.download_link import download_link, in_bytes
from roster_core.access.rights import User
from roster_core.findings import Severity
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_runs import RunFile, RunView, read_run, read_run_findings, run_file_path
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
        st.caption(f"{local(run.created_at, district.time_zone)} by {plain(run.by)}", width="content")
        set_options = options_in_words(run.options)
        if set_options:
            count = f"{len(set_options)} option{'' if len(set_options) == 1 else 's'} set"
            with st.popover(count, icon=":material/tune:", type="tertiary", key=f"run.{run.run_id}.options"):
                st.markdown("\n".join(f"- {plain(title)}: **{plain(words)}**" for title, words in set_options.items()))
        st.space("stretch")
        if run.files:
            note = f"{len(run.files)} files"
            download_link("Download ZIP", note=note, primary=True, key="run.zip", kind="clever_zip", run=run.run_id)


def _show_count(severity: Severity, count: int) -> None:
    if count:
        name, icon, colour = SEVERITY_LOOK[severity]
        many = "" if count == 1 or severity is Severity.INFO else "s"
        st.badge(f"{count:,} {name.lower()}{many}", icon=icon, color=colour)  # type: ignore[arg-type] # a look's colour


@st.fragment
def _show_result(store: Store, user: User, district: DistrictView, run: RunView) -> None:
    _show_hindrances(run, district)
    if run.files:
        with st.grid(len(run.files), min_column_width=130):
            for file in run.files:
                st.metric(file.name, f"{file.rows:,}", border=True)
    findings = read_run_findings(store, user, run.run_id)
    labels = [findings_tab(findings.height), *map(tab_of, run.files)]
    # Only the open tab is drawn: the first rows need not wait for files that nobody looks at.
    tabs = st.tabs(labels, key=tabs_key(run), on_change="rerun")
    if tabs[0].open:
        with tabs[0]:
            show_findings(findings, key=findings_key(run), aside=partial(show_finding, store, user, run))
    for tab, file in zip(tabs[1:], run.files, strict=True):
        if tab.open:
            with tab:
                _show_file(store, user, run, file)


def _show_hindrances(run: RunView, district: DistrictView) -> None:
    if run.state == "refused":
        st.error("**No file was made.** The findings say what to change first.", icon=":material/block:")
    elif not run.deliverable:
        st.error(
            "**These files are for looking at only.** A finding of severity “block” keeps them from being sent.",
            icon=":material/block:",
        )
    if run.load_id != district.load_id:
        st.warning("The roster was loaded anew since. Press Preview to see today's.", icon=":material/update:")


def _show_file(store: Store, user: User, run: RunView, file: RunFile) -> None:
    path = run_file_path(store, user, run.run_id, file.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"What Clever will get, to the byte · SHA-256 `{file.sha256[:16]}…`", width="stretch")
        download_link(
            f"Download {file.name}",
            note=in_bytes(file.size),
            key=f"{rows_key(file.name)}.download",
            kind="clever_file",
            run=run.run_id,
            name=file.name,
        )
    show_csv(path, file.sha256, key=rows_key(file.name), name=file.name)
