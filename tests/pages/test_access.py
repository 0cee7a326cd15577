import pytest

from pages.parts.see_as import open_pages, reach
from pages.shell import session
from roster_core.access.rights import Right, granted, local_administrator
from roster_core.journeys import claim_rules, user_edits, users
from roster_core.journeys.role_giving import Granted

LOCAL = local_administrator()
DANA, SAM = "dana@maple.example", "sam@maple.example"


@pytest.fixture
def with_users():
    store = session.store()
    user_edits.add_user(store, LOCAL, DANA, "Dana Reyes", [Granted("administrator")])
    user_edits.add_user(store, LOCAL, SAM, "Sam Ito", [Granted("export_viewer"), Granted("auditor")])
    claim_rules.add_rule(store, LOCAL, issuer="https://id", claim="groups", value="it", given=Granted("auditor"))
    return store


def test_without_users_the_page_says_what_the_first_one_has_to_be(open_page):
    at = open_page("access.py")
    assert not at.exception
    assert "No sign-in provider is set up" in at.info[0].value
    assert "There are no users yet" in at.header[0].value
    assert at.button(key="access.first")


def test_a_user_is_found_looked_at_and_previewed_and_a_role_withdrawn(open_page, with_users):
    at = open_page("access.py")
    at.session_state["access.chosen"] = SAM
    at.text_input(key="access.find").set_value("export view").run()
    assert not at.exception
    assert "Sam Ito" in at.header[0].value
    assert "1 of 2 users" in " ".join(one.value for one in at.caption)
    at.toggle(key=f"access.see.{SAM}").set_value(True).run()
    assert "This is a preview of what Sam Ito sees" in at.warning[0].value
    at.button(key=f"access.role.{SAM}.auditor.hand.both").click().run()
    sam = users.find_user(with_users, SAM)
    assert sam is not None
    assert sam.rights == {Right.EXPORT_VIEW}
    (rule,) = claim_rules.read_rules(with_users, LOCAL)
    at.button(key=f"access.rule.{rule.rule_id}").click().run()
    assert claim_rules.read_rules(with_users, LOCAL) == ()


def test_who_is_administrator_of_a_school_sees_no_users(open_page, with_users, as_holder_of):  # noqa: ARG001 - not shown
    as_holder_of(Right.ADMIN, schools={"MMS"})
    at = open_page("access.py")
    assert "for a part of it only" in at.error[0].value
    assert not at.dataframe


def test_the_preview_tells_pages_schools_and_people():
    clerk = granted("c", "Clerk", {Right.ROSTER_VIEW}, {"MMS"})
    assert dict(open_pages(clerk))["People"]
    assert not dict(open_pages(clerk))["Users and access"]
    assert not any(opens for _title, opens in open_pages(None))
    assert reach(clerk, {"MMS": "Middle"}).to_dict("records") == [
        {"Right": "roster_view", "Schools": "MMS Middle", "People": "Students and staff"}
    ]
