"""A list to be filled in with new addresses: empty, or with a group's students and what they have now."""

from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from roster_core.access.audit import Deed, record
from roster_core.access.rights import People, Right, User, require
from roster_core.batches.people import Criterion, Person
from roster_core.clock import Clock, utc_now
from roster_core.journeys.archives import ASK_OVER
from roster_core.journeys.batches.email_addresses import read_addresses
from roster_core.journeys.districts import require_district
from roster_core.journeys.student_groups import StudentGroup, read_group
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.updates.email_file import HEADER_OF


@dataclass(frozen=True)
class TemplateRequest:
    """What is wanted: `group` is None for an empty list; `reason` is why so many leave the system."""

    criterion: Criterion = Criterion.DISTRICT_NUMBER
    group: StudentGroup | None = field(default_factory=StudentGroup)
    reason: str = ""

    def claims(self) -> dict[str, Any]:
        """As JSON values."""
        groups = None if self.group is None else {name: list(told) for name, told in asdict(self.group).items()}
        return {"criterion": self.criterion.value, "group": groups, "reason": self.reason}

    @staticmethod
    def of(claims: Any) -> "TemplateRequest":
        """The request that `claims` tell."""
        groups = claims["group"]
        group = None if groups is None else StudentGroup(**{name: tuple(told) for name, told in groups.items()})
        return TemplateRequest(Criterion(claims["criterion"]), group, claims["reason"])

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return "emails" if self.group is None else f"emails_{self.group.name}"


@dataclass(frozen=True)
class TemplateView:
    """Who would be in a filled list, who lacks the ID that it is by, and whether a reason is asked for."""

    students: tuple[Person, ...]
    without_key: tuple[Person, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether so many leave the system that the reason is written down."""
        return len(self.students) > ASK_OVER


def preview_template(store: Store, user: User, request: TemplateRequest) -> TemplateView:
    """Who would be in it; nobody's data leave.

    Raises:
        Refusal: The user may not, there is no roster, or no such group.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    people = () if request.group is None else read_group(store, user, request.group)
    having = tuple(one for one in people if one.keys.get(request.criterion))
    return TemplateView(having, tuple(one for one in people if not one.keys.get(request.criterion)))


def build_template(store: Store, user: User, request: TemplateRequest, *, clock: Clock = utc_now) -> pl.DataFrame:
    """The list, all text: the ID, names, the address of now twice, the second to be written over; then the place.

    That it was taken out is recorded, with the students in it.

    Raises:
        Refusal: As `preview_template`; or a reason is missing.
    """
    view = preview_template(store, user, request)
    if view.needs_reason and not request.reason.strip():
        raise Refusal(
            "The list was not made.",
            why=f"More than {ASK_OVER} students would leave the system, and no reason was given.",
            fix="Say what it is for.",
        )
    district_id = require_district(store).district_id
    header = HEADER_OF[request.criterion]
    with store.writing(district_id) as session:
        stored = read_addresses(session, (one.person_id for one in view.students))
        if request.group is not None:
            facts = {"students": len(view.students), "group": request.group.name}
            who = tuple(one.reference for one in view.students)
            deed = Deed(user.login, "email_list_downloaded", "emails:list", who, facts, request.reason)
            record(session, district_id, deed, now=clock())
    columns = (header, "last_name", "first_name", "current_email", "new_email", "grade", "homeroom", "school")
    if request.group is None:
        return pl.DataFrame(schema=dict.fromkeys((header, "last_name", "first_name", "new_email"), pl.String))
    rows = [
        (one.keys[request.criterion], one.last_name, one.first_name, now, now, one.grade, one.homeroom, one.school)
        for one in view.students
        for now in [stored.get(one.person_id, "")]
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
