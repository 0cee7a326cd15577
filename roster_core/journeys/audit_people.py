"""People as the audit trail names them: found by any of their IDs, and called by the names that the roster has now."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from roster_core.access.audit import STAFF_OF_A_FILE, STUDENTS_OF_A_FILE
from roster_core.roster.person import find_person
from roster_core.roster.tables.people import Person

_KINDS = {"student": "STUDENT", "staff": "STAFF"}
_OF_FILES = {STUDENTS_OF_A_FILE: "the students in the file", STAFF_OF_A_FILE: "the staff in the file"}
#: SQLite takes 32,766 values, some builds 999.
_AT_ONCE = 500


def references_to(session: Session, text: str) -> tuple[str, ...]:
    """As events name whoever has the ID `text`; where nobody has it any more, whoever may have had it."""
    wanted = text.strip()
    kind, _, key = wanted.partition(":")
    if kind in _KINDS and key:
        return (wanted,)
    found = [(word, find_person(session, kind, wanted)) for word, kind in _KINDS.items()]
    references = {f"{word}:{person.person_key}" for word, person in found if person is not None}
    return tuple(sorted(references or {f"{word}:{wanted}" for word in _KINDS}))


def names_of(session: Session, references: Iterable[str]) -> dict[str, str]:
    """What those are called, where the roster still has them: `Ortega, Ana`."""
    asked = set(references)
    names = {one: _OF_FILES[one] for one in asked if one in _OF_FILES}
    for word, kind in _KINDS.items():
        keys = sorted(one.partition(":")[2] for one in asked - names.keys() if one.startswith(f"{word}:"))
        for first in range(0, len(keys), _AT_ONCE):
            people = select(Person).where(
                Person.kind == kind, col(Person.person_key).in_(keys[first : first + _AT_ONCE])
            )
            for person in session.exec(people):
                name = f"{person.last_name}, {person.first_name or ''}".rstrip(", ")
                names[f"{word}:{person.person_key}"] = name
    return names
