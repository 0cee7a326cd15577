"""A change of one user: in a transaction of its own, written down, and only if an administrator stays."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.access.user_tables import AppUser
from roster_core.clock import Clock
from roster_core.journeys.users import UserView, home, require_administrator, users_in, view_of
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.text import same

_UNCHANGED = "Nothing was changed."


def apply_user_change(
    store: Store,
    user: User,
    login: str,
    action: str,
    change: Callable[[Session, AppUser, datetime], Mapping[str, Any]],
    clock: Clock,
) -> UserView:
    """The user after `change`, which works on the row and returns the facts to write down.

    Raises:
        Refusal: The user may not, there is no such user, or nobody would be an administrator.
    """
    require_administrator(user)
    district_id, now = home(store), clock()
    with store.writing(district_id) as session:
        row = session.exec(select(AppUser).where(AppUser.login == same(login.strip())).with_for_update()).first()
        if row is None:
            raise Refusal(_UNCHANGED, why=f"There is no user {login}.", fix="“users list” and the page Users show all.")
        facts = change(session, row, now)
        row.updated_at = now
        session.flush()
        require_an_administrator(session)
        record_user_change(session, user, action, row, facts, now)
        return view_of(session, row)


def record_user_change(
    session: Session, user: User, action: str, row: AppUser, facts: Mapping[str, Any], now: datetime
) -> None:
    """Write down what was done to a user."""
    record(session, row.district_id, Deed(user.login, action, f"user:{row.login}", facts=facts), now=now)


def require_an_administrator(session: Session) -> None:
    """Let a transaction go on that leaves an active administrator.

    Raises:
        Refusal: It does not.
    """
    if not any(one.administrator for one in users_in(session)):
        raise Refusal(
            _UNCHANGED,
            why="No active user would be an administrator of the district any more.",
            fix="Make somebody else an administrator first (the first user has to be one).",
        )
