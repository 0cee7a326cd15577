"""A district small enough to be seen whole: four students, one of them confidential and one who left."""

from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from roster_core.journeys.districts import write_district
from roster_core.roster.tables.organisation import School, SchoolYear
from roster_core.roster.tables.people import Person, Student, StudentEnrollment
from roster_core.store import Store
from tests.documents.made import AT

YEAR = "2026-27"
ANA, BEN, CLEO, DAN = "0104233", "0100502", "0101118", "0109001"
_MOMENTS: dict[str, Any] = {"created_at": AT, "updated_at": AT}


class _Pupil(NamedTuple):
    key: str
    first: str
    last: str
    school: int
    grade: str
    year: str = YEAR
    confidential: bool = False


_PUPILS = (
    _Pupil(ANA, "Ana", "Ortega", 1, "07"),
    _Pupil(BEN, "Bénédict", "Chan", 2, "09"),
    _Pupil(CLEO, "Cleo", "Dunn", 1, "08", confidential=True),
    _Pupil(DAN, "Dan", "Efe", 2, "12", "2025-26"),
)


def small_district(store: Store) -> None:
    """Found it."""
    fields = {
        "code": "MHSD", "name": "Maple Hollow", "state": "NJ", "time_zone": "America/New_York",
        "current_school_year": YEAR,
    }  # fmt: skip
    with store.writing(1) as session:
        write_district(session, 1, fields, now=AT)
        for year in (2025, 2026):
            code, start, end = f"{year}-{year - 1999}", date(year, 9, 1), date(year + 1, 6, 20)
            session.add(SchoolYear(district_id=1, school_year=code, start_date=start, end_date=end, **_MOMENTS))
        for number, code in ((1, "MMS"), (2, "MHS")):
            session.add(
                School(
                    district_id=1, school_id=number, school_code=code, name=f"School {code}", school_type="MIDDLE",
                    active=True, do_not_export=False, **_MOMENTS,
                )
            )  # fmt: skip
        session.flush()
        for number, one in enumerate(_PUPILS, start=1):
            _enrol(session, number, one)


def _enrol(session: Session, number: int, one: _Pupil) -> None:
    session.add(
        Person(
            district_id=1, person_id=number, kind="STUDENT", person_key=one.key, first_name=one.first,
            last_name=one.last, birth_date=date(2012, 1, 1), status="ACTIVE" if one.year == YEAR else "INACTIVE",
            record_confidential=one.confidential, **_MOMENTS,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Student(
            district_id=1, person_id=number, district_number=one.key, weblogin_id=f"login{number}",
            has_active_iep=False, do_not_export=False, **_MOMENTS,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        StudentEnrollment(
            district_id=1, person_id=number, school_id=one.school, school_year=one.year, entry_date=date(2025, 9, 1),
            status="ACTIVE", is_primary=True, state_grade_code=one.grade, **_MOMENTS,
        )
    )  # fmt: skip
