"""What the roster offers to choose from for an export: schools, years, grades, texts, GPAs and roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.run import USUAL_TYPES
from roster_core.journeys.districts import require_district
from roster_core.roster.tables.additions import GpaType, UserTextDefinition
from roster_core.roster.tables.organisation import School, SchoolYear
from roster_core.roster.tables.people import StaffRole, StudentEnrollment
from roster_core.store import Store


@dataclass(frozen=True)
class ExportChoices:
    """Codes with what they are called, by the name that an option declares as `choices`.

    `usual_schools` are the codes exported when no school is chosen.
    """

    named: Mapping[str, Mapping[str, str]]
    usual_schools: tuple[str, ...]


def read_export_choices(store: Store, user: User) -> ExportChoices:
    """What the current roster offers; schools that may not be exported are left out.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require_everywhere(user, Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN)
    district = require_district(store)
    with store.reading(district.district_id) as session:
        schools = session.exec(
            select(School).where(col(School.active), ~col(School.do_not_export)).order_by(School.school_code)
        ).all()
        years = session.exec(select(SchoolYear.school_year).order_by(col(SchoolYear.school_year).desc())).all()
        return ExportChoices(
            named={
                "schools": {school.school_code: f"{school.name} ({school.school_code})" for school in schools},
                "school_years": {year: year for year in years},
                "state_grades": _in_use(session.exec(select(StudentEnrollment.state_grade_code).distinct()).all()),
                "student_user_texts": _texts(session, "STUDENT"),
                "staff_user_texts": _texts(session, "STAFF"),
                "unweighted_gpa_types": _gpas(session, weighted=False),
                "weighted_gpa_types": _gpas(session, weighted=True),
                "roles": _in_use(session.exec(select(StaffRole.role_code).distinct()).all()),
            },
            usual_schools=tuple(school.school_code for school in schools if school.school_type in USUAL_TYPES),
        )


def _in_use(codes: Iterable[str | None]) -> dict[str, str]:
    return {code: code for code in sorted(code for code in codes if code)}


def _texts(session: Session, applies_to: str) -> dict[str, str]:
    rows = session.exec(select(UserTextDefinition).where(UserTextDefinition.applies_to == applies_to)).all()
    return {row.user_text_code: row.label or row.user_text_code for row in sorted(rows, key=_code_of_text)}


def _code_of_text(row: UserTextDefinition) -> str:
    return row.user_text_code


def _gpas(session: Session, *, weighted: bool) -> dict[str, str]:
    rows = session.exec(select(GpaType).where(GpaType.is_weighted == weighted).order_by(GpaType.gpa_type_code)).all()
    return {row.gpa_type_code: row.name or row.gpa_type_code for row in rows}
