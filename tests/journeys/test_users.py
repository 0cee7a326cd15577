"""Users and their roles: who may change them, that one administrator stays, and that all of it is written down."""

import pytest
from sqlmodel import select

from roster_core.access.rights import Grant, People, Right, User, granted, local_administrator
from roster_core.access.roles import Whose
from roster_core.access.tables import AuditEvent
from roster_core.journeys import claim_rules, role_grants, user_edits, users
from roster_core.journeys.role_giving import Granted
from roster_core.refusals import Refusal
from roster_core.store import open_store
from tests.conftest import copied

LOCAL = local_administrator()
DANA, SAM = "dana@maple.example", "sam@maple.example"


@pytest.fixture(scope="module")
def installation(sample_district, tmp_path_factory):
    """The sample district with an administrator and a clerk; no test leaves a change behind that another minds."""
    from roster_core.settings import Settings  # noqa: PLC0415 - its folder is this one

    folder = copied(sample_district, tmp_path_factory.mktemp("users") / "installation")
    store = open_store(Settings(data_dir=folder))
    assert not users.users_exist(store)
    with pytest.raises(Refusal, match="administrator"):
        user_edits.add_user(store, LOCAL, SAM, "Sam Ito", [Granted("school_clerk")])
    assert not users.users_exist(store)
    user_edits.add_user(store, LOCAL, f" {DANA.title()} ", "Dana Reyes", [Granted("Administrator")], os_account="dana")
    user_edits.add_user(store, LOCAL, SAM, "Sam Ito", [Granted("school_clerk", ("mms",), Whose.STUDENTS)])
    yield store
    store.close()


def acting(store, login=DANA) -> User:
    found = users.find_user(store, login)
    assert found is not None
    return found


def test_a_role_counts_for_its_schools_and_people(installation):
    sam = acting(installation, SAM)
    assert Grant(Right.PHOTO_DOWNLOAD, frozenset({"MMS"}), Whose.STUDENTS.people) in sam.grants
    assert sam.schools_for(Right.PHOTO_DOWNLOAD, people=People.STUDENTS) == frozenset({"MMS"})
    assert users.find_user_of_account(installation, "dana") == acting(installation)
    assert users.find_user(installation, "nobody@maple.example") is None


def test_the_last_administrator_cannot_be_taken_away(installation):
    dana = acting(installation)
    for change in (
        lambda: user_edits.disable_user(installation, dana, DANA),
        lambda: role_grants.withdraw_role(installation, dana, DANA, "administrator"),
    ):
        with pytest.raises(Refusal, match="would be an administrator"):
            change()
    assert acting(installation).rights == set(Right)


def test_a_disabled_user_has_no_rights_until_enabled(installation):
    user_edits.disable_user(installation, acting(installation), SAM)
    assert users.find_user(installation, SAM) is None
    user_edits.enable_user(installation, acting(installation), SAM)
    assert acting(installation, SAM).may(Right.ROSTER_VIEW)


def test_a_role_is_changed_by_giving_it_again_and_taken_whole(installation):
    dana = acting(installation)
    role_grants.grant_role(installation, dana, SAM, Granted("export_viewer", ("MMS", "MHS")))
    made = role_grants.grant_role(installation, dana, SAM, Granted("Export viewer"))
    assert [role.schools for role in made.roles if role.key == "export_viewer"] == [()]
    made = role_grants.withdraw_role(installation, dana, SAM, "export_viewer")
    assert "export_viewer" not in [role.key for role in made.roles]


def test_what_cannot_be_is_refused_and_says_why(installation):
    dana = acting(installation)
    for change, why in (
        (lambda: user_edits.add_user(installation, dana, DANA, "Another"), "already"),
        (lambda: user_edits.add_user(installation, dana, "sam", "Sam"), "no e-mail address"),
        (lambda: user_edits.add_user(installation, dana, "x@y.example", " "), "needs a name"),
        (lambda: user_edits.change_user(installation, dana, SAM, name="Sam", os_account="dana"), "another user"),
        (lambda: role_grants.grant_role(installation, dana, SAM, Granted("king")), "no role"),
        (lambda: role_grants.grant_role(installation, dana, SAM, Granted("auditor", ("XYZ",))), "no school XYZ"),
        (lambda: role_grants.grant_role(installation, dana, SAM, Granted("user_manager", ("MMS",))), "no school"),
        (lambda: role_grants.withdraw_role(installation, dana, SAM, "auditor"), "does not hold"),
        (lambda: user_edits.disable_user(installation, dana, "nobody@maple.example"), "no user"),
    ):
        with pytest.raises(Refusal, match=why):
            change()


@pytest.mark.parametrize("holder", [granted("c", "C", set(Right) - {Right.ADMIN}), granted("c", "C", Right, {"MMS"})])
def test_nobody_else_changes_or_reads_users(installation, holder):
    for change in (
        lambda: users.read_users(installation, holder),
        lambda: user_edits.add_user(installation, holder, "x@y.example", "X"),
        lambda: role_grants.grant_role(installation, holder, SAM, Granted("administrator")),
        lambda: user_edits.enable_user(installation, holder, SAM),
        lambda: claim_rules.read_rules(installation, holder),
    ):
        with pytest.raises(Refusal):
            change()


def test_every_change_is_written_down_with_who_made_it(installation):
    rule = claim_rules.add_rule(
        installation, acting(installation), issuer="https://id", claim="groups", value="it", given=Granted("auditor")
    )
    claim_rules.remove_rule(installation, acting(installation), rule.rule_id)
    with installation.reading(users.home(installation)) as session:
        told = [(one.login, one.action, one.subject) for one in session.exec(select(AuditEvent)).all()]
    assert ("local", "user_added", f"user:{DANA}") in told
    assert (DANA, "claim_role_removed", f"claim_role:{rule.rule_id}") in told
