"""Whatever is given to a load, it ends in words and the stored roster stays as it is."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from roster_core.access.rights import local_administrator
from roster_core.journeys.roster_load import LoadRequest, begin
from roster_core.journeys.roster_loads import read_load
from roster_core.journeys.work import carry_out
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.conftest import GOLDEN
from tests.journeys.conftest import Desk

FILES = {path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir())}
#: Dirt as real exports have it.
DIRT = (b"\r", b"\x00", b'"', b"\xff", b"\xef\xbb\xbf", b";", b"\t", b"8/1/15", b"5-Jan", b"K", b"x" * 10_000, b"\n\n")


@pytest.fixture
def stored(sqlite_settings: Settings, roster: Callable[..., Path], tmp_path: Path) -> tuple[Store, dict[str, bytes]]:
    store = open_store(sqlite_settings, upgrade=False)
    desk = Desk(store, local_administrator())
    desk.load(roster())
    return store, desk.dump(tmp_path / "before")


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, bytes]:
    """The golden files with some left out, renamed, cut short, or with dirt anywhere in them."""
    files = dict(FILES)
    for name in draw(st.lists(st.sampled_from(sorted(files)), unique=True, max_size=6)):
        content = files.pop(name)
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["gone", "cut", "dirt", "noise", "renamed"])):
            case "cut":
                files[name] = content[:at]
            case "dirt":
                files[name] = content[:at] + draw(st.sampled_from(DIRT)) + content[at:]
            case "noise":
                files[name] = draw(st.binary(max_size=300))
            case "renamed":
                files[draw(st.sampled_from(["users.csv", "orgs.csv", "x.xlsx", "students.csv"]))] = content
    return files


@given(files=mangled(), form=st.sampled_from(["auto", "roster", "clever", "oneroster", "mapped"]), whole=st.booleans())
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_input_makes_a_load_crash_or_changes_the_stored_roster(
    stored: tuple[Store, dict[str, bytes]],
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, bytes],
    form: str,
    *,
    whole: bool,
) -> None:
    store, before = stored
    desk = Desk(store, local_administrator())
    folder = tmp_path_factory.mktemp("load")
    path = folder / "roster.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    if not whole:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    load_id = begin(store, desk.user, path, LoadRequest(format=form))
    ends: tuple[str, ...] = ("previewed", "held", "refused")
    try:
        carry_out(store, "roster-check", load_id)
    except Refusal:
        ends = ("failed",)
    assert read_load(store, desk.user, load_id).state in ends
    assert desk.dump(folder / "after") == before
