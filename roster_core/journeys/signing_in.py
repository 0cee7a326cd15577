"""Signing in: from what the provider says of somebody to a user, or to the reason why not.

A provider's cookie lives for weeks and cannot be called back. So each sign-in is a row here, which ends: when the user
signs out, is idle for too long, or is shut out by an administrator. It is asked for at every run of a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from roster_core.access.audit import Deed, record
from roster_core.access.claims import Claims, read_claims
from roster_core.access.rights import User
from roster_core.access.roles import Whose, find_role
from roster_core.access.user_tables import AppUser, ClaimRole, RoleGrant, SignIn, SignInRequest
from roster_core.clock import Clock, utc_now
from roster_core.journeys.role_giving import add_grant, remove_grants
from roster_core.journeys.users import Origin, home, users_in, view_of
from roster_core.refusals import Refusal
from roster_core.store import Store

_REFUSED = "You were not signed in."
#: A sign-in that is used is noted so often; more would only write.
_NOTED_EVERY = timedelta(minutes=1)


class SignInOver(Refusal):
    """The sign-in has ended; with a new one the person may go on."""


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts: without use, and at most."""

    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=12)


def enter(store: Store, told: Mapping[str, Any], limits: Limits, *, clock: Clock = utc_now) -> User:
    """The user whom these claims are of, with the rights held now; a sign-in that is new is written down.

    Raises:
        SignInOver: The sign-in has ended.
        Refusal: The person may not sign in.
    """
    claims = read_claims(told)
    district_id, now = home(store), clock()
    with store.reading(district_id) as session:
        row = _find(session, claims)
        open_one = session.get(SignIn, (district_id, claims.sign_in_id)) if row else None
        noted = open_one is not None and now - open_one.seen_at < min(_NOTED_EVERY, limits.idle / 2)
        if row is not None and noted:
            return _checked(session, row, open_one, claims, limits, now)
    with store.writing(district_id) as session:
        row = _find(session, claims)
        if row is not None:  # two tabs that open at once begin one sign-in, one after the other
            session.refresh(row, with_for_update=True)
        if row is None:
            _note_request(session, district_id, claims, now)
            refusal = _unknown(session, claims)
            session.commit()
            raise refusal
        open_one = session.get(SignIn, (district_id, claims.sign_in_id), with_for_update=True)
        user = _checked(session, row, open_one, claims, limits, now)
        if open_one is not None:
            open_one.seen_at = open_one.updated_at = now
            return user
        _begin(session, row, claims, limits, clock)
        return view_of(session, row).acting


def check(store: Store, told: Mapping[str, Any], limits: Limits, *, clock: Clock = utc_now) -> User:
    """The same of a sign-in that was entered; does not count as use of it and writes nothing.

    Raises:
        SignInOver: The sign-in has ended, or was never entered.
        Refusal: The person may not sign in.
    """
    claims = read_claims(told)
    district_id = home(store)
    with store.reading(district_id) as session:
        row = _find(session, claims)
        if row is None:
            raise _unknown(session, claims)
        open_one = session.get(SignIn, (district_id, claims.sign_in_id))
        if open_one is None:
            raise _over("It was not entered here.")
        return _checked(session, row, open_one, claims, limits, clock())


def use(store: Store, told: Mapping[str, Any], limits: Limits, *, clock: Clock = utc_now) -> User:
    """The same, and that somebody is at the screen keeps it open.

    Raises:
        Refusal: As of `check`.
    """
    check(store, told, limits, clock=clock)
    return enter(store, told, limits, clock=clock)


def leave(store: Store, told: Mapping[str, Any], *, clock: Clock = utc_now) -> None:
    """End the sign-in: its cookie opens nothing any more, in no tab and from no copy."""
    claims = read_claims(told)
    district_id, now = home(store), clock()
    with store.writing(district_id) as session:
        row = session.get(SignIn, (district_id, claims.sign_in_id))
        if row is None or row.ended_at is not None:
            return
        row.ended_at = row.updated_at = now
        login = session.get_one(AppUser, (district_id, row.user_id)).login
        record(session, district_id, Deed(login, "signed_out", f"user:{login}"), now=now)


def _find(session: Session, claims: Claims) -> AppUser | None:
    known = select(AppUser).where(AppUser.issuer == claims.issuer, AppUser.subject == claims.subject)
    return session.exec(known).first() or session.exec(select(AppUser).where(AppUser.login == claims.email)).first()


def _checked(
    session: Session, row: AppUser, open_one: SignIn | None, claims: Claims, limits: Limits, now: datetime
) -> User:
    if row.subject is not None and (row.issuer, row.subject) != (claims.issuer, claims.subject):
        raise Refusal(
            _REFUSED,
            why=f"The address {claims.email} belonged to another account at the sign-in provider.",
            fix="Ask an administrator to look at it: page Users and access, “Forget the account”.",
        )
    if row.disabled_at is not None:
        raise Refusal(
            _REFUSED, why=f"The user {row.login} is disabled.", fix=f"Ask {_administrators(session, claims)}."
        )
    if row.revoked_before is not None and claims.issued_at < row.revoked_before:
        raise _over("An administrator ended it.")
    if open_one is not None and open_one.ended_at is not None:
        raise _over("You signed out.")
    if now - (open_one.seen_at if open_one else claims.issued_at) > limits.idle:
        raise _over(f"Nothing was done for {int(limits.idle.total_seconds() // 60)} minutes.")
    if now - claims.issued_at > limits.longest:
        raise _over(f"It lasts {limits.longest.total_seconds() / 3600:g} hours at most.")
    return view_of(session, row).acting


def _begin(session: Session, row: AppUser, claims: Claims, limits: Limits, clock: Clock) -> None:
    now = clock()
    row.issuer, row.subject, row.updated_at = claims.issuer, claims.subject, now
    if row.signed_in_at is None or claims.issued_at > row.signed_in_at:  # an older token tells of older roles
        row.signed_in_at = claims.issued_at
        _map_roles(session, row, claims, clock)
    session.exec(delete(SignIn).where(col(SignIn.began_at) < now - limits.longest - timedelta(days=1)))
    session.add(
        SignIn(
            district_id=row.district_id,
            sign_in_id=claims.sign_in_id,
            user_id=row.user_id,
            began_at=claims.issued_at,
            seen_at=now,
            created_at=now,
            updated_at=now,
        )
    )
    session.flush()
    facts = {"issuer": claims.issuer, "roles": sorted({role.key for role in view_of(session, row).roles})}
    record(session, row.district_id, Deed(row.login, "signed_in", f"user:{row.login}", facts=facts), now=now)


def _map_roles(session: Session, row: AppUser, claims: Claims, clock: Clock) -> None:
    """Replace the roles that claims brought before; what an administrator granted or withheld stays as it is."""
    held = session.exec(select(RoleGrant).where(RoleGrant.user_id == row.user_id)).all()
    decided = {one.role for one in held if one.origin != Origin.CLAIMS}
    remove_grants(session, [one for one in held if one.origin == Origin.CLAIMS])
    given = set()
    for rule in session.exec(select(ClaimRole).where(ClaimRole.issuer == claims.issuer)).all():
        role = find_role(rule.role)
        if role is None or role.key in decided or not claims.says(rule.claim, rule.claim_value):
            continue
        given |= {(role, school, Whose(rule.people)) for school in rule.schools or [""]}
    for role, school, whose in sorted(given, key=lambda one: (one[0].key, one[1], one[2])):
        add_grant(session, row, role, school=school, whose=whose, origin=Origin.CLAIMS, by=claims.issuer, clock=clock)


def _note_request(session: Session, district_id: int, claims: Claims, now: datetime) -> None:
    row = session.get(SignInRequest, (district_id, claims.email))
    if row is not None and claims.issued_at <= row.last_at:
        return  # told already; each run of a page comes here
    if row is None:
        row = SignInRequest(
            district_id=district_id,
            login=claims.email,
            name=claims.name,
            issuer=claims.issuer,
            first_at=claims.issued_at,
            last_at=claims.issued_at,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
    row.name, row.issuer, row.last_at, row.settled_at = claims.name, claims.issuer, claims.issued_at, None
    row.updated_at = now
    session.flush()
    deed = Deed(claims.email, "sign_in_refused", f"user:{claims.email}", facts={"issuer": claims.issuer})
    record(session, district_id, deed, now=now)


def _unknown(session: Session, claims: Claims) -> Refusal:
    why = f"The sign-in provider knows you as {claims.email}, and nobody made that address a user of Roster Desk."
    asked = _administrators(session, claims)
    return Refusal(_REFUSED, why=why, fix=f"Ask {asked}; the request is on their list already.")


def _administrators(session: Session, claims: Claims) -> str:
    """Names go to colleagues only: whoever has an account at a public provider comes as far as this."""
    domain = claims.email.rpartition("@")[2]
    asked = [
        f"{one.name} ({one.login})"
        for one in users_in(session)
        if one.administrator and one.login.rpartition("@")[2] == domain
    ]
    return " or ".join(asked[:3]) or "an administrator of the district"


def _over(why: str) -> SignInOver:
    return SignInOver("Your sign-in has ended.", why=why, fix="Sign in again; you come back to this page.")
