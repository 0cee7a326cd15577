"""Documents as a ZIP: byte for byte, of whom one may have them, and written down."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from roster_core.access.rights import Right
from roster_core.downloads.holders import Folders
from roster_core.journeys.document_download import DocumentRequest, open_download, preview, write_download
from roster_core.journeys.document_gaps import lacking_csv, lacking_page, read_lacking
from roster_core.journeys.photo_download import keep_ids
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from tests.documents.made import Made, pdf
from tests.documents.small import ANA, BEN, CLEO, DAN, YEAR
from tests.journeys.documents.conftest import holder

ALL = DocumentRequest()
ELA = "NJSLA ELA Spring 2026"
VIEWER = holder(Right.DOCUMENT_VIEW)


@pytest.fixture
def desk(desk):
    desk.put_in(
        Made(ANA, files=(pdf("first"), pdf("second"))),
        Made(ANA, "Report: card", "REPORT-CARD"),
        Made(ANA, "Withdrawn", withdrawn=True),
        Made(CLEO),
        Made(DAN, "Transcript", "OTHER", "2025-26"),
    )
    return desk


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _zip(desk, request=ALL, user=VIEWER):
    return _unpacked(b"".join(open_download(desk.store, user, request).pieces()))


def _rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_zip_has_the_current_versions_byte_for_byte_and_both_lists(desk):
    files = _zip(desk)
    assert list(files) == [
        f"documents/{ANA}--{ELA}.pdf",
        f"documents/{ANA}--Report_ card.pdf",
        "index.csv",
        "missing.csv",
    ]
    assert files[f"documents/{ANA}--{ELA}.pdf"] == pdf("second")
    assert files[f"documents/{ANA}--Report_ card.pdf"] == pdf("Report: card", ANA)
    index = _rows(files["index.csv"])
    assert [(row["file_name"], row["student_key"], row["assessment_type_code"], row["title"]) for row in index] == [
        (f"documents/{ANA}--{ELA}.pdf", ANA, "NJSLA-ELA", ELA),
        (f"documents/{ANA}--Report_ card.pdf", ANA, "REPORT-CARD", "Report: card"),
    ]
    assert [(row["district_number"], row["why"]) for row in _rows(files["missing.csv"])] == [(BEN, "no document")]


def test_that_it_was_taken_out_is_written_down_before_the_first_byte(desk):
    opened = open_download(desk.store, VIEWER, replace(ALL, reason="transfer"))
    assert desk.events() == []
    next(opened.pieces())
    (event,) = desk.events()
    assert (event.action, event.persons, event.reason) == ("documents_downloaded", [f"student:{ANA}"], "transfer")
    assert (event.facts["documents"], event.facts["persons"]) == (2, 1)


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ({"types": ("njsla-ela",)}, {ANA}),
        ({"years": ("2025-26",), "include_left": True}, {DAN}),
        ({"include_left": True}, {ANA, DAN}),
        ({"internal_use": True}, {ANA, CLEO}),
        ({"schools": ("MHS",), "include_left": True}, {DAN}),
        ({"grades": ("7",)}, {ANA}),
        ({"ids": f"{ANA}\nlogin2"}, {ANA}),
    ],
)
def test_groups_types_and_years_narrow_it(desk, more, numbers):
    plan = preview(desk.store, desk.user, replace(ALL, **more)).plan
    assert {entry.holder.district_number for entry in plan.entries} == numbers


def test_a_confidential_record_is_left_out_and_told_to_administrators_only(desk):
    plan = preview(desk.store, desk.user, ALL).plan
    assert [one.district_number for one in plan.confidential] == [CLEO]
    plan = preview(desk.store, VIEWER, replace(ALL, internal_use=True)).plan
    told = {one.district_number for one in (*plan.confidential, *plan.missing)}
    assert CLEO not in told | {entry.holder.district_number for entry in plan.entries}


def test_names_folders_and_a_kept_list_of_ids_are_followed(desk):
    request = replace(
        ALL, template="{type}_{last}_{title}_v{version}_{year}", folders=Folders.SCHOOL,
        ids_key=keep_ids(desk.store, f"{ANA}, nobody1"), types=("NJSLA-ELA",),
    )  # fmt: skip
    assert next(iter(_zip(desk, DocumentRequest.of(request.claims())))) == (
        f"documents/MMS/NJSLA-ELA_Ortega_{ELA}_v2_2026-27.pdf"
    )
    assert preview(desk.store, VIEWER, request).unknown == ("nobody1",)


def test_a_file_that_cannot_be_read_any_more_is_told_instead_of_ending_the_zip(desk):
    root = open_objects(desk.store.settings).root
    assert root is not None
    (damaged,) = [path for path in root.rglob("*.pdf") if path.read_bytes() == pdf("second")]
    damaged.chmod(0o644)
    damaged.write_bytes(b"x" * len(pdf("second")))  # the size is right, so it shows only when it is sent
    for _ in range(2):
        files = _zip(desk)
        assert [name for name in files if name.startswith("documents/")] == [f"documents/{ANA}--Report_ card.pdf"]
        assert ELA not in files["index.csv"].decode()
        assert [(row["title"], row["why"]) for row in _rows(files["missing.csv"])][-1] == (ELA, "file lost")
        damaged.unlink(missing_ok=True)


def test_for_more_than_fifty_people_a_reason_is_wanted(desk, monkeypatch):
    monkeypatch.setattr("roster_core.journeys.document_download.ASK_OVER", 0)
    assert preview(desk.store, VIEWER, ALL).needs_reason
    with pytest.raises(Refusal, match="a reason is kept"):
        open_download(desk.store, VIEWER, ALL)
    open_download(desk.store, VIEWER, replace(ALL, reason="audit"))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"schools": ("MHS",)}, "may be handed out"),
        ({"types": ("NONE",)}, "no assessment type"),
        ({"schools": ("ZZZ",)}, "no school"),
        ({"template": "{nick}"}, "is no token"),
    ],
)
def test_what_cannot_be_is_refused_and_no_file_is_left(desk, tmp_path, more, why):
    with pytest.raises(Refusal, match=why):
        write_download(desk.store, VIEWER, replace(ALL, **more), tmp_path / "a.zip")
    assert (list(tmp_path.glob("a.zip*")), desk.events()) == ([], [])


@pytest.mark.parametrize("right", sorted(set(Right) - {Right.DOCUMENT_VIEW}))
def test_without_the_right_nothing_is_handed_out(desk, right):
    for journey in (preview, open_download):
        with pytest.raises(Refusal, match="document_view"):
            journey(desk.store, holder(right), ALL)


def test_another_schools_documents_are_not_in_it(desk):
    far = holder(Right.DOCUMENT_VIEW, schools={"MHS"})
    assert preview(desk.store, far, ALL).plan.entries == ()
    with pytest.raises(Refusal, match="no school “MMS”"):
        preview(desk.store, far, replace(ALL, schools=("MMS",)))


def test_who_lacks_a_document_is_counted_and_listed(desk):
    told = read_lacking(desk.store, VIEWER, "njsla-ela", YEAR)
    assert [(one.school, one.grade, one.students, one.have, one.lack) for one in told.coverage] == [
        ("MHS", "09", 1, 0, 1),
        ("MMS", "07", 1, 1, 0),
    ]
    assert ([one.district_number for one in told.lacking], told.hidden) == ([BEN], 1)
    assert read_lacking(desk.store, desk.user, "NJSLA-ELA", YEAR).hidden == 0
    (row,) = _rows(lacking_csv(told))
    assert (row["district_number"], row["assessment_type"], row["school_year"]) == (BEN, "NJSLA-ELA", YEAR)
    page = lacking_page(told).decode()
    assert "1 student without" in page
    assert "MHS · Grade 09" in page
    assert "Chan, Bénédict" in page
    assert _rows(lacking_csv(told, school="MMS")) == []


def test_a_withdrawn_document_is_a_lacking_one(desk):
    desk.put_in(Made(BEN, withdrawn=True))
    assert BEN in {one.district_number for one in read_lacking(desk.store, VIEWER, "NJSLA-ELA", YEAR).lacking}
    with pytest.raises(Refusal, match="no assessment type"):
        read_lacking(desk.store, VIEWER, "NONE", YEAR)
    with pytest.raises(Refusal, match="document_view"):
        read_lacking(desk.store, holder(Right.PHOTO_DOWNLOAD), "NJSLA-ELA", YEAR)
