"""Changing who may sign in: adding, renaming, shutting out and letting in again."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.access.user_tables import AppUser, SignIn, SignInRequest
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.role_giving import Granted, give, told_of
from roster_core.journeys.user_changes import apply_user_change, record_user_change, require_an_administrator
from roster_core.journeys.users import UserView, home, require_administrator, view_of
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.text import clean, same

_ADDRESS = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")
_UNCHANGED = "Nothing was changed."


def add_user(
    store: Store,
    user: User,
    login: str,
    name: str,
    roles: Collection[Granted] = (),
    *,
    os_account: str = "",
    clock: Clock = utc_now,
) -> UserView:
    """Let somebody sign in whom the provider knows by the verified e-mail address `login`.

    Raises:
        Refusal: The user may not; the address is none or taken; nobody would be an administrator.
    """
    require_administrator(user)
    address, called = _address(login), _name(name)
    district_id, now = home(store), clock()
    with store.writing(district_id) as session:
        _require_free(session, address, os_account)
        row = AppUser(
            district_id=district_id,
            user_id=new_id(clock),
            login=address,
            name=called,
            os_account=os_account or None,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        for one in roles:
            give(session, row, one, user.login, clock)
        request = session.get(SignInRequest, (district_id, address))
        if request is not None:
            request.settled_at = now
        require_an_administrator(session)
        facts = {"name": called, "roles": [told_of(one) for one in roles]}
        record_user_change(session, user, "user_added", row, facts, now)
        return view_of(session, row)


def change_user(
    store: Store,
    user: User,
    login: str,
    *,
    name: str,
    new_login: str | None = None,
    os_account: str | None = None,
    clock: Clock = utc_now,
) -> UserView:
    """Give a user another name, e-mail address or account of the operating system (blank = none; None = as it is).

    Raises:
        Refusal: The user may not, there is no such user, or what is given is taken.
    """

    def change(session: Session, row: AppUser, _now: datetime) -> Mapping[str, Any]:
        before = {"login": row.login, "name": row.name, "os_account": row.os_account}
        address = row.login if new_login is None else _address(new_login)
        account = row.os_account if os_account is None else os_account.strip() or None
        _require_free(session, address, account or "", besides=row.user_id)
        row.login, row.name, row.os_account = address, _name(name), account
        after = {"login": row.login, "name": row.name, "os_account": row.os_account}
        return {"before": before, "after": after}

    return apply_user_change(store, user, login, "user_changed", change, clock)


def disable_user(store: Store, user: User, login: str, *, clock: Clock = utc_now) -> UserView:
    """Shut a user out at once, in every browser; links that are open end too.

    Raises:
        Refusal: The user may not; there is no such user; nobody would be an administrator.
    """

    def change(session: Session, row: AppUser, now: datetime) -> Mapping[str, Any]:
        row.disabled_at = row.disabled_at or now
        _end_sign_ins(session, row, now)
        return {}

    return apply_user_change(store, user, login, "user_disabled", change, clock)


def enable_user(store: Store, user: User, login: str, *, clock: Clock = utc_now) -> UserView:
    """Let a user in again, who has to sign in anew.

    Raises:
        Refusal: The user may not, or there is no such user.
    """

    def change(_session: Session, row: AppUser, _now: datetime) -> Mapping[str, Any]:
        row.disabled_at = None
        return {}

    return apply_user_change(store, user, login, "user_enabled", change, clock)


def sign_out_user(store: Store, user: User, login: str, *, clock: Clock = utc_now) -> UserView:
    """End a user's sign-ins in every browser.

    Raises:
        Refusal: The user may not, or there is no such user.
    """

    def change(session: Session, row: AppUser, now: datetime) -> Mapping[str, Any]:
        _end_sign_ins(session, row, now)
        return {}

    return apply_user_change(store, user, login, "user_signed_out", change, clock)


def forget_account(store: Store, user: User, login: str, *, clock: Clock = utc_now) -> UserView:
    """Let the next account of the provider in that has the user's address: for one that was made anew there.

    Raises:
        Refusal: The user may not, or there is no such user.
    """

    def change(session: Session, row: AppUser, now: datetime) -> Mapping[str, Any]:
        _end_sign_ins(session, row, now)
        row.issuer = row.subject = None
        return {}

    return apply_user_change(store, user, login, "account_forgotten", change, clock)


def dismiss_request(store: Store, user: User, login: str, *, clock: Clock = utc_now) -> None:
    """Put aside that somebody asked to be let in; if they ask again it is told again.

    Raises:
        Refusal: The user may not, or nobody of that address asked.
    """
    require_administrator(user)
    district_id, now = home(store), clock()
    with store.writing(district_id) as session:
        row = session.get(SignInRequest, (district_id, same(login)))
        if row is None:
            raise Refusal(_UNCHANGED, why=f"Nobody with the address {login} asked.", fix="Reload the page.")
        row.settled_at = row.updated_at = now
        deed = Deed(user.login, "sign_in_request_dismissed", f"user:{row.login}")
        record(session, district_id, deed, now=now)


def _require_free(session: Session, login: str, account: str, *, besides: str = "") -> None:
    others = session.exec(select(AppUser).where(col(AppUser.user_id) != besides)).all()
    if any(one.login == login for one in others):
        raise Refusal(_UNCHANGED, why=f"There is a user {login} already.", fix="Change that one, or enable it again.")
    if account and any(one.os_account == account for one in others):
        why = f"The account {account} of the operating system belongs to another user."
        raise Refusal(_UNCHANGED, why=why, fix="Give it to one user only.")


def _end_sign_ins(session: Session, row: AppUser, now: datetime) -> None:
    row.revoked_before = now
    open_ones = select(SignIn).where(SignIn.user_id == row.user_id, col(SignIn.ended_at).is_(None))
    for one in session.exec(open_ones).all():
        one.ended_at = one.updated_at = now


def _address(login: str) -> str:
    address = same(login.strip())
    if not _ADDRESS.match(address):
        why = f"“{login}” is no e-mail address, and people sign in by theirs."
        raise Refusal(_UNCHANGED, why=why, fix="Write the address that the sign-in provider knows.")
    return address


def _name(name: str) -> str:
    called = clean(name)
    if not called:
        raise Refusal(_UNCHANGED, why="A user needs a name.", fix="Write first and last name.")
    return called
