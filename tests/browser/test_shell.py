import http.client
import stat
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from pages.shell import catalog
from tests.browser.conftest import ROOT, TOKEN, free_port, served

pytestmark = pytest.mark.browser
PROTECTED = [page for page in catalog.PAGES if page.rights]


def _ask(url, path="/", *, method="GET", **headers):
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def _pass(url):
    """The cookie that the token is exchanged for."""
    status, headers, _body = _ask(url, f"/?token={TOKEN}")
    assert status == 303
    return headers["set-cookie"].partition(";")[0]


def test_the_first_visit_after_a_start_goes_through_the_router(tmp_path, sign_in):
    # A server nobody has visited yet is where Streamlit would run a page script without the router.
    page_of = PROTECTED[-1] if PROTECTED else catalog.PAGES[0]
    with served(tmp_path / "fresh") as url:
        page = sign_in(url, f"/{page_of.url_path}")
        expect(page.get_by_test_id("stSidebarNav").get_by_text(page_of.title)).to_be_visible()
        expect(page.get_by_text("Page not found")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/people", "/static/js/index.js", "/_stcore/metrics", "/media/x.jpg", "/api/x"])
def test_without_the_token_a_real_server_gives_nothing(base_url, path):
    status, headers, body = _ask(base_url, path)
    assert status == 401
    assert b"sign-in link" in body or b"link that the server printed" in body
    assert "content-security-policy" in headers


def test_an_unknown_host_is_answered_421(base_url):
    assert _ask(base_url, "/", Host="evil.example", Cookie=_pass(base_url))[0] == 421


def test_health_is_open(base_url):
    assert _ask(base_url, "/_stcore/health")[0] == 200


def test_the_websocket_opens_with_the_cookie_only(base_url):
    assert _ask(base_url, "/_stcore/stream", **SOCKET)[0] == 403
    assert _ask(base_url, f"/_stcore/stream?token={TOKEN}", **SOCKET)[0] == 403
    assert _ask(base_url, "/_stcore/stream", **SOCKET, Cookie=_pass(base_url), Host="evil.example")[0] == 403
    assert _ask(base_url, "/_stcore/stream", **SOCKET, Cookie=_pass(base_url))[0] == 101


def test_a_foreign_page_cannot_open_the_websocket(base_url):
    answer = _ask(base_url, "/_stcore/stream", **SOCKET, Cookie=_pass(base_url), Origin="http://evil.example")
    assert answer[0] == 403


def test_a_browser_without_the_link_is_told_what_to_do(base_url, new_page):
    page = new_page(base_url)
    page.goto("/people")
    expect(page.get_by_role("heading", name="Open the sign-in link")).to_be_visible()


def test_the_link_signs_in_and_leaves_the_address(base_url, sign_in):
    page = sign_in(base_url, "/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "token" not in page.url
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


#: The contrast between the text of an element and the first ground behind it that is not see-through (WCAG 2).
_CONTRAST = """element => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number)
  const light = ([red, green, blue]) => {
    const linear = [red, green, blue].map(one => one / 255).map(
      one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
  let behind = element
  const ground = () => parts(getComputedStyle(behind).backgroundColor)
  while (ground().length === 4 && ground()[3] < 1) behind = behind.parentElement
  const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground())]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_labels_of_tabs_can_be_read_in_both_modes(scheme, base_url, sign_in):
    page = sign_in(base_url, "/finding_codes", color_scheme=scheme)
    for chosen in ("true", "false"):
        label = page.locator(f"[data-testid=stTab][aria-selected={chosen}] p").first
        expect(label).to_be_visible()
        # Colours change gradually when a page is drawn: what they come to counts.
        page.wait_for_function(f"label => ({_CONTRAST})(label) >= 4.5", arg=label.element_handle())


def test_nothing_is_asked_of_other_servers(base_url, new_page):
    page = new_page(base_url)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/?token={TOKEN}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((base_url, "data:", "blob:"))] == []


def test_a_server_that_others_could_reach_does_not_start(tmp_path):
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.address=0.0.0.0"]
    ended = subprocess.run(
        [*command, f"--server.port={free_port()}"],
        cwd=ROOT,
        env={"PATH": "", "ROSTER_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode != 0
    said = ended.stdout + ended.stderr
    assert "did not start on the address “0.0.0.0”" in said
    assert "Use --server.address 127.0.0.1" in said


def test_a_start_prints_the_link_and_keeps_the_token_for_the_next_one(tmp_path):
    folder = tmp_path / "installation"
    links = []
    for _start in range(2):
        with served(folder, typed=True, ROSTER_SIGN_IN_TOKEN="") as url:
            said = (folder / "server.log").read_text()
        links += [line.strip().partition("token=")[2] for line in said.splitlines() if f"{url}/?token=" in line]
    assert len(links) == 2
    assert links[0] == links[1] != ""
    assert stat.S_IMODE((folder / "keys" / "sign_in").stat().st_mode) == 0o600
