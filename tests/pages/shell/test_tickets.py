import pytest
from hypothesis import given
from hypothesis import strategies as some
from itsdangerous import TimestampSigner

from pages.shell.tickets import issue, verify

KEY, COOKIE = "key", "cookie-of-a-browser"


def _ticket(**claims):
    return issue(KEY, "download", "local", COOKIE, **claims)


def _verify(ticket, *, key=KEY, operation="download", cookie=COOKIE):
    return verify(key, operation, ticket, cookie, max_age_s=60)


def test_a_ticket_gives_back_its_claims():
    claims = _verify(_ticket(kind="clever_file", run=7))
    assert claims is not None
    assert (claims["login"], claims["kind"], claims["run"]) == ("local", "clever_file", 7)


@pytest.mark.parametrize(
    "other", [{"cookie": "another browser"}, {"cookie": ""}, {"operation": "upload"}, {"key": "another key"}]
)
def test_a_ticket_is_worth_nothing_elsewhere(other):
    assert _verify(_ticket(), **other) is None


def test_a_ticket_issued_without_a_browser_is_worth_nothing():
    assert _verify(issue(KEY, "download", "local", ""), cookie="") is None


@given(some.text())
def test_what_was_never_issued_is_never_accepted(ticket):
    assert _verify(ticket) is None


@given(some.data())
def test_no_letter_of_a_ticket_can_be_changed(data):
    ticket = _ticket(kind="x")
    place = data.draw(some.integers(0, len(ticket) - 1))
    letter = data.draw(some.sampled_from("abcXYZ019-_.").filter(lambda new: new != ticket[place]))
    changed = ticket[:place] + letter + ticket[place + 1 :]
    # The last letter of a part carries bits that say nothing; the claims are the same then.
    assert _verify(changed) in (None, _verify(ticket))


def test_a_claim_does_not_change_in_which_browser_a_ticket_is_good():
    foreign = issue(KEY, "download", "local", "another browser")
    claims = _verify(foreign, cookie="another browser")
    assert claims is not None
    ticket = issue(KEY, "download", "local", COOKIE, browser=claims["browser"])
    assert _verify(ticket, cookie="another browser") is None
    assert _verify(ticket) is not None


def test_a_ticket_expires(monkeypatch):
    ticket = _ticket()
    now = TimestampSigner("x").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: now + 61)
    assert _verify(ticket) is None


def test_a_ticket_does_not_hold_the_cookie():
    assert COOKIE not in _ticket()
