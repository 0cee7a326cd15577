"""Addresses proposed for students who have none; the proposal is a batch like any other (batch-updates §4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from sqlmodel import Session, SQLModel

from roster_core.access.rights import People, Right, User, require
from roster_core.batches.people import Criterion, Person
from roster_core.clever.folding import folded
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.journeys.batches.email_addresses import read_addresses, read_taken
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_table
from roster_core.journeys.batches.email_rules import read_domains
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.student_groups import StudentGroup, read_group
from roster_core.refusals import Refusal
from roster_core.roster.frames import read_frame
from roster_core.store import Store
from roster_core.updates.email_file import EmailRow, EmailTable
from roster_core.updates.email_kinds import NUMBERED
from roster_core.updates.email_proposal import Candidate, Proposed, propose

#: Grades below the first, by how many years they lie before it.
_KINDERGARTEN = {"KH": 0, "KF": 0, "DH": 0, "DF": 0}
_LAST_GRADE = 12


@dataclass(frozen=True)
class ProposalRequest:
    """For whom, and how: the pattern of what stands before the @, and the domain (blank = the district's first)."""

    pattern: str
    domain: str = ""
    group: StudentGroup = field(default_factory=StudentGroup)


@dataclass(frozen=True)
class Proposal:
    """The proposals by student, in order; those who get none say why."""

    students: tuple[Person, ...]
    proposed: tuple[Proposed, ...]

    @property
    def addresses(self) -> int:
        """How many get one."""
        return sum(1 for one in self.proposed if one.address)


def usual_domain(store: Store, user: User) -> str:
    """The district's first domain for students that is one; blank without any."""
    return next((one for one in read_domains(store, user).allowed if not one.startswith("*.")), "")


def preview_proposal(store: Store, user: User, request: ProposalRequest) -> Proposal:
    """What would be proposed for the students of a group who have no address; nothing is stored.

    Raises:
        Refusal: The user may not, no such group, or the pattern or domain makes no addresses.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district = require_district(store)
    group = read_group(store, user, request.group)
    with store.reading(district.district_id) as session:
        stored = read_addresses(session, (one.person_id for one in group))
        without = tuple(one for one in group if not stored.get(one.person_id))
        people = _candidates(session, district, without)
        taken = read_taken(session)
    found = propose(people, request.pattern, request.domain or usual_domain(store, user), taken)
    return Proposal(without, tuple(found))


def begin_proposal(store: Store, user: User, request: ProposalRequest, *, clock: Clock = utc_now) -> str:
    """Begin a batch with the proposals; returns its ID.

    Raises:
        Refusal: As `preview_proposal`; or nobody gets an address.
    """
    proposal = preview_proposal(store, user, request)
    pairs = [pair for pair in zip(proposal.students, proposal.proposed, strict=True) if pair[1].address]
    if not pairs:
        raise Refusal(
            "No addresses were proposed.",
            why="Nobody of that group lacks one." if not proposal.students else "None could be made for anybody.",
            fix="Choose another group, or another pattern.",
        )
    rows = tuple(_row(number, person, one) for number, (person, one) in enumerate(pairs, start=1))
    table = EmailTable(rows, Criterion.DISTRICT_NUMBER)
    return begin_from_table(store, user, EmailRequest(), table, f"Proposed: {request.pattern}", clock=clock)


def _row(number: int, person: Person, one: Proposed) -> EmailRow:
    told = (Finding(NUMBERED, f"row {number}", facts={"taken": one.taken}),) if one.taken else ()
    key = person.keys[Criterion.DISTRICT_NUMBER]
    return EmailRow(number, key, one.address, last_name=person.last_name, first_name=person.first_name, findings=told)


def _candidates(session: Session, district: DistrictView, people: Sequence[Person]) -> list[Candidate]:
    names = pl.DataFrame(
        {"first": [one.first_name for one in people], "last": [one.last_name for one in people]},
        schema={"first": pl.String, "last": pl.String},
    )
    plain = names.select(folded(pl.col("first")), folded(pl.col("last"))).fill_null("").rows()
    entered = _entered(session, district.district_id)
    return [
        Candidate(one.person_id, _tokens(one, first, last, entered, district.current_school_year))
        for one, (first, last) in zip(people, plain, strict=True)
    ]


def _tokens(one: Person, first: str, last: str, entered: Mapping[int, int], school_year: str) -> dict[str, str]:
    years = {"yy": entered.get(one.person_id), "grad": _graduates(one.grade, school_year)}
    return {
        "first": first,
        "first1": first[:1],
        "last": last,
        "last1": last[:1],
        "number": one.keys.get(Criterion.DISTRICT_NUMBER, ""),
        "weblogin": one.keys.get(Criterion.WEBLOGIN_ID, ""),
        **{name: f"{year % 100:02}" for name, year in years.items() if year is not None},
    }


def _graduates(grade: str, school_year: str) -> int | None:
    """The year in which grade 12 ends for somebody who is in `grade` now."""
    level = int(grade) if grade.isdecimal() else _KINDERGARTEN.get(grade)
    begins = school_year[:4]
    if level is None or level > _LAST_GRADE or not begins.isdecimal():
        return None
    return int(begins) + 1 + _LAST_GRADE - level


def _entered(session: Session, district_id: int) -> dict[int, int]:
    """The year of each student's first entry that the roster knows of."""
    table = SQLModel.metadata.tables["student_enrollment"]
    frame = read_frame(session.connection(), table, district_id, ("person_id", "entry_date"))
    first = frame.group_by("person_id").agg(pl.col("entry_date").min().dt.year())
    return dict(first.iter_rows())
