"""Finding people and looking at one of them."""

from functools import lru_cache

import polars as pl

from roster_core.access.audit import Deed
from roster_core.access.rights import Right, User, require
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.holders import PEOPLE, in_reach, read_everybody, scope_of
from roster_core.journeys.seeing import note_seen
from roster_core.refusals import Refusal
from roster_core.roster.person import PersonView, read_person
from roster_core.roster.search import Directory, find, index_names, read_directory
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: The words of addresses and commands → the kinds of the roster.
KINDS = {"student": "STUDENT", "staff": "STAFF"}


def find_people(
    store: Store, user: User, text: str, *, limit: int = 50, district_code: str | None = None
) -> pl.DataFrame:
    """Students and staff by name (typing mistakes forgiven) or any ID, best first; see `roster.search.find`.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require(user, Right.ROSTER_VIEW)
    district = require_district(store, district_code)
    scope = scope_of(user, Right.ROSTER_VIEW)
    if all(schools is None for schools in scope.values()):
        return find(
            _directory(store, district.district_id, district.current_school_year, district.edition), text, limit=limit
        )
    return find(_own_directory(store, district, tuple(scope.items())), text, limit=limit)


def show_person(store: Store, user: User, kind: str, key: str, *, district_code: str | None = None) -> PersonView:
    """The person of `kind` (`student` or `staff`) with the ID `key`.

    Raises:
        Refusal: The user may not, there is no roster, or nobody with that ID.
    """
    return person_in_reach(store, user, kind, key, Right.ROSTER_VIEW, district_code=district_code)


def person_in_reach(
    store: Store, user: User, kind: str, key: str, *rights: Right, district_code: str | None = None
) -> PersonView:
    """The person of `kind` with the ID `key`, if the user holds one of `rights` for them.

    Raises:
        Refusal: As `show_person`.
    """
    require(user, *rights, people=PEOPLE.get(kind))
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        person = read_person(session, KINDS.get(kind, ""), key) if kind in KINDS else None
    if person is None or not _reaches(store, user, district, person, rights):
        raise Refusal(
            "Nobody was found.",
            why=f"No {kind} in your schools has the ID {key}.",
            fix="Search by name, or check the ID: leading zeros count.",
        )
    return person


def open_person(
    store: Store, user: User, kind: str, key: str, *, district_code: str | None = None, clock: Clock = utc_now
) -> PersonView:
    """The same, on somebody's screen: who opened whose page is written down.

    Raises:
        Refusal: As `show_person`.
    """
    person = show_person(store, user, kind, key, district_code=district_code)
    reference = f"{kind}:{person.key}"
    deed = Deed(user.login, "person_seen", reference, (reference,))
    note_seen(store, require_district(store, district_code).district_id, deed, clock=clock)
    return person


def read_photo(store: Store, user: User, kind: str, key: str) -> bytes | None:
    """The current photo of a person, `None` if there is none.

    Raises:
        Refusal: As `show_person`.
    """
    person = show_person(store, user, kind, key)
    return open_objects(store.settings).get(person.photo_key) if person.photo_key else None


def _reaches(store: Store, user: User, district: DistrictView, person: PersonView, rights: tuple[Right, ...]) -> bool:
    scope = scope_of(user, *rights)
    if scope["student" if person.kind == "STUDENT" else "staff"] is None:
        return True
    return any(one.person_id == person.person_id and in_reach(scope, one) for one in read_everybody(store, district))


@lru_cache(maxsize=8)
def _own_directory(
    store: Store, district: DistrictView, scope: tuple[tuple[str, frozenset[str] | None], ...]
) -> Directory:
    own = dict(scope)
    seen = [one.person_id for one in read_everybody(store, district) if in_reach(own, one)]
    whole = _directory(store, district.district_id, district.current_school_year, district.edition)
    return index_names(whole.people.filter(pl.col("person_id").is_in(seen)))


@lru_cache(maxsize=2)
def _directory(store: Store, district_id: int, school_year: str, edition: str) -> Directory:  # noqa: ARG001 - the edition is what the memory is of
    with store.reading(district_id) as session:
        return read_directory(session.connection(), district_id, school_year)
