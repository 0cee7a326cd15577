"""Giving a role within a transaction: what is meant by it, and the rows that say it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from roster_core.access.rights import Right
from roster_core.access.roles import ROLES, Role, Whose, find_role
from roster_core.access.user_tables import AppUser, RoleGrant
from roster_core.clock import Clock, new_id
from roster_core.journeys.users import Origin
from roster_core.refusals import Refusal
from roster_core.roster.tables.organisation import School
from roster_core.text import same

_UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Granted:
    """A role as it is given: its key, title or a right's name; for which schools (none = all) and whose data."""

    role: str
    schools: tuple[str, ...] = ()
    whose: Whose = Whose.BOTH


def require_codes(session: Session, codes: Collection[str]) -> tuple[str, ...]:
    """School codes as the roster writes them.

    Raises:
        Refusal: There is no such school.
    """
    known = {same(code): code for code in session.exec(select(School.school_code)).all()}
    if unknown := [code for code in codes if same(code) not in known]:
        listed = ", ".join(sorted(known.values())) or "none, since no roster was loaded yet"
        raise Refusal(_UNCHANGED, why=f"There is no school {unknown[0]}.", fix=f"Schools are: {listed}.")
    return tuple(sorted({known[same(code)] for code in codes}))


def require_role(given: Granted) -> Role:
    """The role that is given.

    Raises:
        Refusal: There is none of that name, or it manages users and is limited to some schools.
    """
    role = known_role(given.role)
    if Right.ADMIN in role.rights and (given.schools or given.whose is not Whose.BOTH):
        why = f"“{role.title}” manages users, who belong to no school."
        raise Refusal(_UNCHANGED, why=why, fix="Give it for every school and for students and staff.")
    return role


def give(session: Session, row: AppUser, given: Granted, by: str, clock: Clock) -> None:
    """Give a role by hand, in place of what the user held of it, in the caller's transaction.

    Raises:
        Refusal: There is no such role or school.
    """
    role = require_role(given)
    remove_grants(session, held_of(session, row, role))
    for school in require_codes(session, given.schools) or ("",):
        add_grant(session, row, role, school=school, whose=given.whose, origin=Origin.HAND, by=by, clock=clock)


def add_grant(
    session: Session, row: AppUser, role: Role, *, school: str, whose: Whose, origin: Origin, by: str, clock: Clock
) -> None:
    """One row of a role, for a school (blank = every one), in the caller's transaction."""
    now = clock()
    session.add(
        RoleGrant(
            district_id=row.district_id,
            grant_id=new_id(clock),
            user_id=row.user_id,
            role=role.key,
            school=school,
            people=whose.value,
            origin=origin.value,
            by=by,
            created_at=now,
            updated_at=now,
        )
    )
    session.flush()


def held_of(session: Session, row: AppUser, role: Role) -> list[RoleGrant]:
    """What a user holds of a role, withheld or not."""
    rows = select(RoleGrant).where(RoleGrant.user_id == row.user_id, RoleGrant.role == role.key)
    return list(session.exec(rows).all())


def remove_grants(session: Session, rows: Collection[RoleGrant]) -> None:
    """Remove these rows."""
    for row in rows:
        session.delete(row)
    session.flush()


def known_role(name: str) -> Role:
    """The role that is named.

    Raises:
        Refusal: There is none.
    """
    role = find_role(name)
    if role is None:
        listed = ", ".join(one.key for one in ROLES)
        raise Refusal(_UNCHANGED, why=f"There is no role “{name}”.", fix=f"Roles are: {listed}; or a single right.")
    return role


def told_of(given: Granted) -> Mapping[str, Any]:
    """What is given, for the record."""
    return {"role": require_role(given).key, "schools": sorted(given.schools), "people": given.whose.value}
