"""Rights: what a user may do, and the check that pages and journeys make."""

from dataclasses import dataclass, field
from enum import StrEnum

from roster_core.refusals import Refusal


class Right(StrEnum):
    """The rights by the names of the sources (batch-updates §2.6) and of the design's table of pages."""

    ROSTER_VIEW = "roster_view"
    ROSTER_LOAD = "roster_load"
    BULK_IMAGE_UPLOAD = "bulk_image_upload"
    BATCH_STUDENT_MANAGE = "batch_student_manage"
    PHOTO_DOWNLOAD = "photo_download"
    DOCUMENT_VIEW = "document_view"
    EXPORT_VIEW = "export_view"
    EXPORT_EDIT = "export_edit"
    EXPORT_RUN = "export_run"
    EXPORT_APPROVE = "export_approve"
    AUDIT_VIEW = "audit_view"
    ADMIN = "admin"


@dataclass(frozen=True)
class User:
    """Somebody who acts: the login that is recorded, the name that is shown, the rights held.

    `schools` limits the people seen to those school codes; `None` = every school.
    """

    login: str
    name: str
    rights: frozenset[Right] = field(default_factory=frozenset)
    schools: frozenset[str] | None = None

    def may(self, *rights: Right) -> bool:
        """Whether the user holds at least one of `rights`; with none asked for, always."""
        return not rights or bool(self.rights & frozenset(rights))


def require(user: User, *rights: Right) -> None:
    """Let through who holds at least one of `rights`.

    Raises:
        Refusal: The user holds none of them.
    """
    if not user.may(*rights):
        needed = " or ".join(f"“{right.value}”" for right in rights)
        raise Refusal(
            "This was not done.",
            why=f"It needs the right {needed}, which {user.name} does not hold.",
            fix="Ask an administrator of the district for it.",
        )


def local_administrator(login: str = "local") -> User:
    """The one user of an installation without sign-in: everything, from this machine only."""
    return User(login=login, name="Local administrator", rights=frozenset(Right))
