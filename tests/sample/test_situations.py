"""Every situation is in the committed roster, found by what it is, on every day of the span that is promised."""

from itertools import chain

import pytest

from roster_core.sample.district import HOLDS_FROM, HOLDS_TO
from roster_core.sample.situations.catalog import CATALOG, page
from roster_core.sample.situations.tables import Tables

ALL = tuple(chain.from_iterable(CATALOG.values()))


@pytest.fixture(scope="module", params=[HOLDS_FROM, HOLDS_TO], ids=str)
def tables(request, sample):
    return Tables(sample / "roster", request.param)


@pytest.fixture(scope="module")
def nothing(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing")
    for path in (sample / "roster").iterdir():
        (folder / path.name).write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    return Tables(folder, HOLDS_FROM)


@pytest.mark.parametrize("situation", ALL, ids=lambda situation: situation.name)
def test_the_sample_shows(situation, tables):
    assert situation.keys(tables)


@pytest.mark.parametrize("situation", ALL, ids=lambda situation: situation.name)
def test_a_roster_without_rows_does_not_show(situation, nothing):
    assert situation.keys(nothing) == []


def test_names_of_situations_are_unique():
    names = [situation.name for situation in ALL]
    assert len(names) == len(set(names))


def test_the_committed_page_lists_every_situation_with_its_rows(sample):
    text = (sample / "README.md").read_text(encoding="utf-8")
    assert page(Tables(sample / "roster", HOLDS_FROM)) in text


#: Findings that the roster brings about by itself; the others are about settings, earlier runs or a faulty program.
FINDINGS = (
    "SCHOOL_NOT_EXPORTED PHONE_INVALID ZIP_INVALID PRINCIPAL_MISSING SCHOOL_OVERRIDE_UNKNOWN "
    "PREG_NO_TRANSCRIPT_SCHOOL GRADE_MISSING EMAIL_INVALID EMAIL_DUPLICATE USERNAME_DUPLICATE EMAIL_DOMAIN_UNEXPECTED "
    "EMAIL_MISSING USERNAME_MISSING USERNAME_BAD_CHARS PASSWORD_MISSING NAME_NOT_FOLDABLE CODE_UNMAPPED "
    "CUSTODY_LEFT_NO_CONTACT CONTACTS_OVER_FIVE HOME_LANGUAGE_UNMAPPED GPA_ORDER_ODD SUFFIX_SKIPPED "
    "ADDRESS_CONFIDENTIAL STAFF_EMAIL_MISSING SECTION_ID_DUPLICATE SECTION_NO_TEACHER SECTION_TEACHER_INACTIVE "
    "HOMEROOM_NO_TEACHER SECTION_NO_TERM SECTION_EMPTY TEACHERS_OVER_FOUR HOMEROOM_TWICE INCLUSION_AMBIGUOUS "
    "INCLUSION_COMBINED INCLUSION_TEACHER_DROPPED HR_TEACHER_AMBIGUOUS SUBJECT_UNMAPPED SHARED_MEMBER_INACTIVE "
    "COTEACHERS_DROPPED ENROLLMENT_OUT_OF_SCOPE PRINT_PERIOD_MISSING STATE_ID_FORM SHARED_TOO_FEW DATE_OUTSIDE_YEAR "
    "LEADING_ZEROS IN_USE_GUARDIAN "
)


@pytest.mark.parametrize("code", FINDINGS.split())
def test_some_situation_brings_about(code):
    assert any(code in situation.text for situation in ALL)
