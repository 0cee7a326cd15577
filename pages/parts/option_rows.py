"""The options of a profile as rows: one group at a time or what a search finds, each with help, source and findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.forms import option_widget
from pages.parts.notices import plain
from pages.parts.workbench import Bench
from roster_core.clever.explanations.catalog import option_of
from roster_core.clever.profile.acting import acts_on
from roster_core.clever.profile.confirmations import Confirmation, needed
from roster_core.clever.profile.options import FIELDS, default_of, in_use, is_default
from roster_core.clever.reference import OptionEntry, option_entries
from roster_core.findings import Finding
from roster_core.journeys.export_choices import ExportChoices
from roster_core.options import meta

#: The groups of the form, as in the source document.
GROUPS = ("Basics", "Student", "Admin", "Teacher", "Section and Enrollment", "Section")
GROUP_KEY, SEARCH_KEY = "export.group", "export.search"
_LAST_GROUP = "export.group.last"
#: Ways of delivery that need a destination. While a district has none they can be switched off only.
_NEED_DESTINATION = frozenset(("deliver_local", "deliver_email", "deliver_sftp"))
#: What an option needs to be switched on.
_NEEDS = {"split_shared_teachers": "use_four_teacher_columns"}


@dataclass(frozen=True)
class Offer:
    """What the rows are drawn from: codes of the roster, what was found of the options, whether they may be changed."""

    choices: ExportChoices
    findings: Sequence[Finding]
    editable: bool = True
    #: Ways of delivery that the district has a destination for.
    ways: frozenset[str] = frozenset()


def show_tools() -> None:
    """The search."""
    st.text_input(
        "Find an option",
        key=SEARCH_KEY,
        type="search",
        live=True,
        placeholder="G14, Frl_status, guardian …",
        width=320,
    )


def show_options(bench: Bench, offer: Offer) -> None:
    """The groups as tabs, or what a search finds, in a box that scrolls."""
    sought = st.session_state.get(SEARCH_KEY) or ""
    if sought:
        _show_found(bench, offer, found_options(sought, "", bench), height=730)
        return
    if GROUP_KEY not in st.session_state:
        st.session_state[GROUP_KEY] = st.session_state.get(_LAST_GROUP, GROUPS[1])
    for tab, group in zip(st.tabs(GROUPS, key=GROUP_KEY, on_change="rerun"), GROUPS, strict=True):
        if tab.open:
            st.session_state[_LAST_GROUP] = group  # the tabs forget it while a search stands in their place
            with tab:
                _show_found(bench, offer, found_options("", group, bench), height=670)


def _show_found(bench: Bench, offer: Offer, found: Mapping[str, Sequence[str]], *, height: int) -> None:
    with st.container(height=height, border=True, key="export.options"):
        if not found:
            st.info("No option fits. Try another word.", icon=":material/search_off:")
        for home, names in found.items():
            st.caption(f"**{home}** · {_is_set(bench, names)}")
            for name in names:
                _show_option(bench, name, offer)


def found_options(sought: str, group: str, bench: Bench) -> dict[str, list[str]]:
    """Group → names of the options to draw: those of `group`, or of every group what a search finds.

    A companion stands only while its source uses it, or while a search asks for it.
    """
    entries = option_entries()
    if sought:
        fitting = [entry for entry in entries if entry.says(sought)]
        groups = dict.fromkeys(_groups(entry)[0] for entry in fitting)
        return {home: [entry.name for entry in fitting if _groups(entry)[0] == home] for home in groups}
    here = [entry.name for entry in entries if group in _groups(entry) and in_use(bench.options, entry.name)]
    return {group: here} if here else {}


def findings_of(name: str, findings: Iterable[Finding]) -> list[Finding]:
    """What was found of one option; what is keyed by a code as typed belongs to the option that it was typed into."""
    return [finding for finding in findings if name in _options_of(finding)]


def _options_of(finding: Finding) -> tuple[str | None, ...]:
    return (option_of(finding.kind.code, finding.row_key),) if finding.file == "profile" else ()


def _groups(entry: OptionEntry) -> list[str]:
    return entry.group.split(", ")


def _is_set(bench: Bench, names: Iterable[str]) -> str:
    """How many of the options are not at their defaults, in words."""
    listed = list(names)
    count = sum(not is_default(bench.options, name) for name in listed)
    return f"{count} of {len(listed)} options set" if count else f"None of {len(listed)} options set"


def _show_option(bench: Bench, name: str, offer: Offer) -> None:
    info = FIELDS[name]
    marked = bench.options != bench.base and getattr(bench.options, name) != getattr(bench.base, name)
    with st.container(gap="xxsmall", key=f"option.{name}"):
        # A switch stands in the middle of its line, what is filled in below its label.
        is_switch = isinstance(info.default, bool)
        with st.container(horizontal=True, vertical_alignment="center" if is_switch else "bottom"):
            with st.container(gap=None):
                _show_widget(bench, name, info, offer)
            if acts_on(name):  # where the files go changes none of them
                st.button(
                    "Example",
                    key=f"export.example.{name}",
                    type="tertiary",
                    icon=":material/compare_arrows:",
                    help="Show a row of yours before and after, and what it does to the files.",
                    on_click=_look_at,
                    args=(bench, name),
                )
        st.caption(_told(name, info, offer, changed=marked))
        for finding in findings_of(name, offer.findings):
            _word, icon, colour = SEVERITY_LOOK[finding.severity]
            fix = f" {plain(finding.kind.fix)}" if finding.kind.fix else ""
            st.markdown(f":{colour}[{icon} {plain(finding.message)}]{fix}")
        for confirmation in needed(bench.options):
            if place_of(bench, confirmation) == name:
                show_confirmation(bench, confirmation, disabled=not offer.editable)


def place_of(bench: Bench, confirmation: Confirmation) -> str:
    """The option at which a confirmation is asked for: of those that can raise it, the last that is set."""
    used = [
        name for name in confirmation.options if in_use(bench.options, name) and not is_default(bench.options, name)
    ]
    return used[-1] if used else confirmation.options[0]


def show_confirmation(bench: Bench, confirmation: Confirmation, *, disabled: bool = False, place: str = "") -> None:
    """The tick, or the words, without which these options are not saved."""
    key = bench.key_of(f"confirm.{place}{confirmation.code}")
    held = bench.acknowledged.get(confirmation.code)
    args = (bench, confirmation.code, key)
    if confirmation.words_needed:
        st.text_input(
            confirmation.question,
            value=held or "",
            key=key,
            placeholder="Name and date",
            on_change=_confirm,
            args=args,
            disabled=disabled,
        )
    else:
        st.checkbox(
            confirmation.question, value=held is not None, key=key, on_change=_confirm, args=args, disabled=disabled
        )


def _confirm(bench: Bench, code: str, key: str) -> None:
    if not bench.hears(key):
        return
    said = st.session_state[key]
    if said is True or (isinstance(said, str) and said.strip()):
        bench.acknowledged[code] = said if isinstance(said, str) else ""
    else:
        bench.acknowledged.pop(code, None)


def _show_widget(bench: Bench, name: str, info: FieldInfo, offer: Offer) -> None:
    key, needs = bench.key_of(name), _NEEDS.get(name)
    blocked = needs is not None and not getattr(bench.options, needs) and not getattr(bench.options, name)
    option_widget(
        name,
        info,
        getattr(bench.options, name),
        key=key,
        choices=offer.choices.named,
        told=False,
        on_change=_changed,
        args=(bench, name, key),
        disabled=blocked or not offer.editable or not _can_be_used(bench, name, offer),
    )


def _can_be_used(bench: Bench, name: str, offer: Offer) -> bool:
    nowhere = name in _NEED_DESTINATION - offer.ways
    return in_use(bench.options, name) and (not nowhere or getattr(bench.options, name))


def _changed(bench: Bench, name: str, key: str) -> None:
    if not bench.hears(key):
        return
    value = st.session_state[key]
    if isinstance(value, list):
        value = tuple(value) or (None if default_of(name) is None else ())
    bench.set(**{name: value})


def _look_at(bench: Bench, name: str) -> None:
    bench.focus, bench.before = name, None


def _told(name: str, info: FieldInfo, offer: Offer, *, changed: bool) -> str:
    """Source mark, help, and why it cannot be used now."""
    about: Mapping[str, Any] = meta(info)
    source = about["source"]
    # No labels with colours: on the pale letters of a caption they would be hard to read.
    mark = f"**{source}** · " if source.startswith(("G", "O", "X")) else ""
    news = ":material/edit: **changed** · " if changed else ""
    needs = f" Needs “{plain(str(FIELDS[_NEEDS[name]].title))}”." if name in _NEEDS else ""
    if name in _NEED_DESTINATION - offer.ways:
        needs = " The district has no destination for it yet: nothing is sent."
    return f"{mark}{news}{plain(info.description or '')}{needs}"
