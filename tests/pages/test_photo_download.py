import pytest

from roster_core.access.rights import Right
from roster_core.photos.download import Size

PAGE = "photo_download.py"

pytestmark = pytest.mark.usefixtures("with_sample")


def _metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def _open(open_page):
    at = open_page(PAGE)
    assert not at.exception
    return at


def test_the_count_and_who_is_left_out_are_told_at_once(open_page):
    told = _metrics(_open(open_page))
    assert {"Photos in the ZIP", "Without a photo", "Restricted, left out", "Older photo", "No photo"} <= set(told)
    assert int(told["Photos in the ZIP"]) > 600
    assert int(told["Restricted, left out"]) > 0


def test_groups_and_internal_use_change_the_count(open_page):
    at = _open(open_page)
    everybody = _metrics(at)
    at.multiselect(key="download.schools").set_value(["MMS"]).run()
    school = _metrics(at)
    assert 0 < int(school["Photos in the ZIP"]) < int(everybody["Photos in the ZIP"])
    at.checkbox(key="download.internal").check().run()
    inside = _metrics(at)
    gained = {name: int(inside[name]) - int(school[name]) for name in ("Photos in the ZIP", "Without a photo")}
    assert gained["Photos in the ZIP"] > 0
    assert sum(gained.values()) == int(school["Restricted, left out"])  # confidential records have no photo at times


def test_many_photos_wait_for_a_reason(open_page):
    at = _open(open_page)
    assert at.button(key="download.wait").disabled
    at.text_input(key="download.reason").set_value("Yearbook").run()
    assert not [button for button in at.button if button.key == "download.wait"]
    assert not at.exception


def test_that_the_size_is_not_known_before_is_told_only_where_it_is_not(open_page):
    at = _open(open_page)
    at.text_input(key="download.reason").set_value("Yearbook").run()
    told = "so the browser cannot say how long it takes"
    assert not [one for one in at.caption if told in one.value]
    at.segmented_control(key="download.size").set_value(Size.SMALL).run()
    assert [one for one in at.caption if told in one.value]


def test_a_list_of_ids_narrows_and_unknown_ones_are_told(open_page):
    at = _open(open_page)
    at.text_area(key="download.ids").set_value("0101118\nnobody1").run()
    told = _metrics(at)
    assert told["Unknown IDs"] == "1"
    assert int(told["Photos in the ZIP"]) + int(told["Without a photo"]) + int(told["Restricted, left out"]) == 1


def test_an_unknown_token_is_told_in_words(open_page):
    at = _open(open_page)
    at.selectbox(key="download.naming").set_value("Customize").run()
    assert not at.error
    at.text_input(key="download.template").set_value("{nick}").run()
    assert "is no token" in at.error[0].value
    assert not at.exception


def test_nobody_wanted_is_told_in_words(open_page):
    at = _open(open_page)
    at.button_group(key="download.kinds").set_value([]).run()
    assert "Nobody was chosen" in at.error[0].value


def test_who_lacks_the_right_sees_nothing(open_page, as_holder_of):
    as_holder_of(Right.ROSTER_VIEW)
    at = open_page(PAGE)
    assert "photo\\_download" in at.error[0].value
    assert not at.metric


def test_who_has_one_school_chooses_from_it(open_page, as_holder_of):
    as_holder_of(Right.PHOTO_DOWNLOAD, schools=frozenset({"MMS"}))
    at = _open(open_page)
    assert [option.partition(" ")[0] for option in at.multiselect(key="download.schools").options] == ["MMS"]
