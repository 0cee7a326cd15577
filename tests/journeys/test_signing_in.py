"""Signing in: who is let in, with what roles, and when a sign-in is over."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from roster_core.access.rights import Right, local_administrator
from roster_core.access.tables import AuditEvent
from roster_core.journeys import claim_rules, role_grants, signing_in, user_edits, users
from roster_core.journeys.role_giving import Granted
from roster_core.journeys.signing_in import Limits, SignInOver
from roster_core.refusals import Refusal
from roster_core.store import open_store

LOCAL = local_administrator()
DANA, SAM = "dana@maple.example", "sam@maple.example"
ISSUER = "https://id.maple.example"
LIMITS = Limits(timedelta(minutes=60), timedelta(hours=12))


class Desk:
    """An installation with an administrator and a clerk, and a clock that a test turns."""

    def __init__(self, store):
        self.store, self.now = store, datetime(2026, 11, 2, 8, tzinfo=UTC)
        user_edits.add_user(store, LOCAL, DANA, "Dana Reyes", [Granted("administrator")], clock=self.clock)
        user_edits.add_user(store, LOCAL, SAM, "Sam Ito", [Granted("export_viewer")], clock=self.clock)

    def clock(self):
        return self.now

    def later(self, **passed):
        self.now += timedelta(**passed)

    def token(self, email=SAM, **more):
        told = {"iss": ISSUER, "sub": f"account-{email}", "email": email, "email_verified": True, "name": "Sam"}
        return {**told, "iat": int(self.now.timestamp()), **more}

    def enter(self, token):
        return signing_in.enter(self.store, token, LIMITS, clock=self.clock)

    def check(self, token):
        return signing_in.check(self.store, token, LIMITS, clock=self.clock)

    def done(self):
        with self.store.reading(1) as session:
            return [one.action for one in session.exec(select(AuditEvent).order_by(col(AuditEvent.event))).all()]


@pytest.fixture
def desk(sqlite_settings):
    store = open_store(sqlite_settings)
    yield Desk(store)
    store.close()


def test_a_user_is_let_in_and_it_is_written_down_once(desk):
    token = desk.token(email="Sam@Maple.example")
    for _run in range(2):
        assert desk.enter(token).rights == {Right.EXPORT_VIEW}
    assert desk.done().count("signed_in") == 1
    sam = next(one for one in users.read_users(desk.store, LOCAL) if one.login == SAM)
    assert (sam.known, sam.signed_in_at) == (True, desk.now)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"email_verified": False}, "does not vouch"),
        ({"email_verified": None}, "does not vouch"),
        ({"email": ""}, "does not vouch"),
        ({"sub": ""}, "which account"),
        ({"iat": None}, "which account"),
        ({"email": "eve@maple.example"}, "nobody made that address a user.*Dana Reyes"),
        ({"email": "eve@elsewhere.example"}, "Ask an administrator of the district;"),
    ],
)
def test_others_are_refused_in_words(desk, more, why):
    with pytest.raises(Refusal, match=why):
        desk.enter(desk.token(**more))
    assert "signed_in" not in desk.done()


def test_microsofts_word_for_a_verified_address_counts(desk):
    assert desk.enter(desk.token(email_verified=None, xms_edov="1")).login == SAM


def test_who_is_no_user_is_on_the_administrators_list_until_decided(desk):
    eve = desk.token(email="eve@maple.example", name="Eve Stone")
    for _run in range(3):
        with pytest.raises(Refusal):
            desk.enter(eve)
    assert [(one.login, one.name) for one in users.read_requests(desk.store, LOCAL)] == [
        ("eve@maple.example", "Eve Stone")
    ]
    assert desk.done().count("sign_in_refused") == 1
    user_edits.dismiss_request(desk.store, LOCAL, "eve@maple.example", clock=desk.clock)
    assert users.read_requests(desk.store, LOCAL) == ()
    user_edits.add_user(desk.store, LOCAL, "eve@maple.example", "Eve Stone", clock=desk.clock)
    assert desk.enter(eve).rights == frozenset()


def test_an_address_that_another_account_got_lets_nobody_in(desk):
    desk.enter(desk.token())
    desk.later(minutes=1)
    other = desk.token(sub="somebody else")
    with pytest.raises(Refusal, match="belonged to another account"):
        desk.enter(other)
    assert desk.enter(desk.token(email="sam.ito@maple.example", sub=f"account-{SAM}")).login == SAM  # a new address
    user_edits.forget_account(desk.store, LOCAL, SAM, clock=desk.clock)
    desk.later(seconds=1)
    assert desk.enter(desk.token(sub="somebody else")).login == SAM


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda desk, token: signing_in.leave(desk.store, token, clock=desk.clock), "signed out"),
        (lambda desk, _token: user_edits.sign_out_user(desk.store, LOCAL, SAM, clock=desk.clock), "administrator"),
        (lambda desk, _token: desk.later(minutes=61), "Nothing was done for 60 minutes"),
    ],
)
def test_a_sign_in_that_is_over_stays_over(desk, end, why):
    token = desk.token()
    desk.enter(token)
    desk.later(seconds=30)
    end(desk, token)
    for ask in (desk.check, desk.enter):
        with pytest.raises(SignInOver, match=why):
            ask(token)
    desk.later(seconds=1)
    assert desk.enter(desk.token()).login == SAM  # with a new one


def test_using_it_keeps_it_going_but_not_for_ever(desk):
    token = desk.token()
    for _use in range(17):
        desk.enter(token)
        desk.later(minutes=45)
    with pytest.raises(SignInOver, match="12 hours"):
        desk.enter(token)


def test_a_disabled_user_is_out_at_once_and_signs_in_anew_when_enabled(desk):
    token = desk.token()
    desk.enter(token)
    desk.later(seconds=5)
    user_edits.disable_user(desk.store, LOCAL, SAM, clock=desk.clock)
    with pytest.raises(Refusal, match=r"disabled.*Dana Reyes"):
        desk.check(token)
    user_edits.enable_user(desk.store, LOCAL, SAM, clock=desk.clock)
    with pytest.raises(SignInOver):
        desk.enter(token)


def test_claims_bring_roles_and_what_an_administrator_decided_goes_first(desk):
    for value, role in (("clerks", "school_clerk"), ("auditors", "auditor"), ("all", "export_viewer")):
        claim_rules.add_rule(desk.store, LOCAL, issuer=ISSUER, claim="groups", value=value, given=Granted(role))
    everything = ["clerks", "auditors", "all"]

    def held(groups, issuer=ISSUER):
        desk.later(minutes=1)
        desk.enter(desk.token(groups=groups, iss=issuer))
        (sam,) = [one for one in users.read_users(desk.store, LOCAL) if one.login == SAM]
        return {role.key: role.origin.value for role in sam.roles}

    assert held(everything) == {"school_clerk": "claims", "auditor": "claims", "export_viewer": "hand"}
    assert held("auditors") == {"auditor": "claims", "export_viewer": "hand"}
    role_grants.withdraw_role(desk.store, LOCAL, SAM, "auditor", clock=desk.clock)
    role_grants.withdraw_role(desk.store, LOCAL, SAM, "export_viewer", clock=desk.clock)
    assert held(everything) == {"school_clerk": "claims", "auditor": "withheld", "export_viewer": "claims"}
    assert Right.AUDIT_VIEW not in desk.enter(desk.token(groups=everything)).rights
    role_grants.leave_to_claims(desk.store, LOCAL, SAM, "auditor", clock=desk.clock)
    assert held(["auditors"]) == {"auditor": "claims"}
    desk.later(minutes=1)
    late = desk.token(groups=everything, iat=int((desk.now - timedelta(minutes=30)).timestamp()))
    desk.enter(late)
    assert held([]) == {}
