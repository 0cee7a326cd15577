import io
import zipfile

import pytest

from pages.parts.load_intake import FORMAT_NAMES
from pages.shell import session
from roster_core.access.rights import local_administrator
from roster_core.journeys.roster_loads import read_load, read_loads
from roster_core.journeys.sample import SAMPLE
from roster_core.roster.formats.detect import FORMATS
from tests.pages.conftest import asked

PAGE, FILES = "roster_load.py", "load.files"
ADMIN = local_administrator()
CLEVER = {
    "schools.csv": b"School_id,School_name,School_number\nE1,Elm,E1\n",
    "students.csv": b"School_id,Student_id,Student_number,State_id,Last_name,First_name,Grade,Gender,DOB\n"
    b"E1,0001,0001,1,Lin,Ada,03,F,03/09/2018\n",
    "teachers.csv": b"School_id,Teacher_id,Last_name,First_name\nE1,9,Moss,Ina\n",
    "sections.csv": b"School_id,Section_id,Teacher_id,Name,Term_name,Term_start,Term_end\n"
    b"E1,s1,9,Math,FY,09/01/2026,06/20/2027\n",
    "enrollments.csv": b"School_id,Section_id,Student_id\nE1,s1,0001\n",
}


@pytest.fixture(scope="session")
def roster_files():
    return {path.name: path.read_bytes() for path in sorted((SAMPLE / "roster").glob("*.csv"))}


def _zip(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return {"roster.zip": packed.getvalue()}


def _without_students(files, *, keep):
    lines = files["students.csv"].splitlines(keepends=True)
    return {**files, "students.csv": b"".join(lines[: keep + 1])}


def _check(open_page, upload, files):
    at = upload(open_page(PAGE), FILES, files)
    at.button(key="load.check").click().run()
    assert not at.exception
    return at


def _load(at):
    return read_load(session.store(), ADMIN, asked(at, "load"))


def _words(at):
    return " ".join(part.value for part in [*at.markdown, *at.caption, *at.warning, *at.error, *at.info])


def test_every_form_has_a_name_on_screen():
    assert set(FORMAT_NAMES) == {"auto", *FORMATS}


def test_before_any_file_there_is_nothing_to_press(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert not at.button


def test_the_form_of_the_files_is_found_and_shown_with_the_reason(open_page, upload, roster_files):
    at = upload(open_page(PAGE), FILES, _zip(roster_files))
    assert at.selectbox(key="load.format.roster").value == "roster"
    assert "district\\_number of roster CSV" in _words(at)


@pytest.mark.usefixtures("at_once")
def test_a_first_roster_is_checked_confirmed_and_in_use(open_page, upload, roster_files):
    at = _check(open_page, upload, _zip(roster_files))
    assert _load(at).state == "previewed"
    assert {"Rows", "Added", "Changed", "Gone"} <= set(at.dataframe[0].value)
    at.button(key="load.confirm").click().run()
    assert not at.exception
    assert _load(at).state == "loaded"
    assert "the roster in use" in _words(at)


@pytest.mark.usefixtures("at_once")
def test_the_uploaded_files_are_taken_and_not_left_behind(open_page, upload, roster_files):
    _check(open_page, upload, roster_files)
    assert list(session.staging().folder.iterdir()) == []


@pytest.mark.usefixtures("with_sample", "at_once")
def test_what_would_change_is_shown_by_name(open_page, upload, roster_files):
    lines = roster_files["students.csv"].splitlines(keepends=True)
    at = _check(open_page, upload, {**roster_files, "students.csv": b"".join([*lines[:5], *lines[6:]])})
    assert _load(at).counts["students"]["gone"] == 1
    gone = at.dataframe[1].value
    assert list(gone["Key"]) == [lines[5].split(b",")[0].decode()]
    assert all(name for name in gone["Who or what"])


@pytest.mark.usefixtures("with_sample", "at_once")
def test_the_same_roster_again_changes_nothing_and_says_so(open_page, upload, roster_files):
    assert "The stored roster is the same already" in _words(_check(open_page, upload, roster_files))


@pytest.mark.usefixtures("with_sample", "at_once")
def test_a_held_load_goes_on_with_a_reason_only(open_page, upload, roster_files):
    at = _check(open_page, upload, _without_students(roster_files, keep=300))
    assert _load(at).state == "held"
    assert "active students" in _words(at)
    assert at.button(key="load.confirm").disabled
    at.text_input(key=f"load.reason.{_load(at).load_id}").set_value("Two schools left the district").run()
    at.button(key="load.confirm").click().run()
    assert not at.exception
    assert (_load(at).state, _load(at).approval_reason) == ("loaded", "Two schools left the district")
    assert "Two schools left the district" in _words(at)


@pytest.mark.usefixtures("with_sample", "at_once")
def test_a_load_set_aside_leaves_the_roster_as_it_is(open_page, upload, roster_files):
    current = next(load.load_id for load in read_loads(session.store(), ADMIN) if load.current)
    at = _check(open_page, upload, _without_students(roster_files, keep=300))
    at.button(key="load.discard").click().run()
    assert _load(at).state == "discarded"
    assert next(load.load_id for load in read_loads(session.store(), ADMIN) if load.current) == current


@pytest.mark.usefixtures("at_once")
def test_a_refused_roster_says_why_in_its_findings(open_page, upload, roster_files):
    at = _check(open_page, upload, {**roster_files, "students.csv": b"no,such,header\n1,2,3\n"})
    assert _load(at).state == "refused"
    assert "The roster was refused" in _words(at)
    findings = next(table.value for table in at.dataframe if "Severity" in table.value)
    assert ["Block"] in list(findings["Severity"])
    assert "load.confirm" not in [button.key for button in at.button]


@pytest.mark.usefixtures("at_once")
def test_what_clever_files_do_not_say_is_asked_and_used(open_page, upload):
    at = upload(open_page(PAGE), FILES, CLEVER)
    at.text_input(key="load.facts.district_code").set_value("ELM")
    at.text_input(key="load.facts.school_year").set_value("2026-27")
    at.selectbox(key="load.assumptions.custody_issue").set_value(False)
    at.button(key="load.check").click().run()
    assert not at.exception
    request = _load(at).request
    assert (request["format"], request["facts"]["district_code"]) == ("clever", "ELM")
    assert request["assumptions"]["custody_issue"] is False
    assert _load(at).state == "previewed", _load(at).error
    at.button(key="load.confirm").click().run()
    assert _load(at).current


@pytest.mark.usefixtures("with_sample")
def test_the_stored_district_is_taken_as_known(open_page, upload):
    at = upload(open_page(PAGE), FILES, CLEVER)
    assert at.text_input(key="load.facts.district_code").value == "MHSD"


def test_two_files_of_one_name_are_refused_before_anything_is_read(open_page, upload):
    at = open_page(PAGE)
    for _twice in range(2):
        upload(at, FILES, {"students.csv": b"a\n"})
    ids = [path.stem for path in session.staging().folder.glob("*.bin")]
    at.session_state[f"{FILES}.received"] = ids
    at.run()
    assert "several files named students.csv" in at.error[0].value


def test_a_broken_zip_is_refused_in_words(open_page, upload):
    at = upload(open_page(PAGE), FILES, {"roster.zip": b"PK\x03\x04 not really"})
    assert not at.exception
    assert "The roster was not read" in at.error[0].value


def test_removing_the_files_starts_anew(open_page, upload, roster_files):
    at = upload(open_page(PAGE), FILES, roster_files)
    at.button(key="load.forget").click().run()
    assert not at.button
    assert list(session.staging().folder.iterdir()) == []


@pytest.mark.usefixtures("with_sample", "at_once")
def test_an_earlier_load_is_opened_by_a_click(open_page, upload, roster_files):
    at = _check(open_page, upload, roster_files)
    shown = _load(at).load_id
    key = f"load.history.{shown}"
    table = next(table for table in at.dataframe if "In use" in table.value)
    assert len(table.value) == 1
    other = next(load.load_id for load in read_loads(session.store(), ADMIN) if load.load_id != shown)
    at = open_page(PAGE, load=other)
    assert not at.exception
    assert "the roster in use" in _words(at)
    assert key not in at.session_state


def test_an_unknown_load_is_answered_in_words(open_page):
    at = open_page(PAGE, load="1-nonsense")
    assert not at.exception
    assert "There is no such load" in at.error[0].value
