import pytest
from sqlmodel import select

from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.batches.tables import Batch
from roster_core.clock import utc_now
from roster_core.journeys import roster_load
from roster_core.journeys.roster_load import LoadRequest
from roster_core.journeys.sample import SAMPLE
from tests.batches.history import made_history

PAGE = "overview.py"


def _metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def _links(at):
    return [link.proto.label for link in at.get("page_link")]


def test_on_the_first_day_the_page_leads_to_a_roster(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert [part.value.partition(": ")[2] for part in at.header] == ["Load your roster", "Look around first"]
    assert [button.label for button in at.button] == ["Load a roster", "Load the sample district"]


def test_the_button_leads_to_the_page_that_loads(open_page):
    at = open_page(PAGE)
    at.button(key="own").click().run()
    assert not at.exception
    assert at.title[0].value == "Load a roster"


def test_the_sample_district_is_loaded_by_one_click(open_page):
    at = open_page(PAGE)
    at.button(key="sample").click().run()
    assert not at.exception
    assert not at.error
    assert "Maple Hollow" in at.caption[0].value
    assert int(_metrics(at)["Students"].replace(",", "")) > 1000


def test_who_may_not_load_is_offered_nothing_to_press(open_page, as_holder_of):
    as_holder_of(Right.ROSTER_VIEW)
    assert all(button.disabled for button in open_page(PAGE).button)


@pytest.mark.usefixtures("with_sample")
def test_the_district_is_shown_in_numbers_charts_and_a_table(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert set(_metrics(at)) == {"Schools", "Students", "Staff", "Sections", "With photo"}
    schools = next(table.value for table in at.dataframe if "School" in table.value)
    assert int(_metrics(at)["Students"].replace(",", "")) == schools["Students"].sum()
    assert len(at.get("vega_lite_chart")) == 2


@pytest.mark.usefixtures("with_sample")
def test_a_user_of_one_school_sees_that_school_only(open_page, as_holder_of):
    as_holder_of(Right.ROSTER_VIEW, schools=frozenset({"MHE"}))
    at = open_page(PAGE)
    assert _metrics(at)["Schools"] == "1"
    assert not any("MHS" in str(table.value.to_dict()) for table in at.dataframe)


@pytest.mark.usefixtures("with_sample")
def test_a_user_without_rights_is_told_of_no_loads_and_led_nowhere(open_page, as_holder_of):
    as_holder_of()
    at = open_page(PAGE)
    assert not at.exception
    assert _links(at) == []
    assert "No load yet." in [caption.value for caption in at.caption]


@pytest.mark.usefixtures("with_sample", "at_once")
def test_a_load_that_waits_is_what_needs_attention(open_page):
    user, store = local_administrator(), session.store()
    load_id = roster_load.begin(store, user, SAMPLE / "roster", LoadRequest())
    roster_load.check_in_background(store, load_id)
    at = open_page(PAGE)
    assert any("waits for your Confirm" in text.value for text in at.markdown)
    link = next(link.proto for link in at.get("page_link") if link.proto.label == "Go on")
    assert load_id in link.query_string


@pytest.mark.usefixtures("with_sample")
def test_uploads_are_listed_and_what_they_could_not_do_needs_attention(open_page):
    open_page("people.py")
    made = made_history(session.store(), 8, now=utc_now(), days=10)
    with session.store().writing(1) as here:
        last = here.exec(select(Batch).where(Batch.batch_id == made[-1])).one()
        last.state, last.counts = "done_with_errors", {"Uploaded": 18, "Failed": 2}
    at = open_page(PAGE)
    assert not at.exception
    assert any("2 could not be done" in text.value for text in at.markdown)
    link = next(link.proto for link in at.get("page_link") if link.proto.label == "See which")
    assert made[-1] in link.query_string
    uploads = next(table.value for table in at.dataframe if "What" in table.value)
    assert list(uploads["Files"]) == [20, 20, 20, 20, 20]


@pytest.mark.usefixtures("with_sample")
def test_students_without_a_photo_are_counted(open_page):
    at = open_page(PAGE)
    schools = next(table.value for table in at.dataframe if "School" in table.value)
    with session.store().engine.connect() as connection:
        with_photo = connection.exec_driver_sql("select count(*) from photo join student using (person_id)").scalar()
    missing = next(one.value for one in at.caption if "no photo" in one.value)
    count = int(missing.split()[0].replace(",", ""))
    assert 0 < count <= schools["Students"].sum()
    assert schools["Students"].sum() - count <= with_photo
    assert {"See who", "Upload photos"} <= set(_links(at))
