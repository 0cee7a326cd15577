"""Giving roles to users and taking them away; what an administrator decides goes before what claims bring."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from roster_core.access.rights import User
from roster_core.access.roles import Whose
from roster_core.access.user_tables import AppUser
from roster_core.clock import Clock, utc_now
from roster_core.journeys.role_giving import Granted, add_grant, give, held_of, known_role, remove_grants, told_of
from roster_core.journeys.user_changes import apply_user_change
from roster_core.journeys.users import Origin, UserView, require_administrator
from roster_core.refusals import Refusal
from roster_core.store import Store

_UNCHANGED = "Nothing was changed."


def grant_role(store: Store, user: User, login: str, given: Granted, *, clock: Clock = utc_now) -> UserView:
    """Give a role by hand, in place of what the user held of it: from now on claims have no say in it.

    Raises:
        Refusal: The user may not; there is no such user, role or school.
    """

    def change(session: Session, row: AppUser, _now: datetime) -> Mapping[str, Any]:
        give(session, row, given, user.login, clock)
        return told_of(given)

    return apply_user_change(store, user, login, "role_granted", change, clock)


def withdraw_role(store: Store, user: User, login: str, role: str, *, clock: Clock = utc_now) -> UserView:
    """Take a role away, whatever schools it was for. One that claims brought is withheld from now on.

    Raises:
        Refusal: The user may not; there is no such user, or the role is not held; nobody would be an administrator.
    """
    require_administrator(user)
    known = known_role(role)

    def change(session: Session, row: AppUser, _now: datetime) -> Mapping[str, Any]:
        held = held_of(session, row, known)
        if not [one for one in held if one.origin != Origin.WITHHELD]:
            why = f"{row.name} does not hold the role “{known.title}”."
            raise Refusal(_UNCHANGED, why=why, fix="Look at the list of users.")
        claimed = any(one.origin == Origin.CLAIMS for one in held)
        remove_grants(session, held)
        if claimed:
            add_grant(
                session, row, known, school="", whose=Whose.BOTH, origin=Origin.WITHHELD, by=user.login, clock=clock
            )
        return {"role": known.key, "withheld": claimed}

    return apply_user_change(store, user, login, "role_withdrawn", change, clock)


def leave_to_claims(store: Store, user: User, login: str, role: str, *, clock: Clock = utc_now) -> UserView:
    """Let claims decide again about a role that was withheld, from the next sign-in on.

    Raises:
        Refusal: The user may not; there is no such user, or the role is not withheld.
    """
    require_administrator(user)
    known = known_role(role)

    def change(session: Session, row: AppUser, _now: datetime) -> Mapping[str, Any]:
        held = [one for one in held_of(session, row, known) if one.origin == Origin.WITHHELD]
        if not held:
            raise Refusal(_UNCHANGED, why=f"The role “{known.title}” is not withheld.", fix="Look at the user's roles.")
        remove_grants(session, held)
        return {"role": known.key}

    return apply_user_change(store, user, login, "role_left_to_claims", change, clock)
