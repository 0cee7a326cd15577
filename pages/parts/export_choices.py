"""What to export: the profile in hand, its options, and what they do, before anything is saved or run."""

from collections.abc import Callable

import streamlit as st

from pages.parts import live_panel, option_rows, profile_bar, unsaved
from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.notices import plain, refusals_shown
from pages.parts.workbench import Bench, bench, is_begun
from roster_core.access.rights import Right, User
from roster_core.clever.explanations.catalog import option_of
from roster_core.clever.profile.options import FIELDS
from roster_core.findings import Finding, Severity
from roster_core.journeys.deliveries import OPTION_OF
from roster_core.journeys.destinations import read_destinations
from roster_core.journeys.export_choices import read_export_choices
from roster_core.journeys.export_preview import warm
from roster_core.journeys.export_profiles import ProfileView, read_profiles
from roster_core.journeys.profile_checks import check_options
from roster_core.store import Store


@st.fragment
def show_choices(store: Store, user: User, preview: Callable[[Bench], None]) -> None:
    """The bar of the profile, its options, and beside them what the last change does; Preview calls `preview`."""
    with refusals_shown():
        profiles = read_profiles(store, user)
        held = _bench(store, user, profiles)
        unsaved.keep(store, user, held)
        rows = live_panel.ask_rows(store, user, held)
        profile_bar.show_bar(
            store, user, held, profiles, (lambda: preview(held)) if user.may(Right.EXPORT_RUN) else None
        )
        unsaved.show_newer(held, profiles)
        findings = check_options(store, user, held.options.model_dump(mode="json"))
        _show_findings(findings)
        offer = option_rows.Offer(
            read_export_choices(store, user),
            findings,
            editable=user.may(Right.EXPORT_EDIT, Right.EXPORT_RUN),
            ways=frozenset(OPTION_OF[one.method] for one in read_destinations(store, user)),
        )
        option_rows.show_tools()
        halves = st.grid(2, min_column_width=430)
        with halves.container():
            option_rows.show_options(held, offer)
        with halves.container():
            live_panel.show_panel(store, user, held, rows)
        warm(store, user)  # at the end: processes that start would slow down what is drawn


def _bench(store: Store, user: User, profiles: tuple[ProfileView, ...]) -> Bench:
    """The options in hand; at first those that the address or the user's last changes ask for."""
    if not is_begun():
        unsaved.begin(store, user, bench(), profiles, st.query_params.get("profile"))
    if "option" in st.query_params:
        _jump(st.query_params.get("option", ""))
    return bench()


def _jump(name: str) -> None:
    """Show the option that a link named, and nothing beside it."""
    if name in FIELDS:
        st.session_state[option_rows.SEARCH_KEY] = str(FIELDS[name].title)
        bench().focus = name
    st.query_params.pop("option", None)


def _show_findings(findings: tuple[Finding, ...]) -> None:
    """What was found of the settings, worst first, each with the way to its option."""
    told = [finding for finding in findings if finding.severity is not Severity.INFO]
    for place, finding in enumerate(sorted(told, key=lambda finding: finding.severity.rank)):
        _word, icon, colour = SEVERITY_LOOK[finding.severity]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":{colour}[{icon} {plain(finding.message)}]", width="content")
            option = option_of(finding.kind.code, finding.row_key)
            if option:
                st.button(
                    "Show the option",
                    key=f"export.jump.{place}",
                    type="tertiary",
                    on_click=_show_only,
                    args=(option,),
                )


def _show_only(name: str) -> None:
    st.session_state[option_rows.SEARCH_KEY] = str(FIELDS[name].title)
