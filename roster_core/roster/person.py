"""One person with everything the roster says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from roster_core.roster.tables.additions import UserTextValue
from roster_core.roster.tables.contacts import Address, Email, Phone, StudentContact
from roster_core.roster.tables.organisation import School
from roster_core.roster.tables.people import (
    Person,
    Staff,
    StaffDepartment,
    StaffRole,
    StaffSchool,
    Student,
    StudentEnrollment,
)
from roster_core.roster.tables.records import Photo
from roster_core.roster.tables.scheduling import Course, Section, SectionEnrollment, SectionStaff
from roster_core.rows import OPEN_START

#: A table on screen: its rows as column → value.
Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class PersonView:
    """A person: `facts` are label → value in the order shown, without blanks; the tables are rows to show."""

    person_id: int
    kind: str
    key: str
    first_name: str
    last_name: str
    active: bool
    photo_restricted: bool
    record_confidential: bool
    photo_key: str | None
    facts: Mapping[str, Any]
    schools: Rows
    sections: Rows
    contacts: Rows
    addresses: Rows


def read_person(session: Session, kind: str, key: str) -> PersonView | None:
    """The person of `kind` (STUDENT, STAFF) with any of the IDs of that kind equal to `key`, case aside.

    The district number or staff ID goes first, then state ID, weblogin ID or logon. `None` if there is nobody.
    """
    person = find_person(session, kind, key)
    if person is None:
        return None
    key_of = (person.district_id, person.person_id)
    detail = session.get_one(Student, key_of) if kind == "STUDENT" else session.get_one(Staff, key_of)
    schools = {row.school_id: row.school_code for row in session.exec(select(School)).all()}
    photo = session.exec(select(Photo).where(Photo.person_id == person.person_id, col(Photo.is_current))).first()
    student = isinstance(detail, Student)
    return PersonView(
        person_id=person.person_id,
        kind=kind,
        key=person.person_key,
        first_name=person.first_name or "",
        last_name=person.last_name,
        active=person.status == "ACTIVE",
        photo_restricted=person.photo_restricted,
        record_confidential=person.record_confidential,
        photo_key=photo.storage_key if photo else None,
        facts={label: value for label, value in _facts(session, person, detail).items() if value not in (None, "")},
        schools=_enrollments(session, person, schools) if student else _assignments(session, person, schools),
        sections=_sections(session, person, schools, student=student),
        contacts=_contacts(session, person) if student else (),
        addresses=_addresses(session, person),
    )


def find_person(session: Session, kind: str, key: str) -> Person | None:
    """The row of the person whom `read_person` would tell of."""
    wanted = key.strip().lower()
    detail: type[Student | Staff] = Student if kind == "STUDENT" else Staff
    for name in _IDS[kind]:
        column = getattr(detail, name)  # its unique index is over the lower case
        found: Any = session.exec(select(detail).where(func.lower(column) == wanted)).first()
        if found is not None:
            return session.get_one(Person, (found.district_id, found.person_id))
    return None


#: The IDs by which a person of each kind is found, in the order tried.
_IDS = {"STUDENT": ("district_number", "state_id", "weblogin_id"), "STAFF": ("staff_id", "state_staff_id", "logon_id")}


def _facts(session: Session, person: Person, detail: Student | Staff) -> dict[str, Any]:
    names = " ".join(part for part in (person.preferred_first_name, person.preferred_last_name) if part)
    common = {"Preferred name": names, "Middle name": person.middle_name, "Born": person.birth_date}
    if isinstance(detail, Student):
        texts = session.exec(select(UserTextValue).where(UserTextValue.person_id == person.person_id)).all()
        return {
            "District number": detail.district_number,
            "State ID": detail.state_id,
            "Weblogin ID": detail.weblogin_id,
            "School e-mail": detail.school_email,
            **common,
            **{f"User text {row.user_text_code}": row.value for row in texts},
        }
    departments = session.exec(select(StaffDepartment).where(StaffDepartment.person_id == person.person_id)).all()
    roles = session.exec(select(StaffRole).where(StaffRole.person_id == person.person_id)).all()
    return {
        "Staff ID": detail.staff_id,
        "State staff ID": detail.state_staff_id,
        "Employee number": detail.employee_number,
        "Logon": detail.logon_id,
        "Work e-mail": detail.work_email,
        "Alternate e-mail": detail.alternate_email,
        "Employment": detail.employment_status.capitalize(),
        "Shared record": "Yes" if detail.is_shared_record else "",
        "Departments": ", ".join(sorted(row.department_code for row in departments)),
        "Roles": ", ".join(sorted({row.role_code for row in roles})),
        **common,
    }


def _enrollments(session: Session, person: Person, schools: Mapping[int, str]) -> Rows:
    rows = session.exec(
        select(StudentEnrollment)
        .where(StudentEnrollment.person_id == person.person_id)
        .order_by(col(StudentEnrollment.entry_date).desc())
    ).all()
    return tuple(
        {
            "School": schools[row.school_id],
            "Year": row.school_year,
            "Grade": row.state_grade_code,
            "Homeroom": row.homeroom_code,
            "From": row.entry_date,
            "To": row.exit_date,
            "Status": row.status.capitalize(),
            "Primary": row.is_primary,
        }
        for row in rows
    )


def _assignments(session: Session, person: Person, schools: Mapping[int, str]) -> Rows:
    rows = session.exec(select(StaffSchool).where(StaffSchool.person_id == person.person_id)).all()
    return tuple(
        {
            "School": schools[row.school_id],
            "Year": row.school_year,
            "Title": row.title,
            "Teaching": row.is_teaching,
            "From": row.start_date,
            "To": row.end_date,
        }
        for row in sorted(rows, key=lambda row: (row.school_year, schools[row.school_id]), reverse=True)
    )


def _sections(session: Session, person: Person, schools: Mapping[int, str], *, student: bool) -> Rows:
    link: Any = SectionEnrollment if student else SectionStaff
    rows = session.exec(
        select(link, Section, Course)
        .join(Section, (link.section_id == Section.section_id) & (link.district_id == Section.district_id))
        .join(Course, (Section.course_id == Course.course_id) & (Section.district_id == Course.district_id))  # type: ignore[arg-type]
        .where(link.person_id == person.person_id)
    ).all()
    told = [
        {
            "Year": section.school_year,
            "School": schools[section.school_id],
            "Course": course.course_code,
            "Section": section.section_code,
            "Title": section.title_override or course.title,
            "From": _day(joined.entry_date if student else joined.from_date),
            "To": joined.exit_date if student else joined.to_date,
        }
        for joined, section, course in rows
    ]
    return tuple(sorted(told, key=lambda row: (row["Year"], row["School"], row["Course"], row["Section"])))


def _contacts(session: Session, person: Person) -> Rows:
    links = session.exec(
        select(StudentContact)
        .where(StudentContact.person_id == person.person_id)
        .order_by(StudentContact.type, col(StudentContact.sequence))
    ).all()
    told = []
    for link in links:
        who = session.get_one(Person, (person.district_id, link.contact_person_id))
        phones = session.exec(select(Phone).where(Phone.person_id == who.person_id).order_by(col(Phone.sequence))).all()
        emails = session.exec(select(Email).where(Email.person_id == who.person_id).order_by(col(Email.sequence))).all()
        told.append(
            {
                "Order": link.sequence,
                "Name": " ".join(part for part in (who.first_name, who.last_name) if part),
                "Type": link.type.capitalize(),
                "Relationship": (link.relationship_code or "").capitalize(),
                "Custody issue": link.custody_issue,
                "Phones": ", ".join(phone.number for phone in phones),
                "E-mails": ", ".join(email.address for email in emails),
                "Status": link.status.capitalize(),
            }
        )
    return tuple(told)


def _addresses(session: Session, person: Person) -> Rows:
    rows = session.exec(select(Address).where(Address.person_id == person.person_id)).all()
    return tuple(
        {
            "Type": row.type.capitalize(),
            "Street": ", ".join(part for part in (row.line1, row.line2) if part),
            "City": row.city,
            "State": row.state,
            "ZIP": row.zip,
            "From": _day(row.from_date),
            "To": row.to_date,
            "Confidential": row.is_confidential,
        }
        for row in rows
    )


def _day(day: date) -> date | None:
    return None if day == OPEN_START else day
