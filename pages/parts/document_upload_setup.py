"""What is chosen for a whole batch of documents, and the files themselves."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from pages.parts import batch_draft
from pages.parts.document_split import show_split
from pages.parts.document_upload_index import show_index
from pages.parts.document_upload_rules import change_rules
from pages.parts.document_upload_words import EXISTING_WORDS, VISIBILITY_WORDS
from pages.parts.notices import plain
from pages.shell.staging import Staged
from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right, User
from roster_core.batches.people import OFFERED, Target
from roster_core.clock import utc_now
from roster_core.journeys.batches.document_rules import (
    DocumentChoice,
    keep_choice,
    read_choice,
    read_rules,
    read_types,
)
from roster_core.journeys.batches.document_start import DocumentRequest, start_documents
from roster_core.journeys.batches.drafts import clear
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.updates.document_rules import (
    MAX_PERIOD,
    MAX_TITLE,
    PERIODS,
    DocumentRules,
    OnExisting,
    Visibility,
    terms_of,
    years_around,
)
from roster_core.updates.document_types import EXTENSIONS

_PREFIX, _KEY = "documents", "documents.files"
_RIGHTS = (Right.BATCH_STUDENT_MANAGE,)
#: A ZIP may have this; a single document is held to the rules.
_MAX_BYTES = 1 << 30
#: How many school years are offered: the next one, the current one and those before.
_YEARS_BACK = 4


def show_setup(store: Store, user: User) -> str:
    """Ask what a new batch is, and take its first files; returns the ID of the batch begun, blank if none was."""
    st.caption(
        "Files are named by an ID, such as 0104233.pdf or 0104233--Spring report.pdf. They are checked first; nothing"
        " is stored before you confirm."
    )
    with st.container(border=True):
        request = _ask(store, user)
    files = _uploaded(store, user, "Drop documents or a ZIP here")
    if files:
        batch_id = _begin(store, user, request)
        try:
            _hand_over(store, user, batch_id, files)
        except Refusal:
            clear(store, user, batch_id)
            raise
        return batch_id
    return show_split(store, user, lambda: _begin(store, user, request))


def show_heading(store: Store, user: User, batch: BatchView) -> None:
    """What the batch is, with adding files and clearing while it is a draft."""
    terms = terms_of(batch.settings["terms"])
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = terms.types[terms.type].name if terms.type in terms.types else terms.type
        about = kind if terms.title else ""
        told = [plain(about), plain(terms.school_year), plain(terms.period), f"by {plain(batch.criterion.label)}"]
        st.markdown(f"**{plain(terms.title or kind)}** · " + " · ".join(part for part in told if part))
        st.space("stretch")
        if not batch.open:
            if st.button("Begin another batch", icon=":material/note_add:", key="documents.another"):
                st.query_params.pop("batch", None)
                st.rerun()
            return
        if batch.total:
            with st.popover("Add files", icon=":material/note_add:", key="documents.more"):
                show_more(store, user, batch)
        if st.button("Clear", icon=":material/delete_sweep:", key="documents.clear", help="Gives this batch up."):
            batch_draft.confirm_clear(store, user, batch, _PREFIX)
    st.caption(
        f"Seen by {VISIBILITY_WORDS[terms.visibility].lower()}"
        f" · what exists already {EXISTING_WORDS[terms.on_existing]}"
    )
    batch_draft.show_refused(batch)
    for number, source in enumerate(batch.sources):
        if source.get("index"):
            show_index(source, number)
    batch_draft.offer_criteria(store, user, batch, _PREFIX)
    batch_draft.show_error(store, user, batch, _PREFIX)


def show_more(store: Store, user: User, batch: BatchView) -> None:
    """The drop zone for further files of a draft."""
    if files := _uploaded(store, user, "Drop more documents or a ZIP"):
        _hand_over(store, user, batch.batch_id, files)
        st.rerun()


def _begin(store: Store, user: User, request: DocumentRequest) -> str:
    batch_id = start_documents(store, user, request)
    keep_choice(store, user, DocumentChoice(request.criterion, request.type))
    return batch_id


def _ask(store: Store, user: User) -> DocumentRequest:
    before, types = read_choice(store, user), read_types(store)
    year = require_district(store).current_school_year
    with st.grid(3, min_column_width=200, gap="small"):
        codes = list(types)
        kind = st.selectbox(
            "Assessment type",
            codes,
            index=codes.index(before.type) if before.type in types else 0,
            format_func=lambda code: f"{types[code].name} · {code}" if types[code].name != code else code,
            key="documents.type",
        )
        years = years_around(year, _YEARS_BACK, 1)
        school_year = st.selectbox("School year", years, index=years.index(year), key="documents.year")
        ids = OFFERED[Target.STUDENTS]
        criterion = st.selectbox(
            "The file name is the",
            ids,
            index=ids.index(before.criterion),
            format_func=lambda one: one.label,
            key="documents.criterion",
        )
        title = st.text_input(
            "Title",
            key=f"documents.title.{kind}",
            placeholder=types[kind].name,
            max_chars=MAX_TITLE,
            help="For files whose name gives none.",
        )
        period = st.selectbox(
            "Period", PERIODS, index=None, placeholder="None", accept_new_options=True, key="documents.period"
        )
        existing = st.selectbox(
            "What exists already",
            list(OnExisting),
            format_func=lambda one: EXISTING_WORDS[one],
            key="documents.existing",
            help="If the student has a document of that type, school year and title.",
        )
        visibility = st.segmented_control(
            "Who may see them",
            list(Visibility),
            default=types[kind].visibility,
            format_func=VISIBILITY_WORDS.__getitem__,
            key=f"documents.visibility.{kind}",
            required=True,
        )
        day = st.date_input(
            "Date of the assessment",
            value=None,
            max_value=utc_now().date() + timedelta(days=1),
            format="YYYY-MM-DD",
            key="documents.date",
        )
        with st.container():
            folders = st.checkbox(
                "Folders are types", key="documents.folders", help="As in NJSLA-M/0104233.pdf inside a ZIP."
            )
            include_left = st.checkbox(
                "Also students who left", key="documents.left", help="Without it, an ID of one matches nobody."
            )
    if user.may_everywhere(Right.ADMIN, Right.BATCH_ADMIN) and st.button(
        "Change the rules", icon=":material/tune:", key="documents.rules.change", type="tertiary"
    ):
        change_rules(store, user, read_rules(store, user))
    return DocumentRequest(
        type=kind,
        criterion=criterion,
        school_year=school_year,
        title=title or "",
        period=(period or "")[:MAX_PERIOD],
        assessment_date=day,
        visibility=str(visibility),
        on_existing=str(existing),
        folders=folders,
        include_left=include_left,
    )


def _uploaded(store: Store, user: User, title: str) -> Sequence[Staged]:
    rules = read_rules(store, user)
    return uploader(
        title,
        hint=f"{_types(rules)} of up to {rules.max_bytes >> 20} MB, up to {rules.max_files:,} or a folder, or one ZIP.",
        rights=_RIGHTS,
        accept=(".zip", *(ending for ending, kind in EXTENSIONS.items() if kind in rules.types)),
        key=_KEY,
        max_files=rules.max_files,
        max_bytes=_MAX_BYTES,
    )


def _types(rules: DocumentRules) -> str:
    names = [kind.value for kind in rules.types]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} files"


def _hand_over(store: Store, user: User, batch_id: str, files: Sequence[Staged]) -> None:
    try:
        add_files(store, user, batch_id, [(staged.name, staged.file) for staged in files])
    finally:
        forget(_KEY)
