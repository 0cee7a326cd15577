"""The addresses that are stored: of students, one by one, and who has any of a list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.roster.frames import read_frame, schema_of
from roster_core.roster.tables.organisation import District, School
from roster_core.roster.tables.people import Person, Student, StudentEnrollment
from roster_core.text import same
from roster_core.updates.email_check import Find, Holder, Role

#: SQLite takes 32,766 values, some builds 999.
_AT_ONCE = 500
#: From so many people on, all are read at once.
_ALL_FROM = 2_000
#: So many people who have addresses are named; nobody reads more.
_NAMED = 500
_SCHEMA = {"person_id": pl.Int64, "address": pl.String, "role": pl.String}


def read_addresses(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """The address stored of each of these students, blank for none."""
    wanted = sorted(set(person_ids))
    known = sa.select(col(Student.person_id), col(Student.school_email)).where(
        col(Student.district_id) == session.info["district_id"]
    )
    if len(wanted) >= _ALL_FROM:
        inside = frozenset(wanted)
        every = session.connection().execute(known)
        return {person: address or "" for person, address in every if person in inside}
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = known.where(col(Student.person_id).in_(wanted[start : start + _AT_ONCE]))
        found |= {person: address or "" for person, address in session.connection().execute(some)}
    return found


def finder(session: Session, schools: Collection[str] | None, *, many: bool = True) -> Find:
    """Who has any of some addresses, in the session's district; named are those of `schools` (`None` = everybody).

    With `many` all addresses are read, once however often it is asked.
    """
    read: list[pl.DataFrame] = []

    def find(addresses: Iterable[str]) -> Mapping[str, Sequence[Holder]]:
        wanted = frozenset(addresses)
        if not wanted:
            return {}
        if many or len(wanted) > _AT_ONCE:
            if not read:
                read.append(_everybody(session))
            known = read[0]
        else:
            known = _those(session, sorted(wanted))
        rows = known.filter(pl.col("address").is_in(wanted)).unique(maintain_order=True)
        names = _names(session, rows, schools)
        held: dict[str, list[Holder]] = defaultdict(list)
        for person, address, role in rows.iter_rows():
            held[address].append(Holder(person, Role(role), names.get(person, "")))
        return held

    return find


def read_taken(session: Session) -> frozenset[str]:
    """Every address that anybody has or, having left, had; in the form in which they are compared."""
    return frozenset(_everybody(session)["address"])


def _everybody(session: Session) -> pl.DataFrame:
    """Who has which address, as it is compared, in which role."""
    connection, district_id = session.connection(), session.info["district_id"]

    def read(table: str, *columns: str, where: str = "") -> pl.DataFrame:
        return read_frame(connection, SQLModel.metadata.tables[table], district_id, columns, where)

    here = (pl.col("status") == "ACTIVE") & pl.col("left_at").is_null()
    persons = read("person", "person_id", "status", "left_at", where="kind <> 'GUARDIAN'")
    return _with_roles(
        persons.select("person_id", here=here),
        read("student", *_STUDENT, where="school_email is not null"),
        read("staff", *_STAFF),
        read("email", *_GUARDIAN),
    )


def _those(session: Session, addresses: Sequence[str]) -> pl.DataFrame:
    """The same of a few addresses, which are given as they are compared."""
    connection, district_id = session.connection(), session.info["district_id"]

    def read(name: str, columns: Sequence[str], *searched: str) -> pl.DataFrame:
        table = SQLModel.metadata.tables[name]
        has_one = sa.or_(*(sa.func.lower(table.c[one]).in_(addresses) for one in searched))
        asked = sa.select(*(table.c[one] for one in columns)).where(table.c.district_id == district_id, has_one)
        return pl.DataFrame(
            [tuple(row) for row in connection.execute(asked)], schema=schema_of(table, columns), orient="row"
        )

    students, staff = read("student", _STUDENT, "school_email"), read("staff", _STAFF, "work_email", "alternate_email")
    person = SQLModel.metadata.tables["person"]
    here = (person.c.status == "ACTIVE") & person.c.left_at.is_(None)
    ids = [*students["person_id"], *staff["person_id"]]
    asked = sa.select(person.c.person_id, here).where(person.c.district_id == district_id, person.c.person_id.in_(ids))
    persons = pl.DataFrame(
        [(person_id, bool(there)) for person_id, there in connection.execute(asked)],
        schema={"person_id": pl.Int64, "here": pl.Boolean},
        orient="row",
    )
    return _with_roles(persons, students, staff, read("email", _GUARDIAN, "address"))


_STUDENT = ("person_id", "school_email")
_STAFF = ("person_id", "work_email", "alternate_email", "employment_status")
_GUARDIAN = ("person_id", "address")


def _with_roles(
    persons: pl.DataFrame, students: pl.DataFrame, staff: pl.DataFrame, guardians: pl.DataFrame
) -> pl.DataFrame:
    """Addresses with whose they are and in which role; `persons` says of students and staff who is still here."""
    of_students = students.rename({"school_email": "address"}).join(persons, on="person_id")
    of_staff = pl.concat(
        staff.select("person_id", pl.col(name).alias("address"), employed=pl.col("employment_status") != "TERMINATED")
        for name in ("work_email", "alternate_email")
    ).join(persons, on="person_id")
    found = (
        of_students.with_columns(role=_role("here", Role.STUDENT)),
        of_staff.with_columns(role=_role(pl.col("here") & pl.col("employed"), Role.STAFF)),
        guardians.with_columns(role=pl.lit(Role.GUARDIAN.value)),
    )
    return (
        pl.concat([frame.select(*_SCHEMA) for frame in found])
        .with_columns(pl.col("address").str.to_lowercase())
        .filter(pl.col("address").is_not_null())
    )


def _role(here: str | pl.Expr, role: Role) -> pl.Expr:
    return pl.when(here).then(pl.lit(role.value)).otherwise(pl.lit(Role.FORMER.value))


def _names(session: Session, rows: pl.DataFrame, schools: Collection[str] | None) -> dict[int, str]:
    """What those may be called to somebody who sees these schools: staff and guardians only to who sees all."""
    students = (Role.STUDENT.value, Role.FORMER.value)
    seen = rows if schools is None else rows.filter(pl.col("role").is_in(students))
    people = seen["person_id"].unique(maintain_order=True).head(_NAMED).to_list()
    if not people:
        return {}
    inside = frozenset(people) if schools is None else _in_schools(session, people, schools)
    columns = (Person.person_id, Person.last_name, Person.first_name, Person.kind, Person.person_key)
    found = session.execute(sa.select(*map(col, columns)).where(col(Person.person_id).in_(inside)))
    return {person: _called(*told) for person, *told in found}


def _called(last: str, first: str | None, kind: str, key: str) -> str:
    name = f"{last}, {first or ''}".rstrip(", ")
    return name if kind == "GUARDIAN" else f"{name} ({key})"


def _in_schools(session: Session, people: Sequence[int], schools: Collection[str]) -> frozenset[int]:
    district = session.get_one(District, session.info["district_id"])
    asked = (
        select(StudentEnrollment.person_id)
        .join(
            School,
            sa.and_(
                col(School.district_id) == col(StudentEnrollment.district_id),
                col(School.school_id) == col(StudentEnrollment.school_id),
            ),
        )
        .where(
            StudentEnrollment.school_year == district.current_school_year,
            col(StudentEnrollment.person_id).in_(people),
            col(School.school_code).in_(sorted(schools)),
        )
    )
    return frozenset(session.exec(asked).all())


def folded(addresses: Mapping[int, str]) -> dict[int, str]:
    """Addresses by person in the form in which they are compared."""
    return {person: same(address) for person, address in addresses.items()}
