"""A run on screen: how far it is, what it counts, its findings, and every file as Clever will get it."""

from dataclasses import dataclass

import streamlit as st

from pages.parts.findings_view import show_counts, show_findings
from pages.parts.notices import plain, show_refusal
from pages.parts.progress import show_progress
from pages.parts.run_finding import show_finding
from pages.parts.states import local, show_state
from pages.parts.tables import show_csv
from pages.shell.download_link import download_link, in_bytes
from roster_core.access.rights import User
from roster_core.clever.kinds import KINDS
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_runs import RunFile, RunView, read_run, read_run_findings, run_file_path
from roster_core.refusals import Refusal
from roster_core.store import Store

_FIXES = {code: kind.fix for code, kind in KINDS.items()}


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
                "The preview was cut off before it was done.",
                why="The process that made it is gone; the roster is as it was.",
                fix="Press Preview again.",
            )
        )
    elif run.state == "failed":
        show_refusal(Refusal("The preview failed.", why=run.error or "", fix="Press Preview again."))
    else:
        _show_result(store, user, district, run)


def _progress(run: RunView) -> RunProgress:
    return RunProgress(run.done, run.total, run.step or "Starting", run.running)


def _show_heading(run: RunView, district: DistrictView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Preview", width="content")
        show_state("interrupted" if run.interrupted else run.state)
        said = [f"as of {run.as_of_date}", f"made {local(run.created_at, district.time_zone)} by {plain(run.by)}"]
        st.caption(" · ".join(said), width="stretch")
        if run.files:
            size = in_bytes(sum(file.size for file in run.files))
            download_link(
                "Download all", note=f"ZIP of {size}", primary=True, key="run.zip", kind="clever_zip", run=run.run_id
            )


@st.fragment
def _show_result(store: Store, user: User, district: DistrictView, run: RunView) -> None:
    if run.files and run.load_id != district.load_id:
        st.warning("The roster was loaded anew since. Preview again to see today's.", icon=":material/update:")
    if run.state == "refused":
        st.error("**No file was made.** The findings below say what to change first.", icon=":material/block:")
    elif not run.deliverable:
        st.error(
            "**These files may not be sent.** Something found makes them wrong as a whole; see the findings.",
            icon=":material/block:",
        )
    if run.files:
        with st.grid(len(run.files), min_column_width=130):
            for file in run.files:
                st.metric(file.name, f"{file.rows:,}", border=True)
    findings = read_run_findings(store, user, run.run_id)
    labels = [f"Findings · {findings.height:,}", *(f"{file.name} · {file.rows:,}" for file in run.files)]
    tabs = st.tabs(labels, key=f"run.{run.run_id}.tabs", on_change="rerun")
    if tabs[0].open:
        with tabs[0]:
            show_counts(findings)
            chosen = show_findings(findings, key=f"run.{run.run_id}.findings", fixes=_FIXES)
            if chosen:
                show_finding(store, user, run, chosen)
    for tab, file in zip(tabs[1:], run.files, strict=True):
        if tab.open:
            with tab:
                _show_file(store, user, run, file)


def _show_file(store: Store, user: User, run: RunView, file: RunFile) -> None:
    key = f"run.{file.name}"
    path = run_file_path(store, user, run.run_id, file.name)
    download_link(
        f"Download {file.name}",
        note=in_bytes(file.size),
        key=f"{key}.download",
        kind="clever_file",
        run=run.run_id,
        name=file.name,
    )
    show_csv(path, file.sha256, key=key, name=file.name)
