"""Rights: what a user may do, and the check that pages and journeys make."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roster_core.refusals import Refusal


class NotAllowed(Refusal):
    """A refusal for want of a right."""


class Right(StrEnum):
    """The rights by the names of the sources (batch-updates §2.6) and of the design's table of pages."""

    ROSTER_VIEW = "roster_view"
    ROSTER_LOAD = "roster_load"
    BULK_IMAGE_UPLOAD = "bulk_image_upload"
    BATCH_STUDENT_MANAGE = "batch_student_manage"
    PHOTO_DOWNLOAD = "photo_download"
    DOCUMENT_VIEW = "document_view"
    BATCH_ADMIN = "batch_admin"
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
#: Rights over what concerns a whole district: held for some schools or one kind of people only, they open nothing.
WHOLE_DISTRICT = frozenset(
    {
        Right.ROSTER_LOAD,
        Right.EXPORT_VIEW,
        Right.EXPORT_EDIT,
        Right.EXPORT_RUN,
        Right.EXPORT_APPROVE,
        Right.AUDIT_VIEW,
    }
)


#: What each right lets somebody do, for the people and schools that it is granted for.
MAY: Mapping[Right, str] = {
    Right.ROSTER_VIEW: "find people and see their pages, with photo, past e-mails and what is listed of them",
    Right.ROSTER_LOAD: "load rosters, load the sample district, write the roster out",
    Right.BULK_IMAGE_UPLOAD: "upload photos of students or staff, put older ones back, withdraw them",
    Right.BATCH_STUDENT_MANAGE: "batches of photos, e-mails and documents of students; withdraw documents",
    Right.PHOTO_DOWNLOAD: "download photos as a ZIP, list who has none",
    Right.DOCUMENT_VIEW: "open, save and download documents",
    Right.BATCH_ADMIN: "see, confirm and undo batches of others; held everywhere, change the rules of batches",
    Right.EXPORT_VIEW: "see exports, their files, history, destinations and schedules",
    Right.EXPORT_EDIT: "change profiles, destinations, schedules and alarms",
    Right.EXPORT_RUN: "run and deliver exports",
    Right.EXPORT_APPROVE: "let held runs go, discard them, set the brakes",
    Right.AUDIT_VIEW: "read who did what",
    Right.ADMIN: "confidential records, batches of others; held everywhere, document types, retention, users and keys",
}


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

    def may(self, *rights: Right, people: People | None = None) -> bool:
        """Whether the user holds at least one of `rights` for some school; with none asked for, always.

        `people` = for these; `None` = for students or staff. One of `WHOLE_DISTRICT` counts if it is held everywhere.
        """
        return not rights or any(self._holds(right, people) for right in rights)

    def may_everywhere(self, *rights: Right) -> bool:
        """Whether the user holds at least one of `rights` for every school, for students and for staff."""
        return any(all(self.schools_for(right, people=kind) is None for kind in People) for right in rights)

    def schools_for(self, *rights: Right, people: People) -> frozenset[str] | None:
        """The codes of the schools where the user holds any of `rights` for `people`; `None` = every school."""
        found: set[str] = set()
        for grant in self.grants:
            if grant.right in rights and people in grant.people:
                if grant.schools is None:
                    return None
                found |= grant.schools
        return frozenset(found)

    def covers(self, right: Right, schools: Collection[str], people: People) -> bool:
        """Whether the user holds `right` for a person of `people` who is at `schools`, one of which is enough."""
        held = self.schools_for(right, people=people)
        return held is None or not held.isdisjoint(schools)

    def _holds(self, right: Right, people: People | None) -> bool:
        if right in WHOLE_DISTRICT:
            return self.may_everywhere(right)
        held = (grant for grant in self.grants if grant.right is right)
        return any(people is None or people in one.people for one in held)


def granted(
    login: str,
    name: str,
    rights: Iterable[Right] = (),
    schools: Iterable[str] | None = None,
    people: Iterable[People] = EVERYBODY,
) -> User:
    """A user to whom all of `rights` are granted for the same schools (`None` = every school) and kinds of people."""
    limit = None if schools is None else frozenset(schools)
    return User(login, name, frozenset(Grant(right, limit, frozenset(people)) for right in rights))


def within(schools: Collection[str] | None, held: frozenset[str] | None) -> bool:
    """Whether all of `schools` are among those `held`; `None` = every school."""
    return held is None or (schools is not None and held.issuperset(schools))


def require(user: User, *rights: Right, people: People | None = None) -> None:
    """Let through who holds at least one of `rights`, for `people` if that is said, in whichever schools.

    Whom it is held for is looked at person by person, with `schools_for` or `covers`.

    Raises:
        NotAllowed: The user holds none of them.
    """
    if user.may(*rights, people=people):
        return
    if user.rights.isdisjoint(rights):
        raise _lacking(user, rights)
    if people is not None and user.may(*rights):
        raise _not_done(f"{user.name} holds the right {_named(rights)} for other people than {people.value}.")
    raise _partly(user, rights)


def require_everywhere(user: User, *rights: Right) -> None:
    """Let through who holds at least one of `rights` for the whole district: all schools, students and staff.

    Raises:
        NotAllowed: The user holds none of them, or for a part of the district only.
    """
    if user.may_everywhere(*rights):
        return
    raise _lacking(user, rights) if user.rights.isdisjoint(rights) else _partly(user, rights)


#: The login that is recorded of what is done by the clock.
SYSTEM = "system"


def local_administrator(login: str = "local") -> User:
    """The one user of an installation without sign-in: everything, from this machine only."""
    return granted(login, "Local administrator", Right)


def _named(rights: Iterable[Right]) -> str:
    return " or ".join(f"“{right.value}”" for right in rights)


def _lacking(user: User, rights: Iterable[Right]) -> NotAllowed:
    return _not_done(f"It needs the right {_named(rights)}, which {user.name} does not hold.")


def _partly(user: User, rights: Iterable[Right]) -> NotAllowed:
    return _not_done(
        f"It concerns the whole district, and {user.name} holds the right {_named(rights)} for a part of it only."
    )


def _not_done(why: str) -> NotAllowed:
    return NotAllowed("This was not done.", why=why, fix="Ask an administrator of the district for it.")


def as_markdown() -> str:
    """Who may do what, as the table of the documentation."""
    head = "| right | lets somebody | granted for |\n|---|---|---|\n"
    where = {True: "the whole district", False: "schools, students or staff"}
    return head + "".join(
        f"| `{right.value}` | {told} | {where[right in WHOLE_DISTRICT]} |\n" for right, told in MAY.items()
    )
