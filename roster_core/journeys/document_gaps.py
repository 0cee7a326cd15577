"""Who lacks a document of a type and school year: on screen, as CSV, and as a page to print."""

from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed
from roster_core.access.rights import User
from roster_core.clock import Clock, utc_now
from roster_core.documents.gaps import Coverage, find_lacking
from roster_core.downloads.holders import Holder, grade_word, group_heading
from roster_core.downloads.lists import as_csv, page_to_print
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.document_reach import LIST_RIGHTS, read_reach
from roster_core.journeys.seeing import note_taken
from roster_core.refusals import Refusal
from roster_core.roster.tables.updates import AssessmentType, Document
from roster_core.store import Store
from roster_core.text import same

#: The columns of the CSV.
COLUMNS = (
    "school", "grade", "homeroom", "last_name", "first_name", "district_number", "weblogin_id", "state_id",
    "assessment_type", "school_year",
)  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """The active students without a document, and the counts by school and grade."""

    district: DistrictView
    type: str
    type_name: str
    school_year: str
    lacking: tuple[Holder, ...]
    coverage: tuple[Coverage, ...]
    #: Students with a confidential record, who are not counted.
    hidden: int

    def of(self, school: str = "", grade: str = "") -> tuple[Holder, ...]:
        """Those of a school and grade, blank for every one."""
        return tuple(
            one
            for one in self.lacking
            if (not school or one.school == school) and (not grade or grade_word(one) == grade)
        )


def read_lacking(store: Store, user: User, code: str, school_year: str) -> Lacking:
    """How it stands with the documents of a type and school year in the user's schools; withdrawn ones do not count.

    Raises:
        Refusal: The user may not see documents, or there is no such type.
    """
    reach = read_reach(store, user, *LIST_RIGHTS)
    with store.reading(reach.district.district_id) as session:
        kind = _type(session, code)
        having = session.exec(
            select(Document.person_id).where(
                Document.assessment_type == kind.code,
                Document.school_year == school_year,
                col(Document.withdrawn_at).is_(None),
            )
        ).all()
        name, known = kind.name, kind.code
    students = (one for one in reach.people.values() if one.active)
    lacking, coverage = find_lacking(students, frozenset(having))
    return Lacking(reach.district, known, name, school_year, lacking, coverage, reach.hidden)


def take_lacking(
    store: Store, user: User, code: str, school_year: str, school: str = "", grade: str = "", *, clock: Clock = utc_now
) -> Lacking:
    """The same, about to be taken out for those of a school and grade, blank for every one.

    Raises:
        Refusal: As `read_lacking`.
    """
    told = read_lacking(store, user, code, school_year)
    facts = {"type": told.type, "school_year": told.school_year, "school": school, "grade": grade}
    persons = tuple(one.reference for one in told.of(school, grade))
    deed = Deed(user.login, "documents_lacking_downloaded", f"assessment_type:{told.type}", persons, facts)
    note_taken(store, told.district.district_id, deed, clock=clock)
    return told


def lacking_csv(told: Lacking, school: str = "", grade: str = "") -> bytes:
    """One line for each student."""
    return as_csv(COLUMNS, (_row(one, told) for one in told.of(school, grade)))


def lacking_page(told: Lacking, school: str = "", grade: str = "") -> bytes:
    """A page to print: for each school and grade those without the document, with a box to tick."""
    kept = told.of(school, grade)
    title = f"Without {told.type_name}, {told.school_year}, {told.district.name}"
    groups = (
        (
            group_heading(*place),
            ((f"{one.last_name}, {one.first_name}", one.district_number, one.homeroom) for one in some),
        )
        for place, some in groupby(kept, key=lambda one: (one.school, grade_word(one)))
    )
    students = "1 student" if len(kept) == 1 else f"{len(kept):,} students"
    return page_to_print(title, f"{students} without such a document.", ("Name", "ID", "Homeroom"), groups)


def _type(session: Session, code: str) -> AssessmentType:
    rows = session.exec(select(AssessmentType)).all()
    found = next((row for row in rows if same(row.code) == same(code)), None)
    if found is None:
        raise Refusal(
            "Nothing was looked up.",
            why=f"There is no assessment type {code}.",
            fix=f"Use one of {', '.join(row.code for row in rows)}.",
        )
    return found


def _row(one: Holder, told: Lacking) -> tuple[str, ...]:
    return (
        one.school, grade_word(one), one.homeroom, one.last_name, one.first_name, one.district_number,
        one.weblogin_id, one.state_id, told.type, told.school_year,
    )  # fmt: skip
