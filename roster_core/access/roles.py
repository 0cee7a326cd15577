"""Roles: named sets of rights, as districts hand them out. What is granted is a role, or a single right."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from roster_core.access.rights import EVERYBODY, Grant, People, Right


class Whose(StrEnum):
    """Whose data a role is granted for, as it is stored."""

    STUDENTS = "students"
    STAFF = "staff"
    BOTH = "both"

    @property
    def people(self) -> frozenset[People]:
        """The kinds of people meant."""
        return EVERYBODY if self is Whose.BOTH else frozenset({People(self.value)})


@dataclass(frozen=True)
class Role:
    """A set of rights with the name that people know it by, and one sentence that says what it is for."""

    key: str
    title: str
    rights: frozenset[Right]
    meaning: str


#: Every right but that of managing users; a right that is added later belongs to coordinators too.
_ALL_BUT_ADMIN = frozenset(Right) - {Right.ADMIN}

ROLES: tuple[Role, ...] = (
    Role("administrator", "Administrator", frozenset(Right), "Everything, users and their roles included."),
    Role(
        "data_coordinator",
        "Data coordinator",
        _ALL_BUT_ADMIN,
        "The whole work of a data coordinator; everything but users and their roles.",
    ),
    Role(
        "school_clerk",
        "School clerk",
        frozenset({Right.ROSTER_VIEW, Right.BULK_IMAGE_UPLOAD, Right.PHOTO_DOWNLOAD, Right.DOCUMENT_VIEW}),
        "Looks people up, uploads and takes out their photos, opens documents; usually for one school.",
    ),
    Role(
        "cr_student",
        "CR Form Management – Student",
        frozenset({Right.BATCH_STUDENT_MANAGE, Right.DOCUMENT_VIEW, Right.ROSTER_VIEW}),
        "All three batch updates of students: photos, e-mail addresses, assessment documents.",
    ),
    Role(
        "bulk_image_upload",
        "Bulk Image Upload",
        frozenset({Right.BULK_IMAGE_UPLOAD}),
        "Uploads photos of students, of staff, or of both.",
    ),
    Role(
        "export_operator",
        "Export operator",
        frozenset({Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN}),
        "Sets exports, destinations and schedules up and runs them; what is held waits for somebody else.",
    ),
    Role("export_viewer", "Export viewer", frozenset({Right.EXPORT_VIEW}), "Looks at exports and what became of them."),
    Role(
        "export_approver",
        "Export approver",
        frozenset({Right.EXPORT_VIEW, Right.EXPORT_APPROVE}),
        "Decides whether a set that was held goes out.",
    ),
    Role("auditor", "Auditor", frozenset({Right.AUDIT_VIEW}), "Reads who did what, and nothing else."),
    Role(
        "user_manager",
        "User manager",
        frozenset({Right.ADMIN, Right.AUDIT_VIEW}),
        "Users, their roles and the audit trail; sees no student, but could let anybody do so, which is on record.",
    ),
)
BY_KEY: Mapping[str, Role] = {role.key: role for role in ROLES}


def find_role(name: str) -> Role | None:
    """The role with a key or title, or the single right of that name; letter case does not matter."""
    told = name.strip().casefold()
    for role in ROLES:
        if told in (role.key, role.title.casefold()):
            return role
    if told in set(Right):
        right = Right(told)
        return Role(right.value, right.value, frozenset({right}), "A single right.")
    return None


def rights_of(key: str) -> frozenset[Right]:
    """The rights of a role or of a single right; none of a name that this version does not know."""
    role = find_role(key)
    return role.rights if role else frozenset()


def title_of(key: str) -> str:
    """What a role is called on screen."""
    role = find_role(key)
    return role.title if role else key


def grants_of(held: Iterable[tuple[str, str, str]]) -> frozenset[Grant]:
    """What roles come to: one grant for each right and kind of people, over all schools it was given for.

    `held` are role, school code (blank = every school) and whose data.
    """
    schools: dict[tuple[Right, frozenset[People]], set[str] | None] = {}
    for role, school, people in held:
        for right in rights_of(role):
            key = right, Whose(people).people
            before = schools.setdefault(key, set())
            if not school:
                schools[key] = None
            elif before is not None:
                before.add(school)
    return frozenset(
        Grant(right, None if codes is None else frozenset(codes), people) for (right, people), codes in schools.items()
    )


def administers(grants: Collection[Grant]) -> bool:
    """Whether users may be managed: with the right for every school, since a user is of no school."""
    return any(grant.right is Right.ADMIN and grant.schools is None for grant in grants)
