"""What somebody has to confirm before a profile with it is saved (export-options §4.2, §4.8, §7.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.profile.validity import TOKEN


@dataclass(frozen=True)
class Confirmation:
    """Something to confirm: the finding's code, what to ask, whether the answer must be in words, and what raises it.

    It is asked again as soon as one of `options` changes.
    """

    code: str
    question: str
    words_needed: bool
    options: tuple[str, ...]
    applies: Callable[[ExportOptions], bool]


def _one_password_for_all(options: ExportOptions) -> bool:
    custom = (
        (options.student_password_source, options.student_password_custom_text),
        (options.staff_password_source, options.staff_password_custom_text),
    )
    texts = [text for source, text in custom if source == "custom_text"] + [options.teacher_password_custom_text]
    return any(text and not TOKEN.search(text) for text in texts)


CONFIRMATIONS: tuple[Confirmation, ...] = (
    Confirmation(
        "PASSWORD_SHARED",
        "Everybody gets the same password. Is that meant?",
        words_needed=False,
        options=(
            "student_password_source",
            "student_password_custom_text",
            "staff_password_source",
            "staff_password_custom_text",
            "teacher_password_custom_text",
        ),
        applies=_one_password_for_all,
    ),
    Confirmation(
        "CUSTODY_CONTACTS_INCLUDED",
        "Guardians with a custody issue are sent. Who approved it?",
        words_needed=True,
        options=("include_custody_issue_guardians", "hide_contact_info"),
        applies=lambda options: options.include_custody_issue_guardians and not options.hide_contact_info,
    ),
    Confirmation(
        "SECTION_ID_UNSTABLE",
        "A section gets a new ID when its teacher changes, and Clever then deletes and creates it. Is that meant?",
        words_needed=False,
        options=("section_id_prepend_teacher_name",),
        applies=lambda options: options.section_id_prepend_teacher_name,
    ),
)


def needed(options: ExportOptions) -> tuple[Confirmation, ...]:
    """What has to be confirmed for these options."""
    return tuple(confirmation for confirmation in CONFIRMATIONS if confirmation.applies(options))


def still_confirmed(
    options: ExportOptions, before: ExportOptions | None, acknowledged: Mapping[str, str]
) -> dict[str, str]:
    """Those of the earlier confirmations that hold for `options` too, as nothing that they are about changed."""
    if before is None:
        return {}
    return {
        confirmation.code: acknowledged[confirmation.code]
        for confirmation in needed(options)
        if confirmation.code in acknowledged
        and all(getattr(options, name) == getattr(before, name) for name in confirmation.options)
    }


def missing(options: ExportOptions, acknowledged: Mapping[str, str]) -> tuple[Confirmation, ...]:
    """What is needed and not confirmed, or not in words where words are needed."""
    return tuple(
        confirmation
        for confirmation in needed(options)
        if confirmation.code not in acknowledged
        or (confirmation.words_needed and not acknowledged[confirmation.code].strip())
    )
