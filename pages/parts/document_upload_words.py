"""What the choices about documents are called on screen."""

from collections.abc import Mapping

from roster_core.updates.document_rules import OnExisting, Visibility

VISIBILITY_WORDS: Mapping[Visibility, str] = {
    Visibility.STAFF: "Staff",
    Visibility.STAFF_FAMILY: "Staff and family",
}
EXISTING_WORDS: Mapping[OnExisting, str] = {
    OnExisting.NEW_VERSION: "gets a new version",
    OnExisting.SKIP: "stays, the file is skipped",
    OnExisting.KEEP_BOTH: "stays, the file is kept beside it",
}
