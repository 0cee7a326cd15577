"""The route of documents: only with a ticket of one's own that is still good, each time written down, harmless."""

import time
from dataclasses import replace

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from pages.shell import downloads, session, tickets
from pages.shell import routes as own_routes
from pages.shell.guard import BROWSER_COOKIE, LOOPBACK_NAMES, Guard
from pages.shell.routes import DOCUMENT, DOWNLOAD, Desk, document_url, download_url
from pages.shell.staging import Staging
from roster_core.access.rights import Right, User, granted, local_administrator
from roster_core.access.tables import AuditEvent
from roster_core.documents.download import DOCX
from roster_core.journeys.stored_files import Form, rewrite
from tests.documents.made import Made, pdf, put_in
from tests.documents.small import ANA, CLEO, small_district

KEY, COOKIE = "key", "cookie-of-a-browser"
_VIEW = frozenset({Right.DOCUMENT_VIEW})


class Installation:
    """The real resolvers over a small district, with one user whom a test may change."""

    def __init__(self, folder):
        small_district(session.store())
        self.user: User | None = granted("hal", "Hal", _VIEW)
        desk = Desk(
            key=KEY, staging=Staging(folder / "staged"), find_user=lambda _login: self.user,
            resolvers=downloads.RESOLVERS, document=downloads.open_document,
        )  # fmt: skip
        app = Starlette(routes=desk.routes(), middleware=[Middleware(Guard, hosts=LOOPBACK_NAMES)])
        self.client = TestClient(app, base_url="http://localhost", cookies={BROWSER_COOKIE: COOKIE})
        self.stranger = TestClient(app, base_url="http://localhost", cookies={BROWSER_COOKIE: "another"})

    def put_in(self, one):
        return put_in(session.store(), one)[0]

    def written(self):
        with session.store().reading(1) as opened:
            return [one.action for one in opened.exec(select(AuditEvent)).all()]


@pytest.fixture
def desk(data_dir):
    return Installation(data_dir)


def _link(document, *, operation=DOCUMENT, **more):
    return document_url(tickets.issue(KEY, operation, "hal", COOKIE, document=document, version=1, **more))


@pytest.mark.parametrize("sealed", [False, True])
def test_a_pdf_is_shown_and_can_do_nothing(desk, sealed):
    document, store = desk.put_in(Made(ANA)), session.store()
    if sealed:
        on = replace(store, settings=store.settings.model_copy(update={"encrypt_files": True}))
        assert rewrite(on, local_administrator(), Form.ENCRYPTED).done == 1
    answer = desk.client.get(_link(document))
    assert (answer.status_code, answer.content) == (200, pdf("NJSLA ELA Spring 2026", ANA))
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith(f'inline; filename="{ANA}--NJSLA ELA Spring 2026.pdf"')
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "private, no-store")
    assert desk.written() == ["files_rewritten"] * sealed + ["document_viewed"]


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [("image/jpeg", "inline"), ("image/png", "inline"), (DOCX, "attachment"), ("text/html", "attachment")],
)
def test_pictures_are_shown_in_a_sandbox_and_all_else_is_saved(desk, media_type, shown):
    answer = desk.client.get(_link(desk.put_in(Made(ANA, media_type=media_type))))
    assert answer.headers["content-disposition"].partition(";")[0] == shown
    assert answer.headers["content-security-policy"].endswith("; sandbox")


def test_to_save_it_is_another_deed(desk):
    answer = desk.client.get(_link(desk.put_in(Made(ANA)), save=True))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert desk.written() == ["document_downloaded"]


def test_asking_for_the_head_is_no_view(desk):
    assert desk.client.head(_link(desk.put_in(Made(ANA)))).status_code == 405
    assert desk.written() == []


def test_without_a_fitting_ticket_nothing_is_opened(desk):
    document = desk.put_in(Made(ANA))
    for link in (document_url("forged"), _link(document, operation=DOWNLOAD), _link(document)[:-1]):
        assert desk.client.get(link).status_code == 403
    assert desk.stranger.get(_link(document)).status_code == 403
    assert desk.written() == []


def test_an_expired_ticket_opens_nothing(desk, monkeypatch):
    link = _link(desk.put_in(Made(ANA)))
    later = int(time.time()) + own_routes.TICKET_LIFE_S + 1
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: later)
    assert desk.client.get(link).status_code == 403
    assert desk.written() == []


@pytest.mark.parametrize(
    "user",
    [granted("hal", "Hal", set(Right) - _VIEW), granted("hal", "Hal", _VIEW, {"MHS"}), None],
)
def test_a_ticket_ends_with_the_right_the_school_and_the_user(desk, user):
    link = _link(desk.put_in(Made(ANA)))
    desk.user = user
    assert desk.client.get(link).status_code == (403 if user is None else 404)
    assert desk.written() == []


def test_a_confidential_one_is_answered_as_if_there_were_none(desk):
    there, nowhere = desk.client.get(_link(desk.put_in(Made(CLEO)))), desk.client.get(_link("1-nothing"))
    assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)


@pytest.mark.parametrize(
    ("claims", "kind"),
    [({"reason": "x"}, "documents_zip"), ({"type": "MAP", "year": "2026-27", "form": "csv"}, "documents_lacking")],
)
def test_the_zip_and_the_list_take_a_ticket_of_their_own(desk, claims, kind):
    desk.put_in(Made(ANA))
    link = download_url(tickets.issue(KEY, DOWNLOAD, "hal", COOKIE, kind=kind, **claims))
    assert desk.stranger.get(link).status_code == 403
    assert desk.client.get(link).status_code == 200
    desk.user = granted("hal", "Hal", frozenset({Right.PHOTO_DOWNLOAD}))
    assert desk.client.get(link).status_code == 404
    assert desk.written() == [f"{kind.removesuffix('_zip')}_downloaded"]


def test_the_list_is_printed_too(desk):
    link = download_url(
        tickets.issue(KEY, DOWNLOAD, "hal", COOKIE, kind="documents_lacking", type="MAP", year="2026-27", form="html")
    )
    answer = desk.client.get(link)
    assert answer.headers["content-type"].startswith("text/html")
    assert "Without MAP, 2026-27" in answer.text
