"""What the tests of the Clever export page share: the sample district with a run of it, and a saved profile."""

import polars as pl
import pytest

from pages.parts import export_choices, live_effect, live_panel
from pages.shell import session
from roster_core.clever.changes.digest_output import FileEffect
from roster_core.clever.preview.effect import Effect
from roster_core.clever.preview.example import Example
from roster_core.clever.profile.options import PRESETS
from roster_core.findings import FRAME_SCHEMA
from roster_core.journeys import clever_export
from roster_core.journeys.export_preview import PreviewTable
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.export_runs import read_runs
from roster_core.journeys.work import carry_out
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.conftest import copied
from tests.pages.clever_export.steps import ADMIN, PAGE

EFFECT = Effect(files={"students.csv": FileEffect(1161, 1161, 0, 0, 412)}, exact=True)
ROWS = pl.DataFrame({"School_id": ["MMS"], "Student_id": ["0101118"], "Frl_status": ["R"], "Password": ["secret"]})


@pytest.fixture(scope="session")
def sample(sample_district, made_once):
    """An installation with the sample district and one run of it; to be copied."""

    def fill(folder):
        copied(sample_district, folder)
        store = open_store(Settings(data_dir=folder))
        carry_out(store, "export-run", clever_export.begin(store, ADMIN, {}))
        store.close()

    return made_once("sample-with-run", fill)


@pytest.fixture
def installed(sample, data_dir):
    copied(sample, data_dir)


@pytest.fixture
def run(installed):  # noqa: ARG001 - the installation is what the run is read from
    """The run of the sample, as the page reads it."""
    return read_runs(session.store(), ADMIN)[0]


@pytest.fixture(autouse=True)
def no_process(monkeypatch):
    """No process is started for what stands beside the options; the browser's test has the real one."""
    monkeypatch.setattr(export_choices, "warm", lambda _store, _user: None)
    monkeypatch.setattr(live_effect, "effect", lambda *_asked, **_more: EFFECT)
    monkeypatch.setattr(
        live_panel,
        "preview",
        lambda _store, _user, _options, *, file, rows: PreviewTable(  # noqa: ARG005 - as it is called
            file, tuple(ROWS.columns), ROWS, 1, pl.DataFrame(schema=FRAME_SCHEMA), 1
        ),
    )
    monkeypatch.setattr(
        live_panel,
        "example",
        lambda _store, _user, _options, name, *, value: Example(name, value_after=value, why="Nobody."),
    )


@pytest.fixture
def opened(open_page):
    """Opens the page with its options in view, where the newest run would be."""

    def opened_with(**query):
        at = open_page(PAGE, **query)
        at.session_state["export.view"] = "Options"
        return at.run()

    return opened_with


@pytest.fixture
def profile(installed):  # noqa: ARG001 - the installation is where it is saved
    """A saved profile in its second version."""
    options = PRESETS["clever_recommended"]
    first = save_profile(session.store(), ADMIN, "Nightly", Draft(options.model_dump(mode="json")))
    changed = options.model_copy(update={"frl_short_codes": False})
    return save_profile(
        session.store(),
        ADMIN,
        "Nightly",
        Draft(changed.model_dump(mode="json"), based_on=first.version, note="FRL as words"),
    )
