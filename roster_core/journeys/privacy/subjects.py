"""The person that a hold, a request or an erasure is about, those who left too."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from roster_core.refusals import Refusal
from roster_core.roster.person import read_person
from roster_core.roster.tables.people import Person, Staff, Student

#: The words of addresses and commands → the kinds of the roster.
KINDS = {"student": "STUDENT", "staff": "STAFF", "guardian": "GUARDIAN"}


@dataclass(frozen=True)
class Subject:
    """A person as they are known now; `ids` are all IDs they are known by, the key first."""

    person_id: int
    kind: str
    key: str
    name: str
    ids: tuple[str, ...]
    #: When they left the roster; null while they are in it.
    left_at: datetime | None
    status: str

    @property
    def reference(self) -> str:
        """The person as audit events name people: `student:0104233`."""
        return f"{self.kind}:{self.key}"


def digest_of(kind: str, key: str) -> str:
    """The SHA-256, in hex, by which an erased person is known to whoever knows the ID."""
    return hashlib.sha256(f"{kind}:{key.strip().lower()}".encode()).hexdigest()


def find_subject(session: Session, kind: str, key: str) -> Subject | None:
    """The person of `kind` (see `KINDS`) with the ID `key`, also after they left the roster; `None` if there is nobody.

    Who left is found by the district number, staff ID or source ID alone: the other IDs went with the roster.
    """
    stored, wanted = KINDS.get(kind, ""), key.strip().lower()
    row = session.exec(
        select(Person).where(Person.kind == stored, func.lower(col(Person.person_key)) == wanted)
    ).first()
    if row is None and stored in ("STUDENT", "STAFF"):
        found = read_person(session, stored, key)
        row = session.exec(select(Person).where(Person.person_id == found.person_id)).one() if found else None
    return None if row is None else subject_of(session, row, kind)


def require_subject(session: Session, kind: str, key: str, what: str) -> Subject:
    """The same.

    Raises:
        Refusal: There is nobody; `what` was not done.
    """
    found = find_subject(session, kind, key)
    if found is None:
        raise Refusal(
            what,
            why=f"No {kind} has the ID {key}, in the roster or among those who left it.",
            fix="Check the ID: leading zeros count. Who left is known by the district number or staff ID alone.",
        )
    return found


def subject_of(session: Session, row: Person, kind: str) -> Subject:
    """The person of a stored row."""
    name = ", ".join(part for part in (row.last_name, row.first_name) if part)
    ids = tuple(dict.fromkeys(one for one in (row.person_key, *_ids(session, row)) if one))
    return Subject(row.person_id, kind, row.person_key, name, ids, row.left_at, row.status)


def _ids(session: Session, row: Person) -> tuple[str | None, ...]:
    key = (row.district_id, row.person_id)
    if row.kind == "STUDENT" and (student := session.get(Student, key)):
        return student.district_number, student.state_id, student.weblogin_id
    if row.kind == "STAFF" and (staff := session.get(Staff, key)):
        return staff.staff_id, staff.state_staff_id, staff.logon_id
    return ()
