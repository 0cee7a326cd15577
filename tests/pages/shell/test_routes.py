import hashlib
import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from pages.shell import routes as own_routes
from pages.shell import tickets
from pages.shell.guard import BROWSER_COOKIE, LOOPBACK_NAMES, Guard
from pages.shell.routes import DOWNLOAD, UPLOAD, Desk, Download, Stream, download_url
from pages.shell.staging import Staging
from roster_core.access.rights import Right, User, granted, require
from roster_core.refusals import Refusal
from roster_core.storage.file_box import FileBox
from roster_core.storage.stored_file import StoredFile

KEY, COOKIE = "key", "cookie-of-a-browser"
LIMIT = 3_000_000


class Installation:
    """The routes over a folder, with one user whose rights a test may change."""

    def __init__(self, folder):
        self.staging = Staging(folder / "staged", keep_free=0, stall_s=0.2)
        self.user: User | None = granted("coord", "Coordinator", frozenset({Right.ROSTER_LOAD, Right.EXPORT_VIEW}))
        self.file = folder / "students.csv"
        self.file.write_bytes(b"a,b\n1,2\n" * 1000)
        self.closed: list[str] = []
        self.body = bytes(range(256)) * 1000
        self.etag = '"first"'
        self.box = FileBox(on=True, path=folder / "keys" / "storage", used=folder / "used")
        self.sealed = StoredFile(folder / "sealed", "d/1/document/x", self.box, folder / "scratch")
        resolvers = {"file": self._file, "made": self._made, "gone": self._gone, "stream": self._stream}
        resolvers["sealed"] = self._sealed
        desk = Desk(key=KEY, staging=self.staging, find_user=lambda _login: self.user, resolvers=resolvers)
        self.app = Starlette(routes=desk.routes(), middleware=[Middleware(Guard, hosts=LOOPBACK_NAMES)])

    def client(self):
        return TestClient(self.app, base_url="http://localhost", cookies={BROWSER_COOKIE: COOKIE})

    def files(self):
        folder = self.staging.folder
        return sorted(path.suffix for path in folder.iterdir()) if folder.exists() else []

    def _file(self, user, claims):
        require(user, Right.EXPORT_VIEW)
        return Download(claims["name"], "text/csv", self.file)

    def _sealed(self, user, claims):
        require(user, Right.EXPORT_VIEW)
        self.sealed.path.write_bytes(self.box.keep(self.file.read_bytes(), "d/1/document/x"))
        return Download(claims["name"], "text/csv", self.sealed)

    def _made(self, user, _claims):
        require(user, Right.EXPORT_VIEW)

        def pieces():
            try:
                yield from (b"one ", b"two ", b"three")
            finally:
                self.closed.append("made")

        return Download("Fotos größer.zip", "application/zip", pieces())

    def _stream(self, user, _claims):
        require(user, Right.EXPORT_VIEW)

        def pieces(start, stop):
            self.closed.append(f"{start}-{stop}")
            part = self.body[start:stop]
            return (part[at : at + 60_000] for at in range(0, len(part), 60_000))

        return Download("photos.zip", "application/zip", Stream(len(self.body), self.etag, pieces))

    def _gone(self, _user, _claims):
        raise Refusal("The file was not found.", why="It was removed.")


@pytest.fixture
def desk(tmp_path):
    return Installation(tmp_path)


def _upload_ticket(*, operation=UPLOAD, cookie=COOKIE, rights=("roster_load",)):
    return tickets.issue(KEY, operation, "coord", cookie, rights=list(rights), max_bytes=LIMIT)


def _put(desk, content, **headers):
    given = {"x-ticket": _upload_ticket(), "x-name": "Liste%20%C3%84.csv", **headers}
    return desk.client().put("/api/upload", content=content, headers=given)


def _link(kind, *, name="students.csv", operation=DOWNLOAD, cookie=COOKIE):
    return download_url(tickets.issue(KEY, operation, "coord", cookie, kind=kind, name=name))


def test_an_upload_is_staged_byte_for_byte(desk):
    content = bytes(range(256)) * 9000
    answer = _put(desk, content).json()
    assert (answer["size"], answer["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    staged = desk.staging.read(answer["id"], "coord")
    assert (staged.name, staged.path.read_bytes()) == ("Liste Ä.csv", content)


def test_an_empty_file_is_a_file(desk):
    assert _put(desk, b"").json()["size"] == 0


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "C%3A%5Cx.csv", "%00", "%ff%fe"])
def test_a_clients_name_is_never_a_path(desk, name):
    answer = _put(desk, b"x", **{"x-name": name}).json()
    assert desk.staging.read(answer["id"], "coord").path.parent == desk.staging.folder


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        "forged",
        _upload_ticket(operation=DOWNLOAD),
        _upload_ticket(cookie="other"),
        _upload_ticket(rights=["admin"]),
    ],
)
def test_an_upload_without_a_fitting_ticket_is_refused(desk, ticket):
    assert _put(desk, b"x", **{"x-ticket": ticket}).status_code == 403
    assert desk.files() == []


def test_a_right_taken_away_ends_uploads_at_once(desk):
    desk.user = granted("coord", "Coordinator", frozenset())
    assert _put(desk, b"x").status_code == 403


def test_a_user_who_is_gone_can_upload_nothing(desk):
    desk.user = None
    assert _put(desk, b"x").status_code == 403


def test_an_upload_declared_too_large_leaves_no_file(desk):
    answer = _put(desk, b"x" * (LIMIT + 1))
    assert answer.status_code == 413
    assert "Liste Ä.csv" in answer.json()["error"]
    assert desk.files() == []


def test_an_upload_that_grows_too_large_leaves_no_file(desk):
    answer = _put(desk, (b"x" * 100_000 for _ in range(31)))
    assert "content-length" not in answer.request.headers
    assert answer.status_code == 413
    assert desk.files() == []


def test_an_upload_without_room_on_the_disk_leaves_no_file(desk):
    desk.staging.keep_free = 1 << 60
    assert _put(desk, b"x").status_code == 507
    assert desk.files() == []


def _send_raw(desk, receive):
    """Puts a file whose pieces come from `receive`; returns the status, or None if nothing could be answered."""
    sent = []
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/api/upload",
        "raw_path": b"/api/upload",
        "query_string": b"",
        "scheme": "http",
        "server": ("localhost", 80),
        "http_version": "1.1",
        "headers": [
            (b"host", b"localhost"),
            (b"x-ticket", _upload_ticket().encode()),
            (b"cookie", f"{BROWSER_COOKIE}={COOKIE}".encode()),
        ],
    }

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as pool:  # in a thread: the browser tests leave a loop running in this one
        pool.submit(anyio.run, desk.app, scope, receive, send).result()
    return sent[0]["status"] if sent else None


def test_an_aborted_upload_leaves_no_file(desk):
    seen: list[list[str]] = []

    async def receive():
        if len(seen) < 3:
            seen.append(desk.files())
            return {"type": "http.request", "body": b"x" * 600_000, "more_body": True}
        return {"type": "http.disconnect"}

    assert _send_raw(desk, receive) == 400
    assert [".part"] in seen  # it was being written
    assert desk.files() == []


def test_a_stalled_upload_leaves_no_file(desk):
    pieces = [b"x" * 600_000]

    async def receive():
        if pieces:
            return {"type": "http.request", "body": pieces.pop(), "more_body": True}
        await anyio.sleep_forever()
        raise AssertionError

    assert _send_raw(desk, receive) == 408
    assert desk.files() == []


@pytest.mark.parametrize("kind", ["file", "sealed"])
def test_a_finished_file_is_sent_with_its_name_and_can_be_resumed(desk, kind):
    answer = desk.client().get(_link(kind))
    assert answer.content == desk.file.read_bytes()
    assert answer.headers["content-disposition"].startswith('attachment; filename="students.csv"')
    assert answer.headers["cache-control"] == "private, no-store"
    part = desk.client().get(_link(kind), headers={"range": "bytes=4-6"})
    assert (part.status_code, part.content) == (206, b"1,2")


def test_what_is_made_on_the_way_is_sent_whole(desk):
    answer = desk.client().get(_link("made"))
    assert answer.content == b"one two three"
    assert "filename*=UTF-8''Fotos%20gr%C3%B6%C3%9Fer.zip" in answer.headers["content-disposition"]
    assert desk.closed == ["made"]


@pytest.mark.parametrize(
    "link", ["/api/download/forged", _link("file", operation=UPLOAD), _link("file", cookie="another browser")]
)
def test_a_download_without_a_fitting_ticket_is_refused(desk, link):
    assert desk.client().get(link).status_code == 403


def test_a_ticket_opens_nothing_without_the_browsers_cookie(desk):
    assert TestClient(desk.app, base_url="http://localhost").get(_link("file")).status_code == 403


def test_a_download_ends_with_the_right(desk):
    desk.user = granted("coord", "Coordinator", frozenset({Right.ROSTER_LOAD}))
    answer = desk.client().get(_link("file"))
    assert answer.status_code == 404
    assert "export_view" in answer.text


def test_a_file_that_is_gone_is_said_so(desk):
    assert desk.client().get(_link("gone")).text == "The file was not found. It was removed."


def test_an_expired_ticket_downloads_nothing(desk, monkeypatch):
    link = _link("file")
    later = int(time.time()) + own_routes.TICKET_LIFE_S + 1
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: later)
    assert desk.client().get(link).status_code == 403


def test_too_many_streams_at_once_are_told_to_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(own_routes, "STREAMS_AT_ONCE", 0)
    assert Installation(tmp_path).client().get(_link("made")).status_code == 429


def test_a_stream_tells_its_length_and_that_it_can_be_resumed(desk):
    answer = desk.client().get(_link("stream"))
    assert answer.status_code == 200
    assert answer.content == desk.body
    assert answer.headers["content-length"] == str(len(desk.body))
    assert (answer.headers["accept-ranges"], answer.headers["etag"]) == ("bytes", '"first"')
    assert "transfer-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=1000-1999", 1000, 2000),
        ("bytes=255000-", 255_000, 256_000),
        ("bytes=255000-999999999", 255_000, 256_000),
        ("bytes=-100", 255_900, 256_000),
    ],
)
def test_a_part_of_a_stream_is_sent(desk, asked, start, stop):
    answer = desk.client().get(_link("stream"), headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, desk.body[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/256000"
    assert desk.closed == [f"{start}-{stop}"]  # nothing else was made


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-", "bytes=-999999999", "bytes=5-4", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=x-y", ""],
)
def test_what_is_no_single_part_gets_the_whole(desk, asked):
    answer = desk.client().get(_link("stream"), headers={"range": asked})
    assert (answer.status_code, answer.content) == (200, desk.body)


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=-0"])
def test_a_part_that_is_not_there_is_said_so(desk, asked):
    answer = desk.client().get(_link("stream"), headers={"range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */256000")
    assert desk.closed == []


@pytest.mark.parametrize(("held", "status"), [('"first"', 206), ('"older"', 200)])
def test_a_broken_download_goes_on_only_if_it_is_still_the_same(desk, held, status):
    answer = desk.client().get(_link("stream"), headers={"range": "bytes=10-", "if-range": held})
    assert answer.status_code == status
    assert answer.content == desk.body[10 if status == 206 else 0 :]


def test_asking_for_the_head_makes_nothing(desk):
    answer = desk.client().head(_link("stream"))
    assert (answer.status_code, answer.headers["content-length"], desk.closed) == (200, "256000", [])
