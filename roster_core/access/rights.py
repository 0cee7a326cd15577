"""Rights: what a user may do, and the check that pages and journeys make."""

from collections.abc import Iterable
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


class People(StrEnum):
    """Whose data a right is granted for."""

    STUDENTS = "students"
    STAFF = "staff"


#: Students and staff alike.
EVERYBODY = frozenset(People)


@dataclass(frozen=True)
class Grant:
    """One right, for the people of the school codes `schools` (`None` = every school) who are of the kinds `people`."""

    right: Right
    schools: frozenset[str] | None = None
    people: frozenset[People] = EVERYBODY


@dataclass(frozen=True)
class User:
    """Somebody who acts: the login that is recorded, the name that is shown, what was granted."""

    login: str
    name: str
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @property
    def rights(self) -> frozenset[Right]:
        """The rights held, wherever."""
        return frozenset(grant.right for grant in self.grants)

    @property
    def schools(self) -> frozenset[str] | None:
        """The codes of the schools for which anything was granted; `None` = every school."""
        if any(grant.schools is None for grant in self.grants):
            return None
        return frozenset().union(*(grant.schools or () for grant in self.grants))

    def may(self, *rights: Right) -> bool:
        """Whether the user holds at least one of `rights`; with none asked for, always."""
        return not rights or bool(self.rights & frozenset(rights))


def granted(login: str, name: str, rights: Iterable[Right] = (), schools: Iterable[str] | None = None) -> User:
    """A user to whom all of `rights` are granted for the same schools (`None` = every school)."""
    limit = None if schools is None else frozenset(schools)
    return User(login, name, frozenset(Grant(right, limit) for right in rights))


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
    return granted(login, "Local administrator", Right)
