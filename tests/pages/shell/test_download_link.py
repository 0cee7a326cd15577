import pytest
from streamlit.testing.v1 import AppTest

from pages.shell import session, tickets
from pages.shell.download_link import in_bytes
from pages.shell.routes import DOWNLOAD


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (14_200, "14 kB"),
        (2_449_000, "2.4 MB"),
        (3_000_000_000, "3.0 GB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size, words):
    assert in_bytes(size) == words


def _page():
    from pages.shell.download_link import download_link  # noqa: PLC0415 - AppTest runs the body as a script of its own

    download_link("Download a.csv", note="2 kB", key="a", kind="clever_file", run="1-a", name="a.csv")


def test_the_link_carries_a_ticket_for_just_this_file(monkeypatch):
    monkeypatch.setattr(session, "browser_cookie", lambda: "cookie")
    at = AppTest.from_function(_page, default_timeout=20).run()
    assert not at.exception
    (held,) = at.session_state["shell.tickets"].values()
    claims = tickets.verify(session.ticket_key(), DOWNLOAD, held[1], "cookie", max_age_s=60)
    assert claims is not None
    assert {name: claims[name] for name in ("kind", "run", "name")} == {
        "kind": "clever_file",
        "run": "1-a",
        "name": "a.csv",
    }
