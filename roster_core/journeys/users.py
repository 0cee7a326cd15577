"""Who may sign in, as administrators see them, and as the user who acts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.access.roles import Whose, administers, grants_of, title_of
from roster_core.access.user_tables import AppUser, RoleGrant, SignInRequest
from roster_core.journeys.districts import read_districts
from roster_core.roster.tables.organisation import School
from roster_core.store import Store


class Origin(StrEnum):
    """Where a role comes from: an administrator, claims; or it is withheld whatever claims say."""

    HAND = "hand"
    CLAIMS = "claims"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class RoleView:
    """A role that a user holds, for the schools with these codes; none = every school."""

    key: str
    schools: tuple[str, ...]
    whose: Whose
    origin: Origin

    @property
    def title(self) -> str:
        """What it is called on screen."""
        return title_of(self.key)


@dataclass(frozen=True)
class UserView:
    """A user with roles; `known` = the account at the provider was seen once."""

    login: str
    name: str
    os_account: str | None
    disabled_at: datetime | None
    signed_in_at: datetime | None
    known: bool
    roles: tuple[RoleView, ...]

    @property
    def active(self) -> bool:
        """Whether the user may sign in."""
        return self.disabled_at is None

    @property
    def acting(self) -> User:
        """The user with the rights that the roles come to; none while disabled."""
        held = [
            (role.key, school, role.whose.value)
            for role in self.roles
            if self.active and role.origin is not Origin.WITHHELD
            for school in role.schools or ("",)
        ]
        return User(self.login, self.name, grants_of(held))

    @property
    def administrator(self) -> bool:
        """Whether the user can manage users by what an administrator granted: claims may be gone tomorrow."""
        by_hand = tuple(role for role in self.roles if role.origin is Origin.HAND)
        held = [(role.key, school, role.whose.value) for role in by_hand for school in role.schools or ("",)]
        return self.active and administers(grants_of(held))


@dataclass(frozen=True)
class RequestView:
    """Somebody whom the provider let in and who is no user here."""

    login: str
    name: str
    issuer: str
    first_at: datetime
    last_at: datetime


def require_administrator(user: User) -> None:
    """Let through who may manage users.

    Raises:
        Refusal: The user lacks the right, or holds it for some schools only.
    """
    require_everywhere(user, Right.ADMIN)


def home(store: Store) -> int:
    """The district whose users sign in: the first one, or the one that is founded first."""
    return min((district.district_id for district in read_districts(store)), default=1)


def users_exist(store: Store) -> bool:
    """Whether somebody was made a user yet; before, there is the local administrator only."""
    with store.reading(home(store)) as session:
        return session.exec(select(AppUser.user_id).limit(1)).first() is not None


def read_users(store: Store, user: User) -> tuple[UserView, ...]:
    """All users, by name.

    Raises:
        Refusal: The user may not manage users.
    """
    require_administrator(user)
    with store.reading(home(store)) as session:
        return users_in(session)


def read_requests(store: Store, user: User) -> tuple[RequestView, ...]:
    """Who asked to be let in and waits for a decision, the newest first.

    Raises:
        Refusal: The user may not manage users.
    """
    require_administrator(user)
    with store.reading(home(store)) as session:
        rows = session.exec(
            select(SignInRequest)
            .where(col(SignInRequest.settled_at).is_(None))
            .order_by(col(SignInRequest.last_at).desc())
        ).all()
        return tuple(RequestView(row.login, row.name, row.issuer, row.first_at, row.last_at) for row in rows)


def read_schools(store: Store) -> Mapping[str, str]:
    """Names of the schools by their codes; empty before a roster is loaded."""
    with store.reading(home(store)) as session:
        return {
            row.school_code: row.name for row in session.exec(select(School).order_by(col(School.school_code))).all()
        }


def find_user(store: Store, login: str) -> User | None:
    """The active user with this login and the rights held now; None if there is none."""
    return _acting(store, col(AppUser.login) == login)


def find_user_of_account(store: Store, account: str) -> User | None:
    """The active user as whom an account of the operating system acts."""
    return _acting(store, col(AppUser.os_account) == account)


def users_in(session: Session) -> tuple[UserView, ...]:
    """All users, by name, in a session."""
    rows = session.exec(select(AppUser)).all()
    return _views(rows, session.exec(select(RoleGrant)).all())


def view_of(session: Session, row: AppUser) -> UserView:
    """One user in a session."""
    return _views([row], session.exec(select(RoleGrant).where(RoleGrant.user_id == row.user_id)).all())[0]


def _acting(store: Store, which: ColumnElement[bool]) -> User | None:
    with store.reading(home(store)) as session:
        row = session.exec(select(AppUser).where(which)).first()
        return None if row is None or row.disabled_at is not None else view_of(session, row).acting


def _views(rows: Iterable[AppUser], grants: Iterable[RoleGrant]) -> tuple[UserView, ...]:
    held: dict[str, dict[tuple[str, str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for grant in grants:
        held[grant.user_id][grant.role, grant.people, grant.origin].append(grant.school)
    made = [
        UserView(
            login=row.login,
            name=row.name,
            os_account=row.os_account,
            disabled_at=row.disabled_at,
            signed_in_at=row.signed_in_at,
            known=row.subject is not None,
            roles=tuple(sorted(_roles(held[row.user_id]), key=lambda role: (role.title, role.whose, role.schools))),
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (one.name.casefold(), one.login)))


def _roles(held: Mapping[tuple[str, str, str], list[str]]) -> Iterable[RoleView]:
    for (role, people, origin), schools in held.items():
        named = () if "" in schools else tuple(sorted(schools))
        yield RoleView(role, named, Whose(people), Origin(origin))
