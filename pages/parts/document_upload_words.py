"""What the choices about documents are called on screen."""

from collections.abc import Mapping

from roster_core.updates.document_rules import OnExisting, Visibility

VISIBILITY_WORDS: Mapping[Visibility, str] = {
    Visibility.STAFF: "Staff",
    Visibility.STAFF_FAMILY: "Staff and family",
}
EXISTING_WORDS: Mapping[OnExisting, str] = {
    OnExisting.NEW_VERSION: "becomes a new version",
    OnExisting.SKIP: "is skipped",
    OnExisting.KEEP_BOTH: "is stored beside it, as “… (2)”",
}
