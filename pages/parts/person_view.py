"""One person on screen, and the list from which one is chosen."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts import document_list, email_past, photo_versions
from pages.parts.notices import plain, refusals_shown
from pages.parts.tables import harmless
from pages.shell import session
from pages.shell.routes import DOWNLOAD, download_url
from roster_core.access.rights import User
from roster_core.journeys.document_reach import LIST_RIGHTS
from roster_core.journeys.email_history import read_email_history
from roster_core.journeys.photo_versions import read_versions
from roster_core.roster.person import PersonView
from roster_core.store import Store

#: What a hit is found by, in words.
_WHY = {"ID": "ID", "name": "Name", "like": "Similar name"}
_KINDS = {"STUDENT": ("Student", "student"), "STAFF": ("Staff", "staff")}
_PHOTO_WIDTH = 168
#: Rows of hits shown without scrolling.
_HITS_SHOWN = 6


def forget_choice() -> None:
    """A new search begins without the person who was open."""
    st.query_params.pop("person", None)


def show_hits(hits: pl.DataFrame, sought: str) -> str:
    """The people found, best first; returns the one that was clicked, or the only one, as `student:0104233`."""
    if hits.is_empty():
        st.info(f"Nobody is called “{plain(sought)}” or has such an ID.", icon=":material/person_search:")
        return ""
    frame = pd.DataFrame(
        {
            "Name": [f"{row['last_name']}, {row['first_name'] or ''}" for row in hits.iter_rows(named=True)],
            "Kind": [_KINDS[kind][0] for kind in hits["kind"]],
            "ID": hits["person_key"].to_list(),
            "School": hits["school_code"].to_list(),
            "Grade": hits["grade"].to_list(),
            "Login": hits["weblogin_id"].fill_null(hits["logon_id"]).to_list(),
            "Active": hits["active"].to_list(),
            "Found by": [_WHY[why] for why in hits["why"]],
        }
    )
    event = st.dataframe(
        frame.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell),
        hide_index=True,
        # A key for each search: a click is not to open the person who now stands in that row.
        key=f"people.hits.{sought}",
        on_select="rerun",
        selection_mode="single-row",
        height=36 * min(len(frame), _HITS_SHOWN) + 38,
        alt="People found",
    )
    st.caption(f"{len(frame)} found · click a row to open the person")
    rows = event.selection.rows or ([0] if len(frame) == 1 else [])
    if not rows:
        return ""
    return f"{_KINDS[hits['kind'][rows[0]]][1]}:{hits['person_key'][rows[0]]}"


def show(store: Store, user: User, person: PersonView, time_zone: str) -> None:
    """Everything the roster says of a person, and the photos they had."""
    kind = _KINDS[person.kind][1]
    versions, who = read_versions(store, user, kind, person.key), f"{kind}:{person.key}"
    with st.container(border=True):
        photo, facts = st.columns([1, 5], gap="medium")
        with photo:
            _show_photo(person)
            if told := photo_versions.caption(versions, time_zone):
                st.caption(told)
        with facts:
            _show_heading(person)
            _show_facts(person.facts)
    if person.record_confidential:
        st.warning("This record is confidential: nothing of it leaves the office.", icon=":material/lock:")
    tables = {
        "Schools": person.schools,
        "Sections": person.sections,
        **({"Contacts": person.contacts} if person.kind == "STUDENT" else {}),
        "Addresses": person.addresses,
    }
    labels = {name: f"{name} · {len(rows)}" for name, rows in tables.items()}
    # The last labels have no number: with another one the tab would close when a photo is added.
    more = ["E-mail history", "Photos"] if person.kind == "STUDENT" else ["Photos"]
    if person.kind == "STUDENT" and user.may(*LIST_RIGHTS):
        more.append("Documents")
    labels |= {name: name for name in more}
    tabs = dict(zip(labels, st.tabs(list(labels.values())), strict=True))
    if "E-mail history" in tabs:
        with tabs["E-mail history"]:
            email_past.show_past(user, read_email_history(store, user, person.key), person.key, time_zone)
    with tabs["Photos"]:
        photo_versions.show_versions(store, user, who, versions, time_zone=time_zone, active=person.active)
    if "Documents" in tabs:
        with tabs["Documents"], refusals_shown():
            document_list.show_person_documents(store, user, person.key, time_zone)
    for name, rows in tables.items():
        with tabs[name]:
            if name == "Contacts":
                _show_custody(rows)
            _show_rows(rows, name, person)


def _show_photo(person: PersonView) -> None:
    name = f"{person.first_name} {person.last_name}".strip()
    if person.photo_key is None:
        initials = "".join(part[0] for part in (person.first_name, person.last_name) if part)
        inside = f'<div role="img" aria-label="No photo" style="{_FRAME}{_BLANK}">{escape(initials)}</div>'
    else:
        ticket = session.ticket(DOWNLOAD, kind="photo", person=f"{_KINDS[person.kind][1]}:{person.key}")
        # What stands behind the ticket makes the browser ask again when the photo is another one.
        address = f"{download_url(ticket)}?{person.photo_key.rpartition('/')[2][:12]}"
        inside = f'<img src="{escape(address)}" alt="Photo of {escape(name)}" style="{_FRAME}object-fit:cover">'
    st.html(inside)
    if person.photo_restricted:
        st.badge("Photo restricted", icon=":material/no_photography:", color="orange")


_FRAME = f"width:100%;max-width:{_PHOTO_WIDTH}px;aspect-ratio:4/5;border-radius:7px;display:block;"
_BLANK = (
    "display:flex;align-items:center;justify-content:center;font-size:2.6rem;font-weight:600;"
    "color:#5a6866;background:rgba(127,147,142,.18)"
)


def _show_heading(person: PersonView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(f"{person.last_name}, {person.first_name}".rstrip(", ")), width="content")
        st.badge(_KINDS[person.kind][0], icon=":material/badge:", color="gray")
        if person.active:
            st.badge("Active", icon=":material/check_circle:", color="green")
        else:
            st.badge("Inactive", icon=":material/do_not_disturb_on:", color="gray")
        if any(contact["Custody issue"] for contact in person.contacts):
            st.badge("Custody issue", icon=":material/gavel:", color="red")


def _show_facts(facts: Mapping[str, Any]) -> None:
    grid = st.grid(3, min_column_width=230, gap="small")
    for label, value in facts.items():
        with grid.container(gap=None):
            st.caption(plain(label))
            st.text(str(value))


def _show_custody(contacts: Sequence[Mapping[str, Any]]) -> None:
    names = [plain(str(contact["Name"])) for contact in contacts if contact["Custody issue"]]
    if names:
        st.warning(
            f"**Custody issue:** {', '.join(names)}. Ask before giving out or sending anything.",
            icon=":material/gavel:",
        )


def _show_rows(rows: Sequence[Mapping[str, Any]], name: str, person: PersonView) -> None:
    if not rows:
        st.caption(f"The roster has no {name.lower()} of this person.")
        return
    frame = pd.DataFrame(list(rows))
    empty = [column for column in frame if all(cell in (None, "") for cell in frame[column])]
    frame = frame.drop(columns=empty).map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
    st.dataframe(frame, hide_index=True, key=f"person.{person.kind}.{person.key}.{name}", alt=name)
