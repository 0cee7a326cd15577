"""The states of the e-mail page: nothing yet, a preview with its decisions, the result, and what rights change."""

import pytest

from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.batches.tables import Batch
from roster_core.jobs.tables import Job
from roster_core.journeys.batches.confirming import confirm
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.handlers import HANDLERS
from tests.pages.conftest import asked

PAGE = "email_update.py"
AT = "@stu.maplehollow.example"
LIST = f"""student_key,last_name,new_email
0104233,Ortega,aortega34{AT}
101118,Dunn,cdunn19{AT}
0104871,Okafor,
0109999,Moss,jmoss{AT}
"""

pytestmark = pytest.mark.usefixtures("with_sample")


@pytest.fixture
def draft():
    def begun(text=LIST):
        return begin_from_file(session.store(), local_administrator(), EmailRequest(), "list.csv", text.encode())

    return begun


def _submit(at):
    return at.button(key="batch.submit")


def _markdown(at):
    return " ".join(one.value for one in at.markdown)


def test_a_list_is_given_and_becomes_a_draft(open_page, upload):
    at = open_page(PAGE)
    upload(at, "emails.files", {"list.csv": LIST.encode()})
    assert not at.exception
    assert _submit(at).disabled
    assert asked(at, "batch")
    assert "aortega3<mark" in " ".join(one.proto.body for one in at.get("html"))


def test_a_file_that_is_no_list_is_refused_on_the_page(open_page, upload):
    at = open_page(PAGE)
    upload(at, "emails.files", {"list.csv": b"a,b\n1,2\n"})
    assert "no column student" in at.error[0].value.replace("\\", "")
    assert not at.exception


def test_rows_are_pasted(open_page):
    at = open_page(PAGE)
    at.text_area(key="emails.pasted").set_value(f"student_id\tnew_email\n0104233\tn{AT}").run()
    at.button(key="emails.pasted.check").click().run()
    assert not at.exception
    assert not _submit(at).disabled


def test_every_row_is_decided_about_until_it_can_be_submitted(open_page, draft):
    draft()
    at = open_page(PAGE)
    assert _submit(at).disabled
    at.button(key="emails.2.accept").click().run()
    box = next(one for one in at.text_input if one.key.startswith("emails.fix.3."))
    box.set_value(f"bokafor1{AT}").run()
    at.button(key="emails.4.skip").click().run()
    assert not at.exception
    assert not _submit(at).disabled
    assert "**1** new · **2** replace one" in _markdown(at)
    at.button(key="emails.3.uncorrect").click().run()
    assert "**0** new · **2** replace one" in _markdown(at)
    at.button(key="emails.4.unskip").click().run()
    assert _submit(at).disabled


def test_students_are_suggested_by_the_names_of_the_row(open_page, draft):
    draft(f"student_id,last_name,first_name,new_email\n999,Ortega,Ana,n{AT}\n")
    at = open_page(PAGE)
    at.button(key="emails.1.pick").click().run()
    assert not at.exception
    assert "**Ortega, Ana** 0104233" in _markdown(at)


def test_rows_are_found_by_section_code_and_text(open_page, draft):
    draft()
    at = open_page(PAGE)
    assert len([one for one in at.button if one.key.endswith(".skip")]) == 4
    at.segmented_control(key="emails.section").set_value("Rejected").run()
    assert [one.key for one in at.button if one.key.endswith(".skip")] == ["emails.3.skip"]
    at.segmented_control(key="emails.section").set_value("All").run()
    at.selectbox(key="emails.code").set_value("LEADING_ZEROS").run()
    assert [one.key for one in at.button if one.key.endswith(".skip")] == ["emails.2.skip"]
    at.selectbox(key="emails.code").set_value("").run()
    at.text_input(key="emails.find").set_value("jmoss").run()
    assert [one.key for one in at.button if one.key.endswith(".skip")] == ["emails.4.skip"]
    assert not at.exception


def test_warnings_of_a_kind_are_accepted_at_once(open_page, draft):
    draft(f"student_id,new_email\n101118,c1{AT}\n101900,g1{AT}\n")
    at = open_page(PAGE)
    at.button(key="emails.accept.LEADING_ZEROS").click().run()
    assert not at.exception
    assert not _submit(at).disabled


def test_twenty_thousand_rows_are_shown_a_page_at_a_time(open_page, draft):
    draft("student_id,new_email\n" + "".join(f"9{n:06},n{n}{AT}\n" for n in range(2_000)))
    at = open_page(PAGE)
    assert len([one for one in at.button if one.key.endswith(".skip")]) == 25
    assert any("Rows 1 to 25 of 2,000" in one.value for one in at.caption)
    assert not at.exception


def test_the_result_its_undo_and_the_history_are_shown(open_page, draft):
    batch_id = draft(f"student_id,new_email\n0104233,aortega34{AT}\n")
    store = session.store()
    confirm(store, local_administrator(), batch_id)
    while not HANDLERS["batch-apply"].advance(store, 1, batch_id).finished:
        pass
    with store.writing(1) as db:
        db.get_one(Job, (1, db.get_one(Batch, (1, batch_id)).job_id)).state = "done"
    at = open_page(PAGE, batch=batch_id)
    at = open_page("upload_status.py", batch=batch_id)
    assert not at.exception
    assert at.success[0].value == "Done: 1 of 1 rows."
    assert at.dataframe[0].value[["Before", "New"]].to_numpy().tolist() == [[f"aortega33{AT}", f"aortega34{AT}"]]
    at.button(key="status.undo").click().run()
    assert "gets the e-mail address back" in _markdown(at)
    at = open_page("people.py", person="student:0104233")
    table = next(one.value for one in at.dataframe if "Came by" in one.value)
    assert list(table["Address"]) == [f"aortega34{AT}", f"aortega33{AT}"]


def test_addresses_are_proposed_and_become_a_draft(open_page):
    at = open_page(PAGE)
    at.button(key="propose.begin").click().run()
    assert not at.exception
    assert asked(at, "batch")
    assert "Proposed" in _markdown(at)


def test_who_is_no_administrator_cannot_change_the_rules(open_page, as_holder_of):
    as_holder_of(Right.BATCH_STUDENT_MANAGE, schools=frozenset({"MMS"}))
    at = open_page(PAGE)
    assert not at.exception
    assert "emails.rules" not in {button.key for button in at.button}
    assert at.multiselect(key="template.schools").options == ["MMS · Millbrook Middle"]
