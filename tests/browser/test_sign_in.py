"""Signing in with a real OpenID provider: let in, turned away, out again, and rights that end meanwhile."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from roster_core.access.rights import local_administrator
from roster_core.access.user_tables import SignIn
from roster_core.journeys import role_grants, user_edits, users
from roster_core.journeys.role_giving import Granted
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import served
from tests.servers.openid import install, running_openid

pytestmark = pytest.mark.browser
LOCAL = local_administrator()
DANA, SAM = "dana@maple.example", "sam@maple.example"
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"

[auth.maple-hollow]
client_id = "roster"
client_secret = "secret-of-the-tests"
server_metadata_url = "ISSUER/.well-known/openid-configuration"
client_kwargs = { scope = "openid email profile", prompt = "login" }
"""


@pytest.fixture(scope="module")
def store(sample_folder):
    opened = open_store(Settings(data_dir=sample_folder))
    user_edits.add_user(opened, LOCAL, DANA, "Dana Reyes", [Granted("administrator")])
    user_edits.add_user(opened, LOCAL, SAM, "Sam Ito", [Granted("school_clerk", ("MMS",)), Granted("export_viewer")])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def url(sample_folder, store, made_once, tmp_path_factory):  # noqa: ARG001 - users are there before the server is
    folder = tmp_path_factory.mktemp("openid")
    with running_openid(made_once("openid-provider", install), folder / "log") as issuer:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.replace("ISSUER", issuer))
        with served(sample_folder, STREAMLIT_SECRETS_FILES=str(secrets)) as address:
            yield address


def _sign_in(page, login):
    page.get_by_role("button", name="Sign in with Maple Hollow").click()
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()


def _heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_user_comes_back_to_the_page_asked_for_and_sees_what_the_roles_are_for(url, new_page, store):
    page = new_page(url)
    page.goto("/people?people.q=dunn")
    _heading(page, "Sign in to Roster Desk")
    assert page.request.get("/_stcore/metrics").status == 401
    _sign_in(page, SAM)
    _heading(page, "People")
    assert page.url.startswith(f"{url}/people?people.q=dunn")
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_text("Export history", exact=True)).to_be_visible()
    expect(menu.get_by_text("Users and access")).to_have_count(0)
    assert page.request.get("/_stcore/metrics").status == 200

    role_grants.withdraw_role(store, LOCAL, SAM, "export_viewer")
    menu.get_by_text("Overview", exact=True).click()
    _heading(page, "Overview")
    expect(menu.get_by_text("Export history", exact=True)).to_have_count(0)

    held = [cookie for cookie in page.context.cookies() if cookie["name"].startswith(("_streamlit", "roster"))]
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    _heading(page, "Sign in to Roster Desk")
    page.context.add_cookies(held)  # somebody kept a copy of the cookies
    page.goto("/people")
    expect(page.get_by_text("You signed out")).to_be_visible()
    assert page.request.get("/_stcore/metrics").status == 401


def test_who_is_no_user_is_told_whom_to_ask_and_the_administrator_hears_of_it(url, new_page, store):
    page = new_page(url)
    page.goto("/")
    _sign_in(page, "eve@maple.example")
    expect(page.get_by_text(re.compile(r"nobody made that address a user.*"))).to_be_visible()
    expect(page.get_by_text("Ask Dana Reyes (dana@maple.example)")).to_be_visible()
    assert [one.login for one in users.read_requests(store, LOCAL)] == ["eve@maple.example"]


def test_a_sign_in_that_was_not_used_or_whose_user_is_shut_out_is_over(url, new_page, store):
    page = new_page(url)
    page.goto("/people")
    _sign_in(page, SAM)
    _heading(page, "People")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/api/active") as told:
        page.keyboard.press("Shift")  # somebody is there
    assert told.value.status == 204
    with store.writing(users.home(store)) as session:
        for row in session.exec(select(SignIn)).all():
            row.seen_at -= timedelta(minutes=61)
    page.get_by_test_id("stSidebarNav").get_by_text("Overview", exact=True).click()
    expect(page.get_by_text("Nothing was done for 60 minutes")).to_be_visible()
    _sign_in(page, SAM)
    _heading(page, "Overview")
    user_edits.disable_user(store, LOCAL, SAM)
    page.get_by_test_id("stSidebarNav").get_by_text("People", exact=True).click()
    expect(page.get_by_text("is disabled")).to_be_visible()
    assert page.request.get("/_stcore/metrics").status == 401
    user_edits.enable_user(store, LOCAL, SAM)
