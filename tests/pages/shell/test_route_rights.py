"""Every address that gives or takes bytes, found in the list of routes, against those who may not use it."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from pages.shell import downloads, session, tickets
from pages.shell import routes as own_routes
from pages.shell.guard import BROWSER_COOKIE, LOOPBACK_NAMES, Guard
from pages.shell.routes import DOCUMENT, DOWNLOAD, PICTURE, UPLOAD, Desk
from pages.shell.staging import Staging
from roster_core.access.rights import Right, User, granted, local_administrator
from roster_core.access.roles import ROLES
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.drafts import start_batch
from roster_core.journeys.batches.pictures import Shown
from tests.documents.small import ANA, small_district

KEY, COOKIE, LOGIN = "key", "cookie-of-a-browser", "hal"
_PERSON = {"person": f"student:{ANA}"}
#: By operation and kind: what a ticket names (`batch` stands for a draft), and how an address goes on after it.
TICKETS: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    (UPLOAD, ""): ({"rights": ["roster_load"], "max_bytes": 10}, ""),
    (DOCUMENT, ""): ({"document": "1-x", "version": 1}, ""),
    (DOWNLOAD, "clever_file"): ({"run": "1-x", "name": "students.csv"}, ""),
    (DOWNLOAD, "clever_zip"): ({"run": "1-x"}, ""),
    (DOWNLOAD, "photo"): (_PERSON, ""),
    (DOWNLOAD, "photos_zip"): ({}, ""),
    (DOWNLOAD, "photo_gaps"): ({"form": "csv"}, ""),
    (DOWNLOAD, "documents_zip"): ({}, ""),
    (DOWNLOAD, "documents_lacking"): ({"type": "MAP", "year": "2026-27", "form": "csv"}, ""),
    (DOWNLOAD, "results"): ({"batch": "", "form": "csv"}, ""),
    (DOWNLOAD, "email_list"): ({"form": "csv", "criterion": "weblogin_id", "group": None, "reason": ""}, ""),
    (DOWNLOAD, "email_findings"): ({"batch": ""}, ""),
    (DOWNLOAD, "record"): ({"of": "student", "id": ANA, "reason": "asked for"}, ""),
    (DOWNLOAD, "audit"): ({"wanted": {}}, ""),
    (PICTURE, "item"): ({"batch": ""}, f"1/{next(iter(Shown))}"),
    (PICTURE, "version"): (_PERSON, "1/small"),
    (PICTURE, "current"): ({"batch": ""}, "1"),
    (PICTURE, "page"): ({"batch": ""}, "1/0/small"),
    (PICTURE, "source_page"): ({"batch": ""}, "0/0"),
}
#: Any of these opens something of a batch.
_BATCH = {Right.BATCH_STUDENT_MANAGE, Right.BATCH_ADMIN, Right.ADMIN}
#: By operation and kind: the rights of which any one opens it.
OPENS: dict[tuple[str, str], set[Right]] = {
    (UPLOAD, ""): {Right.ROSTER_LOAD},
    (DOCUMENT, ""): {Right.DOCUMENT_VIEW},
    (DOWNLOAD, "clever_file"): {Right.EXPORT_VIEW},
    (DOWNLOAD, "clever_zip"): {Right.EXPORT_VIEW},
    (DOWNLOAD, "photo"): {Right.ROSTER_VIEW},
    (DOWNLOAD, "photos_zip"): {Right.PHOTO_DOWNLOAD},
    (DOWNLOAD, "photo_gaps"): {Right.PHOTO_DOWNLOAD},
    (DOWNLOAD, "documents_zip"): {Right.DOCUMENT_VIEW},
    (DOWNLOAD, "documents_lacking"): {Right.DOCUMENT_VIEW, Right.BATCH_STUDENT_MANAGE, Right.ADMIN},
    (DOWNLOAD, "results"): _BATCH,
    (DOWNLOAD, "email_list"): {Right.BATCH_STUDENT_MANAGE},
    (DOWNLOAD, "email_findings"): _BATCH,
    (DOWNLOAD, "record"): {Right.ADMIN},
    (DOWNLOAD, "audit"): {Right.AUDIT_VIEW},
    (PICTURE, "item"): _BATCH,
    (PICTURE, "version"): {Right.ROSTER_VIEW},
    (PICTURE, "current"): _BATCH,
    (PICTURE, "page"): _BATCH,
    (PICTURE, "source_page"): _BATCH,
}
#: The operations of the routes.
ROUTES = {
    "/api/upload": UPLOAD,
    "/api/download/{ticket}": DOWNLOAD,
    "/api/picture/{ticket}/{rest:path}": PICTURE,
    own_routes.document_url("{ticket}"): DOCUMENT,
}


class Installation:
    """The real resolvers over a small district, with whoever a test puts there."""

    def __init__(self, folder):
        small_district(session.store())
        self.user: User | None = local_administrator(LOGIN)
        self.batch = start_batch(session.store(), self.user, BatchKind.DOCUMENT, Criterion.DISTRICT_NUMBER)
        self.desk = Desk(
            key=KEY, staging=Staging(folder / "staged"), find_user=lambda login: self.user if login == LOGIN else None,
            resolvers=downloads.RESOLVERS, pictures=downloads.PICTURES, document=downloads.open_document,
        )  # fmt: skip
        self.app = Starlette(routes=self.desk.routes(), middleware=[Middleware(Guard, hosts=LOOPBACK_NAMES)])

    def ask(self, of, *, login=LOGIN, cookie=COOKIE, forged=False):
        operation, kind = of
        claims, rest = TICKETS[of]
        told = {name: self.batch if name == "batch" else value for name, value in claims.items()}
        ticket = "forged" if forged else tickets.issue(KEY, operation, login, COOKIE, kind=kind, **told)
        client = TestClient(self.app, base_url="http://localhost", cookies={BROWSER_COOKIE: cookie})
        if operation == UPLOAD:
            return client.put("/api/upload", content=b"x", headers={"x-ticket": ticket, "x-name": "a"})
        path = next(path for path, one in ROUTES.items() if one == operation)
        return client.get(path.replace("{ticket}", ticket).replace("{rest:path}", rest))


@pytest.fixture
def desk(data_dir):
    return Installation(data_dir)


def test_every_route_and_every_kind_of_ticket_is_tried(desk):
    assert {route.path for route in desk.desk.routes()} == set(ROUTES)
    kinds = {(DOWNLOAD, kind) for kind in downloads.RESOLVERS} | {(PICTURE, kind) for kind in downloads.PICTURES}
    assert set(TICKETS) == set(OPENS) == kinds | {(UPLOAD, ""), (DOCUMENT, "")}


@pytest.mark.parametrize("of", TICKETS, ids="-".join)
def test_nothing_is_given_without_a_good_ticket_of_ones_own_or_without_the_right(of, desk, monkeypatch):
    assert desk.ask(of, forged=True).status_code == 403
    assert desk.ask(of, cookie="another").status_code == 403
    assert desk.ask(of, login="somebody-gone").status_code == 403
    desk.user = granted(LOGIN, "Hal")  # all was taken away since
    refused = desk.ask(of)
    assert refused.status_code == (403 if of[0] == UPLOAD else 404)
    assert of[0] == UPLOAD or "which Hal does not hold" in refused.text
    desk.user = local_administrator(LOGIN)
    monkeypatch.setattr(own_routes, "TICKET_LIFE_S", -1)  # as if it was made long ago
    assert desk.ask(of).status_code == 403


@pytest.mark.parametrize("of", TICKETS, ids="-".join)
def test_an_address_is_open_to_each_role_or_not_as_its_rights_say(of, desk):
    for role in ROLES:
        desk.user = granted(LOGIN, "Hal", role.rights)
        answer = desk.ask(of)
        refused = answer.status_code == 403 if of[0] == UPLOAD else "which Hal does not hold" in answer.text
        assert refused == OPENS[of].isdisjoint(role.rights), (role.key, answer.status_code)
