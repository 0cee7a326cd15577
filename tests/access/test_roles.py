import pytest

from roster_core.access.rights import EVERYBODY, Grant, People, Right
from roster_core.access.roles import BY_KEY, ROLES, Whose, administers, find_role, grants_of, rights_of

STUDENTS = frozenset({People.STUDENTS})


def test_roles_are_known_by_key_and_title_and_a_right_by_its_name():
    assert [find_role(role.title.upper()) for role in ROLES] == list(ROLES)
    assert {right: rights_of(right.value) for right in Right} == {right: {right} for right in Right}
    assert len(BY_KEY) == len(ROLES)
    assert (find_role("nothing"), rights_of("of a later version")) == (None, frozenset())


def test_only_who_is_meant_to_manages_users():
    assert [role.key for role in ROLES if Right.ADMIN in role.rights] == ["administrator", "user_manager"]
    assert rights_of("data_coordinator") == set(Right) - {Right.ADMIN}


@pytest.mark.parametrize(
    ("held", "grants"),
    [
        ([], set()),
        ([("auditor", "", "both")], {Grant(Right.AUDIT_VIEW)}),
        (
            [("bulk_image_upload", "MMS", "students"), ("bulk_image_upload", "MHS", "students")],
            {Grant(Right.BULK_IMAGE_UPLOAD, frozenset({"MMS", "MHS"}), STUDENTS)},
        ),
        (
            [("photo_download", "MMS", "both"), ("photo_download", "", "both")],
            {Grant(Right.PHOTO_DOWNLOAD, None, EVERYBODY)},
        ),
        (
            [("auditor", "MMS", "staff"), ("audit_view", "", "students")],
            {Grant(Right.AUDIT_VIEW, frozenset({"MMS"}), Whose.STAFF.people), Grant(Right.AUDIT_VIEW, None, STUDENTS)},
        ),
    ],
)
def test_roles_come_to_grants(held, grants):
    assert grants_of(held) == grants


def test_who_manages_users_of_one_school_manages_none():
    assert administers({Grant(Right.ADMIN)})
    assert not administers({Grant(Right.ADMIN, frozenset({"MMS"})), Grant(Right.AUDIT_VIEW)})
