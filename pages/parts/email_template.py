"""A list to be filled in: empty, or with a group's students and the addresses that they have now."""

import streamlit as st

from pages.parts.student_choice import ask_group
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.journeys.archives import ASK_OVER
from roster_core.journeys.batches.email_rules import read_criterion
from roster_core.journeys.email_template import TemplateRequest, preview_template
from roster_core.store import Store

_FILLED, _EMPTY = "Students with their addresses of now", "Empty"


def show_template(store: Store, user: User) -> None:
    """Draw the choices and the links."""
    st.caption("Write the new addresses over those in the column new_email, and give the file back in the first tab.")
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            what = st.segmented_control(
                "What is in it", [_FILLED, _EMPTY], default=_FILLED, key="template.what", required=True
            )
            ids = OFFERED[Target.STUDENTS]
            criterion = st.selectbox(
                "Students by",
                ids,
                index=ids.index(read_criterion(store, user)),
                format_func=lambda one: one.label,
                key="template.criterion",
                width=320,
            )
        if what == _EMPTY:
            _links(TemplateRequest(Criterion(criterion), None))
            return
        group = ask_group(store, user, key="template")
        view = preview_template(store, user, TemplateRequest(Criterion(criterion), group))
        many = len(view.students)
        st.markdown(f"**{many:,}** student{'' if many == 1 else 's'}")
        if view.without_key:
            st.caption(f"{len(view.without_key):,} more have no such ID and cannot be in the list.")
        reason = ""
        if view.needs_reason:
            reason = st.text_input(
                f"What is the list for? More than {ASK_OVER} students leave the system, so the reason is kept.",
                key="template.reason",
                placeholder="New addresses for grade 7 …",
                max_chars=500,
            )
        if not many or (view.needs_reason and not (reason or "").strip()):
            st.button("Excel workbook", icon=":material/download:", key="template.wait", disabled=True)
            return
        _links(TemplateRequest(Criterion(criterion), group, (reason or "").strip()))


def _links(request: TemplateRequest) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        download_link(
            "Excel workbook", key="template.xlsx", primary=True, kind="email_list", form="xlsx", **request.claims()
        )
        download_link("CSV", key="template.csv", kind="email_list", form="csv", **request.claims())
        st.caption("Excel keeps leading zeros in a workbook; of a CSV it drops them.", width="content")
