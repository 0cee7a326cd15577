"""The pages as data: what the menu shows, where each page lies, and which rights open it."""

from dataclasses import dataclass
from pathlib import Path

from roster_core.access.rights import Right

#: The folder of the page scripts.
PAGES_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class PageEntry:
    """One page. Any one of `rights` opens it; with none, every signed-in user may. A blank section has no heading."""

    file: str
    title: str
    icon: str
    section: str = ""
    rights: tuple[Right, ...] = ()

    @property
    def url_path(self) -> str:
        """The path in the browser; the same as the file, so that a link tells what it opens."""
        return self.file.removesuffix(".py")

    @property
    def path(self) -> Path:
        """The page script."""
        return PAGES_FOLDER / self.file


#: Who has to do with exports at all.
_EXPORT = (Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN, Right.EXPORT_APPROVE)
#: Who may upload photos.
_PHOTOS = (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
#: Who looks at batches.
_BATCHES = (*_PHOTOS, Right.BATCH_ADMIN)
#: Who has to do with documents.
_DOCUMENTS = (Right.BATCH_STUDENT_MANAGE, Right.DOCUMENT_VIEW)
#: In menu order. The first is the start page.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("overview.py", "Overview", ":material/space_dashboard:"),
    PageEntry("people.py", "People", ":material/badge:", "Roster", (Right.ROSTER_VIEW,)),
    PageEntry("roster_load.py", "Load a roster", ":material/upload_file:", "Roster", (Right.ROSTER_LOAD,)),
    PageEntry("photo_upload.py", "Upload photos", ":material/add_a_photo:", "Batch updates", _PHOTOS),
    PageEntry(
        "photo_download.py", "Download photos", ":material/photo_library:", "Batch updates", (Right.PHOTO_DOWNLOAD,)
    ),
    PageEntry(
        "email_update.py",
        "Student e-mails",
        ":material/alternate_email:",
        "Batch updates",
        (Right.BATCH_STUDENT_MANAGE,),
    ),
    PageEntry(
        "assessment_documents.py",
        "Assessment documents",
        ":material/description:",
        "Batch updates",
        _DOCUMENTS,
    ),
    PageEntry("upload_status.py", "Upload Status", ":material/checklist:", "Batch updates", _BATCHES),
    PageEntry(
        "clever_export.py",
        "Clever export",
        ":material/table_view:",
        "Exports",
        _EXPORT,
    ),
    PageEntry("destinations.py", "Destinations", ":material/send:", "Exports", (Right.EXPORT_EDIT,)),
    PageEntry("schedules.py", "Schedules", ":material/event_repeat:", "Exports", (Right.EXPORT_EDIT,)),
    PageEntry("alarms.py", "Alarms", ":material/notifications:", "Exports", (Right.EXPORT_EDIT,)),
    PageEntry("export_history.py", "Export history", ":material/history:", "Exports", (Right.EXPORT_VIEW,)),
    PageEntry("finding_codes.py", "Findings and options", ":material/menu_book:", "Exports", _EXPORT),
    PageEntry("access.py", "Users and access", ":material/manage_accounts:", "Administration", (Right.ADMIN,)),
    PageEntry("audit.py", "Audit trail", ":material/policy:", "Administration", (Right.AUDIT_VIEW,)),
    PageEntry("privacy.py", "Privacy", ":material/shield_person:", "Administration", (Right.ADMIN,)),
    PageEntry("security.py", "Security", ":material/security:", "Administration"),
)


def entry(file: str) -> PageEntry:
    """The entry of a page script.

    Raises:
        KeyError: The page is not in the catalog.
    """
    return {page.file: page for page in PAGES}[file]
