"""What the words of the audit trail say: each action in a coordinator's words, and what kind of deed it is."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of deed an action is, in the order in which screens tell them."""

    SAW = "saw"
    CHANGED = "changed"
    DOWNLOADED = "downloaded"
    SENT = "sent"
    APPROVED = "approved"
    SIGNED_IN = "signed in"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Action:
    """An action by its word, as stored; `told` goes on where somebody's name stands before it."""

    word: str
    kind: Kind
    told: str


_TOLD: dict[Kind, dict[str, str]] = {
    Kind.SAW: {
        "person_seen": "opened the page of a person",
        "document_viewed": "opened a document",
        "batch_seen": "looked at a batch",
        "export_seen": "looked at the files of an export",
        "audit_seen": "looked at the audit trail",
        "audit_checked": "checked the audit trail",
    },
    Kind.CHANGED: {
        "erasure_asked": "asked for an erasure",
        "erasure_failed": "did not erase a person",
        "person_erased": "erased a person",
        "retention_applied": "removed what was kept long enough",
        "files_uploaded": "uploaded files",
        "person_picked": "picked a person by hand",
        "batch_cleared": "cleared a draft",
        "batch_cancelled": "cancelled a batch",
        "batch_applied": "had a batch carried out",
        "batch_retried": "tried again what failed in a batch",
        "batch_undo_asked": "asked to undo a batch",
        "batch_undone": "had a batch undone",
        "batches_swept": "had what is kept no longer removed",
        "photo_restored": "put an older photo back",
        "photo_withdrawn": "withdrew a photo",
        "document_withdrawn": "withdrew a document",
        "document_restored": "put a document back",
        "document_visibility_changed": "changed who sees a document",
        "documents_disposed": "removed documents past their last day",
        "roster_loaded": "had a roster switched",
        "roster_load_discarded": "set a roster aside",
    },
    Kind.DOWNLOADED: {
        "record_requested": "took out all that is stored of a person",
        "photos_downloaded": "downloaded photos",
        "photos_download_resumed": "went on with a download of photos",
        "photo_gaps_downloaded": "downloaded who has no photo",
        "document_downloaded": "downloaded a document",
        "documents_downloaded": "downloaded documents",
        "documents_lacking_downloaded": "downloaded who lacks a document",
        "email_list_downloaded": "downloaded a list of e-mail addresses",
        "results_downloaded": "downloaded the results of a batch",
        "findings_downloaded": "downloaded the findings of a batch",
        "export_file_downloaded": "downloaded a file of an export",
        "export_zip_downloaded": "downloaded the files of an export",
        "roster_dumped": "wrote the whole roster out",
        "audit_exported": "downloaded the audit trail",
    },
    Kind.SENT: {
        "export_sent": "sent an export",
        "export_sent_again": "sent an export again",
        "export_held": "had a delivery held",
        "delivery_finished": "had a delivery finished",
    },
    Kind.APPROVED: {
        "batch_confirmed": "confirmed a batch",
        "roster_load_confirmed": "confirmed a roster",
        "export_approved": "approved an export",
        "export_discarded": "discarded a delivery",
        "scheduled_run_discarded": "discarded a scheduled run",
    },
    Kind.SIGNED_IN: {
        "signed_in": "signed in",
        "signed_out": "signed out",
        "sign_in_refused": "was refused a sign-in",
    },
    Kind.SETTINGS: {
        "photo_rules_changed": "changed the rules for photos",
        "email_rules_changed": "changed the rules for e-mail addresses",
        "document_rules_changed": "changed the rules for documents",
        "assessment_type_added": "added a type of document",
        "assessment_type_changed": "changed a type of document",
        "assessment_type_removed": "removed a type of document",
        "assessment_type_switched_on": "switched a type of document on",
        "assessment_type_switched_off": "switched a type of document off",
        "assessment_types_ordered": "put the types of documents in order",
        "column_mapping_saved": "saved a column mapping",
        "profile_saved": "saved a profile",
        "profile_renamed": "renamed a profile",
        "profile_archived": "put a profile away",
        "profile_schedules_allowed": "allowed schedules of a profile",
        "profile_schedules_forbidden": "forbade schedules of a profile",
        "export_limits_changed": "changed the limits of exports",
        "destination_added": "added a destination",
        "destination_changed": "changed a destination",
        "destination_deleted": "deleted a destination",
        "destination_key_made": "made a key for a destination",
        "destination_key_confirmed": "confirmed the key of a server",
        "destination_switched_on": "switched a destination on",
        "destination_switched_off": "switched a destination off",
        "destination_limits_changed": "changed the limits of a destination",
        "secrets_rotated": "sealed the passwords under a new key",
        "schedule_saved": "saved a schedule",
        "schedule_paused": "paused a schedule",
        "schedule_switched_on": "switched a schedule on",
        "schedule_deleted": "deleted a schedule",
        "schedule_run_asked": "asked for a run of a schedule",
        "blackout_added": "added days without runs",
        "blackout_removed": "removed days without runs",
        "alarms_saved": "changed who is told of alarms",
        "alarm_closed": "closed an alarm",
        "files_rewritten": "encrypted, decrypted or re-encrypted stored files",
        "hold_placed": "placed a legal hold",
        "hold_lifted": "lifted a legal hold",
        "retention_changed": "changed how long things are kept",
        "user_added": "added a user",
        "user_changed": "changed a user",
        "user_disabled": "shut a user out",
        "user_enabled": "let a user in again",
        "user_signed_out": "ended a user’s sign-ins",
        "account_forgotten": "forgot a user’s account at the provider",
        "role_granted": "granted a role",
        "role_withdrawn": "withdrew a role",
        "role_left_to_claims": "left a role to what the provider says",
        "sign_in_request_dismissed": "dismissed a request to sign in",
        "claim_role_added": "let a claim bring a role",
        "claim_role_removed": "let a claim bring a role no more",
    },
}
#: Every action that is written down, by its word.
ACTIONS: dict[str, Action] = {
    word: Action(word, kind, told) for kind, of_kind in _TOLD.items() for word, told in of_kind.items()
}


def told(word: str) -> str:
    """What an action says; a word of another version as it stands."""
    return ACTIONS[word].told if word in ACTIONS else word.replace("_", " ")


def kind_of(word: str) -> Kind:
    """The kind of an action; one of another version is taken for a change."""
    return ACTIONS[word].kind if word in ACTIONS else Kind.CHANGED


def words_of(kinds: frozenset[Kind]) -> tuple[str, ...]:
    """The words of all actions of these kinds."""
    return tuple(word for word, action in ACTIONS.items() if action.kind in kinds)


def words_telling(text: str) -> tuple[str, ...]:
    """The words of all actions whose telling has `text` in it, case aside."""
    return tuple(word for word, action in ACTIONS.items() if text.lower() in action.told.lower())
